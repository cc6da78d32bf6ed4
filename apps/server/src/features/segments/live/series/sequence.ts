// One event followed, or not followed, by another within a time.
import type { EventFilter } from '../../conditions.contract.ts'
import { filterToSql, matchesFilter, type SeenEvent } from '../../conditions/event-match.ts'
import { instantSql } from '../../conditions/sql-text.ts'
import { insertNewest, maxEntries, mergeNewest, rowTime, type SeriesKind } from './define-series.ts'
import { packEntries, unpackEntries } from './pack.ts'

export interface SequenceDefinition {
  kind: 'sequence'
  first: EventFilter
  second: EventFilter
  without?: EventFilter
  withinMs: number
  windowMs: number | null
}

/** e: [time, bits], newest first, at most 1,000; bits: 1 the first, 2 the second, 4 what must not lie between. */
export interface SequenceState {
  e: readonly [time: number, bits: number][]
}

const isFirst = (bits: number) => (bits & 1) > 0
const isSecond = (bits: number) => (bits & 2) > 0
const isWithout = (bits: number) => (bits & 4) > 0

function readBits(event: SeenEvent, { first, second, without }: SequenceDefinition): number {
  return (matchesFilter(first, event) ? 1 : 0) | (matchesFilter(second, event) ? 2 : 0) | (without && matchesFilter(without, event) ? 4 : 0)
}

/** SQL of the bits of a row. */
export function bitsSql({ first, second, without }: SequenceDefinition): string {
  return `(if(${filterToSql(first)}, 1, 0) + if(${filterToSql(second)}, 2, 0)${without ? ` + if(${filterToSql(without)}, 4, 0)` : ''})`
}

/** What is older than this can take part in no match any more. */
export function horizonOf({ windowMs, withinMs }: SequenceDefinition): number {
  return windowMs === null ? Infinity : windowMs + withinMs
}

export const sequenceSeries: SeriesKind<SequenceDefinition, SequenceState> = {
  kind: 'sequence',
  filters: ({ first, second, without }) => (without ? [first, second, without] : [first, second]),
  empty: () => ({ e: [] }),
  fold(state, event, definition, now) {
    const bits = readBits(event, definition)
    const oldest = now - horizonOf(definition)
    if (bits === 0 || event.time <= oldest) return state
    const kept = (state.e.at(-1)?.[0] ?? Infinity) > oldest ? state.e : state.e.filter(([time]) => time > oldest)
    return { e: insertNewest(kept, [event.time, bits], maxEntries) }
  },
  combine: (left, right) => ({ e: mergeNewest(left.e, right.e, maxEntries) }),
  toSql(definition, now) {
    const bits = bitsSql(definition)
    const horizon = horizonOf(definition)
    return `groupArraySortedIf(${maxEntries})((-${rowTime}, ${bits}), ${bits} > 0${horizon < Infinity ? ` AND time > ${instantSql(now - horizon)}` : ''})`
  },
  fromRow: (value) => ({ e: (value as [number, number][]).map(([negative, bits]): [number, number] => [-negative, bits]) }),
  isEmpty: ({ e }) => e.length === 0,
  pack: ({ e }, base) => packEntries(e, base),
  unpack: (packed, base) => ({ e: unpackEntries<number>(packed, base) }),
}

export interface SequenceMatch {
  first: number
  /** The second event; of one that was not followed, the end of its time. */
  second: number
}

/**
 * All matches as of `now`, in order of their first event. Followed: second.time − first.time is more than 0 and at most
 * the time allowed, with nothing of `without` strictly between. Not followed: the time is over (first + within ≤ now) without one.
 */
export function findMatches(state: SequenceState, definition: SequenceDefinition, isFollowed: boolean, now: number): SequenceMatch[] {
  const events = state.e.filter(([time]) => time <= now).toReversed()
  const matches: SequenceMatch[] = []
  events.forEach(([first, bits], index) => {
    if (!isFirst(bits)) return
    const ends = findEnds(events, index, definition)
    if (isFollowed) matches.push(...ends.map((second) => ({ first, second })))
    else if (ends.length === 0 && first + definition.withinMs <= now) matches.push({ first, second: first + definition.withinMs })
  })
  return matches
}

/** The times of all second events that complete the first event at `index`. */
function findEnds(events: readonly [number, number][], index: number, { withinMs }: SequenceDefinition): number[] {
  const first = events[index]![0]
  const ends: number[] = []
  let brokenAt = Infinity
  for (const [time, bits] of events.slice(index + 1)) {
    if (time > first + withinMs || time > brokenAt) break
    if (time <= first) continue
    if (isSecond(bits)) ends.push(time)
    if (isWithout(bits)) brokenAt = Math.min(brokenAt, time)
  }
  return ends
}

/** Whether the second event at `index` follows a first in time. Later events come first in the list. */
function completesOne(events: SequenceState['e'], index: number, { withinMs }: SequenceDefinition): boolean {
  const second = events[index]![0]
  let brokenAt = -Infinity
  for (let older = index + 1; older < events.length; older += 1) {
    const [time, bits] = events[older]!
    if (time < second - withinMs || time < brokenAt) return false
    if (time === second) continue
    if (isFirst(bits)) return true
    if (isWithout(bits)) brokenAt = time
  }
  return false
}

/** Whether a second event follows the first event at `index` in time. */
function isCompleted(events: SequenceState['e'], index: number, { withinMs }: SequenceDefinition, now: number): boolean {
  const first = events[index]![0]
  let brokenAt = Infinity
  for (let newer = index - 1; newer >= 0; newer -= 1) {
    const [time, bits] = events[newer]!
    if (time > first + withinMs || time > brokenAt || time > now) return false
    if (time === first) continue
    if (isSecond(bits)) return true
    if (isWithout(bits)) brokenAt = time
  }
  return false
}

/**
 * The newest instant that `findMatches` would find in the window, without finding all of them: of the second event, or of the
 * first one that was not followed. undefined for none. Rules are asked this for every event, so nothing is made along the way.
 */
export function newestMatch({ e: events }: SequenceState, definition: SequenceDefinition, isFollowed: boolean, now: number): number | undefined {
  const from = definition.windowMs === null ? -Infinity : now - definition.windowMs
  for (let index = 0; index < events.length && events[index]![0] > from; index += 1) {
    const [time, bits] = events[index]!
    if (time > now) continue
    if (isFollowed ? isSecond(bits) && completesOne(events, index, definition) : isFirst(bits) && time + definition.withinMs <= now && !isCompleted(events, index, definition, now)) return time
  }
  return undefined
}

/** The next instant after `now` at which a first event's time to be followed ends; Infinity for none. */
export function nextPendingEnd({ e: events }: SequenceState, { withinMs }: SequenceDefinition, now: number): number {
  let next = Infinity
  for (let index = 0; index < events.length && events[index]![0] + withinMs > now; index += 1) {
    const [time, bits] = events[index]!
    if (isFirst(bits) && time <= now) next = time + withinMs
  }
  return next
}
