// A kind of condition: the same question answered in memory, in SQL and in words.
import type { z } from 'zod'
import type { Variant } from '../../../platform/variants.ts'
import type { PersonValues } from '../../people/index.ts'
import type { SeriesDefinition, SeriesState } from '../live/series/index.ts'
import type { LeafCondition } from '../conditions.contract.ts'
import type { Moment } from './moment.ts'

/** One person as the conditions see them. */
export interface Subject {
  profileId: string
  values(): PersonValues
  /** What is kept of their events; the empty state where nothing is. */
  series(definition: SeriesDefinition): SeriesState
  /** Values of each of their companies. */
  companies(): readonly PersonValues[]
  isMember(segmentId: string): boolean
}

/** What compiling needs: names for the aggregates a condition reads, and what is known of other segments and companies. */
export interface SqlContext extends Moment {
  /** Adds an aggregate over the person's events and returns the name of its column. */
  aggregate(expression: string, rows: string): string
  /** The boolean expression of another segment for the same person. */
  segment(segmentId: string): string
  /** Ids of the companies for which `test` holds. */
  companies(test: (company: PersonValues) => boolean): readonly string[]
}

/** What an event did to a series. Times are milliseconds since 1970. */
export interface SeriesChange {
  before: SeriesState
  after: SeriesState
  /** When the person was last asked; 0: not since they came into memory. */
  askedAt: number
  now: number
}

/** What may change a condition's answer beside its series and time. */
export type Source = 'person' | 'company' | 'segment'

export interface ConditionType<C extends LeafCondition = LeafCondition> extends Variant<C['type'], z.ZodObject> {
  /** The series it reads. */
  series?(condition: C): SeriesDefinition[]
  /** What else it reads; left out for conditions on events alone. */
  reads?: Source
  holds(condition: C, subject: Subject, moment: Moment): boolean
  /** The next instant after the moment at which the answer may change by time alone, milliseconds; Infinity for never. */
  nextFlip?(condition: C, subject: Subject, moment: Moment): number
  /** A boolean expression over one person. */
  toSql(condition: C, context: SqlContext): string
  /** Whether it holds for somebody without any event that it looks at: then people without events must be looked through as well. Left out: yes. */
  holdsWithoutEvents?(condition: C): boolean
  /** Whether time alone can change it for somebody without such an event. */
  flipsWithoutEvents?(condition: C): boolean
  /** Whether time alone can make it stop to hold, but never begin. Left out: no. */
  onlyEndsByTime?(condition: C): boolean
  /** Which way more events of its series can change the answer: only to true, or only to false. Left out: both ways. */
  moreEventsMakeIt?(condition: C): boolean | undefined
  /** Whether the answer is as it was before an event changed its series, and no change by time alone has come nearer. Left out: to be asked. */
  isUnmoved?(condition: C, change: SeriesChange): boolean
  words(condition: C, names: Names): string
  /** The value behind the answer. */
  found(condition: C, subject: Subject, moment: Moment): string
  /** Why it stopped or began to hold by time alone: "the third order is older than 90 days". */
  flipReason?(condition: C, holds: boolean): string
}

/** Names for words: of other segments. */
export interface Names {
  segment(segmentId: string): string
}

/**
 * Declares a kind of condition: one file, one line in `index.ts`, and its schema in `conditions.contract.ts`.
 * @example
 * export const random = defineCondition<z.infer<typeof randomCondition>>({ type: 'random', label: 'Chance', holds: … })
 */
export function defineCondition<C extends LeafCondition>(condition: ConditionType<C>): ConditionType<C> {
  return condition
}

/** Works something out once a condition and keeps it as long as the condition lives: rules are asked millions of times. */
export function oncePerCondition<C extends object, R>(make: (condition: C) => R): (condition: C) => R {
  const made = new WeakMap<C, R>()
  return (condition) => {
    let known = made.get(condition)
    if (known === undefined) made.set(condition, (known = make(condition)))
    return known
  }
}
