import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSecretKey, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { createMovableClock, expectStatus, startTestServer, type Caller, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Definition } from './conditions.contract.ts'
import type { Explanation, Member, PersonSegments, Preview, Segment, SegmentChange, Snapshot } from './segments.contract.ts'

const clock = createMovableClock()
let server: TestServer
let owner: Person
let stranger: Person
/** A key: sessions end when the clock is moved. */
let program: Caller
let probe: StreamProbe
let auth: string
let reader: Caller
let sent = 0

const dayMs = 86_400_000

beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  stranger = await makeWorkspace(server)
  program = await makeSecretKey(server, owner, ['people:read', 'segments:read', 'segments:write', 'events:read'])
  probe = createStreamProbe(server, program)
  reader = await makeSecretKey(server, owner, ['segments:read'])
  const source = await makeWriteKey(server, owner, { platform: 'server' })
  auth = `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}`
  await server.startWorker()
})
afterAll(() => server.close())

async function send(events: { type?: string; userId?: string; anonymousId?: string; event?: string; at?: number; properties?: object; traits?: object }[]): Promise<void> {
  const batch = events.map(({ at, type = 'track', ...event }) => ({ type, messageId: `s-${sent++}`, ...event, ...(at === undefined ? {} : { timestamp: new Date(at).toISOString() }) }))
  expectStatus(await server.request('POST', '/v1/batch', { body: { batch }, headers: { authorization: auth } }), 200)
  await probe.settle()
}

const order = (userId: string, daysAgo: number, total = 20) => ({ userId, event: 'Order Completed', at: clock.now() - daysAgo * dayMs, properties: { order_id: `${userId}-${daysAgo}-${sent}`, total, currency: 'EUR' } })

const orderedAtLeast = (value: number, days: number): Definition['conditions'][number] => ({
  type: 'event', event: { type: 'track', name: 'Order Completed', filters: [] }, aggregate: { function: 'count' }, operator: 'at_least', value,
  window: { kind: 'sliding', length: { amount: days, unit: 'days' } },
})

async function call<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, body?: unknown, status = 200): Promise<T> {
  return expectStatus(await server.request<T>(method, url, { ...(body === undefined ? {} : { body }), as: program }), status).body
}

async function makeSegment(name: string, conditions: Definition['conditions'], type: Definition['type'] = 'all'): Promise<Segment> {
  const made = await call<Segment>('POST', '/v1/segments', { name, definition: { type, conditions } }, 201)
  return waitUntilReady(made.id)
}

const waitUntilReady = (id: string) =>
  waitFor('the segment being filled', async () => {
    const segment = await call<Segment>('GET', `/v1/segments/${id}`)
    return segment.status !== 'filling' && segment
  })

async function memberNames(id: string): Promise<string[]> {
  const { items } = await call<{ items: Member[] }>('GET', `/v1/segments/${id}/members?limit=200`)
  return items.map((item) => item.userId ?? item.name).toSorted()
}

test('of another workspace there is nothing to see', async () => {
  const segment = await makeSegment('Ours', [orderedAtLeast(1, 10)])
  for (const path of ['', '/members', '/members.csv', '/history', '/changes', '/overlaps', '/usage', '/versions', `/snapshot?at=${new Date(clock.now() - 1).toISOString()}`]) {
    expect((await server.request('GET', `/v1/segments/${segment.id}${path}`, { as: stranger })).status, path).toBe(404)
  }
  expect((await server.request('DELETE', `/v1/segments/${segment.id}`, { as: stranger })).status).toBe(404)
  expect((await server.request('PATCH', `/v1/segments/${segment.id}`, { as: stranger, body: { name: 'x' } })).status).toBe(404)
  expect((await server.request('GET', `/v1/segments/${segment.id}`, { as: reader })).status).toBe(200)
  expect((await server.request('PATCH', `/v1/segments/${segment.id}`, { as: reader, body: { name: 'x' } })).status).toBe(403)
})

test('a segment is filled from the history, and the builder, the list and the size say the same', async () => {
  await send([...[80, 40, 5].map((days) => order('ann', days)), ...[80, 40].map((days) => order('bob', days)), order('cid', 1)])
  const conditions = [orderedAtLeast(3, 90)]
  const preview = await call<Preview>('POST', '/v1/segments/preview', { definition: { type: 'all', conditions } })
  expect(preview).toMatchObject({ count: 1, people: 3 })
  expect(preview.sample.map((person) => person.userId)).toEqual(['ann'])
  const segment = await makeSegment('Three orders', conditions)
  expect(segment).toMatchObject({ status: 'ready', size: 1, kind: 'live', version: 1 })
  expect(await memberNames(segment.id)).toEqual(['ann'])
})

