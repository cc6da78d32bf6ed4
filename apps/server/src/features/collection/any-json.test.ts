// Any JSON as an event: the stream never stands still, and every accepted event ends as processed, duplicate or rejected.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'

let server: TestServer
let owner: Person
let writeKey: string
let probe: StreamProbe
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  writeKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
  probe = createStreamProbe(server, owner)
  await server.startWorker()
})
afterAll(async () => server.close())

/** UTF-16 units, halves of pairs included. */
const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes))
const knownWords = fc.constantFrom('', '__proto__', 'constructor', 'toString', 'null', 'a.b', 'email', 'products', 'total', 'price', 'currency', 'order_id', '\u0000', '😀'.repeat(130))
const text = fc.oneof(units, knownWords, fc.string({ unit: 'grapheme', maxLength: 300 }))
const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constantFrom(0, -0, 1e31, -1e31, 1e308, 5e-324, 2 ** 53))
const { value, record } = fc.letrec<{ value: unknown; record: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 6, depthSize: 'small' }, text, number, fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), tie('record')),
  record: fc.dictionary(text, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}))

/** Mostly right, so that it comes far, with anything in any place. */
const event = fc.record(
  {
    type: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('track', 'identify', 'page', 'screen', 'group', 'alias') }, { weight: 1, arbitrary: value }),
    event: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('Seen', 'Order Completed', 'Order Refunded', 'Product Added', 'Consent Granted', 'Support Contacted', 'Support Resolved') }, text, value),
    name: fc.oneof(text, value),
    userId: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('u1', 'u2', 'u3') }, text, value),
    anonymousId: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a1', 'a2', 'a3') }, text, value),
    previousId: fc.oneof(fc.constantFrom('u1', 'a2'), value),
    groupId: fc.oneof(fc.constantFrom('g1', 'g2'), text, value),
    messageId: fc.oneof(fc.constantFrom('m1', 'm2', 'm3'), fc.uuid(), value),
    timestamp: fc.oneof(fc.date({ noInvalidDate: true }).map((date) => date.toJSON()), number, value),
    sentAt: fc.oneof(fc.date({ noInvalidDate: true }).map((date) => date.toJSON()), value),
    properties: fc.oneof({ weight: 4, arbitrary: record }, value),
    traits: fc.oneof({ weight: 4, arbitrary: record }, value),
    context: fc.oneof(
      { weight: 4, arbitrary: fc.record({ page: value, campaign: value, location: value, os: value, device: value, ip: value, userAgent: value, locale: value, timezone: value, sessionId: value, traits: value, externalIds: value }, { requiredKeys: [] }) },
      value,
    ),
  },
  { requiredKeys: ['type'], noNullPrototype: true },
)

async function collect(body: unknown) {
  const reply = await server.request('POST', '/v1/batch', { body: JSON.stringify(body), headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` } })
  expect(reply.status).toBe(200)
}

test('any JSON value is taken, and what follows it arrives', async () => {
  let round = 0
  const base = await probe.counters()
  let sent = 0
  // The dice may give any of them nothing but refused events: each exists from the start.
  const known = ['u1', 'u2', 'u3']
  await Promise.all(known.map((userId) => collect({ batch: [{ type: 'track', event: 'Seen', userId }] })))
  sent += known.length
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof({ weight: 8, arbitrary: event }, { weight: 1, arbitrary: value }), { minLength: 1, maxLength: 60 }), async (batch) => {
      round += 1
      const follower = `follower-${round}`
      await collect({ batch: [...batch, { type: 'track', event: 'Followed', userId: follower }] })
      sent += batch.length + 1
      const counters = await probe.settle(15)
      expect(counters.accepted - base.accepted).toBe(sent)
      expect(counters.stored).toBe(counters.accepted)
      expect(counters.processed + counters.duplicate + counters.rejected).toBe(counters.accepted)
      expect((await probe.eventsOf(follower)).map(({ name }) => name)).toEqual(['Followed'])
      // The last resorts: an event that reaches them slows down all that came with it.
      const failures = (await probe.rejected()).filter(({ code }) => code === 'processing_failed' || code === 'unreadable_event')
      expect(failures.map(({ reason, payload }) => ({ reason, payload }))).toEqual([])
      await probe.recent()
    }),
    { numRuns: 30, endOnFailure: true },
  )
  const counted = await Promise.all(known.map(async (userId) => (await probe.findPerson(userId, 'user_id'))!.keyFigures.events))
  const kept = await Promise.all(known.map(async (userId) => (await probe.eventsOf(userId, 'user_id')).length))
  expect(kept).toEqual(counted)
}, 120_000)
