import { describe, expect, test } from 'vitest'
import { compareChannels, findBehaviours, type PersonActs } from './lift.rules.ts'
import { describeRatings, findStudentQuantile } from './satisfaction.rules.ts'

describe('satisfaction', () => {
  test("uses Student's t", () => {
    // Printed tables, two-sided 95 %.
    for (const [degrees, quantile] of [[1, 12.706], [2, 4.303], [3, 3.182], [5, 2.571], [10, 2.228], [30, 2.042], [1_000, 1.962]] as const) {
      expect(Math.abs(findStudentQuantile(degrees) / quantile - 1)).toBeLessThan(0.005)
    }
  })

  test('is a mean with its interval, kept inside the scale', () => {
    expect(describeRatings({ n: 0, mean: 0, deviation: 0 })).toBeNull()
    expect(describeRatings({ n: 1, mean: 4, deviation: 0 })).toEqual({ mean: 4, n: 1, interval: null })
    // 2.262 · 1 / √10
    const ten = describeRatings({ n: 10, mean: 3, deviation: 1 })!
    expect(ten.interval!.from).toBeCloseTo(3 - 0.7153, 2)
    expect(describeRatings({ n: 3, mean: 4.9, deviation: 1 })!.interval!.to).toBe(5)
  })
})

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
