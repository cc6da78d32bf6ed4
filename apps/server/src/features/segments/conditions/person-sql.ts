// A person's values as SQL over a row of `people`, the mirror of profiles.
import type { PersonValues } from '../../people/index.ts'
import type { Value, ValueSql } from './operators.ts'
import { quote } from './sql-text.ts'

export function personValue(values: PersonValues, name: string): Value {
  return { text: values.text[name], number: values.number[name], time: values.time[name], list: values.list[name] }
}

export function personSql(name: string): ValueSql {
  const key = quote(name)
  return {
    text: `texts[${key}]`, hasText: `mapContains(texts, ${key})`,
    number: `numbers[${key}]`, hasNumber: `mapContains(numbers, ${key})`,
    time: `times[${key}]`, hasTime: `mapContains(times, ${key})`,
    list: `lists[${key}]`,
  }
}

/** A value for a reader. */
export function showValue({ text, number, list }: Value): string {
  if (list) return list.length === 0 ? 'nothing' : list.slice(0, 5).join(', ')
  if (number !== undefined) return String(number)
  return text === undefined ? 'not known' : `"${text.slice(0, 80)}"`
}
