import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StreamEvent } from '../../../platform/stream-event.ts'
import { foldEvent } from '../profile/fold.ts'
import { isIdentified } from '../profile/profile-state.ts'
import { IdentityCache } from './identity-cache.ts'
import { Resolver } from './resolve.ts'

let seq = 0

function makeEvent(fields: Partial<StreamEvent>): StreamEvent {
  seq += 1
  return {
    workspaceId: 1, seq, messageId: `m${seq}`, type: 'track', name: 'Thing Done', time: 1_700_000_000_000 + seq, receivedAt: 1_700_000_000_000 + seq,
    origin: 'browser', isVerified: false, sourceId: '', userId: '', anonymousId: '', groupId: '', previousId: '', sessionId: '', givenProfileId: '',
    facts: { country: '', city: '', device: '', os: '', browser: '', isBot: false }, properties: {}, traits: {}, context: {}, payload: '{}', ...fields,
  }
}

function start() {
  const cache = new IdentityCache()
  const resolver = new Resolver(cache)
  const take = (fields: Partial<StreamEvent>) => {
    const event = makeEvent(fields)
    const resolved = resolver.resolve(event)
    if (resolved) foldEvent(resolved.profile, event, 'EUR', resolved.changes)
    return resolved!
  }
  return { cache, resolver, take }
}

const identify = (userId: string, anonymousId: string, email?: string): Partial<StreamEvent> => ({ type: 'identify', userId, anonymousId, traits: email ? { email } : {} })

describe('an anonymous history', () => {
  test('is adopted in place by the first user id, without a merge', () => {
    const { take, resolver } = start()
    const visitor = take({ anonymousId: 'a1' })
    const customer = take(identify('u1', 'a1'))
    expect(customer.profile.id).toBe(visitor.profile.id)
    expect(resolver.writes.merges).toEqual([])
  })

  test('joins a person known from another device, by a merge that is logged', () => {
    const { take, resolver } = start()
    const customer = take(identify('u1', 'phone'))
    const visitor = take({ anonymousId: 'laptop' })
    const after = take(identify('u1', 'laptop'))
    expect(after.profile.id).toBe(customer.profile.id)
    expect(resolver.writes.merges).toMatchObject([{ from: visitor.profile.id, into: customer.profile.id }])
    expect(after.profile.stats.events).toBe(3)
  })

  test('stays with the first user id that claimed it', () => {
    const { take } = start()
    const first = take(identify('u1', 'shared'))
    const second = take(identify('u2', 'shared'))
    expect(second.profile.id).not.toBe(first.profile.id)
    expect(take({ anonymousId: 'shared' }).profile.id).toBe(first.profile.id)
  })

  test('goes on under its own profile id after a merge, so that an undo moves nothing', () => {
    const { take } = start()
    take(identify('u1', 'phone'))
    const visitor = take({ anonymousId: 'laptop' })
    take(identify('u1', 'laptop'))
    const later = take({ anonymousId: 'laptop' })
    expect(later.ownId).toBe(visitor.ownId)
    expect(later.profile.userId).toBe('u1')
  })
})

describe('two people with user ids', () => {
  test.each([
    ['an e-mail', (take: ReturnType<typeof start>['take']) => take(identify('u2', 'b', 'ann@shop.org'))],
    ['an alias', (take: ReturnType<typeof start>['take']) => take({ type: 'alias', userId: 'u2', previousId: 'u1' })],
  ])('are not merged by %s: it becomes a suggestion', (_what, act) => {
    const { take, resolver } = start()
    const first = take(identify('u1', 'a', 'ann@shop.org'))
    take(identify('u2', 'b'))
    const second = act(take)
    expect(second.profile.id).not.toBe(first.profile.id)
    expect(resolver.writes.merges).toEqual([])
    expect(resolver.writes.suggestions).toHaveLength(1)
    expect(second.changes.suggestion).toBeTruthy()
  })

  test('the e-mail is kept as a trait all the same', () => {
    const { take } = start()
    take(identify('u1', 'a', 'ann@shop.org'))
    expect(take(identify('u2', 'b', 'ann@shop.org')).profile.traits['email']).toBe('ann@shop.org')
  })
})

test('an e-mail that an unidentified profile owns brings that profile in', () => {
  const { take, resolver } = start()
  const newsletter = take({ type: 'identify', isVerified: true, traits: { email: 'Ann@Shop.org' } })
  const customer = take(identify('u1', 'a', 'ann@shop.org'))
  expect(resolver.writes.merges).toMatchObject([{ from: newsletter.profile.id, into: customer.profile.id }])
})

test('a page cannot write into a customer by naming their e-mail', () => {
  const { take } = start()
  const customer = take(identify('u1', 'a', 'ann@shop.org'))
  const stranger = take({ type: 'identify', anonymousId: 'stranger', traits: { email: 'ann@shop.org' } })
  expect(stranger.profile.id).not.toBe(customer.profile.id)
})

test('a sixth e-mail is a trait, not an identifier', () => {
  const { take, cache } = start()
  for (let index = 1; index <= 6; index += 1) take(identify('u1', 'a', `mail${index}@shop.org`))
  expect(cache.owner('email', 'mail5@shop.org')).toBeTruthy()
  expect(cache.owner('email', 'mail6@shop.org')).toBeFalsy()
  expect(take(identify('u1', 'a')).profile.traits['email']).toBe('mail6@shop.org')
})

test.each(['null', 'guest', 'undefined', '0', 'Anonymous', '[object Object]'])('the user id "%s" names nobody', (value) => {
  const { take } = start()
  const first = take({ userId: value, anonymousId: 'a1' })
  const second = take({ userId: value, anonymousId: 'a2' })
  expect(second.profile.id).not.toBe(first.profile.id)
  expect(take({ userId: value })).toBeUndefined()
})

test('whatever arrives, an identifier has one owner, no two user ids share a profile and counts add up', () => {
  const step = fc.record({
    type: fc.constantFrom('track', 'identify', 'alias'),
    userId: fc.constantFrom('', 'u1', 'u2', 'u3'),
    anonymousId: fc.constantFrom('', 'a1', 'a2', 'a3', 'a4'),
    previousId: fc.constantFrom('a1', 'a5', 'u1', 'u2'),
    email: fc.constantFrom(undefined, 'x@shop.org', 'y@shop.org'),
    isVerified: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { cache, take } = start()
      let taken = 0
      for (const { email, ...fields } of steps) {
        if (!fields.userId && !fields.anonymousId) continue
        take({ ...fields, traits: email ? { email } : {} })
        taken += 1
      }
      const owners = ['u1', 'u2', 'u3'].flatMap((value) => cache.owner('user_id', value) ?? [])
      const roots = owners.map((owner) => cache.root(owner))
      expect(new Set(roots).size).toBe(roots.length)
      for (const root of roots) expect(isIdentified(root)).toBe(true)
      const all = new Set(['a1', 'a2', 'a3', 'a4', 'a5'].flatMap((value) => cache.owner('anonymous_id', value) ?? []).concat(owners).map((owner) => cache.root(owner)))
      const events = [...all].reduce((sum, profile) => sum + profile.stats.events, 0)
      expect(events).toBe(taken)
    }),
    { numRuns: 300 },
  )
})
