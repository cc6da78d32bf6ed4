import { describe, expect, test } from 'vitest'
import { makeBehaviour, makeEventCounts, testNow } from './made-behaviour.ts'
import { adjustedRandIndex } from './adjusted-rand.rules.ts'
import type { Behaviour } from './behaviour.ts'
import { measureEffect } from './differences.rules.ts'
import { findClusters } from './find-clusters.ts'
import { learnRule } from './learn-rule.rules.ts'
import { listMessageReactions, observe, planObservations } from './observations.rules.ts'
import { listCandidates } from './rule-candidates.rules.ts'
import { describeRule } from './rule-text.rules.ts'
import { createSeededRandom, type SeededRandom } from './seeded-random.ts'

const about = (random: SeededRandom, mean: number) => Math.max(0, Math.round(mean * (0.6 + 0.8 * random.next())))

/** Three kinds: readers of poetry who come often, cooks who pay with coupons in shops, and those who left. Names that no demo has. */
const kinds: ((random: SeededRandom) => Partial<Behaviour>)[] = [
  (random) => {
    const orders = about(random, 8)
    return makeBehaviour({
      orders, items: orders * 2, ordered: orders * 40, revenue: orders * 40, recencyDays: 3, visits: { ever: about(random, 20), days30: 3, days90: 8, days180: 12 },
      counts: { viewedCategory: { poetry: about(random, 20), cooking: about(random, 1) }, visitSource: { direct: about(random, 12) }, orderChannel: { web: orders } },
      events: { 'Order Completed': makeEventCounts(orders, 10), 'Book Read': makeEventCounts(about(random, 9), 3) }, properties: { 'Book Read\ntopic\npoetry': 5 },
    })
  },
  (random) => {
    const orders = about(random, 4)
    return makeBehaviour({
      orders, items: orders, ordered: orders * 15, revenue: orders * 15, couponOrders: orders, recencyDays: 12, visits: { ever: about(random, 6), days30: 1, days90: 3, days180: 5 },
      counts: { viewedCategory: { cooking: about(random, 12) }, visitSource: { leaflet: about(random, 4) }, orderChannel: { store: orders } },
      events: { 'Order Completed': makeEventCounts(orders, 20), 'Coupon Cut': makeEventCounts(orders, 20) },
    })
  },
  (random) => makeBehaviour({
    orders: 1, items: 1, ordered: 20, revenue: 20, recencyDays: 200 + random.whole(100), visits: { ever: about(random, 5), days30: 0, days90: 0, days180: 0 },
    counts: { viewedCategory: { travel: about(random, 5) }, visitSource: { 'search.example': about(random, 4) }, orderChannel: { web: 1 } },
    events: { 'Order Completed': makeEventCounts(1, 210), 'Book Read': makeEventCounts(1, 220) },
  }),
]

function makePeople(count: number): { behaviours: Behaviour[]; groups: number[] } {
  const random = createSeededRandom(11)
  const groups = Array.from({ length: count }, () => random.whole(3))
  return { behaviours: groups.map((group, index) => ({ ...(kinds[group]!(random) as Behaviour), id: String(index) })), groups }
}

const eventNames = ['Order Completed', 'Book Read', 'Coupon Cut']
const { behaviours, groups } = makePeople(240)
const task = { behaviours, eventNames, now: testNow, seed: 1 }
const found = findClusters(task)
const clusterOfGroup = (group: number) => found.labels[groups.indexOf(group)]!

