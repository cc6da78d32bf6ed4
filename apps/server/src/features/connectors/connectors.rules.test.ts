import { describe, expect, test } from 'vitest'
import type { ProcessedEvent } from '../../platform/stream-event.ts'
import type { DeliveryOutcome } from './connector-types/define-connector.ts'
import { computeDelaySeconds, decideNextStep, matchSubscriptions, maxAttempts, type Subscription } from './connectors.rules.ts'

const event: ProcessedEvent = {
  workspaceId: 7, seq: 1, messageId: 'm-1', type: 'track', name: 'Order Completed', time: 1_790_000_000_000, receivedAt: 1_790_000_000_500, origin: 'server',
  isVerified: true, sourceId: '', userId: 'u-1', anonymousId: '', groupId: '', previousId: '', sessionId: '', givenProfileId: '',
  facts: { country: '', city: '', device: '', os: '', browser: '', isBot: false },
  properties: { revenue: 12.5 }, traits: {}, context: {}, payload: '{}', profileId: '0199a000-0000-7000-8000-000000000001',
}

function subscribe(connectorId: string, ...eventNames: string[]): Subscription {
  return { connectorId, eventNames: eventNames.length === 0 ? null : new Set(eventNames) }
}

describe('matchSubscriptions', () => {
  test('is nothing where no connector listens', () => {
    expect(matchSubscriptions(event, [])).toBeUndefined()
    expect(matchSubscriptions(event, [subscribe('a', 'Product Viewed')])).toBeUndefined()
  })

  test.each([
    ['every event', subscribe('a'), event],
    ['an event by its name', subscribe('a', 'Order Completed'), event],
    ['all tracked events', subscribe('a', 'track'), event],
    ['a type', subscribe('a', 'identify'), { ...event, type: 'identify', name: '' }],
  ])('sends to whom wants %s', (_what, subscription, sent) => {
    expect(matchSubscriptions(sent, [subscription])).toHaveLength(1)
  })

  test('takes the name of a page for no tracked event', () => {
    expect(matchSubscriptions({ ...event, type: 'page' }, [subscribe('a', 'Order Completed')])).toBeUndefined()
  })

  test('makes one request per connector, with the documented payload', () => {
    const requests = matchSubscriptions(event, [subscribe('a'), subscribe('b', 'Product Viewed'), subscribe('c', 'Order Completed')])!
    expect(requests.map((request) => request.connectorId)).toEqual(['a', 'c'])
    expect(requests[0]).toMatchObject({ workspaceId: 7, messageId: 'm-1', eventName: 'Order Completed', profileId: event.profileId })
    expect(JSON.parse(requests[0]!.payload)).toEqual({
      type: 'track', event: 'Order Completed', messageId: 'm-1', timestamp: '2026-09-21T14:13:20.000Z', receivedAt: '2026-09-21T14:13:20.500Z', origin: 'server',
      profileId: event.profileId, userId: 'u-1', anonymousId: null, groupId: null, properties: { revenue: 12.5 }, traits: {}, context: {},
    })
  })
})

describe('decideNextStep', () => {
  const outcome: DeliveryOutcome = { status: 'retry', text: '', durationMs: 1 }

  test.each<[string, Partial<DeliveryOutcome>, number, 'waiting' | 'delivered' | 'failed', number | null]>([
    ['arrived', { status: 'delivered' }, 1, 'delivered', null],
    ['refused', { status: 'failed' }, 1, 'failed', null],
    ['gone', { status: 'gone' }, 1, 'failed', null],
    ['first failure', {}, 1, 'waiting', 10],
    ['third failure', {}, 3, 'waiting', 90],
    ['asked to wait longer', { retryAfterSeconds: 600 }, 1, 'waiting', 600],
    ['asked to wait less than the schedule', { retryAfterSeconds: 1 }, 3, 'waiting', 90],
    ['asked to wait a year', { retryAfterSeconds: 31_536_000 }, 1, 'waiting', 86_400],
    ['last failure', {}, maxAttempts, 'failed', null],
  ])('%s', (_case, change, attempts, status, afterSeconds) => {
    const now = 1_000_000
    const step = decideNextStep({ ...outcome, ...change }, attempts, now, 0.5)
    expect(step).toEqual({ status, nextAttemptAt: afterSeconds === null ? null : now + afterSeconds * 1_000 })
  })

  test('tries twelve times within about a day, never closer than 20 % before the schedule', () => {
    const waits = Array.from({ length: maxAttempts - 1 }, (_none, index) => computeDelaySeconds(index + 1, 0.5))
    const hours = waits.reduce((sum, seconds) => sum + seconds, 0) / 3_600
    expect(hours).toBeGreaterThan(20)
    expect(hours).toBeLessThan(25)
    expect(computeDelaySeconds(1, 0)).toBe(8)
    expect(computeDelaySeconds(1, 1)).toBeCloseTo(12)
  })
})
