// What an event is once it has arrived: counted once, at its time, with the facts of its request and nobody's address.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { createMovableClock, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'

const chrome = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const german = '193.99.144.80'

const clock = createMovableClock()
let server: TestServer
let owner: Person
let browserKey: string
let serverKey: string
let probe: StreamProbe
let userId: string
let users = 0
beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  browserKey = (await makeWriteKey(server, owner, { platform: 'browser' })).writeKey
  serverKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
  probe = createStreamProbe(server, owner)
  await server.startWorker()
})
afterAll(async () => server.close())
beforeEach(() => {
  users += 1
  userId = `arrived-${users}`
})

async function send(path: string, body: object, writeKey = serverKey, headers: Record<string, string> = {}): Promise<void> {
  const reply = await server.request('POST', path, { body, headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, ...headers } })
  expect(reply).toMatchObject({ status: 200, body: { success: true } })
}
const fromPage = (event: object, headers: Record<string, string> = {}) =>
  send('/v1/track', { event: 'Seen', userId, ...event }, browserKey, { origin: 'https://shop.example.com', 'user-agent': chrome, 'x-forwarded-for': german, ...headers })
async function arrived() {
  await probe.settle()
  return probe.eventsOf(userId)
}

describe('a messageId', () => {
  test('counts once, within a batch, across requests and types; another workspace is another matter', async () => {
    const before = await probe.settle()
    const event = (messageId: unknown, name: string) => ({ type: 'track', event: name, userId, messageId })
    const id = `once-${users}`
    await send('/v1/batch', { batch: [event(id, 'First'), event(id, 'Second'), event(`${id}-b`, 'Third')] })
    await send('/v1/track', event(id, 'Fourth'))
    await send('/v1/page', { userId, messageId: id, name: 'Fifth' }, browserKey)
    await send('/v1/batch', { batch: [event(4711, 'Number'), event('4711', 'Same as text')] })
    await send('/v1/batch', { batch: [{ ...event('', 'None') }, { ...event('', 'None') }] })
    const after = await probe.settle()
    expect([after.processed - before.processed, after.duplicate - before.duplicate]).toEqual([5, 4])
    expect((await probe.eventsOf(userId)).map(({ name }) => name)).toEqual(['First', 'Third', 'Number', 'None', 'None'])

    const other = await makeWorkspace(server)
    await send('/v1/track', event(id, 'Elsewhere'), (await makeWriteKey(server, other)).writeKey)
    const elsewhere = createStreamProbe(server, other)
    await elsewhere.settle()
    expect((await elsewhere.eventsOf(userId)).map(({ name }) => name)).toEqual(['Elsewhere'])
  })

  test('of a rejected event may be sent again once it is mended', async () => {
    await send('/v1/batch', { batch: [{ type: 'track', userId, messageId: `mended-${users}` }] })
    await probe.settle()
    await send('/v1/batch', { batch: [{ type: 'track', event: 'Mended', userId, messageId: `mended-${users}` }] })
    expect((await arrived()).map(({ name }) => name)).toEqual(['Mended'])
  })
})

describe('time', () => {
  const hour = 3_600_000
  const iso = (time: number) => new Date(time).toISOString()
  /** How far from this the event's time is, in milliseconds; an event never happens after its arrival. */
  async function measureDistance(time: number): Promise<number> {
    const [event] = await arrived()
    expect(Date.parse(event!.time)).toBeLessThanOrEqual(Date.parse(event!.receivedAt))
    return Math.abs(Date.parse(event!.time) - time)
  }

  test.each([-2, 5])('is corrected where the client\'s clock is off by %s hours', async (hours) => {
    const now = clock.now()
    const shifted = now + hours * hour
    await send('/v1/track', { event: 'Drifted', userId, timestamp: iso(shifted - 60_000), sentAt: iso(shifted) })
    expect(await measureDistance(now - 60_000)).toBeLessThan(5_000)
  })
  test('is corrected by the sentAt of the batch, of the event, of the header', async () => {
    const now = clock.now()
    const [timestamp, sentAt] = [iso(now - 3 * hour), iso(now - 2 * hour)]
    await send('/v1/batch', { sentAt, batch: [{ type: 'track', event: 'A', userId, timestamp }] })
    await send('/v1/batch', { batch: [{ type: 'track', event: 'B', userId, timestamp, sentAt }] })
    await send('/v1/track', { event: 'C', userId, originalTimestamp: timestamp }, serverKey, { sentat: sentAt })
    for (const event of await arrived()) expect(Math.abs(Date.parse(event.time) - (now - hour))).toBeLessThan(5_000)
  })
  test('in the future is the time of arrival', async () => {
    await send('/v1/track', { event: 'Early', userId, timestamp: '2099-01-01T00:00:00Z' })
    expect(await measureDistance(clock.now())).toBeLessThan(5_000)
  })
  test('is the time of arrival where none is given', async () => {
    await send('/v1/batch', { batch: [{ type: 'track', event: 'Now', userId }, { type: 'track', event: 'Now', userId, timestamp: '' }] })
    expect(await measureDistance(clock.now())).toBeLessThan(5_000)
  })
  test('of an import is taken as it is', async () => {
    await send('/v1/import', { sentAt: iso(clock.now() - 90 * hour), batch: [{ type: 'track', event: 'Then', userId, timestamp: '2001-02-03T04:05:06.789Z', sentAt: '2001-02-03T05:00:00Z' }] })
    expect(await arrived()).toMatchObject([{ time: '2001-02-03T04:05:06.789Z', origin: 'import' }])
  })
  test('before 2000 is rejected', async () => {
    await send('/v1/track', { event: 'Ancient', userId, timestamp: '1999-12-31T23:59:59Z' })
    await probe.settle()
    expect((await probe.rejected())[0]).toMatchObject({ code: 'time_too_old' })
  })
})

