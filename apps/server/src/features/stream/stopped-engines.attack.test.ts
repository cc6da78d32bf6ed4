// An engine that stands still: what needs it is refused in time with a clear answer, the rest goes on, all recovers by itself.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../test/attacked-rapport.ts'
import { createLedger, deliver, expectExactlyOnce, makeEvents, postBatch, readFigures, startLoad, type SentEvent } from '../../../test/load.ts'
import { waitFor } from '../../../test/wait.ts'
import type { StreamCounters } from './stream.contract.ts'

const people = ['anna', 'bert', 'cleo', 'dora']
const ledger = createLedger()
/** Five seconds is what a stopped database gets, the rest is for a machine that has other work; two waits in turn are too many. */
const inTimeMs = 9_000
let rapport: AttackedRapport

beforeAll(async () => {
  rapport = await startAttackedRapport()
  await deliver(rapport, makeEvents(100, people), ledger)
  await rapport.settle()
})

afterEach(() => {
  rapport.signal('postgres', 'SIGCONT')
  rapport.signal('clickhouse', 'SIGCONT')
})

afterAll(async () => {
  await rapport?.close()
})

test('PostgreSQL stands still: collection answers 503 in time, not in minutes, and recovers by itself', async () => {
  rapport.signal('postgres', 'SIGSTOP')
  const startedAt = performance.now()
  const events = makeEvents(400, people)
  const batches = Array.from({ length: 20 }, (_, index) => events.slice(index * 20, index * 20 + 20))
  const post = async (some: SentEvent[][]) => {
    const statuses = await Promise.all(some.map((batch) => postBatch(rapport, batch, 60)))
    return { statuses, afterMs: performance.now() - startedAt }
  }
  const earlyOnes = post(batches.slice(0, 10))
  await pause(2_000)
  const [early, late] = await Promise.all([earlyOnes, post(batches.slice(10))])
  expect([...early.statuses, ...late.statuses]).toEqual(batches.map(() => 503))
  // Those who queue behind the first are refused with them, not after a wait of their own.
  expect(early.afterMs).toBeLessThan(inTimeMs)
  expect(late.afterMs).toBeLessThan(inTimeMs)
  const ready = await rapport.request('GET', '/readyz')
  expect(ready).toMatchObject({ status: 503, body: { postgres: false, clickhouse: true } })

  rapport.signal('postgres', 'SIGCONT')
  // What was refused may be stored all the same: the sender repeats it under the same messageIds.
  for (const batch of batches) await deliver(rapport, batch, ledger)
  await waitFor('being ready again', async () => (await rapport.request('GET', '/readyz')).status === 200, 60)
  await expectExactlyOnce(rapport, ledger)
})

test('PostgreSQL stands still under load for longer than a lease: all is taken up again', async () => {
  const load = startLoad(rapport, { people, ledger })
  const before = ledger.repeats
  rapport.signal('postgres', 'SIGSTOP')
  await waitFor('every connection of the load being refused', () => ledger.repeats >= before + 8, 60)
  rapport.signal('postgres', 'SIGCONT')
  const acknowledged = ledger.acknowledged.size
  await waitFor('further events being acknowledged', () => ledger.acknowledged.size > acknowledged + 200, 60)
  await load.stop()
  expect(ledger.unexpected).toEqual([])
  await expectExactlyOnce(rapport, ledger)
})

test('ClickHouse stands still: events are taken in and processed, the timeline says why it cannot be read, the export catches up', async () => {
  const { id } = await readFigures(rapport, 'anna')
  const before = await rapport.settle()
  rapport.signal('clickhouse', 'SIGSTOP')
  for (let batch = 0; batch < 5; batch += 1) await deliver(rapport, makeEvents(40, people), ledger)
  const during = await waitFor('processing going on', async () => {
    const { status, body } = await rapport.request<StreamCounters>('GET', '/v1/stream/counters')
    return status === 200 && body.waiting === 0 && body
  }, 60)
  expect(during.processed).toBe(before.processed + 200)
  expect(during.exporting).toBe(200)
  // The profile needs no ClickHouse.
  expect((await readFigures(rapport, 'anna')).events).toBeGreaterThan(0)

  const startedAt = performance.now()
  const timeline = await rapport.request<{ error: { code: string; message: string } }>('GET', `/v1/people/${id}/timeline`, { seconds: 60 })
  expect(timeline).toMatchObject({ status: 503, body: { error: { code: 'unavailable', message: expect.stringContaining('ClickHouse') } } })
  expect(timeline.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(performance.now() - startedAt).toBeLessThan(inTimeMs + 5_000)
  expect(await rapport.request('GET', '/readyz')).toMatchObject({ status: 503, body: { postgres: true, clickhouse: false } })

  rapport.signal('clickhouse', 'SIGCONT')
  await expectExactlyOnce(rapport, ledger)
  const read = await rapport.request<{ items: unknown[] }>('GET', `/v1/people/${id}/timeline`)
  expect(read.status).toBe(200)
  expect(read.body.items.length).toBeGreaterThan(0)
})
