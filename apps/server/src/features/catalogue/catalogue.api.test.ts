import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeUser, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import { withTransaction } from '../../platform/postgres.ts'
import type { Signal } from '../../platform/signals.ts'
import type { StreamEvent } from '../../platform/stream-event.ts'
import type { AuditEntry } from '../audit/audit.contract.ts'
import type { EventEntry, EventEntryDetail, PropertyEntry } from './catalogue.contract.ts'
import { loadObserver, writeDelta } from './index.ts'

let server: TestServer
let owner: Person

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
})
afterAll(() => server?.close())

function makeEvent(changes: Partial<StreamEvent>): StreamEvent {
  const time = server.clock.now()
  return {
    workspaceId: owner.workspaceId, seq: 1, messageId: 'm', type: 'track', name: 'Product Viewed', time, receivedAt: time, origin: 'browser', isVerified: false,
    sourceId: '', userId: '', anonymousId: '', groupId: '', previousId: '', sessionId: '', givenProfileId: '',
    facts: { country: '', city: '', device: '', os: '', browser: '', isBot: false },
    properties: {}, traits: {}, context: {}, payload: '',
    ...changes,
  }
}

/** What a worker does with a batch, as far as the catalogue sees it. Returns the reasons of what was not taken. */
async function processBatch(events: Partial<StreamEvent>[], workspaceId = owner.workspaceId): Promise<string[]> {
  const observer = await loadObserver(server.platform.db, workspaceId, 'Europe/Berlin')
  const reasons = events.map(makeEvent).flatMap((event) => {
    const refusal = observer.check(event)
    if (refusal) return [`${refusal.code}: ${refusal.reason}`]
    observer.strip(event)
    observer.observe(event)
    return []
  })
  await withTransaction(server.platform.pool, (client) => writeDelta(client, workspaceId, observer.takeDelta()))
  return reasons
}

function pathOf(type: string, name: string, property?: string): string {
  const path = `/v1/catalogue/events/${encodeURIComponent(type)}/${encodeURIComponent(name || '-')}`
  return property === undefined ? path : `${path}/properties/${encodeURIComponent(property)}`
}

async function readEvent(type: string, name: string): Promise<EventEntryDetail> {
  return expectStatus(await server.request<EventEntryDetail>('GET', pathOf(type, name), { as: owner }), 200).body
}

async function listEvents(query = ''): Promise<EventEntry[]> {
  return expectStatus(await server.request<{ items: EventEntry[] }>('GET', `/v1/catalogue/events${query}`, { as: owner }), 200).body.items
}

async function patch<T = EventEntryDetail>(url: string, body: object, as: Person = owner) {
  return server.request<T & { error: { code: string; message: string; details: { path: string; message: string }[] } }>('PATCH', url, { body, as })
}

