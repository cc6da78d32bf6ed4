// Fillings of many pages while events of the people who are being filled come in: what is kept of each is every event,
// once, and what time will change of each is noted; also when the worker and ClickHouse are killed in the middle.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../../test/attacked-rapport.ts'
import { createLedger, deliver, type SentEvent } from '../../../../test/load.ts'
import { waitFor } from '../../../../test/wait.ts'
import type { Definition, EventFilter } from '../conditions.contract.ts'
import type { Segment } from '../segments.contract.ts'
import { createLiveState, type StoredState } from './live-state.ts'

/** Pages hold about 10,000. */
const people = 45_000
const eventsEach = 3

const viewed: EventFilter = { type: 'track', name: 'Product Viewed', filters: [] }
const ordered: EventFilter = { type: 'track', name: 'Order Completed', filters: [] }
const searched: EventFilter = { type: 'track', name: 'Products Searched', filters: [] }
const monthMs = 30 * 86_400_000
/** At least one search ever, and no more in 30 days than everyone had before: time alone brings in whoever made another. */
const searchesLittle: Definition = {
  type: 'all',
  conditions: [
    { type: 'event', event: searched, aggregate: { function: 'count' }, operator: 'at_least', value: 1, window: { kind: 'ever' } },
    { type: 'event', event: searched, aggregate: { function: 'count' }, operator: 'at_most', value: eventsEach, window: { kind: 'sliding', length: { amount: 30, unit: 'days' } } },
  ],
}
const atLeast = (event: EventFilter, value: number): Definition => ({ type: 'all', conditions: [{ type: 'event', event, aggregate: { function: 'count' }, operator: 'at_least', value, window: { kind: 'ever' } }] })

const idInPostgres = "(lpad(to_hex(number), 8, '0') || '-0000-7000-8' || substr(md5(number::text), 1, 3) || '-' || substr(md5(number::text), 4, 12))::uuid"
const hash = 'lower(hex(MD5(toString(person))))'
const idInClickhouse = `toUUID(concat(lower(leftPad(hex(toUInt32(person)), 8, '0')), '-0000-7000-8', substring(${hash}, 1, 3), '-', substring(${hash}, 4, 12)))`

let rapport: AttackedRapport

/** People and their events, straight into both databases; the stream goes on after them. */
async function makeHistory(): Promise<void> {
  const { workspaceId } = rapport
  await rapport.settle()
  await waitFor('the lease to be free', async () => (await rapport.queryPostgres('select from stream_cursors where lease_holder is not null')).length === 0, 30)
  await rapport.queryPostgres(
    `insert into profiles (workspace_id, id, is_identified, name, user_id, first_seen_at, last_seen_at, last_seen_hour, sessions, orders, revenue, traits, trait_stamps, stats)
     select ${workspaceId}, ${idInPostgres}, true, '', 'customer-' || number, now(), now(), date_trunc('hour', now()), 0, 0, 0, '{}', '{}', '{"identifiers": {"user_id": 1, "email": 0, "phone": 0, "external_id": 0, "anonymous_id": 0}}'
     from generate_series(0, ${people - 1}) as number`,
  )
  await rapport.queryPostgres(
    `insert into identities (workspace_id, kind, value, profile_id, is_verified, first_seen_at)
     select ${workspaceId}, 'user_id', 'customer-' || number, ${idInPostgres}, true, now() from generate_series(0, ${people - 1}) as number`,
  )
  await rapport.queryClickhouse(
    `INSERT INTO events (workspace_id, seq, message_id, type, name, time, received_at, origin, source_id, profile_id, user_id, anonymous_id, session_id, group_id, text_properties, number_properties, payload)
     SELECT ${workspaceId}, 1000 + number, concat('h', toString(number)), 'track', if(number < ${people * eventsEach}, '${viewed.name}', '${searched.name}'), at, at, 'server', '', ${idInClickhouse}, concat('customer-', toString(person)), '', '', '', map(), map(), '{}'
     FROM (SELECT number, number % ${people} AS person, now64(3, 'UTC') - INTERVAL 2 DAY AS at FROM numbers(${2 * people * eventsEach}))`,
  )
  const last = 1_000 + 2 * people * eventsEach
  await rapport.queryPostgres(
    `with stream as (update workspace_streams set last_seq = ${last} where workspace_id = ${workspaceId})
     update stream_cursors set processed_seq = ${last} where workspace_id = ${workspaceId} and lease_holder is null`,
  )
}

async function makeSegment(definition: Definition): Promise<string> {
  const { status, body } = await rapport.request<Segment>('POST', '/v1/segments', { body: { name: JSON.stringify(definition).slice(-80), definition } })
  expect(status).toBe(201)
  return body.id
}

async function kill(victim: 'worker' | 'clickhouse'): Promise<void> {
  const killed = rapport.signal(victim, 'SIGKILL')
  expect(killed.length).toBeGreaterThan(0)
  await waitFor(`a new ${victim}`, () => rapport.findProcesses(victim).some((pid) => !killed.includes(pid)), 60)
}

async function visited(): Promise<number> {
  const [row] = await rapport.queryPostgres<{ visited: number }>('select coalesce(sum(visited), 0)::int as visited from segment_fills')
  return row!.visited
}

