// How many different values a property had: the newest time of each of the newest values.
import { hash } from 'node:crypto'
import { quote } from '../../conditions/sql-text.ts'
import type { SeenEvent } from '../../conditions/event-match.ts'
import { rowTime, type EventScope, type SeriesKind } from './define-series.ts'
import { packEntries, unpackEntries } from './pack.ts'
import { isInScope, microsSql, readMicros, scopeToSql } from './scope-sql.ts'

export interface DistinctDefinition extends EventScope {
  kind: 'distinct'
  property: string
  /** How many of the newest values are kept. */
  keep: number
}

/** d: [newest time, value], newest first; a value is 16 digits of its MD5. */
export interface DistinctState {
  d: readonly [time: number, value: string][]
}

function readKey(event: SeenEvent, property: string): string | undefined {
  const { text } = event.flat()
  if (text[property] !== undefined) return hash('md5', `t${text[property]}`).slice(0, 16)
  const micros = readMicros(event, property)
  return micros === undefined ? undefined : hash('md5', `n${micros}`).slice(0, 16)
}

function keepNewest(entries: readonly [number, string][], keep: number): [number, string][] {
  const newest = new Map<string, number>()
  for (const [time, value] of entries) newest.set(value, Math.max(time, newest.get(value) ?? -Infinity))
  return [...newest].map(([value, time]): [number, string] => [time, value]).toSorted((left, right) => right[0] - left[0] || (left[1] < right[1] ? -1 : 1)).slice(0, keep)
}

export const distinctSeries: SeriesKind<DistinctDefinition, DistinctState> = {
  kind: 'distinct',
  filters: ({ event }) => [event],
  empty: () => ({ d: [] }),
  fold(state, event, definition) {
    if (!isInScope(definition, event)) return state
    const key = readKey(event, definition.property)
    return key === undefined ? state : { d: keepNewest([...state.d, [event.time, key]], definition.keep) }
  },
  combine: (left, right, { keep }) => ({ d: keepNewest([...left.d, ...right.d], keep) }),
  toSql({ property, keep, ...scope }) {
    const key = quote(property)
    const number = microsSql(property)
    const rows = `(${scopeToSql(scope)} AND (mapContains(text_properties, ${key}) OR ${number.has}))`
    const value = `substring(lower(hex(MD5(if(mapContains(text_properties, ${key}), concat('t', text_properties[${key}]), concat('n', toString(${number.value})))))), 1, 16)`
    return `arraySlice(arraySort(pair -> (-pair.1, pair.2), arrayZip(maxMapIf([${value}], [${rowTime}], ${rows}).2, maxMapIf([${value}], [${rowTime}], ${rows}).1)), 1, ${keep})`
  },
  fromRow: (value) => ({ d: value as [number, string][] }),
  isEmpty: ({ d }) => d.length === 0,
  pack: ({ d }, base) => packEntries(d, base),
  unpack: (packed, base) => ({ d: unpackEntries<string>(packed, base) }),
}

/** The newest times of the values seen in now − length < time ≤ now, newest first; all of them for Infinity. */
export function distinctTimes({ d }: DistinctState, lengthMs: number, now: number): number[] {
  return d.flatMap(([time]) => (time <= now && time > now - lengthMs ? [time] : []))
}
