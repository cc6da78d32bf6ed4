import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StreamEvent } from '../../../platform/stream-event.ts'
import { combineProfiles } from './combine.ts'
import { foldEvent, nameOf } from './fold.ts'
import { createProfileState, type ProfileState } from './profile-state.ts'

const day = 86_400_000
const t0 = Date.UTC(2026, 0, 1)

function makeEvent(fields: Partial<StreamEvent>): StreamEvent {
  return {
    workspaceId: 1, seq: 1, messageId: 'm', type: 'track', name: '', time: t0, receivedAt: t0, origin: 'browser', isVerified: false, sourceId: '', userId: '', anonymousId: 'a',
    groupId: '', previousId: '', sessionId: '', givenProfileId: '', facts: { country: '', city: '', device: '', os: '', browser: '', isBot: false },
    properties: {}, traits: {}, context: {}, payload: '{}', ...fields,
  }
}

function fold(...events: Partial<StreamEvent>[]): ProfileState {
  const profile = createProfileState('00000000-0000-7000-8000-00000000abcd', events[0]?.time ?? t0)
  events.forEach((event, index) => foldEvent(profile, makeEvent({ seq: index + 1, ...event }), 'EUR', {}))
  return profile
}

const order = (id: string, total: number, extra: object = {}, time = t0) => ({ name: 'Order Completed', time, properties: { order_id: id, total, currency: 'EUR', ...extra } })
const refund = (id: string, total?: number) => ({ name: 'Order Refunded', properties: { order_id: id, currency: 'EUR', ...(total === undefined ? {} : { total }) } })

describe('place', () => {
  test('where a company sits does not move its people', () => {
    const profile = fold(
      { type: 'identify', traits: { address: { city: 'Gent', country: 'BE' } } },
      { type: 'group', groupId: 'c1', traits: { city: 'Münster', address: { city: 'Münster', country: 'DE' } } },
    )
    expect([profile.city, profile.country]).toEqual(['Gent', 'BE'])
  })
})

describe('traits', () => {
  test('the latest time wins, whatever the order of arrival', () => {
    const profile = fold({ type: 'identify', time: t0 + day, traits: { plan: 'plus' } }, { type: 'identify', time: t0, traits: { plan: 'free', city: 'Ulm' } })
    expect(profile.traits).toEqual({ plan: 'plus', city: 'Ulm' })
  })

  test('at the same time the later in the stream wins', () => {
    expect(fold({ type: 'identify', traits: { plan: 'free' } }, { type: 'identify', traits: { plan: 'plus' } }).traits['plan']).toBe('plus')
  })

  test('null removes, and an older value does not bring it back', () => {
    const profile = fold({ type: 'identify', time: t0 + 1, traits: { plan: null } }, { type: 'identify', time: t0, traits: { plan: 'old' } })
    expect(profile.traits).toEqual({})
  })

  test('any order of the same events gives the same traits', () => {
    const events = fc.array(fc.record({ time: fc.integer({ min: 0, max: 5 }), plan: fc.constantFrom('a', 'b', null) }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(events, fc.integer(), (list, seed) => {
        const stamped = list.map((entry, index) => ({ type: 'identify', seq: index + 1, time: t0 + entry.time, traits: { plan: entry.plan } }))
        const shuffled = stamped.toSorted((left, right) => ((left.seq * 7919 + seed) % 101) - ((right.seq * 7919 + seed) % 101))
        expect(fold(...shuffled).traits).toEqual(fold(...stamped).traits)
      }),
    )
  })

  test('500 traits are kept, a flood of names is not', () => {
    const traits = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`trait${index}`, index]))
    expect(Object.keys(fold({ type: 'identify', traits }).traits)).toHaveLength(500)
  })
})

describe('orders', () => {
  test('revenue is net of refunds', () => {
    const { stats } = fold(order('o1', 100), order('o2', 40), refund('o1', 30))
    expect(stats).toMatchObject({ orders: 2, revenue: 110, refunded: 30, returns: 1 })
  })

  test('an order reported by the page and by the server counts once', () => {
    expect(fold(order('o1', 100), order('o1', 100)).stats).toMatchObject({ orders: 1, revenue: 100 })
  })

  test('a refund without an amount is of the whole order, and never of more than was paid', () => {
    expect(fold(order('o1', 100), refund('o1')).stats.revenue).toBe(0)
    expect(fold(order('o1', 100), refund('o1', 80), refund('o1', 80)).stats.revenue).toBe(0)
  })

  test('another currency is an order without an amount', () => {
    expect(fold(order('o1', 100, { currency: 'USD' })).stats).toMatchObject({ orders: 1, revenue: 0 })
  })

  test('cents do not drift', () => {
    expect(fold(...Array.from({ length: 10 }, (_, index) => order(`o${index}`, 0.1))).stats.revenue).toBe(1)
  })

  test('an order empties the cart', () => {
    const added = { name: 'Product Added', properties: { price: 20, quantity: 2 } }
    expect(fold(added).stats).toMatchObject({ cartItems: 2, cartValue: 40 })
    expect(fold(added, order('o1', 40, {}, t0 + 1)).stats).toMatchObject({ cartItems: 0, cartValue: 0 })
  })
})

