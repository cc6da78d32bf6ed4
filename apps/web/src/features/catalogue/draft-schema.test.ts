import { describe, expect, it } from 'vitest'
import type { PropertyEntry } from '@contract/catalogue/catalogue.contract.ts'
import { draftSchema } from './draft-schema.ts'

const property = (name: string, types: PropertyEntry['types'], isBlocked = false): PropertyEntry => ({
  name, types, isBlocked, examples: [], description: '', firstSeenAt: '2026-01-01T00:00:00Z', lastSeenAt: '2026-01-01T00:00:00Z',
})

describe('draftSchema', () => {
  it('takes the types that were seen, each once', () => {
    const schema = draftSchema([property('total', ['number']), property('coupon', ['text', 'date', 'null']), property('products', ['list'])])
    expect(schema).toEqual({
      type: 'object',
      properties: { total: { type: 'number' }, coupon: { type: ['string', 'null'] }, products: { type: 'array' } },
      required: [],
    })
  })

  it('leaves out what is nested, blocked or was never seen with a value', () => {
    const schema = draftSchema([property('cart', ['object']), property('cart.total', ['number']), property('password', ['text'], true), property('odd', [])])
    expect(schema['properties']).toEqual({ cart: { type: 'object' } })
  })
})
