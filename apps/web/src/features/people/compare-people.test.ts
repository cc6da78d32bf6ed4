import { describe, expect, it } from 'vitest'
import type { PersonRow } from '@contract/people/people.contract.ts'
import { comparePeople } from './compare-people.ts'

const base: PersonRow = {
  id: 'a', name: 'Anna', isIdentified: true, email: 'anna@example.com', phone: null, userId: 'u1', country: 'DE', city: null,
  firstSeenAt: '2026-01-01T00:00:00Z', lastSeenAt: '2026-02-01T00:00:00Z', sessions: 3, orders: 1, revenue: 20, traits: {},
}
const stateOf = (left: PersonRow, right: PersonRow, key: string) => comparePeople(left, right).find((line) => line.key === key)?.state

describe('comparePeople', () => {
  it('tells same, different and missing apart, whatever the case', () => {
    const other = { ...base, email: 'ANNA@example.com ', userId: 'u2', phone: '+49 30 1' }
    expect(stateOf(base, other, 'email')).toBe('same')
    expect(stateOf(base, other, 'userId')).toBe('different')
    expect(stateOf(base, other, 'phone')).toBe('only-right')
    expect(stateOf(base, other, 'city')).toBeUndefined()
  })

  it('does not mark counts, which always differ', () => {
    expect(stateOf(base, { ...base, orders: 9, lastSeenAt: '2026-03-01T00:00:00Z' }, 'orders')).toBe('same')
  })

  it('compares traits by value', () => {
    const left = { ...base, traits: { plan: 'gold', tags: ['a', 'b'], age: 30 } }
    const right = { ...base, traits: { plan: 'silver', tags: ['a', 'b'], vip: false } }
    expect(comparePeople(left, right).filter((line) => line.kind === 'trait').map((line) => [line.key, line.state])).toEqual([
      ['tags', 'same'], ['plan', 'different'], ['age', 'only-left'], ['vip', 'only-right'],
    ])
  })
})
