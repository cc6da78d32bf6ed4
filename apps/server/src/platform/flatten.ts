// Nested properties as flat maps of texts and numbers: the one form in which both evaluators and every query see them.
import { cutText } from './stream-event.ts'

export interface FlatProperties {
  text: Record<string, string>
  number: Record<string, number>
}

const maxKeys = 250
const maxKeyLength = 150
const maxTextLength = 2_000
const maxDepth = 5
/** Decimal(38, 6) holds 32 digits before its point. */
const maxNumber = 1e31

function addNumber(flat: FlatProperties, key: string, value: number): void {
  if (Number.isFinite(value) && Math.abs(value) < maxNumber) flat.number[key] = Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6
  else flat.text[key] = String(value)
}

function addValue(flat: FlatProperties, key: string, value: unknown, depth: number, budget: { keys: number }): void {
  if (value === null || value === undefined || budget.keys <= 0 || key.length > maxKeyLength) return
  if (typeof value === 'object' && !Array.isArray(value) && depth < maxDepth) {
    for (const [name, entry] of Object.entries(value)) addValue(flat, `${key}.${name}`, entry, depth + 1, budget)
    return
  }
  budget.keys -= 1
  if (typeof value === 'number') addNumber(flat, key, value)
  else if (typeof value === 'string') flat.text[key] = cutText(value, maxTextLength)
  else if (typeof value === 'boolean') flat.text[key] = String(value)
  else flat.text[key] = cutText(JSON.stringify(value), maxTextLength)
  if (Array.isArray(value)) flat.number[`${key}.length`] = value.length
}

/** Dotted keys, at most 250; lists become their JSON text and a `.length`; what is longer or deeper stays in the payload alone. */
export function flatten(properties: Record<string, unknown>): FlatProperties {
  // Without a prototype, "__proto__" and "constructor" are keys like any other.
  const flat: FlatProperties = { text: Object.create(null) as Record<string, string>, number: Object.create(null) as Record<string, number> }
  const budget = { keys: maxKeys }
  for (const [name, value] of Object.entries(properties)) addValue(flat, name, value, 1, budget)
  return flat
}