describe('what was seen', () => {
  test('adds up over batches and over observers', async () => {
    const name = 'Order Completed'
    await processBatch([{ name, properties: { total: 10.5, cart: { id: 'c1' } } }, { name, properties: { total: 20, email: 'anna@example.com' } }])
    await processBatch([{ name, properties: { total: '30' } }])
    const entry = await readEvent('track', name)
    expect(entry).toMatchObject({
      type: 'track', name, count: 3, countToday: 3, description: '', isBlocked: false, isReserved: false, schema: null, schemaMode: 'off', violations: 0,
    })
    expect(entry.properties.map((property) => [property.name, property.types, property.examples])).toEqual([
      ['cart', ['object'], []],
      ['cart.id', ['text'], ['c1']],
      ['email', ['text'], ['a…@example.com']],
      ['total', ['text', 'number'], ['10.5', '20', '30']],
    ])
    expect(entry.perDay).toHaveLength(30)
    expect(entry.perDay.at(-1)).toEqual({ day: new Date(server.clock.now()).toLocaleDateString('en-CA', { timeZone: 'Europe/Berlin' }), count: 3 })
    expect(entry.perDay.slice(0, -1).every(({ count }) => count === 0)).toBe(true)
  })

  test('history moves first seen back and counts on its own days', async () => {
    const name = 'Store Visited'
    const day = 86_400_000
    const now = server.clock.now()
    await processBatch([{ name }, { name, time: now - 3 * day }, { name, time: now - 200 * day }])
    const entry = await readEvent('track', name)
    expect(entry).toMatchObject({ count: 3, countToday: 1, firstSeenAt: new Date(now - 200 * day).toISOString() })
    expect(entry.perDay.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  })

  test.each(['a/b', 'Ünïcode ✓ 名前', 'cart.total', '100% off?&#x', '한'.repeat(200), 'a/', ' ', '__proto__', 'a+b', '%2F', '-'])(
    'an event named %j is found by its address',
    async (name) => {
      await processBatch([{ name, properties: { [name]: 1 } }])
      expect((await readEvent('track', name)).name).toBe(name)
      const changed = await patch<PropertyEntry>(pathOf('track', name, name), { description: 'Odd' })
      expect([changed.status, changed.body.name, changed.body.description]).toEqual([200, name, 'Odd'])
    },
  )

  test('calls without a name are addressed with -', async () => {
    await processBatch([{ type: 'identify', name: '', traits: { plan: 'pro' } }, { type: 'page', name: '', properties: { path: '/' } }])
    expect(await readEvent('identify', '')).toMatchObject({ type: 'identify', name: '', count: 1 })
    expect((await readEvent('page', '')).properties.map((property) => property.name)).toEqual(['path'])
    const traits = await server.request<{ items: PropertyEntry[] }>('GET', '/v1/catalogue/traits', { as: owner })
    expect(traits.body.items).toMatchObject([{ name: 'plan', types: ['text'], examples: ['pro'] }])
  })

  test('the list is searched and filtered, the most frequent first', async () => {
    await processBatch([{ name: 'Search Rare' }, { name: 'Search Often' }, { name: 'Search Often' }, { type: 'page', name: 'Search Page' }])
    expect((await listEvents('?search=sEARCH')).map((event) => event.name)).toEqual(['Search Often', 'Search Page', 'Search Rare'])
    expect((await listEvents('?search=search&type=page')).map((event) => event.name)).toEqual(['Search Page'])
    expect(await listEvents('?search=100%25_')).toEqual([])
    expect(await listEvents('?search=%00')).toEqual([])
  })

  test('what Rapport itself makes is marked and cannot be turned away', async () => {
    const name = 'Profile Merged'
    await processBatch([{ name, origin: 'system', properties: { into: 'x' } }])
    expect(await readEvent('track', name)).toMatchObject({ isReserved: true })
    for (const body of [{ isBlocked: true }, { schema: { type: 'object' }, schemaMode: 'reject' }]) {
      expect((await patch(pathOf('track', name), body)).body.error.code).toBe('conflict')
    }
    expect((await patch(pathOf('track', name, 'into'), { isBlocked: true })).body.error.code).toBe('conflict')
    expect((await patch(pathOf('track', name), { description: 'Two became one' })).status).toBe(200)
  })
})

describe('definitions', () => {
  test('a blocked event is rejected by observers loaded afterwards', async () => {
    const name = 'Noise Made'
    await processBatch([{ name }])
    expect((await patch(pathOf('track', name), { isBlocked: true })).body).toMatchObject({ isBlocked: true, count: 1 })
    expect(await processBatch([{ name }])).toEqual(['blocked_event: "Noise Made" is blocked in the catalogue.'])
    expect((await readEvent('track', name)).count).toBe(1)
    expect((await patch(pathOf('track', name), { isBlocked: false })).status).toBe(200)
    expect(await processBatch([{ name }])).toEqual([])
  })

  test('a blocked property is removed and its examples with it', async () => {
    const name = 'Form Sent'
    await processBatch([{ name, properties: { form: { iq: 100, id: 'f' } } }])
    const blocked = await patch<PropertyEntry>(pathOf('track', name, 'form.iq'), { isBlocked: true, description: 'Never' })
    expect(blocked.body).toMatchObject({ name: 'form.iq', isBlocked: true, description: 'Never', examples: [] })
    await processBatch([{ name, properties: { form: { iq: 120, id: 'g' } } }])
    const { properties } = await readEvent('track', name)
    expect(properties.map((property) => [property.name, property.examples])).toEqual([['form', []], ['form.id', ['f', 'g']], ['form.iq', []]])
  })

  test('a blocked trait is removed', async () => {
    await processBatch([{ type: 'identify', name: '', traits: { religion: 'x' } }])
    expect((await patch<PropertyEntry>('/v1/catalogue/traits/religion', { isBlocked: true })).body).toMatchObject({ isBlocked: true, examples: [] })
    const observer = await loadObserver(server.platform.db, owner.workspaceId, 'UTC')
    const event = makeEvent({ type: 'identify', name: '', traits: { religion: 'y', plan: 'pro' } })
    expect([observer.strip(event), event.traits]).toEqual([true, { plan: 'pro' }])
  })

  test('a schema warns, then rejects, and its violations are counted until it changes', async () => {
    const name = 'Price Changed'
    const schema = { type: 'object', required: ['price'], properties: { price: { type: 'number', minimum: 0 } } }
    await processBatch([{ name, properties: {} }])
    expect((await patch(pathOf('track', name), { schema, schemaMode: 'warn' })).body).toMatchObject({ schema, schemaMode: 'warn' })
    expect(await processBatch([{ name, properties: {} }, { name, properties: { price: 1 } }])).toEqual([])
    expect(await readEvent('track', name)).toMatchObject({ count: 3, violations: 1 })
    await patch(pathOf('track', name), { schemaMode: 'reject' })
    expect(await processBatch([{ name, properties: { price: -1 } }])).toEqual(['schema_violation: properties.price must be >= 0.'])
    expect(await readEvent('track', name)).toMatchObject({ count: 3, violations: 2 })
    expect((await patch(pathOf('track', name), { schema: { type: 'object' } })).body).toMatchObject({ schemaMode: 'reject', violations: 0 })
    expect((await patch(pathOf('track', name), { schema: null })).body).toMatchObject({ schema: null, schemaMode: 'off' })
  })

  test('a schema that cannot be used is refused with its places', async () => {
    const name = 'Schema Tried'
    await processBatch([{ name }])
    const refused = await patch(pathOf('track', name), { schema: { properties: { a: { type: 'numbr', $ref: 'https://example.com/x' } } } })
    expect(refused.status).toBe(400)
    expect(refused.body.error).toMatchObject({
      code: 'invalid_request',
      details: [{ path: 'schema.properties.a.$ref', message: 'is not a keyword that is supported here' }],
    })
    const unusable = [{ schema: { $id: '\0' } }, { schema: { enum: ['x'.repeat(21_000)] } }, { schemaMode: 'warn' }, { schema: [] }]
    for (const body of [...unusable, { description: 'x'.repeat(1001) }]) {
      expect((await patch(pathOf('track', name), body)).status).toBe(400)
    }
    expect(await readEvent('track', name)).toMatchObject({ schema: null, schemaMode: 'off' })
    expect((await patch(pathOf('track', name), { description: 'a\0b' })).body.description).toBe('a\ufffdb')
  })

  test('a change is logged and announced, no change is neither', async () => {
    const name = 'Change Watched'
    await processBatch([{ name }])
    const signals: Signal[] = []
    const stop = server.platform.signals.on('definitions', (signal) => signals.push(signal))
    await patch(pathOf('track', name), { description: 'Watched' })
    await patch(pathOf('track', name), { description: 'Watched' })
    await waitFor('the signal', () => signals.length > 0)
    stop()
    expect(signals).toEqual([{ kind: 'definitions', workspaceId: owner.workspaceId }])
    const audit = await server.request<{ items: AuditEntry[] }>('GET', '/v1/audit?target=Change%20Watched', { as: owner })
    expect(audit.body.items).toMatchObject([
      { action: 'event.updated', target: { kind: 'event', id: 'track/Change Watched' }, before: { description: '' }, after: { description: 'Watched' } },
    ])
  })
})

describe('access', () => {
  test('another workspace sees nothing and finds nothing', async () => {
    await processBatch([{ name: 'Ours Alone', properties: { a: 1 } }, { type: 'identify', name: '', traits: { ours: 1 } }])
    const other = await makeWorkspace(server)
    const get = (url: string) => server.request<{ items: unknown[] }>('GET', url, { as: other })
    expect((await get('/v1/catalogue/events')).body.items).toEqual([])
    expect((await get('/v1/catalogue/traits')).body.items).toEqual([])
    expect((await get(pathOf('track', 'Ours Alone'))).status).toBe(404)
    for (const url of [pathOf('track', 'Ours Alone'), pathOf('track', 'Ours Alone', 'a'), '/v1/catalogue/traits/ours']) {
      expect([url, (await patch(url, { isBlocked: true }, other)).status]).toEqual([url, 404])
    }
    await processBatch([{ name: 'Theirs', properties: { b: 1 } }], other.workspaceId)
    expect((await get('/v1/catalogue/events')).body.items).toHaveLength(1)
    expect((await server.request('GET', pathOf('track', 'Theirs'), { as: owner })).status).toBe(404)
  })

  test('a viewer reads and does not write', async () => {
    await processBatch([{ name: 'Viewer Read', properties: { a: 1 } }, { type: 'identify', name: '', traits: { seen: 1 } }])
    const viewer = await makeUser(server, 'viewer')
    expect((await server.request('GET', pathOf('track', 'Viewer Read'), { as: viewer })).status).toBe(200)
    for (const url of [pathOf('track', 'Viewer Read'), pathOf('track', 'Viewer Read', 'a'), '/v1/catalogue/traits/seen']) {
      expect([url, (await patch(url, { isBlocked: true }, viewer)).status]).toEqual([url, 403])
    }
  })

  test('what was never seen is not found', async () => {
    for (const url of [pathOf('track', 'Never'), pathOf('trait', ''), pathOf('track', 'Never', 'a'), '/v1/catalogue/traits/never', pathOf('trait', '', 'plan')]) {
      expect([url, (await patch(url, { isBlocked: true })).status]).toEqual([url, 404])
    }
    expect((await server.request('GET', '/v1/catalogue/events/track/a%00b', { as: owner })).status).toBe(400)
  })
})

test('events that are collected fill the catalogue, and a block takes effect on the running worker', async () => {
  const source = await makeWriteKey(server, owner)
  const headers = { authorization: `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}` }
  const send = (messageId: string) =>
    server.request('POST', '/v1/track', { body: { messageId, event: 'Lamp Lit', anonymousId: 'a1', properties: { watts: 40 } }, headers })
  const worker = await server.startWorker()
  try {
    expectStatus(await send('lit-1'), 200)
    const seen = await waitFor('the event in the catalogue', async () => (await listEvents('?search=lamp'))[0])
    expect(seen).toMatchObject({ name: 'Lamp Lit', count: 1, countToday: 1 })
    expectStatus(await patch(pathOf('track', 'Lamp Lit', 'watts'), { isBlocked: true }), 200)
    expectStatus(await patch(pathOf('track', 'Lamp Lit'), { isBlocked: true }), 200)
    // The hint travels beside the events: until it has arrived some may still be taken.
    await waitFor('a rejection', async () => {
      expectStatus(await send(`lit-${crypto.randomUUID()}`), 200)
      const rejected = await server.platform.pool.query("select 1 from rejected_events where workspace_id = $1 and code = 'blocked_event'", [owner.workspaceId])
      return rejected.rows.length > 0
    })
  } finally {
    await worker.stop()
  }
})
