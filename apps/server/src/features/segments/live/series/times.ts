// How often and when: the number of events, the first of them, and the newest.
import type { SeenEvent } from '../../conditions/event-match.ts'
import { rowTime, type EventScope, type SeriesKind } from './define-series.ts'
import { packTimes, unpackTimes, type PackedSeries } from './pack.ts'
import { isInScope, scopeToSql } from './scope-sql.ts'

export interface TimesDefinition extends EventScope {
  kind: 'times'
  /** How many of the newest times are kept. Of a window "at least N" needs the N newest, whatever its length. */
  keep: number
}

/** n: how many ever; f: the first, milliseconds; t: the newest, newest first. */
export interface TimesState {
  n: number
  f: number
  t: readonly number[]
}

const newestFirst = (left: number, right: number) => right - left

/** One for everybody of whom nothing is kept: states are never changed in place. */
const nothing: TimesState = { n: 0, f: 0, t: [] }

function insert(times: readonly number[], time: number, keep: number): readonly number[] {
  let rank = 0
  while (rank < times.length && times[rank]! > time) rank += 1
  if (rank >= keep) return times
  const next: number[] = []
  for (let index = 0; index < rank; index += 1) next.push(times[index]!)
  next.push(time)
  for (let index = rank; index < times.length && next.length < keep; index += 1) next.push(times[index]!)
  return next
}

export const timesSeries: SeriesKind<TimesDefinition, TimesState> = {
  kind: 'times',
  filters: ({ event }) => [event],
  empty: () => nothing,
  fold(state, event: SeenEvent, definition) {
    if (!isInScope(definition, event)) return state
    return { n: state.n + 1, f: state.n === 0 ? event.time : Math.min(state.f, event.time), t: insert(state.t, event.time, definition.keep) }
  },
  combine(left, right, { keep }) {
    if (left.n === 0) return right
    if (right.n === 0) return left
    return { n: left.n + right.n, f: Math.min(left.f, right.f), t: [...left.t, ...right.t].toSorted(newestFirst).slice(0, keep) }
  },
  toSql(definition) {
    const rows = scopeToSql(definition)
    return `(countIf(${rows}), minIf(${rowTime}, ${rows}), groupArraySortedIf(${definition.keep})(-${rowTime}, ${rows}))`
  },
  fromRow(value) {
    const [n, f, negative] = value as [number, number, number[]]
    return { n, f, t: negative.map((time) => -time) }
  },
  isEmpty: ({ n }) => n === 0,
  pack: ({ n, f, t }, base) => [n, ...packTimes([f, ...t], base)],
  unpack(packed, base) {
    const [n, ...times] = packed as readonly number[] & PackedSeries
    const [f, ...t] = unpackTimes(times, base)
    return { n: n!, f: f!, t }
  },
}

/** How many lie in now − length < time ≤ now; exact up to `keep`. */
export function countWithin(state: TimesState, lengthMs: number, now: number): number {
  return countBetween(state, now - lengthMs, now)
}

/** How many lie in from < time ≤ to; exact up to `keep`. */
export function countBetween({ t }: TimesState, from: number, to: number): number {
  let count = 0
  // By index: an iterator makes an object of every number.
  for (let index = 0; index < t.length && t[index]! > from; index += 1) if (t[index]! <= to) count += 1
  return count
}

/** The time of the `rank`-th newest (1 the newest) that is not later than `now`; undefined when there are fewer. */
export function nthNewest({ t }: TimesState, rank: number, now: number): number | undefined {
  let later = 0
  while (later < t.length && t[later]! > now) later += 1
  return t[later + rank - 1]
}
