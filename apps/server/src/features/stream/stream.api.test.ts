import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeUser, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import { appendEvents } from '../../platform/event-log.ts'
import type { AuditEntry } from '../audit/audit.contract.ts'
import type { LiveEvent, LiveSignal, RejectedEvent, StreamCounters } from './stream.contract.ts'
import { waitUntilProcessed } from './index.ts'

let server: TestServer
let owner: Person
let stranger: Person
let probe: StreamProbe
let writeKey: string
let strangerKey: string
let worker: { stop(): Promise<void> }

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  stranger = await makeWorkspace(server)
  probe = createStreamProbe(server, owner)
  writeKey = (await makeWriteKey(server, owner, { name: 'Till' })).writeKey
  strangerKey = (await makeWriteKey(server, stranger)).writeKey
  worker = await server.startWorker()
})

afterAll(() => server?.close())

const browser = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36'

async function send(batch: object[], key = writeKey): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  expectStatus(await server.request('POST', '/v1/batch', { body: { batch }, headers: { authorization, 'user-agent': browser } }), 200)
}

/** Events sent, processed and exported. */
async function sendAndSettle(batch: object[]): Promise<StreamCounters> {
  await send(batch)
  return await probe.settle()
}

async function readRejected(query: string, as: Person = owner) {
  type Page = { items: RejectedEvent[]; nextCursor: string | null; reasons: { code: string; count: number }[] }
  return expectStatus(await server.request<Page>('GET', `/v1/stream/rejected?${query}`, { as }), 200).body
}

async function readRecent(query: string): Promise<LiveEvent[]> {
  return expectStatus(await server.request<{ items: LiveEvent[] }>('GET', `/v1/stream/recent?${query}`, { as: owner }), 200).body.items
}

async function replay(body: object, as: Person = owner): Promise<number> {
  return expectStatus(await server.request<{ replayed: number }>('POST', '/v1/stream/rejected/replay', { body, as }), 200).body.replayed
}

async function changeCatalogue(path: string, body: object): Promise<void> {
  expectStatus(await server.request('PATCH', `/v1/catalogue/${path}`, { body, as: owner }), 200)
}

interface Live {
  received: { event: string; signal: LiveSignal }[]
  close(): void
}

async function follow(as: Person): Promise<Live> {
  const address = await server.listen()
  const live: Live = { received: [], close: () => request.destroy() }
  let text = ''
  const request = httpRequest(`${address}/v1/stream/live`, { headers: { ...as.headers, accept: 'text/event-stream' } })
  request.on('error', () => {})
  const isOpen = new Promise<void>((resolve, reject) => {
    request.on('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`The live stream was answered ${response.statusCode}.`))
      resolve()
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        const messages = text.split('\n\n')
        text = messages.pop()!
        for (const message of messages) {
          const event = /^event: (.*)$/m.exec(message)?.[1]
          if (event) live.received.push({ event, signal: JSON.parse(/^data: (.*)$/m.exec(message)![1]!) as LiveSignal })
        }
      })
    })
  })
  request.end()
  await isOpen
  return live
}

test('the counters tell what became of every event: accepted = stored = processed + duplicate + rejected + waiting', async () => {
  await worker.stop()
  const visit = { type: 'track', event: 'Visited', userId: 'anna', messageId: 'c-1' }
  await send([visit, visit, { ...visit, messageId: 'c-2' }, { type: 'track', event: 'Visited', messageId: 'c-3' }])
  const waiting = await probe.counters()
  expect(waiting).toMatchObject({ accepted: 4, stored: 4, processed: 0, duplicate: 0, rejected: 0, waiting: 4, exporting: 0 })
  expect(waiting.perSecond).toBeCloseTo(0.4)
  expect(waiting.delaySeconds).toBeGreaterThanOrEqual(0)
  worker = await server.startWorker()
  expect(await probe.settle()).toMatchObject({ accepted: 4, stored: 4, processed: 2, duplicate: 1, rejected: 1, waiting: 0, exporting: 0, delaySeconds: 0 })
})