describe('facts', () => {
  test('country and device come from the request of a page', async () => {
    await fromPage({})
    await probe.settle()
    expect(await probe.findPerson(userId)).toMatchObject({ country: 'DE', devices: [{ kind: 'desktop', os: 'macOS', browser: 'Chrome' }] })
  })
  test('what the event says of its address and device wins', async () => {
    await fromPage({ context: { ip: '8.8.8.8', userAgent: iphone } })
    await probe.settle()
    expect(await probe.findPerson(userId)).toMatchObject({ country: 'US', devices: [{ kind: 'mobile', os: 'iOS', browser: 'Safari' }] })
  })
  test('a server\'s own address and user agent say nothing about its customer', async () => {
    await send('/v1/track', { event: 'Bought', userId }, serverKey, { 'user-agent': chrome, 'x-forwarded-for': german })
    expect(await arrived()).toMatchObject([{ origin: 'server' }])
    expect(await probe.findPerson(userId)).toMatchObject({ country: null, devices: [] })
  })
  test('a server that calls with fetch is a server, a page that uses its key is not', async () => {
    await send('/v1/identify', { userId, traits: { email: `${userId}@example.org` } }, serverKey, { 'sec-fetch-mode': 'cors' })
    await send('/v1/track', { event: 'From a page', userId }, serverKey, { origin: 'https://shop.example.com' })
    expect((await arrived()).map(({ origin }) => origin)).toEqual(['server', 'browser'])
    expect((await probe.findPerson(userId))!.identities.every(({ isVerified }) => isVerified)).toBe(true)
  })
  test('a private or senseless address has no country', async () => {
    await fromPage({}, { 'x-forwarded-for': '10.0.0.1' })
    await fromPage({}, { 'x-forwarded-for': 'x'.repeat(5_000) })
    await probe.settle()
    expect((await probe.findPerson(userId))!.country).toBeNull()
  })
  test('bots are flagged', async () => {
    await fromPage({ event: 'Crawled' }, { 'user-agent': googlebot })
    await fromPage({ event: 'Visited' })
    await probe.settle()
    const flags = (await probe.recent()).filter(({ name }) => name === 'Crawled' || name === 'Visited').map(({ name, isBot }) => [name, isBot])
    expect(flags).toEqual([['Visited', false], ['Crawled', true]])
  })
})

describe('the address of a visitor', () => {
  /** Everything that is kept, as text. */
  async function readAllKept(): Promise<string> {
    await probe.settle()
    const { db, clickhouse } = server.platform
    const tables = await Promise.all(
      ['event_log', 'recent_outcomes', 'rejected_events', 'profiles', 'identities', 'catalogue_properties'].map(async (table) =>
        (await sql.raw<{ row: string }>(`select ${table}::text as row from ${table}`).execute(db)).rows.map(({ row }) => row)),
    )
    return JSON.stringify([tables, await clickhouse.query('SELECT * FROM events', {}), await probe.recent(), await probe.rejected()])
  }

  test('is kept nowhere', async () => {
    const ip = '203.0.113.77'
    await fromPage({ context: { ip, page: { path: '/' } } }, { 'x-forwarded-for': ip })
    await fromPage({ event: '' }, { 'x-forwarded-for': ip })
    await fromPage({ event: '', context: { ip: { v4: ip } } })
    await send('/v1/batch', { batch: [{ type: 'track', event: 'Bought', userId, context: { ip } }] })
    const kept = await readAllKept()
    expect(kept).toContain(userId)
    expect(kept).not.toContain('203.0.113')
  })

  test('is kept with the event where the workspace says so', async () => {
    const change = (keepIp: boolean) => server.request('PATCH', '/v1/workspace', { body: { keepIp }, as: owner })
    const fresh = await makeWriteKey(server, owner, { platform: 'browser' })
    await change(true)
    const headers = { origin: 'https://shop.example.com', 'x-forwarded-for': '203.0.113.78' }
    await send('/v1/track', { event: 'A', userId }, fresh.writeKey, headers)
    await send('/v1/track', { event: 'B', userId, context: { ip: '203.0.113.79', locale: 'de' } }, fresh.writeKey, headers)
    await send('/v1/track', { event: 'C', userId, context: 'no object' }, fresh.writeKey, headers)
    await change(false)
    expect((await arrived()).map(({ payload }) => (payload as { context?: object }).context)).toEqual([{ ip: '203.0.113.78' }, { ip: '203.0.113.79', locale: 'de' }])
  })
})

test.each(['Note Added', 'Interaction Logged'])('no key can forge the event %s', async (event) => {
  await send('/v1/track', { event, userId, properties: { text: 'forged' } })
  await send('/v1/import', { batch: [{ type: 'track', event, userId, timestamp: '2026-01-01' }] })
  await probe.settle()
  expect((await probe.rejected()).slice(0, 2).map(({ code }) => code)).toEqual(['reserved_event', 'reserved_event'])
  expect(await probe.findPerson(userId)).toBeUndefined()
})
