// Which events an event filter takes, in memory and in SQL.
import type { FlatProperties } from '../../../platform/flatten.ts'
import type { EventFilter } from '../conditions.contract.ts'
import { comparisonToSql, describeComparison, testComparison, type Value, type ValueSql } from './operators.ts'
import { quote } from './sql-text.ts'

/** What a filter looks at. `flat` is worked out only when a filter asks for it. Times are milliseconds since 1970. */
export interface SeenEvent {
  type: string
  name: string
  time: number
  /** False for what Rapport itself made: a message it sent, an entry into a segment. "Anything" means what people did. */
  isOwn: boolean
  flat(): FlatProperties
}

// Filters of properties know no times: the moment never matters.
const noMoment = { now: 0, timezone: 'UTC' }

export function readProperty(event: SeenEvent, property: string): Value {
  const { text, number } = event.flat()
  return { text: text[property], number: number[property] }
}

export function matchesFilter(filter: EventFilter, event: SeenEvent): boolean {
  if (filter.type !== 'any' && event.type !== filter.type) return false
  if (filter.name === '*' ? !event.isOwn : event.name !== filter.name) return false
  return filter.filters.every((wanted) => testComparison(readProperty(event, wanted.property), wanted, noMoment))
}

export function propertySql(property: string): ValueSql {
  const key = quote(property)
  return {
    text: `text_properties[${key}]`, hasText: `mapContains(text_properties, ${key})`,
    number: `number_properties[${key}]`, hasNumber: `mapContains(number_properties, ${key})`,
    time: '0', hasTime: '0', list: '[]',
  }
}

/** A boolean expression over a row of `events`. */
export function filterToSql(filter: EventFilter): string {
  const parts: string[] = []
  if (filter.type !== 'any') parts.push(`type = ${quote(filter.type)}`)
  parts.push(filter.name === '*' ? "origin != 'system'" : `name = ${quote(filter.name)}`)
  for (const wanted of filter.filters) parts.push(comparisonToSql(propertySql(wanted.property), wanted, noMoment))
  return parts.length === 1 ? parts[0]! : `(${parts.join(' AND ')})`
}

export function describeFilter(filter: EventFilter): string {
  const kind = filter.type === 'page' ? 'page ' : filter.type === 'screen' ? 'screen ' : ''
  const name = filter.name === '*' ? (filter.type === 'page' ? 'any page' : filter.type === 'screen' ? 'any screen' : 'anything') : `${kind}${filter.name}`
  if (filter.filters.length === 0) return name
  return `${name} where ${filter.filters.map((wanted) => `${wanted.property} ${describeComparison(wanted)}`).join(' and ')}`
}
