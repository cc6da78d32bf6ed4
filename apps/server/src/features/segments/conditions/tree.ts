// Trees of conditions: asked, compiled, looked through and put into words.
import type { Condition, GroupCondition, LeafCondition } from '../conditions.contract.ts'
import type { Explained } from '../segments.contract.ts'
import { seriesKey, type SeriesDefinition } from '../live/series/index.ts'
import type { Names, Source, SqlContext, Subject } from './define-condition.ts'
import { typeOf } from './index.ts'
import type { Moment } from './moment.ts'

function isGroup(condition: Condition): condition is GroupCondition {
  return condition.type === 'all' || condition.type === 'any' || condition.type === 'none'
}

/** The leaves of a tree, from left to right. */
export function listLeaves(condition: Condition): LeafCondition[] {
  return isGroup(condition) ? condition.conditions.flatMap(listLeaves) : [condition]
}

/** Levels of groups. */
export function depthOf(condition: Condition): number {
  return isGroup(condition) ? 1 + Math.max(0, ...condition.conditions.map(depthOf)) : 0
}

function combine({ type }: GroupCondition, answers: readonly boolean[]): boolean {
  if (type === 'all') return answers.every(Boolean)
  return type === 'any' ? answers.some(Boolean) : !answers.some(Boolean)
}

/** Whether the tree holds for the person at the moment. */
export function evaluate(condition: Condition, subject: Subject, moment: Moment): boolean {
  if (!isGroup(condition)) return typeOf(condition).holds(condition, subject, moment)
  const { type, conditions } = condition
  // The answer of one part that settles it: a false one of "all", a true one of the others.
  const settling = type !== 'all'
  for (const part of conditions) if (evaluate(part, subject, moment) === settling) return type === 'any'
  return type !== 'any'
}

/** The next instant after the moment at which any leaf may change by time alone; Infinity for never. */
export function nextFlip(leaves: readonly LeafCondition[], subject: Subject, moment: Moment): number {
  let next = Infinity
  for (const leaf of leaves) next = Math.min(next, typeOf(leaf).nextFlip?.(leaf, subject, moment) ?? Infinity)
  return next
}

/** A boolean expression over one person. */
export function compileTree(condition: Condition, context: SqlContext): string {
  if (!isGroup(condition)) return `(${typeOf(condition).toSql(condition, context)})`
  const parts = condition.conditions.map((part) => compileTree(part, context))
  if (parts.length === 0) return condition.type === 'any' ? '0' : '1'
  if (condition.type === 'none') return `NOT (${parts.join(' OR ')})`
  return `(${parts.join(condition.type === 'all' ? ' AND ' : ' OR ')})`
}

/** The different series that leaves read. */
export function listSeries(leaves: readonly LeafCondition[]): SeriesDefinition[] {
  const found = new Map<string, SeriesDefinition>()
  for (const leaf of leaves) for (const definition of typeOf(leaf).series?.(leaf) ?? []) found.set(seriesKey(definition), definition)
  return [...found.values()]
}

/**
 * Which way more events of each series can change the tree's answer: only to true, only to false, or both ways (undefined).
 * By the series' names; with the rules of other segments.
 */
export function readDirections(condition: Condition, findRule: (segmentId: string) => Condition | null | undefined): ReadonlyMap<string, boolean | undefined> {
  const directions = new Map<string, boolean | undefined>()
  const add = (leaf: LeafCondition, isOpposite: boolean) => {
    const type = typeOf(leaf)
    const makesIt = type.moreEventsMakeIt?.(leaf)
    const direction = makesIt === undefined ? undefined : makesIt !== isOpposite
    for (const key of type.series?.(leaf).map(seriesKey) ?? []) directions.set(key, !directions.has(key) || directions.get(key) === direction ? direction : undefined)
  }
  const walk = (part: Condition, isOpposite: boolean): void => {
    if (isGroup(part)) for (const inner of part.conditions) walk(inner, isOpposite !== (part.type === 'none'))
    else if (part.type !== 'segment') add(part, isOpposite)
    else {
      const rule = findRule(part.segmentId)
      if (rule) walk(rule, isOpposite === part.isMember)
    }
  }
  walk(condition, false)
  return directions
}