describe('clusters', () => {
  test('are the kinds of people there are, as many as there are', () => {
    expect(found.k).toBe(3)
    expect(adjustedRandIndex(found.labels, groups)).toBe(1)
    expect(found.clusters.map(({ size }) => size)).toEqual(found.clusters.map(({ size }) => size).toSorted((left, right) => right - left))
    expect(found.clusters.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
  })

  test('are the same for the same seed', () => {
    const again = findClusters(task)
    expect(again.labels).toEqual(found.labels)
    expect(again.clusters).toEqual(found.clusters)
  }, 60_000)

  test('are told apart in words', () => {
    const texts = (group: number) => found.clusters[clusterOfGroup(group)]!.differences.map(({ text }) => text).join('; ')
    expect(texts(0)).toContain('is “poetry”')
    expect(texts(1)).toContain('100% of orders with a coupon (others 0%)')
    expect(texts(1)).toContain('mostly in shops: 100% of orders (others 0%)')
    expect(texts(2)).toMatch(/last active 2\d\d days ago/)
    expect(found.clusters[clusterOfGroup(2)]!.persona.name).toMatch(/^Gone quiet/)
    expect(new Set(found.clusters.map(({ persona }) => persona.name)).size).toBe(3)
  })

  test('have rules that hold their people, said in words', () => {
    for (const { fidelity, ruleText } of found.clusters) {
      expect(fidelity.f1).toBeGreaterThan(0.95)
      expect(Math.abs(fidelity.n - 80)).toBeLessThan(20)
      expect(ruleText).toMatch(/^customers who are identified, and /)
    }
  })
})

describe('observations', () => {
  test('find their blocks and values in the data, and leave out what nobody has', () => {
    const plan = planObservations(behaviours, { eventNames, now: testNow })
    expect(plan.blocks.find(({ key }) => key === 'category')?.values).toEqual(['cooking', 'poetry', 'travel', '(other)'])
    expect(plan.blocks.map(({ key }) => key)).not.toContain('device')
    expect(plan.measures.map(({ key }) => key)).not.toContain('rating')
  })

  test('take numeric answers to questions as measures', () => {
    const answering = behaviours.map((behaviour, index) => ({ ...behaviour, answers: { price_matters: { sum: index % 7, n: 1 } } }))
    const plan = planObservations(answering, { eventNames, now: testNow })
    const { values } = observe(plan, answering, testNow).measures.find(({ key }) => key === 'answer:price_matters')!
    expect(values[6]! - values[0]!).toBeGreaterThan(1)
  })

  test('pair messages with what people did about them', () => {
    expect(listMessageReactions(['Letter Delivered', 'Letter Opened', 'Letter Clicked', 'Door Opened'])).toEqual([
      { delivered: 'Letter Delivered', reaction: 'Letter Opened' }, { delivered: 'Letter Delivered', reaction: 'Letter Clicked' },
    ])
  })
})

describe('a rule', () => {
  const candidates = listCandidates(behaviours, { eventNames, now: testNow })

  test('has poor fidelity for people who have nothing in common, as those tell who did not teach it', () => {
    const random = createSeededRandom(3)
    const { fidelity } = learnRule(candidates, Uint8Array.from(behaviours, () => (random.next() < 0.3 ? 1 : 0)))
    expect(fidelity.f1).toBeLessThan(0.6)
  })

  test('of two ways to belong has two alternatives', () => {
    const belongs = Uint8Array.from(groups, (group) => (group === 0 ? 0 : 1))
    const flipped = learnRule(candidates, belongs)
    expect(flipped.fidelity.f1).toBeGreaterThan(0.95)
  })

  test('is made of conditions that hold for whom they say', () => {
    for (const { condition, holds } of candidates) {
      if (condition.type !== 'event' || condition.event.filters.length > 0 || condition.window.kind !== 'ever') continue
      behaviours.forEach(({ events }, person) => {
        const count = events[condition.event.name]?.ever ?? 0
        expect(holds[person]).toBe((condition.operator === 'at_least' ? count >= condition.value : count <= condition.value) ? 1 : 0)
      })
    }
    expect(candidates.length).toBeGreaterThan(20)
  })

  test('reads as a sentence', () => {
    const orders = { type: 'track', name: 'Order Completed', filters: [] } as const
    expect(describeRule({
      type: 'all',
      conditions: [
        { type: 'trait', trait: '$identified', operator: 'equals', value: true },
        { type: 'event', event: { ...orders, filters: [{ property: 'channel', operator: 'equals', value: 'store' }] }, aggregate: { function: 'count' }, operator: 'at_least', value: 3, window: { kind: 'ever' } },
        { type: 'event', event: { ...orders, filters: [] }, aggregate: { function: 'count' }, operator: 'at_most', value: 0, window: { kind: 'sliding', length: { amount: 90, unit: 'days' } } },
      ],
    })).toBe('customers who are identified, and “Order Completed” with channel “store” at least 3 times, and no “Order Completed” in the last 90 days')
  })
})

test("Cohen's d is the difference in pooled standard deviations", () => {
  // Means 3 and 1, both variances 2.
  expect(measureEffect([2, 4], [0, 2])).toBeCloseTo(Math.SQRT2, 12)
  expect(measureEffect([1, 1], [1, 1])).toBe(0)
})
