// The rows of a scope, as a boolean expression over `events`, and the test in memory.
import { filterToSql, matchesFilter, type SeenEvent } from '../../conditions/event-match.ts'
import { decimal, instantSql, maxExactNumber, quote } from '../../conditions/sql-text.ts'
import type { EventScope } from './define-series.ts'

export function scopeToSql({ event, from, to }: EventScope): string {
  const parts = [filterToSql(event)]
  if (from !== undefined) parts.push(`time >= ${instantSql(from)}`)
  if (to !== undefined) parts.push(`time < ${instantSql(to)}`)
  return parts.length === 1 ? parts[0]! : `(${parts.join(' AND ')})`
}

export function isInScope({ event: filter, from, to }: EventScope, event: SeenEvent): boolean {
  return (from === undefined || event.time >= from) && (to === undefined || event.time < to) && matchesFilter(filter, event)
}

/** Millionths of a number, undefined where there is none or it is beyond what is summed. */
export function readMicros(event: SeenEvent, property: string): number | undefined {
  const number = event.flat().number[property]
  return number === undefined || Math.abs(number) >= maxExactNumber ? undefined : Math.round(number * 1e6)
}

/**
 * The same over a row: the rows that have the number, and its millionths as Int64. ClickHouse works the value out for
 * rows that the condition leaves out as well, so it is cut to what an Int64 can hold.
 */
export function microsSql(property: string): { has: string; value: string } {
  const key = quote(property)
  return {
    has: `(mapContains(number_properties, ${key}) AND abs(number_properties[${key}]) < ${maxExactNumber})`,
    value: `toInt64(least(greatest(number_properties[${key}], ${decimal(-maxExactNumber)}), ${decimal(maxExactNumber)}) * 1000000)`,
  }
}
