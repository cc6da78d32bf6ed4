import { describe, expect, test } from 'vitest'
import { compareChannels, findBehaviours, type PersonActs } from './lift.rules.ts'

describe('what people do more than others', () => {
  const act = (names: string[], orders: Record<string, number> = {}): PersonActs => ({ names: new Set(names), orders, visits: {} })
  const own = Array.from({ length: 10 }, () => act(['Seen', 'Cut'], { store: 3, web: 1 }))
  const all = [...own, ...Array.from({ length: 30 }, () => act(['Seen'], { web: 2 }))]

  test('has its lift, and leaves out what everybody does', () => {
    expect(findBehaviours(own, all)).toEqual([{ event: 'Cut', people: 10, share: 1, shareOfAll: 0.25, lift: 4 }])
  })

  test('is seen in channels too', () => {
    expect(compareChannels(own, all, 'orders')).toEqual([
      { channel: 'store', count: 30, share: 0.75, shareOfAll: 0.3, lift: 2.5 },
      { channel: 'web', count: 10, share: 0.25, shareOfAll: 0.7, lift: 0.25 / 0.7 },
    ])
    expect(compareChannels([], all, 'visits')).toEqual([])
  })
})
