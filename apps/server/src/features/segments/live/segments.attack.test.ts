// kill -9 of the worker and of ClickHouse, two workers, repeated and disordered sends: while people come into segments
// and go out of them, while time alone takes them out, and while segments are being filled.
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../../test/attacked-rapport.ts'
import { createLedger, deliver, makeEvents, startLoad, type Ledger, type Load } from '../../../../test/load.ts'
import { waitFor } from '../../../../test/wait.ts'
import type { Condition, Definition } from '../conditions.contract.ts'
import type { Preview, Segment } from '../segments.contract.ts'

const people = Array.from({ length: 12 }, (_, index) => `customer-${index}`)
const ledger: Ledger = createLedger()
const rules = new Map<string, Definition>()
let rapport: AttackedRapport

const track = (name: string) => ({ type: 'track' as const, name, filters: [] })
// The load's events are an hour old and a little younger with each: they leave such a window seconds after they come.
const hour = { amount: 60, unit: 'minutes' as const }
const lastHour = { kind: 'sliding' as const, length: hour }
const ever = { kind: 'ever' as const }

function count(name: string, operator: 'at_least' | 'at_most' | 'exactly', value: number, window: typeof lastHour | typeof ever): Condition {
  return { type: 'event', event: track(name), aggregate: { function: 'count' }, operator, value, window }
}
function measure(name: string, aggregate: { function: 'sum' | 'distinct' | 'average'; property: string }, value: number): Condition {
  return { type: 'event', event: track(name), aggregate, operator: 'at_least', value, window: lastHour }
}
function sequence(isFollowed: boolean): Condition {
  return { type: 'sequence', first: track('Product Viewed'), second: track('Order Completed'), within: { amount: 1, unit: 'minutes' }, isFollowed, window: ever }
}

/** Other numbers give other rules, some of them over the same series. */
function drawRules(number: number): Condition[] {
  return [
    count('Order Completed', 'at_least', 1 + (number % 3), lastHour),
    { type: 'none', conditions: [count('Product Viewed', 'at_least', 1 + (number % 4), lastHour)] },
    { type: 'all', conditions: [count('Order Completed', 'at_least', 1, ever), { type: 'none', conditions: [count('Order Completed', 'at_least', 1, lastHour)] }] },
    measure('Order Completed', { function: 'sum', property: 'total' }, 20 + number),
    measure('Product Viewed', { function: 'distinct', property: 'sku' }, 2 + (number % 4)),
    count('Order Completed', 'at_least', 20 * number, ever),
    sequence(number % 2 === 0),
    { type: 'any', conditions: [{ type: 'trait', trait: 'step', operator: 'at_least', value: 500 * number }, count('Product Viewed', 'exactly', number % 5, lastHour)] },
  ]
}

async function makeSegments(conditions: readonly Condition[]): Promise<string[]> {
  const ids: string[] = []
  for (const condition of conditions) {
    const definition: Definition = { type: 'all', conditions: [condition] }
    const { status, body } = await rapport.request<Segment>('POST', '/v1/segments', { body: { name: `Rule ${rules.size}`, definition } })
    expect(status).toBe(201)
    rules.set(body.id, definition)
    ids.push(body.id)
  }
  return ids
}

beforeAll(async () => {
  rapport = await startAttackedRapport()
  await makeSegments(drawRules(1))
})

afterAll(async () => {
  await rapport?.close()
})

function waitForAcknowledged(further: number): Promise<unknown> {
  const from = ledger.acknowledged.size
  return waitFor(`${further} further events being acknowledged`, () => ledger.acknowledged.size >= from + further, 90)
}

/** Nothing is filled, stale or due, now or by time. */
async function waitUntilQuiet(): Promise<void> {
  await waitFor('no segment being filled and nobody waiting for time', async () => {
    const [row] = await rapport.queryPostgres<{ fills: number; waiting: number }>(
      `select (select count(*)::int from segment_fills) as fills, (select count(*)::int from segment_states where next_flip_at is not null or rebuild_after is not null) as waiting`,
    )
    return row!.fills === 0 && row!.waiting === 0
  }, 100)
  await rapport.settle()
}

interface Told {
  segmentId: string
  profileId: string
  isEntered: number
}