test('an event brings somebody in, time alone takes them out, and the profile says why', async () => {
  const segment = await makeSegment('Three within 90 days', [orderedAtLeast(3, 90)])
  await send([order('dora', 80), order('dora', 40)])
  expect(await memberNames(segment.id)).toEqual(['ann'])
  await send([order('dora', 0)])
  await waitFor('dora being in', async () => (await memberNames(segment.id)).includes('dora'))
  const dora = (await probe.findPerson('dora'))!
  const entered = await call<PersonSegments>('GET', `/v1/people/${dora.id}/segments`)
  expect(entered.items.find((item) => item.id === segment.id)).toMatchObject({ cause: 'event', reason: 'Order Completed' })

  clock.advance(11 * dayMs)
  await waitFor('dora being out', async () => !(await memberNames(segment.id)).includes('dora'))
  await probe.settle()
  const left = await call<PersonSegments>('GET', `/v1/people/${dora.id}/segments`)
  const told = left.left.find((item) => item.id === segment.id)!
  expect(told).toMatchObject({ cause: 'time', reason: 'the third Order Completed is older than 90 days' })
  // The instant is exact: 90 days after the third newest order, to the millisecond.
  const orders = (await probe.eventsOf('dora')).filter((event) => event.name === 'Order Completed')
  expect(Date.parse(told.at)).toBe(Date.parse(orders[0]!.time) + 90 * dayMs)
  const explained = await call<Explanation>('POST', '/v1/segments/explain', { profileId: dora.id, segmentId: segment.id })
  expect(explained).toMatchObject({ isMember: false, tree: { type: 'all', holds: false } })
  expect(explained.tree!.conditions![0]).toMatchObject({ holds: false, text: 'did Order Completed at least 3 times in the last 90 days' })
  expect(explained.tree!.conditions![0]!.found).toMatch(/^2 times/)
})

test('somebody comes back in by time alone where the rule says "not in the last 30 days"', async () => {
  const quiet = await makeSegment('Gone quiet', [orderedAtLeast(1, 90), { type: 'none', conditions: [orderedAtLeast(1, 30)] }])
  await send([order('eve', 0)])
  expect(await memberNames(quiet.id)).not.toContain('eve')
  clock.advance(30 * dayMs + 1)
  await waitFor('eve being in', async () => (await memberNames(quiet.id)).includes('eve'))
  await send([order('eve', 0)])
  await waitFor('eve being out', async () => !(await memberNames(quiet.id)).includes('eve'))
})

test('an edited rule is a new version, asks everyone again and can be taken back', async () => {
  const segment = await makeSegment('Edited', [orderedAtLeast(1, 3650)])
  const before = await memberNames(segment.id)
  expect(before).toEqual(expect.arrayContaining(['ann', 'bob', 'cid']))
  await call('PATCH', `/v1/segments/${segment.id}`, { definition: { type: 'all', conditions: [orderedAtLeast(3, 3650)] } })
  await waitUntilReady(segment.id)
  const after = await memberNames(segment.id)
  expect(after).toContain('ann')
  expect(after).not.toContain('cid')
  await probe.settle()
  const changes = await call<{ items: SegmentChange[] }>('GET', `/v1/segments/${segment.id}/changes?limit=200`)
  expect(changes.items.filter((change) => change.direction === 'left').every((change) => change.cause === 'edited')).toBe(true)
  const restored = await call<Segment>('POST', `/v1/segments/${segment.id}/versions/1/restore`)
  expect(restored.version).toBe(3)
  await waitUntilReady(segment.id)
  expect(await memberNames(segment.id)).toEqual(before)
})

test('traits, consent and other segments are conditions as well', async () => {
  await send([
    { type: 'identify', userId: 'ann', traits: { plan: 'plus', birthday: new Date(clock.now() + 3 * dayMs).toISOString().slice(0, 10), tags: ['vip', 'new'] } },
    { userId: 'ann', event: 'Consent Granted', properties: { purpose: 'marketing', channel: 'email' } },
  ])
  const plus = await makeSegment('Plus', [{ type: 'trait', trait: 'plan', operator: 'equals', value: 'plus' }])
  const all = await makeSegment('All of it', [
    { type: 'segment', segmentId: plus.id, isMember: true },
    { type: 'trait', trait: 'birthday', operator: 'anniversary_within', days: 7 },
    { type: 'trait', trait: 'tags', operator: 'list_has', value: 'vip' },
    { type: 'consent', purpose: 'marketing', channel: 'email', state: 'granted' },
  ])
  expect(await memberNames(all.id)).toEqual(['ann'])
  await send([{ type: 'identify', userId: 'ann', traits: { plan: 'free' } }])
  await waitFor('ann being out of both', async () => (await memberNames(plus.id)).length + (await memberNames(all.id)).length === 0)
  await send([{ type: 'identify', userId: 'ann', traits: { plan: 'plus' } }])
  await waitFor('ann being in again', async () => (await memberNames(all.id)).length === 1)
  clock.advance(5 * dayMs)
  await waitFor('her birthday being over', async () => (await memberNames(all.id)).length === 0)
  expect(await memberNames(plus.id)).toEqual(['ann'])
  const conflict = await server.request('DELETE', `/v1/segments/${plus.id}`, { as: program })
  expect(conflict.status).toBe(409)
  const circle = await server.request('PATCH', `/v1/segments/${plus.id}`, { as: program, body: { definition: { type: 'all', conditions: [{ type: 'segment', segmentId: all.id }] } } })
  expect(circle.status).toBe(409)
})