test('sessions are the client\'s, or activity without a gap of 30 minutes', () => {
  expect(fold({ type: 'page', sessionId: 's1' }, { type: 'page', sessionId: 's1' }, { type: 'page', sessionId: 's2' }).stats).toMatchObject({ sessions: 2, pageViews: 3 })
  expect(fold({ type: 'page' }, { type: 'page', time: t0 + 29 * 60_000 }, { type: 'page', time: t0 + 120 * 60_000 }).stats.sessions).toBe(2)
})

test('consent is per purpose and channel, the latest word counts', () => {
  const consent = (name: string, time: number, channel?: string) => ({ name, time, properties: { purpose: 'marketing', ...(channel ? { channel } : {}) } })
  const profile = fold(consent('Consent Withdrawn', t0 + 5, 'email'), consent('Consent Granted', t0, 'email'), consent('Consent Granted', t0))
  expect(profile.consent['marketing|email']?.isGranted).toBe(false)
  expect(profile.consent['marketing|']?.isGranted).toBe(true)
})

test('a delivered message is no sign of life', () => {
  expect(fold({ name: 'Product Viewed' }, { name: 'Newsletter Delivered', time: t0 + day }).lastSeenAt).toBe(t0)
})

test('open matters open and close', () => {
  const contact = { name: 'Support Contacted', properties: { topic: 'Delivery' } }
  expect(fold(contact).stats.openMatters).toMatchObject([{ topic: 'Delivery' }])
  expect(fold(contact, { name: 'Support Resolved', properties: { topic: 'Delivery' } }).stats.openMatters).toEqual([])
})

test('the best name known', () => {
  expect(nameOf(fold({}))).toBe('Visitor abcd')
  expect(nameOf(fold({ type: 'identify', traits: { email: 'ann@shop.org' } }))).toBe('ann@shop.org')
  expect(nameOf(fold({ type: 'identify', traits: { email: 'ann@shop.org', firstName: 'Ann', lastName: 'Smith' } }))).toBe('Ann Smith')
})

test('folding two halves and combining them gives what folding all gives', () => {
  const event = fc.constantFrom(
    { type: 'page', sessionId: 's1' }, { type: 'identify', traits: { plan: 'plus' } }, { type: 'identify', traits: { plan: null, city: 'Ulm' } },
    order('o1', 10), order('o2', 20.5), refund('o2', 5), { name: 'Support Contacted', properties: { topic: 'Size' } },
    { name: 'Consent Granted', properties: { purpose: 'marketing' } },
  )
  fc.assert(
    fc.property(fc.uniqueArray(event, { maxLength: 8 }), fc.nat(8), (events, at) => {
      const stamped = events.map((fields, index) => ({ ...fields, seq: index + 1, time: t0 + index }))
      const [left, right] = [stamped.slice(0, at), stamped.slice(at)]
      // A refund belongs to the half that knows its order.
      fc.pre(left.length > 0 && right.length > 0 && !right.some((entry) => 'name' in entry && entry.name === 'Order Refunded'))
      const combined = fold(...left)
      combineProfiles(combined, fold(...right))
      const whole = fold(...stamped)
      expect(combined.traits).toEqual(whole.traits)
      expect(combined.consent).toEqual(whole.consent)
      expect(combined.stats).toMatchObject({ events: whole.stats.events, orders: whole.stats.orders, revenue: whole.stats.revenue, pageViews: whole.stats.pageViews })
    }),
  )
})

test('a trait may be called as objects\' own parts are, also through a merge', () => {
  const from = fold({ type: 'identify', traits: { constructor: 'Bau AG', toString: 'x' } })
  const into = fold({ type: 'page' })
  combineProfiles(into, from)
  expect(Object.entries(into.traits)).toEqual([['constructor', 'Bau AG'], ['toString', 'x']])
})
