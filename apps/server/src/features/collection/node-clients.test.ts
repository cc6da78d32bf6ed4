// The server clients that exist, run for real against a listening server: only their host and key are ours.
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { CloudEvent, HTTP, type Message } from 'cloudevents'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'

let server: TestServer
let owner: Person
let host: string
let writeKey: string
let probe: StreamProbe
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  writeKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
  probe = createStreamProbe(server, owner)
  host = await server.listen()
  await server.startWorker()
})
afterAll(async () => server.close())

const summarise = async (userId: string) =>
  (await probe.eventsOf(userId, 'user_id')).map(({ type, name, time, origin }) => ({ type, name, time, origin }))

describe('@segment/analytics-node', () => {
  test('delivers every call, with times, properties and traits', async () => {
    const failures: unknown[] = []
    const analytics = new Analytics({ writeKey, host, flushAt: 20, maxRetries: 0 })
    analytics.on('error', (error) => failures.push(error))
    const [at1, at2] = [new Date('2026-03-01T10:00:00.000Z'), new Date('2026-03-01T10:05:00.123Z')]
    analytics.track({ anonymousId: 'segment-anonymous', event: 'Product Viewed', properties: { sku: 'A-1', price: 19.9 }, timestamp: at1 })
    analytics.identify({ userId: 'segment-1', anonymousId: 'segment-anonymous', traits: { email: 'segment@example.org', name: 'Sarah Segment' }, timestamp: at2 })
    analytics.track({ userId: 'segment-1', event: 'Order Completed', properties: { order_id: 'S-1', total: 25.5 } })
    analytics.page({ userId: 'segment-1', name: 'Home', properties: { path: '/' } })
    analytics.screen({ userId: 'segment-1', name: 'Cart' })
    analytics.group({ userId: 'segment-1', groupId: 'segment-company', traits: { name: 'Segment & Co' } })
    analytics.alias({ userId: 'segment-1', previousId: 'segment-former' })
    await analytics.closeAndFlush()
    expect(failures).toEqual([])

    expect(await probe.settle()).toMatchObject({ rejected: 0, duplicate: 0 })
    const person = (await probe.findPerson('segment-1', 'user_id'))!
    expect(person).toMatchObject({
      name: 'Sarah Segment', email: 'segment@example.org', userId: 'segment-1', orders: 1, revenue: 25.5,
      companies: [{ id: 'segment-company', name: 'Segment & Co' }],
    })
    expect(person.identities.map(({ kind, value, isVerified }) => [kind, value, isVerified]).toSorted()).toEqual([
      ['anonymous_id', 'segment-anonymous', true], ['anonymous_id', 'segment-former', true], ['email', 'segment@example.org', true], ['user_id', 'segment-1', true],
    ])
    const events = await summarise('segment-1')
    expect(events.map(({ type, name }) => name || type)).toEqual(['Product Viewed', 'identify', 'Order Completed', 'Home', 'Cart', 'group', 'alias'])
    expect(events.every(({ origin }) => origin === 'server')).toBe(true)
    // Sent with sentAt: the clock of this machine is the server's, so the times are the given ones but for the way.
    expect(Math.abs(Date.parse(events[0]!.time) - at1.getTime())).toBeLessThan(2_000)
    expect(Math.abs(Date.parse(events[1]!.time) - at2.getTime())).toBeLessThan(2_000)
    const [first] = await probe.eventsOf('segment-1')
    expect(first!.payload).toMatchObject({ properties: { sku: 'A-1', price: 19.9 }, context: { library: { name: '@segment/analytics-node' } } })
  })

  test('counts a batch that is sent again once', async () => {
    const before = await probe.counters()
    let body = ''
    const analytics = new Analytics({
      writeKey, host, flushAt: 10, maxRetries: 0,
      httpClient: (url, options) => {
        body = options?.body as string
        return fetch(url, options as RequestInit)
      },
    })
    for (let index = 0; index < 5; index += 1) analytics.track({ userId: 'segment-2', event: `Step ${index}` })
    await analytics.closeAndFlush()
    const again = await fetch(`${host}/v1/batch`, { method: 'POST', body, headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${writeKey}:`)}` } })
    expect(again.status).toBe(200)
    const after = await probe.settle()
    expect([after.accepted - before.accepted, after.processed - before.processed, after.duplicate - before.duplicate]).toEqual([10, 5, 5])
    expect((await summarise('segment-2')).map(({ name }) => name)).toEqual(['Step 0', 'Step 1', 'Step 2', 'Step 3', 'Step 4'])
  })

  test('is told of a wrong key', async () => {
    const failures: { code: string; reason?: unknown }[] = []
    const analytics = new Analytics({ writeKey: 'wk_00000000000000000000000000000000', host, flushAt: 1, maxRetries: 0 })
    analytics.on('error', (error) => failures.push(error))
    analytics.track({ userId: 'segment-3', event: 'Lost' })
    await analytics.closeAndFlush()
    expect(failures).toMatchObject([{ code: 'delivery_failure', reason: { message: '[401] Unauthorized' } }])
  })
})

