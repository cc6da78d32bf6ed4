// A kind of series: what is kept of one person's events so that conditions are answered without reading them again.
import type { EventFilter } from '../../conditions.contract.ts'
import type { SeenEvent } from '../../conditions/event-match.ts'
import type { PackedSeries } from './pack.ts'

/** The events a series is made of: those the filter takes, in from ≤ time < to where these are given (milliseconds). */
export interface EventScope {
  event: EventFilter
  from?: number
  to?: number
}

/**
 * States are objects of plain JSON, never lists. Folding is commutative and `combine` of two states is the
 * state of all their events: order of arrival, merges and parts filled from the history later make no difference.
 */
export interface SeriesKind<Definition, State> {
  kind: string
  /** All events the series may take. */
  filters(definition: Definition): EventFilter[]
  empty(): State
  /** Adds an event that one of `filters` takes; returns the new state, the same object when nothing changed. `now`: what is older than its window at this instant may go. */
  fold(state: State, event: SeenEvent, definition: Definition, now: number): State
  combine(left: State, right: State, definition: Definition): State
  /** One aggregate expression over the `events` of one person, as of the instant `now`; what `fromRow` reads. */
  toSql(definition: Definition, now: number): string
  fromRow(value: unknown, definition: Definition): State
  isEmpty(state: State): boolean
  /** As stored: a list of plain JSON, as short as it can be. Times are counted from `base`. */
  pack(state: State, base: number): PackedSeries
  unpack(packed: PackedSeries, base: number): State
  /** The instant from which the state no longer tells the truth and must be rebuilt from the history; Infinity for never. */
  staleAt?(state: State, definition: Definition): number
}

/** Entries kept at most of one person in one series. */
export const maxEntries = 1_000

/** Milliseconds since 1970 of a row. */
export const rowTime = 'toUnixTimestamp64Milli(time)'

/** Inserts into a list that is ordered newest first, at most `keep` long; returns the same list when it falls off its end. */
export function insertNewest<T extends [time: number, ...rest: unknown[]]>(list: readonly T[], entry: T, keep: number): readonly T[] {
  let at = list.length
  while (at > 0 && list[at - 1]![0] < entry[0]) at -= 1
  if (at >= keep) return list
  const next = [...list.slice(0, at), entry, ...list.slice(at)]
  if (next.length > keep) next.length = keep
  return next
}

/** Two lists, both newest first, as one. */
export function mergeNewest<T extends [time: number, ...rest: unknown[]]>(left: readonly T[], right: readonly T[], keep: number): T[] {
  return [...left, ...right].toSorted((a, b) => b[0] - a[0]).slice(0, keep)
}
