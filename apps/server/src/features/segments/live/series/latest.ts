// The values of a property at the newest events, or at the first.
import { type EventScope, type SeriesKind, rowTime } from './define-series.ts'
import { packEntries, unpackEntries } from './pack.ts'
import { encodedSql, encodeProperty } from './property-values.ts'
import { isInScope, scopeToSql } from './scope-sql.ts'

export interface LatestDefinition extends EventScope {
  kind: 'latest'
  property: string
  which: 'first' | 'last'
  /** How many values are kept. */
  keep: number
}

/** v: [time, value], from the newest on, or from the first on. */
export interface LatestState {
  v: readonly [time: number, value: string][]
}

/** Where times are equal the smaller value goes first, so that the order of arrival makes no difference. */
function sortEntries(entries: readonly [number, string][], { which, keep }: LatestDefinition): [number, string][] {
  const sign = which === 'last' ? -1 : 1
  const bytes = (text: string) => Buffer.from(text)
  return entries.toSorted((left, right) => sign * (left[0] - right[0]) || Buffer.compare(bytes(left[1]), bytes(right[1]))).slice(0, keep)
}

export const latestSeries: SeriesKind<LatestDefinition, LatestState> = {
  kind: 'latest',
  filters: ({ event }) => [event],
  empty: () => ({ v: [] }),
  fold(state, event, definition) {
    if (!isInScope(definition, event)) return state
    const value = encodeProperty(event, definition.property)
    return value === undefined ? state : { v: sortEntries([...state.v, [event.time, value]], definition) }
  },
  combine: (left, right, definition) => ({ v: sortEntries([...left.v, ...right.v], definition) }),
  toSql(definition) {
    const { has, value } = encodedSql(definition.property)
    const time = definition.which === 'last' ? `-${rowTime}` : rowTime
    return `groupArraySortedIf(${definition.keep})((${time}, ${value}), ${scopeToSql(definition)} AND ${has})`
  },
  fromRow: (value, { which }) => ({ v: (value as [number, string][]).map(([time, text]): [number, string] => [which === 'last' ? -time : time, text]) }),
  isEmpty: ({ v }) => v.length === 0,
  pack: ({ v }, base) => packEntries(v, base),
  unpack: (packed, base) => ({ v: unpackEntries<string>(packed, base) }),
}
