import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readCampaign } from '../src/core/campaign.ts'
import { createConsent } from '../src/core/consent.ts'
import { createIdentity } from '../src/core/identity.ts'
import { createId } from '../src/core/message-id.ts'
import { createSessions } from '../src/core/session.ts'
import { createStore } from '../src/core/storage.ts'
import { runInOneTab } from '../src/core/tab-lock.ts'
import { createFakeArea, createFakeJar } from './fakes.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('message ids', () => {
  const pattern = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

  test.each([
    ['a secure context', globalThis.crypto],
    ['plain http', { getRandomValues: <T>(bytes: T) => crypto.getRandomValues(bytes as never) as T }],
  ])('are UUIDs of version 4 with %s', (_name, source) => {
    const ids = Array.from({ length: 200 }, () => createId(source as Crypto))
    for (const id of ids) expect(id).toMatch(pattern)
    expect(new Set(ids).size).toBe(200)
  })
})

describe('campaigns', () => {
  test.each([
    ['', null],
    ['?q=shoes&utm_source=', null],
    ['?utm_campaign=spring&utm_source=news&utm_id=7', { name: 'spring', source: 'news', id: '7' }],
    ['?gclid=g&fbclid=f&msclkid=m&other=x', { gclid: 'g', fbclid: 'f', msclkid: 'm' }],
    ['?utm_term=caf%C3%A9+au+lait', { term: 'café au lait' }],
    ['?utm_source=%E0%A4%A', { source: '\uFFFD%A' }],
  ])('%s', (search, expected) => {
    expect(readCampaign(search)).toEqual(expected)
  })
})

describe('sessions', () => {
  const timeoutMs = 1_800_000
  const open = (area = createFakeArea()) => createSessions(createStore(area), timeoutMs)

  test('last while there is activity and end after 30 minutes without', () => {
    const sessions = open()
    const { id } = sessions.touch(null)
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(timeoutMs - 1)
      expect(sessions.touch(null).id).toBe(id)
    }
    vi.advanceTimersByTime(timeoutMs)
    expect(sessions.touch(null).id).not.toBe(id)
  })

  test('run on over midnight', () => {
    vi.setSystemTime(new Date(2026, 10, 21, 23, 59, 50))
    const sessions = open()
    const { id } = sessions.touch(null)
    vi.setSystemTime(new Date(2026, 10, 22, 0, 0, 10))
    expect(sessions.touch(null).id).toBe(id)
  })

  test('a new campaign begins a new one, the same campaign does not, and it stays with its session', () => {
    const sessions = open()
    const direct = sessions.touch(null)
    const news = sessions.touch({ source: 'news' })
    expect(news.id).not.toBe(direct.id)
    expect(sessions.touch({ source: 'news' }).id).toBe(news.id)
    expect(sessions.touch(null)).toMatchObject({ id: news.id, campaign: { source: 'news' } })
    expect(sessions.touch({ source: 'ads' }).id).not.toBe(news.id)
  })

  test('are shared by tabs', () => {
    const area = createFakeArea()
    expect(open(area).touch(null).id).toBe(open(area).touch(null).id)
  })

  test('what the page reports by itself neither begins nor extends one', () => {
    const area = createFakeArea()
    const sessions = open(area)
    const { id } = sessions.touch(null)
    vi.advanceTimersByTime(timeoutMs * 2)
    expect(sessions.peek().id).toBe(id)
    expect(open(area).touch(null).id).not.toBe(id)
  })

  test('a clock set back does not end one', () => {
    const sessions = open()
    const { id } = sessions.touch(null)
    vi.setSystemTime(1_700_000_000_000)
    expect(sessions.touch(null).id).toBe(id)
  })
})

