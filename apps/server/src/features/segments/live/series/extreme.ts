// The smallest or largest number in the events, ever or in a sliding window.
import { instantSql } from '../../conditions/sql-text.ts'
import { maxEntries, rowTime, type EventScope, type SeriesKind } from './define-series.ts'
import { packEntries, unpackEntries } from './pack.ts'
import { isInScope, microsSql, readMicros, scopeToSql } from './scope-sql.ts'

export interface ExtremeDefinition extends EventScope {
  kind: 'extreme'
  property: string
  direction: 'min' | 'max'
  windowMs: number | null
}

type Entry = [time: number, micros: number]

/** e: the extreme ever, millionths. d: of a window, the entries that are or may become it, newest first, each further out than all newer ones. */
export interface ExtremeState {
  e: number | null
  d: readonly Entry[]
}

/** Keeps what no newer entry outdoes. */
function keepCandidates(entries: readonly Entry[], sign: 1 | -1): Entry[] {
  const kept: Entry[] = []
  let best = -Infinity
  for (const entry of entries.toSorted((left, right) => right[0] - left[0] || sign * (right[1] - left[1]))) {
    if (sign * entry[1] <= best) continue
    best = sign * entry[1]
    kept.push(entry)
  }
  // Only more than 1,000 numbers that each fall short of the one before reach this: the oldest, which leave first, go.
  return kept.slice(0, maxEntries)
}

const signOf = (direction: 'min' | 'max') => (direction === 'max' ? 1 : -1)

function further(left: number | null, right: number | null, direction: 'min' | 'max'): number | null {
  if (left === null || right === null) return left ?? right
  return direction === 'max' ? Math.max(left, right) : Math.min(left, right)
}

export const extremeSeries: SeriesKind<ExtremeDefinition, ExtremeState> = {
  kind: 'extreme',
  filters: ({ event }) => [event],
  empty: () => ({ e: null, d: [] }),
  fold(state, event, definition, now) {
    if (!isInScope(definition, event)) return state
    const micros = readMicros(event, definition.property)
    if (micros === undefined) return state
    const { direction, windowMs } = definition
    const e = further(state.e, micros, direction)
    if (windowMs === null || event.time <= now - windowMs) return { e, d: state.d }
    const inWindow = state.d.filter(([time]) => time > now - windowMs)
    return { e, d: keepCandidates([[event.time, micros], ...inWindow], signOf(direction)) }
  },
  combine(left, right, { direction }) {
    return { e: further(left.e, right.e, direction), d: left.d.length + right.d.length > 0 ? keepCandidates([...left.d, ...right.d], signOf(direction)) : [] }
  },
  toSql(definition, now) {
    const { has, value } = microsSql(definition.property)
    const rows = `(${scopeToSql(definition)} AND ${has})`
    const ever = `(countIf(${rows}), ${definition.direction}If(${value}, ${rows})`
    if (definition.windowMs === null) return `${ever})`
    // Far more than the candidates of any real person; keepCandidates thins them out.
    return `${ever}, groupArraySortedIf(${maxEntries * 10})((-${rowTime}, ${value}), ${rows} AND time > ${instantSql(now - definition.windowMs)}))`
  },
  fromRow(value, { direction }) {
    const [count, e, entries = []] = value as [number, number, [number, number][]?]
    return { e: count > 0 ? e : null, d: keepCandidates(entries.map(([negative, micros]): Entry => [-negative, micros]), signOf(direction)) }
  },
  isEmpty: ({ e }) => e === null,
  pack: ({ e, d }, base) => [e, ...packEntries(d, base)],
  unpack: ([e, ...d], base) => ({ e: e as number | null, d: unpackEntries<number>(d, base) }),
}

/** The extreme as of `now` with the time at which it leaves the window; undefined when there is none. Millionths. */
export function extremeOf(state: ExtremeState, { windowMs, direction }: ExtremeDefinition, now: number): { micros: number; leavesAt: number } | undefined {
  if (windowMs === null) return state.e === null ? undefined : { micros: state.e, leavesAt: Infinity }
  const inWindow = state.d.filter(([time]) => time <= now && time > now - windowMs)
  const best = inWindow.reduce<Entry | undefined>((found, entry) => (!found || signOf(direction) * (entry[1] - found[1]) > 0 ? entry : found), undefined)
  return best && { micros: best[1], leavesAt: best[0] + windowMs }
}