test('recent events hold who comes into a segment, but not the many of a new one', async () => {
  await sendAndSettle([{ type: 'identify', userId: 'old-member', traits: { club: 'gold' } }])
  const definition = { type: 'all', conditions: [{ type: 'trait', trait: 'club', operator: 'equals', value: 'gold' }] }
  const { id } = expectStatus(await server.request<{ id: string }>('POST', '/v1/segments', { body: { name: 'Gold club', kind: 'live', definition }, as: owner }), 201).body
  const segment = async () => expectStatus(await server.request<{ status: string; size: number }>('GET', `/v1/segments/${id}`, { as: owner }), 200).body
  await waitFor('The filling', async () => ((await segment()).status === 'ready' ? true : undefined))
  const isEntry = ({ name }: { name: string }) => name === 'Segment Entered'
  await waitFor('The entry of the filling', async () => (await probe.eventsOf('old-member')).some(isEntry))
  await sendAndSettle([{ type: 'identify', userId: 'new-member', traits: { club: 'gold' } }])
  await waitFor('The entry', async () => (await probe.eventsOf('new-member')).some(isEntry))
  await probe.settle()
  expect((await readRecent('limit=200')).filter(isEntry).map(({ payload }) => (payload as { properties: object }).properties)).toEqual([expect.objectContaining({ segment_id: id, cause: 'event' })])
})

test('recent events say what each one did, the newest first', async () => {
  const { accepted } = await probe.counters()
  const identify = { type: 'identify', userId: 'rosa', anonymousId: 'browser-r', messageId: 'r-1', traits: { plan: 'free', email: 'rosa@shop.example' }, timestamp: '2026-03-01T10:00:00.000Z' }
  await sendAndSettle([
    identify,
    { ...identify, messageId: 'r-2', traits: { plan: 'plus' }, timestamp: '2026-03-02T10:00:00.000Z' },
    { ...identify, messageId: 'r-3', traits: { plan: 'old' }, timestamp: '2026-02-01T10:00:00.000Z' },
    { type: 'track', event: 'Consent Granted', userId: 'rosa', messageId: 'r-4', properties: { purpose: 'marketing', channel: 'email' } },
    { type: 'page', name: 'Home', anonymousId: 'null', messageId: 'r-5' },
    { type: 'page', name: 'Home', userId: 'rosa', messageId: 'r-4' },
  ])
  const items = await readRecent(`afterSeq=${accepted}`)
  expect(items.map(({ messageId, status }) => [messageId, status])).toEqual([
    ['r-4', 'duplicate'],
    ['r-5', 'rejected'],
    ['r-4', 'processed'],
    ['r-3', 'processed'],
    ['r-2', 'processed'],
    ['r-1', 'processed'],
  ])
  const rosa = await probe.findPerson('rosa')
  const [, rejected, consent, late, changed, created] = items
  expect(created).toMatchObject({
    type: 'identify', name: 'identify', time: '2026-03-01T10:00:00.000Z', source: { name: 'Till' }, profile: { id: rosa!.id }, reason: null, isBot: false,
    payload: { messageId: 'r-1', traits: { plan: 'free' } },
    changes: { profileCreated: true, traits: [{ name: 'plan', from: null, to: 'free' }, { name: 'email', from: null, to: 'rosa@shop.example' }] },
  })
  expect(created!.changes.identities).toEqual(
    expect.arrayContaining([{ kind: 'user_id', value: 'rosa' }, { kind: 'anonymous_id', value: 'browser-r' }, { kind: 'email', value: 'rosa@shop.example' }]),
  )
  expect(changed!.changes).toEqual({ traits: [{ name: 'plan', from: 'free', to: 'plus' }] })
  // Older than what is known: it changes nothing.
  expect(late!.changes).toEqual({})
  expect(consent!.changes).toEqual({ consent: [{ purpose: 'marketing', channel: 'email', isGranted: true }] })
  expect(rejected).toMatchObject({ profile: null, reason: expect.stringContaining('placeholders'), name: 'Home' })

  expect((await readRecent(`afterSeq=${accepted}&status=rejected`)).map(({ messageId }) => messageId)).toEqual(['r-5'])
  expect((await readRecent('limit=2')).map(({ messageId }) => messageId)).toEqual(['r-4', 'r-5'])
})