describe('@rudderstack/rudder-sdk-node', () => {
  test.each([true, false])('delivers every call, gzip %s', async (gzip) => {
    const userId = `rudder-${gzip}`
    const failures: unknown[] = []
    const client = new RudderAnalytics(writeKey, {
      dataPlaneUrl: host, flushAt: 100, flushInterval: 60_000, gzip, retryCount: 0, logLevel: 'error', errorHandler: (error: unknown) => failures.push(error),
    })
    const timestamp = new Date('2026-04-01T08:00:00.000Z')
    client.track({ anonymousId: `${userId}-anonymous`, event: 'Product Viewed', properties: { sku: 'R-1', price: 5 }, timestamp })
    client.identify({ userId, anonymousId: `${userId}-anonymous`, traits: { email: `${userId}@example.org` } })
    client.track({ userId, event: 'Order Completed', properties: { order_id: userId, total: 12.25 } })
    client.page({ userId, name: 'Home' })
    client.screen({ userId, name: 'Cart' })
    client.group({ userId, groupId: 'rudder-company', traits: { name: 'Rudder & Co' } })
    client.alias({ userId, previousId: `${userId}-former` })
    await new Promise<void>((resolve, reject) => {
      client.flush((error?: Error) => (error ? reject(error) : resolve()))
    })
    expect(failures).toEqual([])
    expect((await probe.settle()).rejected).toBe(0)
    const events = await summarise(userId)
    // It sends its first event at once and the rest together: each request's clock is corrected by its own delay.
    expect(events.map(({ type, name }) => name || type).toSorted()).toEqual(['Cart', 'Home', 'Order Completed', 'Product Viewed', 'alias', 'group', 'identify'])
    expect(Math.abs(Date.parse(events[0]!.time) - timestamp.getTime())).toBeLessThan(2_000)
    const person = (await probe.findPerson(userId, 'user_id'))!
    expect(person).toMatchObject({ email: `${userId}@example.org`, orders: 1, revenue: 12.25, companies: [{ id: 'rudder-company', name: 'Rudder & Co' }] })
    expect(person.identities.map(({ value }) => value)).toEqual(expect.arrayContaining([`${userId}-anonymous`, `${userId}-former`]))
  })
})

describe('cloudevents', () => {
  const order = (id: string, extra: object = {}) =>
    new CloudEvent({
      id, source: '/till/7', type: 'Order Completed', subject: 'cloud-1', time: '2026-05-01T12:00:00.000Z', data: { order_id: id, total: 10, note: 'Grüße €' }, ...extra,
    })
  const post = async ({ headers, body }: Message) =>
    fetch(`${host}/v1/cloudevents`, { method: 'POST', headers: { ...(headers as Record<string, string>), authorization: `Basic ${btoa(`${writeKey}:`)}` }, body: body as string })

  test('delivers in binary, structured and batched mode', async () => {
    expect((await post(HTTP.binary(order('C-1')))).status).toBe(200)
    expect((await post(HTTP.structured(order('C-2')))).status).toBe(200)
    const batch = [order('C-3'), order('C-4', { type: 'Ärger ☎', subject: 'ignored', userid: 'cloud-1', traceid: 't-1', data: undefined })]
    expect((await post({ headers: { 'content-type': 'application/cloudevents-batch+json' }, body: JSON.stringify(batch) } as Message)).status).toBe(200)
    expect((await probe.settle()).rejected).toBe(0)
    const events = await probe.eventsOf('cloud-1', 'user_id')
    expect(events.map(({ name, time, messageId }) => [name, time, messageId])).toEqual([
      ['Order Completed', '2026-05-01T12:00:00.000Z', '/till/7#C-1'], ['Order Completed', '2026-05-01T12:00:00.000Z', '/till/7#C-2'],
      ['Order Completed', '2026-05-01T12:00:00.000Z', '/till/7#C-3'], ['Ärger ☎', '2026-05-01T12:00:00.000Z', '/till/7#C-4'],
    ])
    expect(events[0]!.payload).toMatchObject({ properties: { order_id: 'C-1', total: 10, note: 'Grüße €' } })
    expect(events[3]!.payload).toMatchObject({ properties: {}, context: { cloudEvents: { source: '/till/7', traceid: 't-1' } } })
    expect(await probe.findPerson('cloud-1')).toMatchObject({ orders: 3, revenue: 30 })
  })

  test('delivers in binary mode without data, with an encoded attribute', async () => {
    const reply = await post({ headers: { 'ce-id': 'C-5', 'ce-source': '/till/7', 'ce-specversion': '1.0', 'ce-type': 'Door%20Opened', 'ce-subject': 'cloud-2' } } as unknown as Message)
    expect(reply.status).toBe(200)
    await probe.settle()
    expect((await summarise('cloud-2')).map(({ name }) => name)).toEqual(['Door Opened'])
  })

  test('counts one id of one source once', async () => {
    const before = await probe.counters()
    await post(HTTP.binary(order('C-1')))
    await post(HTTP.binary(order('C-1', { source: '/till/8' })))
    const after = await probe.settle()
    expect([after.duplicate - before.duplicate, after.processed - before.processed]).toEqual([1, 1])
  })

  test.each([
    ['id', { source: '/till', type: 'A' }], ['source', { id: '1', type: 'A' }], ['type', { id: '1', source: '/till' }],
  ])('is told which attribute is missing: %s', async (name, event) => {
    const reply = await post({ headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify({ specversion: '1.0', ...event }) } as Message)
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ error: { code: 'invalid_request', message: `A CloudEvent needs the attribute ${name}.` } })
  })
})
