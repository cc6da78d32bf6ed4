// How often each value of a property occurred, ever or in a sliding window.
import { instantSql } from '../../conditions/sql-text.ts'
import { insertNewest, maxEntries, mergeNewest, rowTime, type EventScope, type SeriesKind } from './define-series.ts'
import { packEntries, unpackEntries } from './pack.ts'
import { encodedSql, encodeProperty } from './property-values.ts'
import { isInScope, scopeToSql } from './scope-sql.ts'

export interface FrequentDefinition extends EventScope {
  kind: 'frequent'
  property: string
  /** Length of the window in milliseconds; null: ever. */
  windowMs: number | null
}

/** c: counts ever, of at most 1,000 values. v: of a window, [time, value], newest first, at most 1,000. */
export interface FrequentState {
  c: Record<string, number>
  v: readonly [time: number, value: string][]
}

function addCounts(left: Record<string, number>, right: Record<string, number>): Record<string, number> {
  const sum = Object.assign(Object.create(null) as Record<string, number>, left)
  for (const [value, count] of Object.entries(right)) sum[value] = (sum[value] ?? 0) + count
  return sum
}

export const frequentSeries: SeriesKind<FrequentDefinition, FrequentState> = {
  kind: 'frequent',
  filters: ({ event }) => [event],
  empty: () => ({ c: {}, v: [] }),
  fold(state, event, definition, now) {
    if (!isInScope(definition, event)) return state
    const value = encodeProperty(event, definition.property)
    const { windowMs } = definition
    if (value === undefined || (windowMs !== null && event.time <= now - windowMs)) return state
    if (windowMs === null) {
      const isFull = !Object.hasOwn(state.c, value) && Object.keys(state.c).length >= maxEntries
      return isFull ? state : { c: addCounts(state.c, { [value]: 1 }), v: [] }
    }
    return { c: {}, v: insertNewest(state.v.filter(([time]) => time > now - windowMs), [event.time, value], maxEntries) }
  },
  combine: (left, right) => ({ c: addCounts(left.c, right.c), v: mergeNewest(left.v, right.v, maxEntries) }),
  toSql(definition, now) {
    const { has, value } = encodedSql(definition.property)
    const rows = `${scopeToSql(definition)} AND ${has}`
    if (definition.windowMs !== null) return `groupArraySortedIf(${maxEntries})((-${rowTime}, ${value}), ${rows} AND time > ${instantSql(now - definition.windowMs)})`
    return `arrayZip(sumMapIf([${value}], [toUInt64(1)], ${rows}).1, sumMapIf([${value}], [toUInt64(1)], ${rows}).2)`
  },
  fromRow(value, { windowMs }) {
    if (windowMs === null) return { c: Object.fromEntries((value as [string, number][]).slice(0, maxEntries)), v: [] }
    return { c: {}, v: (value as [number, string][]).map(([negative, text]): [number, string] => [-negative, text]) }
  },
  isEmpty: ({ c, v }) => v.length === 0 && Object.keys(c).length === 0,
  pack: ({ c, v }, base) => [c, ...packEntries(v, base)],
  unpack: ([c, ...v], base) => ({ c: c as FrequentState['c'], v: unpackEntries<string>(v, base) }),
}

/** The most frequent value as of `now`; of equals the first by bytes. */
export function mostFrequent({ c, v }: FrequentState, { windowMs }: FrequentDefinition, now: number): string | undefined {
  const counts = new Map<string, number>(Object.entries(c))
  if (windowMs !== null) for (const [time, value] of v) if (time <= now && time > now - windowMs) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: string | undefined
  for (const [value, count] of counts) {
    const bestCount = best === undefined ? 0 : counts.get(best)!
    if (count > bestCount || (count === bestCount && Buffer.compare(Buffer.from(value), Buffer.from(best!)) < 0)) best = value
  }
  return best
}