/** Memberships are what the compiled rules say, sizes too, and each entry and exit is told once. */
async function expectTruth(): Promise<void> {
  await rapport.settle()
  await waitUntilQuiet()
  const memberships = await rapport.queryPostgres<{ segment_id: string; profile_id: string }>('select segment_id, profile_id from segment_memberships')
  const stored = Map.groupBy(memberships, (row) => row.segment_id)
  const idsOf = (id: string) => (stored.get(id) ?? []).map((row) => row.profile_id).toSorted()
  for (const [id, definition] of rules) {
    const { status, body } = await rapport.request<Preview>('POST', '/v1/segments/preview', { body: { definition, limit: 50 } })
    expect({ status, ids: body.sample.map((person) => person.id).toSorted() }, JSON.stringify(definition)).toEqual({ status: 200, ids: idsOf(id) })
  }
  const sizes = await rapport.queryPostgres<{ id: string; size: number; status: string; last: number }>(
    `select id, size, status, coalesce((select sizes.size from segment_sizes as sizes where segment_id = segments.id order by hour desc limit 1), 0) as last from segments`,
  )
  expect(sizes).toEqual(sizes.map((row) => ({ ...row, status: 'ready', size: idsOf(row.id).length, last: idsOf(row.id).length })))
  const told = await rapport.queryClickhouse<Told>(
    `SELECT text_properties['segment_id'] AS segmentId, toString(profile_id) AS profileId, name = 'Segment Entered' AS isEntered FROM events WHERE origin = 'system' AND name LIKE 'Segment %' ORDER BY seq`,
  )
  for (const [key, changes] of Map.groupBy(told, ({ segmentId, profileId }) => `${segmentId} ${profileId}`)) {
    expect(changes.map(({ isEntered }) => isEntered), `${key} in ${JSON.stringify(rules.get(key.split(' ')[0]!))}`).toEqual(changes.map((_, index) => (index % 2 === 0 ? 1 : 0)))
  }
  const last = new Map(told.map((one) => [`${one.segmentId} ${one.profileId}`, one.isEntered]))
  expect([...last].filter(([, isEntered]) => isEntered).map(([key]) => key).toSorted()).toEqual(memberships.map((row) => `${row.segment_id} ${row.profile_id}`).toSorted())
  await expectEventsOnce()
}

async function expectEventsOnce(): Promise<void> {
  const rows = await rapport.queryClickhouse<{ message_id: string; count: number }>("SELECT message_id, count() AS count FROM events WHERE origin != 'system' GROUP BY message_id")
  const found = new Set(rows.map((row) => row.message_id))
  expect({ doubled: rows.filter((row) => row.count > 1), lost: [...ledger.acknowledged.keys()].filter((id) => !found.has(id)), refused: await rapport.queryPostgres('select reason from rejected_events') }).toEqual({ doubled: [], lost: [], refused: [] })
}

async function underLoad(work: (load: Load) => Promise<void>): Promise<void> {
  const load = startLoad(rapport, { people, ledger, connections: 2 })
  await waitForAcknowledged(100)
  await work(load)
  await waitForAcknowledged(100)
  await load.stop()
  await expectTruth()
}

async function kill(victim: 'worker' | 'clickhouse'): Promise<void> {
  const killed = rapport.signal(victim, 'SIGKILL')
  expect(killed.length).toBeGreaterThan(0)
  await waitFor(`a new ${victim}`, () => rapport.findProcesses(victim).some((pid) => !killed.includes(pid)), 60)
}

test('the worker is killed again and again while people come and go and segments are filled', async () => {
  expect.hasAssertions()
  await underLoad(async () => {
    for (const number of [2, 3, 4]) {
      await makeSegments(drawRules(number))
      await pause(Math.random() * 600)
      await kill('worker')
    }
  })
})

test('rules are edited and removed in the middle of being filled, and the worker is killed', async () => {
  expect.hasAssertions()
  await underLoad(async () => {
    const ids = await makeSegments(drawRules(5))
    for (const [index, id] of ids.entries()) {
      const definition: Definition = { type: 'all', conditions: [drawRules(6)[index]!] }
      const isRemoved = index % 4 === 3
      const { status } = await rapport.request(isRemoved ? 'DELETE' : 'PATCH', `/v1/segments/${id}`, isRemoved ? {} : { body: { definition } })
      expect(status).toBe(isRemoved ? 204 : 200)
      if (isRemoved) rules.delete(id)
      else rules.set(id, definition)
      if (index === 4) await kill('worker')
    }
  })
})

test('ClickHouse is killed in the middle of a filling', async () => {
  expect.hasAssertions()
  await underLoad(async () => {
    for (const number of [7, 8]) {
      await makeSegments(drawRules(number).slice(0, 4))
      await pause(Math.random() * 300)
      await kill('clickhouse')
    }
  })
})

test('two workers, of whom the one that holds the lease is killed', async () => {
  expect.hasAssertions()
  const others: ChildProcess[] = [await rapport.startWorker()]
  await underLoad(async () => {
    await makeSegments(drawRules(9).slice(4))
    await kill('worker')
    await waitForAcknowledged(100)
    others.push(await rapport.startWorker())
    others[0]!.kill('SIGKILL')
    await makeSegments(drawRules(10).slice(0, 4))
  })
  others[1]!.kill('SIGTERM')
})

test('what is sent again, and in disorder, changes nothing', async () => {
  expect.hasAssertions()
  await underLoad(async () => {
    const known = [...ledger.acknowledged.values()]
    const shuffled = known.slice(-400).concat(makeEvents(200, people)).map((event) => ({ event, rank: Math.random() })).toSorted((left, right) => left.rank - right.rank)
    for (let start = 0; start < shuffled.length; start += 50) await deliver(rapport, shuffled.slice(start, start + 50).map(({ event }) => event), ledger)
  })
})
