// Values of a property as series keep them: one text that tells number from text, and says the same in SQL.
import type { SeenEvent } from '../../conditions/event-match.ts'
import { maxExactNumber, quote } from '../../conditions/sql-text.ts'
import { rowTime } from './define-series.ts'

/** Stands for the time of the event in place of a property. */
export const timeProperty = '$time'

const maxKeptText = 200

/** `t…` a text of at most 200 characters, `n…` a number, `d…` a time; undefined where the event has none. */
export function encodeProperty(event: SeenEvent, property: string): string | undefined {
  if (property === timeProperty) return `d${event.time}`
  const { text, number } = event.flat()
  if (text[property] !== undefined) return `t${[...text[property]].slice(0, maxKeptText).join('')}`
  const value = number[property]
  return value === undefined || Math.abs(value) >= maxExactNumber ? undefined : `n${String(value)}`
}

/** The same over a row: whether it has the value, and the value. */
export function encodedSql(property: string): { has: string; value: string } {
  if (property === timeProperty) return { has: '1', value: `concat('d', toString(${rowTime}))` }
  const key = quote(property)
  const hasText = `mapContains(text_properties, ${key})`
  const hasNumber = `(mapContains(number_properties, ${key}) AND abs(number_properties[${key}]) < ${maxExactNumber})`
  return {
    has: `(${hasText} OR ${hasNumber})`,
    value: `if(${hasText}, concat('t', substringUTF8(text_properties[${key}], 1, ${maxKeptText})), concat('n', toString(number_properties[${key}])))`,
  }
}

/** What was encoded, as a trait holds it; a time as ISO text. */
export function decodeProperty(encoded: string): string | number {
  const value = encoded.slice(1)
  if (encoded.startsWith('n')) return Number(value)
  return encoded.startsWith('d') ? new Date(Number(value)).toISOString() : value
}
