// A first schema for an event, made from what was seen of its properties.
import type { PropertyEntry } from '@contract/catalogue/catalogue.contract.ts'

type Schema = Record<string, unknown>

const jsonTypes: Record<PropertyEntry['types'][number], string> = {
  text: 'string', date: 'string', number: 'number', boolean: 'boolean', list: 'array', object: 'object', null: 'null',
}

/** Types of every property on the first level; nothing is required, so that what arrives today fits. */
export function draftSchema(properties: PropertyEntry[]): Schema {
  const entries = properties
    .filter((property) => !property.name.includes('.') && !property.isBlocked && property.types.length > 0)
    .map((property): [string, Schema] => {
      const types = [...new Set(property.types.map((type) => jsonTypes[type]))]
      return [property.name, { type: types.length === 1 ? types[0] : types }]
    })
  return { type: 'object', properties: Object.fromEntries(entries), required: [] }
}