export function readsSource(leaves: readonly LeafCondition[], source: Source): boolean {
  return leaves.some((leaf) => typeOf(leaf).reads === source)
}

export function listSegmentIds(condition: Condition): string[] {
  return listLeaves(condition).flatMap((leaf) => (leaf.type === 'segment' ? [leaf.segmentId] : []))
}

type Possible = 'yes' | 'no' | 'maybe'

function possibleOf(condition: Condition): Possible {
  if (!isGroup(condition)) {
    const type = typeOf(condition)
    if (!type.series) return 'maybe'
    return type.holdsWithoutEvents?.(condition) === false ? 'no' : 'maybe'
  }
  const parts = condition.conditions.map(possibleOf)
  if (condition.type === 'all') return parts.includes('no') ? 'no' : parts.every((part) => part === 'yes') ? 'yes' : 'maybe'
  if (condition.type === 'any') return parts.includes('yes') ? 'yes' : parts.every((part) => part === 'no') ? 'no' : 'maybe'
  return parts.includes('yes') ? 'no' : parts.every((part) => part === 'no') ? 'yes' : 'maybe'
}

/** False when the tree can hold for nobody without events that it looks at: then only people with such events need to be asked. */
export function mayHoldWithoutEvents(condition: Condition): boolean {
  return possibleOf(condition) !== 'no'
}

const changesByTime = (leaf: LeafCondition) => {
  const type = typeOf(leaf)
  return type.nextFlip !== undefined && (type.series !== undefined || type.flipsWithoutEvents?.(leaf) !== false)
}

/** Whether time alone can make it hold for somebody for whom it does not, events or not. */
export function mayBeginByTime(condition: Condition, findRule: (segmentId: string) => Condition | null | undefined, isOpposite = false): boolean {
  if (isGroup(condition)) return condition.conditions.some((part) => mayBeginByTime(part, findRule, isOpposite || condition.type === 'none'))
  if (condition.type !== 'segment') return changesByTime(condition) && (isOpposite || !typeOf(condition).onlyEndsByTime?.(condition))
  const rule = findRule(condition.segmentId)
  return rule ? mayBeginByTime(rule, findRule, isOpposite || !condition.isMember) : false
}

/** Whether time alone can change the answer for people without events that it looks at. */
export function mayFlipWithoutEvents(condition: Condition): boolean {
  return listLeaves(condition).some((leaf) => typeOf(leaf).nextFlip !== undefined && typeOf(leaf).flipsWithoutEvents?.(leaf) !== false)
}

const groupWords = { all: 'all of', any: 'any of', none: 'none of' }

/** The tree with each answer and the value behind it. */
export function explain(condition: Condition, subject: Subject, moment: Moment, names: Names): Explained {
  if (!isGroup(condition)) {
    const type = typeOf(condition)
    const next = type.nextFlip?.(condition, subject, moment) ?? Infinity
    return {
      type: condition.type, holds: type.holds(condition, subject, moment), text: type.words(condition, names), found: type.found(condition, subject, moment),
      changesAt: next < Infinity ? new Date(next).toISOString() : null,
    }
  }
  const conditions = condition.conditions.map((part) => explain(part, subject, moment, names))
  const changes = conditions.flatMap((part) => part.changesAt ?? []).toSorted()
  return {
    type: condition.type, holds: combine(condition, conditions.map((part) => part.holds)), text: groupWords[condition.type], found: '', changesAt: changes[0] ?? null, conditions,
  }
}

/** The tree in one sentence. */
export function describeTree(condition: Condition, names: Names): string {
  if (!isGroup(condition)) return typeOf(condition).words(condition, names)
  const parts = condition.conditions.map((part) => (isGroup(part) ? `(${describeTree(part, names)})` : describeTree(part, names)))
  if (parts.length === 0) return condition.type === 'any' ? 'nobody' : 'everyone'
  return condition.type === 'none' ? `none of: ${parts.join('; ')}` : parts.join(condition.type === 'all' ? ' and ' : ' or ')
}