test('the live stream tells of processed and exported batches, and nothing of another workspace', async () => {
  await probe.settle()
  const [own, other] = await Promise.all([follow(owner), follow(stranger)])
  try {
    const { accepted } = await probe.counters()
    await send([{ type: 'track', event: 'Visited', userId: 'live-one', messageId: 'l-1' }])
    for (const event of ['processed', 'exported']) {
      await waitFor(`the signal "${event}"`, () => own.received.some((message) => message.event === event && message.signal.toSeq === accepted + 1))
    }
    const person = await probe.findPerson('live-one')
    expect(own.received.find(({ event }) => event === 'processed')!.signal.profileIds).toEqual([person!.id])
    expect(other.received).toEqual([])

    const seen = own.received.length
    await send([{ type: 'track', event: 'Visited', userId: 'their-one', messageId: 'l-1' }], strangerKey)
    await waitFor('the signals of the other workspace', () => ['processed', 'exported'].every((event) => other.received.some((message) => message.event === event)))
    expect(own.received.length).toBe(seen)
  } finally {
    own.close()
    other.close()
  }
  expect((await server.request('GET', '/v1/stream/live')).status).toBe(401)
})

test('rejected events are listed in pages, by code, with their reasons counted', async () => {
  const bad = Array.from({ length: 5 }, (_, index) => ({ type: 'track', event: 'Visited', messageId: `p-${index}` }))
  await sendAndSettle([...bad, { type: 'shrug', userId: 'anna', messageId: 'p-type' }])
  const all = await readRejected('limit=200')
  expect(all.nextCursor).toBeNull()
  expect(all.items[0]).toMatchObject({ code: 'unknown_type', payload: { messageId: 'p-type' }, source: { name: 'Till' }, replayedAt: null, reason: expect.stringContaining('type must be one of') })
  expect(all.reasons).toEqual(expect.arrayContaining([{ code: 'unknown_type', count: 1 }, { code: 'no_identifier', count: 6 }]))

  const paged: RejectedEvent[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof readRejected>> = await readRejected(`limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    expect(page.items.length).toBeLessThanOrEqual(2)
    paged.push(...page.items)
    cursor = page.nextCursor
  }
  expect(paged).toEqual(all.items)
  expect((await readRejected('code=unknown_type')).items.map(({ payload }) => payload)).toEqual([expect.objectContaining({ messageId: 'p-type' })])
  expect((await readRejected('replayed=yes')).items).toEqual([])
})

test('an event blocked in the catalogue is rejected at once, and replayed when it is allowed again; a second replay does nothing', async () => {
  await sendAndSettle([{ type: 'track', event: 'Coupon Used', userId: 'carla', messageId: 'b-0' }])
  await changeCatalogue('events/track/Coupon%20Used', { isBlocked: true })
  await sendAndSettle(Array.from({ length: 3 }, (_, index) => ({ type: 'track', event: 'Coupon Used', userId: 'carla', messageId: `b-${index + 1}` })))
  const { items } = await readRejected('code=blocked_event')
  expect(items).toHaveLength(3)
  expect(await probe.eventsOf('carla')).toHaveLength(1)

  // Still blocked: they come back as new rejections.
  expect(await replay({ seqs: [items[2]!.seq] })).toBe(1)
  await probe.settle()
  expect((await readRejected('code=blocked_event')).items).toHaveLength(4)

  await changeCatalogue('events/track/Coupon%20Used', { isBlocked: false })
  const before = await probe.counters()
  expect(await replay({ code: 'blocked_event' })).toBe(3)
  expect(await replay({ code: 'blocked_event' })).toBe(0)
  expect(await replay({ seqs: items.map(({ seq }) => seq) })).toBe(0)
  expect(await probe.settle()).toMatchObject({ accepted: before.accepted + 3, processed: before.processed + 3, rejected: before.rejected })
  expect((await probe.eventsOf('carla')).map(({ messageId }) => messageId).toSorted()).toEqual(['b-0', 'b-1', 'b-2', 'b-3'])
  expect((await readRejected('code=blocked_event&replayed=yes')).items).toHaveLength(4)
  expect((await readRejected('code=blocked_event&replayed=no')).items).toEqual([])

  const audit = expectStatus(await server.request<{ items: AuditEntry[] }>('GET', '/v1/audit?action=rejected_events.', { as: owner }), 200).body.items
  expect(audit.map(({ after }) => after)).toContainEqual({ replayed: 3 })
})

test('two people who replay at the same moment replay once', async () => {
  await sendAndSettle([{ type: 'track', event: 'Twice', messageId: 't-1' }])
  const [{ seq }] = (await readRejected('limit=1')).items as [RejectedEvent]
  const counts = await Promise.all([replay({ seqs: [seq] }), replay({ seqs: [seq] }), replay({ seqs: [seq] })])
  expect(counts.toSorted()).toEqual([0, 0, 1])
  await probe.settle()
})

test('a replay names what it means, and needs the permission', async () => {
  expect((await server.request('POST', '/v1/stream/rejected/replay', { body: {}, as: owner })).status).toBe(400)
  const viewer = await makeUser(server, 'viewer')
  expect((await server.request('POST', '/v1/stream/rejected/replay', { body: { code: 'no_identifier' }, as: viewer })).status).toBe(403)
})

test('blocked properties and traits are in no place: not in the event, not on the profile', async () => {
  await sendAndSettle([
    { type: 'track', event: 'Form Sent', userId: 'dora', messageId: 's-1', properties: { secret: 'early', colour: 'red' } },
    { type: 'identify', userId: 'dora', messageId: 's-2', traits: { ssn: '1', plan: 'free' } },
  ])
  await changeCatalogue('events/track/Form%20Sent/properties/secret', { isBlocked: true })
  await changeCatalogue('traits/ssn', { isBlocked: true })
  await sendAndSettle([
    { type: 'track', event: 'Form Sent', userId: 'dora', messageId: 's-3', properties: { secret: 'hush-hush', colour: 'blue' } },
    { type: 'identify', userId: 'dora', messageId: 's-4', traits: { ssn: 'hush-hush', plan: 'plus' } },
  ])
  const events = await probe.eventsOf('dora')
  expect(events.find(({ messageId }) => messageId === 's-3')!.payload).toMatchObject({ properties: { colour: 'blue' } })
  const stored = await server.platform.clickhouse.query('SELECT * FROM events WHERE workspace_id = {workspace:UInt32}', { workspace: owner.workspaceId })
  expect(JSON.stringify(stored)).toContain('blue')
  expect(JSON.stringify([stored, events])).not.toContain('hush-hush')
  expect((await probe.findPerson('dora'))!.traits).toEqual({ ssn: '1', plan: 'plus' })
})

test('events that Rapport makes itself cannot be sent by anybody else', async () => {
  const person = await sendAndSettle([{ type: 'identify', userId: 'nora', messageId: 'n-1' }]).then(() => probe.findPerson('nora'))
  await sendAndSettle([{ type: 'track', event: 'Note Added', userId: 'nora', messageId: 'n-2', properties: { text: 'forged' } }])
  expect((await readRejected('code=reserved_event')).items).toMatchObject([{ payload: { messageId: 'n-2' }, reason: expect.stringContaining('Note Added') }])
  expectStatus(await server.request('POST', `/v1/people/${person!.id}/notes`, { body: { text: 'Asked for a call' }, as: owner }), 200)
  await probe.settle()
  expect((await probe.eventsOf('nora')).filter(({ name }) => name === 'Note Added')).toMatchObject([{ origin: 'system', payload: { properties: { text: 'Asked for a call' } } }])
})

test('whoever appended an event can wait until it has taken effect, and is told when it has not', async () => {
  const { platform } = server
  const append = () =>
    platform.db.transaction().execute((tx) => appendEvents(tx, owner.workspaceId, [{ type: 'identify', userId: 'wanda', traits: { mood: 'good' } }], server.clock.now()))
  expect(await waitUntilProcessed(platform, owner.workspaceId, await append())).toBe(true)
  expect((await probe.findPerson('wanda'))!.traits).toEqual({ mood: 'good' })
  await worker.stop()
  const seq = await append()
  expect(await waitUntilProcessed(platform, owner.workspaceId, seq)).toBe(false)
  worker = await server.startWorker()
  expect(await waitUntilProcessed(platform, owner.workspaceId, seq)).toBe(true)
})

test('another workspace sees nothing of all this, and can replay nothing of it', async () => {
  const theirs = createStreamProbe(server, stranger)
  // Its own one event, from the test of the live stream.
  expect(await theirs.settle()).toMatchObject({ accepted: 1, processed: 1, rejected: 0 })
  expect((await theirs.recent()).map(({ payload }) => payload)).toEqual([expect.objectContaining({ userId: 'their-one' })])
  expect(await readRejected('limit=200', stranger)).toEqual({ items: [], nextCursor: null, reasons: [] })
  const { items } = await readRejected('replayed=no')
  expect(items.length).toBeGreaterThan(0)
  expect(await replay({ seqs: items.map(({ seq }) => seq) }, stranger)).toBe(0)
  expect(await replay({ code: 'no_identifier' }, stranger)).toBe(0)
  expect((await readRejected('replayed=no')).items).toEqual(items)
  expect(await theirs.counters()).toMatchObject({ accepted: 1 })
})
