// What type a value has in the catalogue. Types are bits, so that a property's set of types is one number.
import type { z } from 'zod'
import { observedType } from './catalogue.contract.ts'

type ObservedType = z.infer<typeof observedType>

const order = observedType.options
export const typeBits = { text: 1, number: 2, boolean: 4, date: 8, list: 16, object: 32, null: 64 } as const satisfies Record<ObservedType, number>

const dateText = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/

/** ISO 8601: a day, or a day and a time. The cheap looks come first: this runs for most texts of the stream. */
export function isDateText(text: string): boolean {
  if (text.length < 10 || text.length > 35 || text.charCodeAt(4) !== 45) return false
  return dateText.test(text)
}

/** The bit of a JSON value's type. */
export function typeBitOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return isDateText(value) ? typeBits.date : typeBits.text
    case 'number':
      return typeBits.number
    case 'boolean':
      return typeBits.boolean
    default:
      return Array.isArray(value) ? typeBits.list : value == null ? typeBits.null : typeBits.object
  }
}

export function toTypeBits(types: readonly string[]): number {
  return order.reduce((bits, type) => (types.includes(type) ? bits | typeBits[type] : bits), 0)
}

export function toTypeNames(bits: number): ObservedType[] {
  return order.filter((type) => (bits & typeBits[type]) !== 0)
}
