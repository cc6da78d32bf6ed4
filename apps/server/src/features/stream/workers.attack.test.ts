// Several workers on one workspace: one is killed, one stands still beyond its lease, people are merged beside them all.
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../test/attacked-rapport.ts'
import { holdLock, waitForBlockedWorker } from '../../../test/database-locks.ts'
import { createLedger, deliver, expectExactlyOnce, makeEvents, postBatch, readFigures, startLoad, sumUp, type Figures } from '../../../test/load.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Person } from '../people/people.contract.ts'

const people = Array.from({ length: 8 }, (_, index) => `customer-${index}`)
const ledger = createLedger()
let rapport: AttackedRapport

beforeAll(async () => {
  rapport = await startAttackedRapport()
})

afterAll(async () => {
  await rapport?.close()
})

interface Cursor {
  lease_holder: string | null
  processed_seq: string
}

async function readCursor(): Promise<Cursor> {
  const [row] = await rapport.queryPostgres<Cursor>('select lease_holder, processed_seq from stream_cursors where workspace_id = $1', [rapport.workspaceId])
  return row!
}

async function waitUntilProcessedBeyond(seq: number, what: string): Promise<Cursor> {
  return await waitFor(
    what,
    async () => {
      const cursor = await readCursor()
      return Number(cursor.processed_seq) > seq && cursor
    },
    60,
  )
}

/** A further worker, which has the workspace to itself: the first one stands still, without a lease, until it is woken. */
async function startLoneWorker(): Promise<ChildProcess> {
  await waitFor('the lease being given back', async () => (await readCursor()).lease_holder === null, 30)
  rapport.signal('worker', 'SIGSTOP')
  return await rapport.startWorker()
}

function wakeFirstWorker(): void {
  rapport.signal('worker', 'SIGCONT')
}

test('the worker that holds the lease is killed under load: another one goes on, exactly once', async () => {
  const worker = await startLoneWorker()
  const load = startLoad(rapport, { people, ledger })
  const { lease_holder: killed, processed_seq } = await waitUntilProcessedBeyond(Number((await readCursor()).processed_seq) + 100, 'the holder working')
  wakeFirstWorker()
  worker.kill('SIGKILL')
  const after = await waitFor('another worker taking the lease', async () => {
    const cursor = await readCursor()
    return cursor.lease_holder !== null && cursor.lease_holder !== killed && cursor
  }, 60)
  expect(Number(after.processed_seq)).toBeGreaterThanOrEqual(Number(processed_seq))
  await load.stop()
  await expectExactlyOnce(rapport, ledger)
})

test('a worker that wakes up with a read batch after its lease went to another commits nothing', async () => {
  const worker = await startLoneWorker()
  await deliver(rapport, makeEvents(200, people), ledger)
  await rapport.settle()
  // Repetitions alone: their batch would hit no unique index, only the fencing token keeps it from being counted twice.
  const repeated = [...ledger.acknowledged.values()].slice(0, 200)
  const lock = await holdLock(rapport, 'lock table message_ids in access exclusive mode')
  expect(await postBatch(rapport, repeated)).toBe(200)
  await waitForBlockedWorker(rapport, 'from message_ids')
  const before = await readCursor()
  worker.kill('SIGSTOP')
  wakeFirstWorker()
  await lock.release()
  const taken = await waitUntilProcessedBeyond(Number(before.processed_seq), 'another worker processing that batch')
  expect(taken.lease_holder).not.toBe(before.lease_holder)
  worker.kill('SIGCONT')
  // Under further load the woken worker has every occasion to commit.
  const load = startLoad(rapport, { people, ledger })
  await waitUntilProcessedBeyond(Number(taken.processed_seq) + 200, 'work going on')
  await load.stop()
  // Fenced off first of all, it did not get as far as the unique indexes, which would have stopped this batch as well.
  expect(rapport.readOutput()).not.toContain('A batch failed')
  await expectExactlyOnce(rapport, ledger)
  worker.kill('SIGTERM')
})

test('a worker that stands still in the middle of its transaction does not hold the workspace', async () => {
  const worker = await startLoneWorker()
  const lock = await holdLock(rapport, 'lock table message_ids in share row exclusive mode')
  await deliver(rapport, makeEvents(60, people), ledger)
  // Its transaction has moved the cursor by now and holds that row.
  await waitForBlockedWorker(rapport, 'insert into message_ids')
  const before = await readCursor()
  worker.kill('SIGSTOP')
  wakeFirstWorker()
  await lock.release()
  const taken = await waitUntilProcessedBeyond(Number(before.processed_seq), 'another worker going on')
  expect(taken.lease_holder).not.toBe(before.lease_holder)
  worker.kill('SIGCONT')
  await deliver(rapport, makeEvents(60, people), ledger)
  await expectExactlyOnce(rapport, ledger)
  worker.kill('SIGTERM')
})

/** The person's figures out of their events in ClickHouse, whatever the profile says. */
async function rebuildFigures(userIds: readonly string[]): Promise<Omit<Figures, 'step'>> {
  const [row] = await rapport.queryClickhouse<Omit<Figures, 'step'>>(
    `SELECT count() AS events, countIf(type = 'page') AS pageViews, countIf(name = 'Order Completed') AS orders,
       toFloat64(sumIf(number_properties['total'], name = 'Order Completed')) AS revenue
     FROM events WHERE workspace_id = ${rapport.workspaceId} AND user_id IN (${userIds.map((id) => `'${id}'`).join(', ')})`,
  )
  return row!
}

async function changeUnderLoad<T>(change: () => Promise<T>): Promise<T> {
  const load = startLoad(rapport, { people, ledger })
  await waitUntilProcessedBeyond(Number((await readCursor()).processed_seq) + 100, 'the load arriving')
  const result = await change()
  await waitUntilProcessedBeyond(Number((await readCursor()).processed_seq) + 100, 'work going on after the change')
  await load.stop()
  await rapport.settle()
  return result
}

test('people are merged and parted by hand while two workers are under load: their figures stay right', async () => {
  await rapport.startWorker()
  const [left, right] = people as [string, string]
  const into = await readFigures(rapport, left)
  const from = await readFigures(rapport, right)
  for (const _cycle of [1, 2, 3]) {
    const body = { otherId: from.id, reason: 'The same household' }
    const merged = await changeUnderLoad(() => rapport.request<Person>('POST', `/v1/people/${into.id}/merge`, { body }))
    expect(merged.status).toBe(200)
    const events = [...ledger.acknowledged.values()].map((event) => (event.userId === right ? { ...event, userId: left } : event))
    const both = sumUp(events).get(left)!
    for (const userId of [left, right]) expect(await readFigures(rapport, userId)).toEqual({ id: into.id, ...both })
    expect({ ...(await rebuildFigures([left, right])), step: both.step }).toEqual(both)

    const mergeId = merged.body.merges.find(({ undoneAt }) => undoneAt === null)!.id
    const undone = await changeUnderLoad(() => rapport.request('POST', `/v1/merges/${mergeId}/undo`, { seconds: 60 }))
    expect(undone).toMatchObject({ status: 200, body: { profileId: into.id, restoredId: from.id } })
    await expectExactlyOnce(rapport, ledger)
    for (const userId of [left, right]) {
      const { id: _id, step: _step, ...figures } = await readFigures(rapport, userId)
      expect(await rebuildFigures([userId])).toEqual(figures)
    }
  }
})