test('a static list holds whom it was given, and rules can ask for it', async () => {
  const list = await call<Segment>('POST', '/v1/segments', { name: 'Invited', kind: 'static' }, 201)
  const csv = 'email;user_id\n;ann\n;bob\n;nobody-here\n'
  const imported = expectStatus(await server.request<object>('POST', `/v1/segments/${list.id}/import`, { body: csv, headers: { 'content-type': 'text/csv' }, as: program }), 200)
  expect(imported.body).toMatchObject({ changed: 2, unchanged: 0, unknown: ['nobody-here'], unknownCount: 1 })
  expect(await memberNames(list.id)).toEqual(['ann', 'bob'])
  const reader = await makeSegment('Invited, no order in a year', [{ type: 'segment', segmentId: list.id, isMember: true }, orderedAtLeast(1, 3650)])
  expect(await memberNames(reader.id)).toEqual(['ann', 'bob'])
  const bob = (await probe.findPerson('bob'))!
  await call('DELETE', `/v1/segments/${list.id}/members`, { profileIds: [bob.id] })
  await waitFor('bob being out of both', async () => (await memberNames(reader.id)).length === 1)
  expect(await memberNames(list.id)).toEqual(['ann'])
  const people = await call<{ items: { userId: string }[]; total: number }>('GET', `/v1/people?segment=${list.id}`)
  expect(people).toMatchObject({ total: 1, items: [{ userId: 'ann' }] })
})

test('before a segment was made, a snapshot asks its rule of the stream as it was then', async () => {
  await send([
    { type: 'identify', userId: 'gil', traits: { plan: 'trial', since: '2020-05-01', tags: ['a', 'b'], seats: 3 } },
    { userId: 'gil', event: 'Consent Granted', properties: { purpose: 'news', channel: 'email' } },
    order('gil', 0),
  ])
  // Their phone, which signed in later: two profiles became one.
  await send([{ anonymousId: 'gil-phone', event: 'Seen' }, { type: 'identify', userId: 'gil', anonymousId: 'gil-phone', traits: { seats: 3 } }])
  const then = clock.now()
  clock.advance(dayMs)
  await send([{ type: 'identify', userId: 'gil', traits: { plan: 'paid' } }])
  const rules: Definition['conditions'][] = [
    [{ type: 'trait', trait: 'plan', operator: 'equals', value: 'trial' }],
    [{ type: 'trait', trait: 'seats', operator: 'at_least', value: 3 }, { type: 'trait', trait: 'plan', operator: 'not_equals', value: 'paid' }, { type: 'trait', trait: 'since', operator: 'before', date: '2020-06-01' }],
    [{ type: 'trait', trait: 'tags', operator: 'list_has', value: 'b' }, { type: 'trait', trait: 'plan', operator: 'starts_with', value: 'tri' }],
    [{ type: 'consent', purpose: 'news', channel: 'email', state: 'granted' }, { type: 'trait', trait: '$orders', operator: 'equals', value: 1 }, { type: 'trait', trait: 'plan', operator: 'in', values: ['trial'] }],
  ]
  for (const [index, conditions] of rules.entries()) {
    const segment = await makeSegment(`Then ${index}`, conditions)
    expect(await memberNames(segment.id)).toEqual([])
    const { items } = await call<Snapshot>('GET', `/v1/segments/${segment.id}/snapshot?at=${new Date(then).toISOString()}`)
    expect(items.map((person) => person.userId), JSON.stringify(conditions)).toEqual(['gil'])
  }
})

test('a snapshot tells who was in at a past moment', async () => {
  const segment = await makeSegment('Recent', [orderedAtLeast(1, 10)])
  const start = clock.now()
  await send([order('fay', 0)])
  await waitFor('fay being in', async () => (await memberNames(segment.id)).includes('fay'))
  clock.advance(11 * dayMs)
  await waitFor('fay being out', async () => !(await memberNames(segment.id)).includes('fay'))
  await probe.settle()
  const at = async (time: number) => (await call<Snapshot>('GET', `/v1/segments/${segment.id}/snapshot?at=${new Date(time).toISOString()}`)).items.map((person) => person.userId)
  expect(await at(start + 5 * dayMs)).toContain('fay')
  expect(await at(clock.now() - 1)).not.toContain('fay')
})