/** Each event is of somebody else: of people who are in memory already the processor knows more than the database. */
async function send(lane: number, nameOf: (number: number) => string, until: AbortSignal, most = Infinity): Promise<void> {
  const ledger = createLedger()
  for (let sent = 0; !until.aborted && sent < most; sent += 50) {
    const events = Array.from({ length: 50 }, (_, index): SentEvent => {
      const number = (sent + index) * 4 + lane
      return { messageId: `${nameOf(0)}-${number}`, type: 'track', event: nameOf(number), userId: `customer-${(number * 7_919) % people}`, timestamp: new Date().toISOString(), properties: {} }
    })
    await deliver(rapport, events, ledger)
    await pause(20)
  }
}

beforeAll(async () => {
  rapport = await startAttackedRapport()
  await makeHistory()
})

afterAll(async () => {
  await rapport?.close()
})

/** By person, how many events of a name: by ClickHouse, and by what is kept for the rules. */
async function countsOf(name: string): Promise<{ history: Map<string, number>; kept: Map<string, number> }> {
  const history = await rapport.queryClickhouse<{ id: string; count: string }>(`SELECT toString(profile_id) AS id, count() AS count FROM events WHERE name = '${name}' GROUP BY id`)
  const [series] = await rapport.queryPostgres<{ ref: number }>("select ref from segment_series where definition->'event'->>'name' = $1", [name])
  const states = await rapport.queryPostgres<{ id: string; state: string }>('select profile_id as id, state from segment_states')
  const kept = states.flatMap(({ id, state }): [string, number][] => {
    const count = createLiveState(JSON.parse(state) as Partial<StoredState>).series.get(series!.ref) as readonly [number] | undefined
    return count ? [[id, count[0]]] : []
  })
  return { history: new Map(history.map((row) => [row.id, Number(row.count)])), kept: new Map(kept) }
}

/** Those of `right` that differ in `left`, a few of them. */
function differences(left: Map<string, number>, right: Map<string, number>): string[] {
  return [...new Set([...left.keys(), ...right.keys()])].filter((id) => left.get(id) !== right.get(id)).map((id) => `${id}: ${left.get(id)} and ${right.get(id)}`).slice(0, 5)
}

async function expectTruth(segments: ReadonlyMap<string, { name: string; value: number }>): Promise<void> {
  await rapport.settle(120)
  await waitFor('nothing to be filled', async () => (await rapport.queryPostgres('select from segment_fills')).length === 0, 120)
  await rapport.settle(120)
  for (const [id, { name, value }] of segments) {
    const { history, kept } = await countsOf(name)
    expect(differences(history, kept), name).toEqual([])
    const members = await rapport.queryPostgres<{ id: string }>('select profile_id as id from segment_memberships where segment_id = $1', [id])
    const held = [...history].filter(([, count]) => count >= value).map(([person]) => person)
    expect(members.map((row) => row.id).toSorted(), name).toEqual(held.toSorted())
    const told = await rapport.queryClickhouse<{ count: string; people: string }>(`SELECT count() AS count, uniqExact(profile_id) AS people FROM events WHERE name = 'Segment Entered' AND text_properties['segment_id'] = '${id}'`)
    expect(told.map((row) => [Number(row.count), Number(row.people)]), name).toEqual([[held.length, held.length]])
  }
}

test('the worker and ClickHouse are killed between the pages of a filling, while its people are active', async () => {
  expect.hasAssertions()
  const ending = new AbortController()
  const load = Promise.all([0, 1, 2, 3].map((lane) => send(lane, (number) => (number % 3 ? viewed.name : ordered.name), ending.signal)))
  const segments = new Map([[await makeSegment(atLeast(viewed, eventsEach + 1)), { name: viewed.name, value: eventsEach + 1 }]])
  await waitFor('the first page', async () => (await visited()) > 0, 60)
  await kill('worker')
  await pause(Math.random() * 500)
  await kill('clickhouse')
  segments.set(await makeSegment(atLeast(ordered, 1)), { name: ordered.name, value: 1 })
  await pause(Math.random() * 2_000)
  await kill('worker')
  ending.abort()
  await load
  await expectTruth(segments)
})

test('of who is active while a segment is filled it is noted when time will bring them in', async () => {
  const ending = new AbortController()
  // One event each: a second one would have the person asked again.
  const load = Promise.all([0, 1, 2, 3].map((lane) => send(lane, () => searched.name, ending.signal, people / 4)))
  const id = await makeSegment(searchesLittle)
  await waitFor('the end of the filling', async () => (await rapport.queryPostgres('select from segment_fills')).length === 0, 120)
  ending.abort()
  await load
  await rapport.settle(120)
  const [segment] = await rapport.queryPostgres<{ ref: number }>('select ref from segments where id = $1', [id])
  const active = await rapport.queryClickhouse<{ id: string; leaves: string }>(
    `SELECT toString(profile_id) AS id, arrayReverseSort(groupArray(toUnixTimestamp64Milli(time)))[${eventsEach + 1}] + ${monthMs} AS leaves
     FROM events WHERE name = '${searched.name}' GROUP BY id HAVING count() > ${eventsEach}`,
  )
  expect(active.length).toBeGreaterThan(100)
  const states = await rapport.queryPostgres<{ id: string; state: string }>('select profile_id as id, state from segment_states')
  const flips = new Map(states.map(({ id: person, state }) => [person, createLiveState(JSON.parse(state) as Partial<StoredState>).flips.get(segment!.ref) ?? 0]))
  const expected = new Map(active.map((row) => [row.id, Number(row.leaves)]))
  expect(differences(expected, new Map([...expected.keys()].map((person) => [person, flips.get(person)!])))).toEqual([])
  const members = await rapport.queryPostgres<{ id: string }>('select profile_id as id from segment_memberships where segment_id = $1', [id])
  expect(members).toHaveLength(people - active.length)
})