describe('identity', () => {
  test('merges traits and keeps the anonymous id while it is the same person', () => {
    const identity = createIdentity(createStore(createFakeArea()))
    const anonymousId = identity.anonymousId()
    expect(identity.identify(null, { plan: 'free' })).toBe(false)
    expect(identity.identify('u-1', { name: 'Ada' })).toBe(false)
    expect(identity.identify('u-1', { plan: 'pro' })).toBe(false)
    expect(identity.traits()).toEqual({ plan: 'pro', name: 'Ada' })
    expect(identity.anonymousId()).toBe(anonymousId)
  })

  test('another user id is another person', () => {
    const identity = createIdentity(createStore(createFakeArea()))
    identity.identify('u-1', { name: 'Ada' })
    identity.setGroup('acme')
    const anonymousId = identity.anonymousId()
    expect(identity.identify('u-2', {})).toBe(true)
    expect(identity.userId()).toBe('u-2')
    expect(identity.traits()).toEqual({})
    expect(identity.groupId()).toBeNull()
    expect(identity.anonymousId()).not.toBe(anonymousId)
  })

  test('a site that clears localStorage does not turn the visitor into another one', () => {
    const area = createFakeArea()
    const identity = createIdentity(createStore(area))
    const anonymousId = identity.anonymousId()
    area.entries.clear()
    expect(identity.anonymousId()).toBe(anonymousId)
  })
})

describe('storage', () => {
  test('shares only the identity by cookie, and never the queue', () => {
    const [area, jar] = [createFakeArea(), createFakeJar()]
    const store = createStore(area, jar)
    store.set('anonymousId', 'a-1')
    store.set('queue:wk:tab', '{}')
    expect([...jar.cookies.keys()]).toEqual(['anonymousId'])
    expect([...area.entries.keys()]).toEqual(['rapport:queue:wk:tab'])
    expect(store.get('anonymousId')).toBe('a-1')
    store.purge()
    expect([jar.cookies.size, area.entries.size]).toEqual([0, 0])
  })

  test('works without any storage', () => {
    const store = createStore(null)
    store.set('userId', 'u-1')
    expect(store.get('userId')).toBe('u-1')
    expect(store.list('user')).toEqual(['userId'])
    store.remove('userId')
    expect(store.get('userId')).toBeNull()
  })

  test('falls back to memory when storage begins to throw', () => {
    const blocked = () => {
      throw new DOMException('blocked', 'SecurityError')
    }
    const area = { length: 3, key: blocked, getItem: blocked, setItem: blocked, removeItem: blocked }
    const store = createStore(area, { get: blocked, set: blocked })
    expect(store.get('userId')).toBeNull()
    store.set('userId', 'u-1')
    store.set('traits', '{}')
    expect(store.list('')).toEqual(['userId', 'traits'])
    expect(store.get('userId')).toBe('u-1')
    store.purge()
    expect(store.get('userId')).toBeNull()
  })

  test('leaves keys of the site alone', () => {
    const area = createFakeArea()
    area.entries.set('cart', '1')
    const store = createStore(area)
    store.set('userId', 'u-1')
    store.purge()
    expect([...area.entries]).toEqual([['cart', '1']])
  })
})

describe('consent', () => {
  test('holds everything in memory until opting in, which writes it down', () => {
    const area = createFakeArea()
    const store = createStore(area)
    const consent = createConsent(store, true)
    consent.apply()
    store.set('anonymousId', 'a-1')
    expect([consent.state(), area.entries.size]).toEqual(['pending', 0])
    consent.optIn()
    expect(consent.state()).toBe('in')
    expect(area.entries.get('rapport:anonymousId')).toBe('a-1')
  })

  test('a choice lasts and overrides the default', () => {
    const area = createFakeArea()
    createConsent(createStore(area), false).optOut()
    expect([...area.entries]).toEqual([['rapport:consent', 'out']])
    expect(createConsent(createStore(area), false).state()).toBe('out')
    createConsent(createStore(area), true).optIn()
    expect(createConsent(createStore(area), true).state()).toBe('in')
  })

  test('a choice made in another tab counts here', () => {
    const area = createFakeArea()
    const here = createConsent(createStore(area), false)
    createConsent(createStore(area), false).optOut()
    expect(here.state()).toBe('out')
  })
})

test('without Web Locks a lease lets one of two tabs work', () => {
  vi.stubGlobal('navigator', {})
  const area = createFakeArea()
  const workers: string[] = []
  const enter = (name: string) => runInOneTab(createStore(area), 'adopt', () => workers.push(name))
  enter('left')
  enter('right')
  vi.advanceTimersByTime(200)
  expect(workers).toEqual(['left'])
  enter('right')
  vi.advanceTimersByTime(200)
  expect(workers).toEqual(['left', 'right'])
})
