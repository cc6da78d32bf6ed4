import { describe, expect, it } from 'vitest'
import { describeValue, findTraitValue, labelTrait, readTrait, writeTrait } from './trait-value.ts'

describe('labelTrait', () => {
  it.each([['loyaltyTier', 'Loyalty tier'], ['first_name', 'First name'], ['email', 'E-mail'], ['plan', 'Plan'], ['VIP', 'VIP']])('%s reads %s', (name, label) => {
    expect(labelTrait(name)).toBe(label)
  })
})

describe('describeValue', () => {
  it('reads times in the zone, small objects and lists by their values', () => {
    expect(describeValue('2026-03-01T23:30:00Z', 'Europe/Berlin')).toContain('Mar 2, 2026')
    expect(describeValue('2026-03-01 is a text')).toBe('2026-03-01 is a text')
    expect(describeValue('1990-04-01')).toBe('Apr 1, 1990')
    expect(describeValue('1990-14-41')).toBe('1990-14-41')
    expect(describeValue({ street: 'Ring 1', city: 'Graz', extra: null })).toBe('Ring 1, Graz')
    expect(describeValue({ deep: { a: 1 } })).toBe('{"deep":{"a":1}}')
    expect(describeValue(['a', 'b'])).toBe('a, b')
    expect(describeValue(false)).toBe('No')
    expect(describeValue(null)).toBe('–')
  })
})

describe('findTraitValue', () => {
  it('follows a path, unless a trait is called like it', () => {
    expect(findTraitValue({ address: { city: 'Graz' } }, 'address.city')).toBe('Graz')
    expect(findTraitValue({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1)
    expect(findTraitValue({ address: null }, 'address.city')).toBeUndefined()
  })
})

describe('readTrait', () => {
  it('gives back what was written, in its type', () => {
    for (const [value, type] of [['text', 'text'], [12.5, 'number'], [true, 'boolean'], [{ a: [1] }, 'json']] as const) {
      expect(readTrait(writeTrait(value), type)).toEqual(value)
    }
  })

  it('refuses what does not fit', () => {
    expect(readTrait('twelve', 'number')).toBeUndefined()
    expect(readTrait(' ', 'number')).toBeUndefined()
    expect(readTrait('{', 'json')).toBeUndefined()
    expect(readTrait('12,5', 'number')).toBe(12.5)
  })
})
