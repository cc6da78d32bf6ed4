// Sums and averages of a number in the events, ever or in a sliding window.
import { maxEntries, mergeNewest, insertNewest, rowTime, type EventScope, type SeriesKind } from './define-series.ts'
import { packEntries, unpackEntries } from './pack.ts'
import { instantSql } from '../../conditions/sql-text.ts'
import { isInScope, microsSql, readMicros, scopeToSql } from './scope-sql.ts'

export interface ValuesDefinition extends EventScope {
  kind: 'values'
  property: string
  /** Length of the window in milliseconds; null: ever. */
  windowMs: number | null
}

type Entry = [time: number, micros: number]

/**
 * n, s: count and sum of millionths ever (a whole number of any size, as text). v: the newest entries of the window,
 * newest first. x: what of the window was more than could be kept: count, sum and the oldest time of it.
 */
export interface ValuesState {
  n: number
  s: string
  v: readonly Entry[]
  x?: [count: number, sum: string, oldest: number]
}

const add = (left: string, right: number | string) => String(BigInt(left) + BigInt(right))

function prune(state: ValuesState, windowMs: number, now: number): ValuesState {
  const oldest = state.v.at(-1)
  if (!oldest || oldest[0] > now - windowMs) return state
  return { ...state, v: state.v.filter(([time]) => time > now - windowMs) }
}

/** Moves what is beyond the limit from the list to `x`. */
function spill(state: ValuesState): ValuesState {
  if (state.v.length <= maxEntries) return state
  const rest = state.v.slice(maxEntries)
  const [count, sum, oldest] = state.x ?? [0, '0', Infinity]
  const x: ValuesState['x'] = [count + rest.length, rest.reduce((total, [, micros]) => add(total, micros), sum), Math.min(oldest, rest.at(-1)![0])]
  return { ...state, v: state.v.slice(0, maxEntries), x }
}

function combineSpilled(left: ValuesState['x'], right: ValuesState['x']): ValuesState['x'] {
  if (!left || !right) return left ?? right
  return [left[0] + right[0], add(left[1], right[1]), Math.min(left[2], right[2])]
}

export const valuesSeries: SeriesKind<ValuesDefinition, ValuesState> = {
  kind: 'values',
  filters: ({ event }) => [event],
  empty: () => ({ n: 0, s: '0', v: [] }),
  fold(state, event, definition, now) {
    if (!isInScope(definition, event)) return state
    const micros = readMicros(event, definition.property)
    if (micros === undefined) return state
    const { windowMs } = definition
    const next = { ...state, n: state.n + 1, s: add(state.s, micros) }
    if (windowMs === null || event.time <= now - windowMs) return next
    return spill(prune({ ...next, v: insertNewest(state.v, [event.time, micros], Infinity) }, windowMs, now))
  },
  combine(left, right) {
    if (left.n === 0) return right
    if (right.n === 0) return left
    const x = combineSpilled(left.x, right.x)
    return spill({ n: left.n + right.n, s: add(left.s, right.s), v: mergeNewest(left.v, right.v, Infinity), ...(x ? { x } : {}) })
  },
  toSql(definition, now) {
    const { has, value } = microsSql(definition.property)
    const rows = `(${scopeToSql(definition)} AND ${has})`
    if (definition.windowMs === null) return `(countIf(${rows}), toString(sumIf(toInt256(${value}), ${rows})))`
    const inWindow = `(${rows} AND time > ${instantSql(now - definition.windowMs)})`
    return `(countIf(${rows}), toString(sumIf(toInt256(${value}), ${rows})), groupArraySortedIf(${maxEntries})((-${rowTime}, ${value}), ${inWindow}),
      countIf(${inWindow}), toString(sumIf(toInt256(${value}), ${inWindow})), minIf(${rowTime}, ${inWindow}))`
  },
  fromRow(value) {
    const [n, s, entries = [], count = 0, sum = '0', oldest = 0] = value as [number, string, [number, number][]?, number?, string?, number?]
    const v = entries.map(([negative, micros]): Entry => [-negative, micros])
    if (count <= v.length) return { n, s, v }
    const kept = v.reduce((total, [, micros]) => add(total, micros), '0')
    return { n, s, v, x: [count - v.length, String(BigInt(sum) - BigInt(kept)), oldest] }
  },
  isEmpty: ({ n }) => n === 0,
  pack: ({ n, s, v, x }, base) => [n, s, packEntries(v, base), ...(x ? [x] : [])],
  unpack(packed, base) {
    const [n, s, v, x] = packed as [number, string, unknown[], ValuesState['x']?]
    return { n, s, v: unpackEntries<number>(v, base), ...(x ? { x } : {}) }
  },
  staleAt: ({ x }, { windowMs }) => (x && windowMs !== null ? x[2] + windowMs : Infinity),
}

/** Count and sum of millionths as of `now`. */
export function totalOf(state: ValuesState, { windowMs }: ValuesDefinition, now: number): { count: number; micros: bigint } {
  if (windowMs === null) return { count: state.n, micros: BigInt(state.s) }
  let count = state.x?.[0] ?? 0
  let micros = BigInt(state.x?.[1] ?? '0')
  for (const [time, value] of state.v) {
    if (time > now || time <= now - windowMs) continue
    count += 1
    micros += BigInt(value)
  }
  return { count, micros }
}
