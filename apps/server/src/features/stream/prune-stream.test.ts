// What the stream forgets after a week and a month, and that its counters agree all the same.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { createMovableClock, expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { pruneStream } from './jobs/prune-stream.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const clock = createMovableClock()
let server: TestServer
let owner: Person
let probe: StreamProbe
let authorization: string
let made = 0

beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  probe = createStreamProbe(server, owner)
  authorization = `Basic ${Buffer.from(`${(await makeWriteKey(server, owner)).writeKey}:`).toString('base64')}`
})

afterAll(() => server?.close())

async function send(count: number, event: object = { userId: 'anna' }): Promise<string[]> {
  const batch = Array.from({ length: count }, () => ({ type: 'track', event: 'Visited', messageId: `m-${(made += 1)}`, ...event }))
  expectStatus(await server.request('POST', '/v1/batch', { body: { batch }, headers: { authorization } }), 200)
  return batch.map(({ messageId }) => messageId)
}

async function process(): Promise<void> {
  const worker = await server.startWorker()
  await probe.settle()
  await worker.stop()
}

async function prune(): Promise<void> {
  await pruneStream.handle({}, server.platform)
}

async function countRows(table: 'event_log' | 'message_ids' | 'rejected_events'): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where workspace_id = ${owner.workspaceId}`.execute(server.platform.db)
  return rows[0]!.count
}

/** The counters, after comparing them with what is really there. */
async function readCounters() {
  const counters = await probe.counters()
  const { rows } = await sql<{ pruned: number }>`select pruned from workspace_streams where workspace_id = ${owner.workspaceId}`.execute(server.platform.db)
  expect(counters.stored).toBe((await countRows('event_log')) + rows[0]!.pruned)
  expect(counters.accepted).toBe(counters.stored)
  expect(counters.processed + counters.duplicate + counters.rejected + counters.waiting).toBe(counters.stored)
  return { ...counters, pruned: rows[0]!.pruned }
}

test('after seven days processed rows leave the log, what waits stays, and the counters agree', async () => {
  await send(30)
  await send(2, { userId: '' })
  await process()
  await prune()
  expect(await readCounters()).toMatchObject({ accepted: 32, processed: 30, rejected: 2, waiting: 0, pruned: 0 })

  clock.advance(6 * dayMs)
  await send(5)
  clock.advance(2 * dayMs)
  await prune()
  // The five are younger; had they been older, they wait.
  expect(await readCounters()).toMatchObject({ accepted: 37, processed: 30, rejected: 2, waiting: 5, pruned: 32 })
  expect(await countRows('event_log')).toBe(5)

  clock.advance(8 * dayMs)
  await prune()
  expect(await readCounters()).toMatchObject({ waiting: 5, pruned: 32 })
  await process()
  await prune()
  expect(await readCounters()).toMatchObject({ accepted: 37, processed: 35, waiting: 0, pruned: 37 })
  expect(await countRows('event_log')).toBe(0)
})

test('a row from a process whose clock is behind makes no hole in the log', async () => {
  const { pruned } = await readCounters()
  await send(3)
  clock.advance(-2 * hourMs)
  await send(3)
  clock.advance(2 * hourMs)
  await process()
  clock.advance(7 * dayMs - hourMs)
  // The later three are older by their time; they stay until those before them go.
  await prune()
  expect(await readCounters()).toMatchObject({ pruned, waiting: 0 })
  clock.advance(2 * hourMs)
  await prune()
  expect(await readCounters()).toMatchObject({ pruned: pruned + 6 })
})

test('message ids are known for thirty days: a repetition counts as one until then, and its key goes afterwards', async () => {
  const [messageId] = await send(1)
  await process()
  const before = await readCounters()
  await prune()
  await send(1, { userId: 'anna', messageId })
  await process()
  expect(await readCounters()).toMatchObject({ processed: before.processed, duplicate: before.duplicate + 1 })
  const keys = await countRows('message_ids')
  expect(keys).toBeGreaterThan(0)
  expect(await countRows('rejected_events')).toBe(2)

  // The database itself says when it saw a message, so its clock counts: at most the test's own runtime behind ours.
  clock.advance(29 * dayMs - (clock.now() - Date.now()))
  await prune()
  expect(await countRows('message_ids')).toBe(keys)
  expect(await countRows('rejected_events')).toBe(2)
  clock.advance(2 * dayMs)
  await prune()
  expect(await countRows('message_ids')).toBe(0)
  expect(await countRows('rejected_events')).toBe(0)
  await readCounters()
})
