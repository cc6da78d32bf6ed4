// The way into ClickHouse, cut at its two tender places: before a batch is there, and before it is known to be there.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../test/attacked-rapport.ts'
import { holdLock, waitForBlockedWorker } from '../../../test/database-locks.ts'
import { createLedger, deliver, expectExactlyOnce, makeEvents } from '../../../test/load.ts'
import { waitFor } from '../../../test/wait.ts'

const people = ['anna', 'bert']
const ledger = createLedger()
let rapport: AttackedRapport

beforeAll(async () => {
  rapport = await startAttackedRapport()
})

afterAll(async () => {
  await rapport?.close()
})

/** Events that are processed and stored for the export, while ClickHouse stands still. */
async function makeExportWait(): Promise<void> {
  rapport.signal('clickhouse', 'SIGSTOP')
  await deliver(rapport, makeEvents(60, people), ledger)
  await waitFor('a batch being stored for the export', async () => {
    const rows = await rapport.queryPostgres('select 1 from export_batches where workspace_id = $1', [rapport.workspaceId])
    return rows.length > 0
  })
}

async function killWorker(): Promise<number[]> {
  const killed = rapport.signal('worker', 'SIGKILL')
  await waitFor('a new worker', () => rapport.findProcesses('worker').some((pid) => !killed.includes(pid)), 60)
  return killed
}

test('the worker and ClickHouse die while a batch is being sent: it is sent again', async () => {
  await makeExportWait()
  rapport.signal('clickhouse', 'SIGKILL')
  expect(await killWorker()).toHaveLength(1)
  await expectExactlyOnce(rapport, ledger)
})

test('the worker dies after ClickHouse has a batch and before that is noted: it is sent again and counts once', async () => {
  await makeExportWait()
  // People are mirrored before their events; here it is about the events.
  await rapport.queryPostgres("delete from export_batches where target <> 'events'")
  const lock = await holdLock(rapport, 'lock table export_batches in share mode')
  rapport.signal('clickhouse', 'SIGCONT')
  await waitForBlockedWorker(rapport, 'delete from export_batches')
  const [stored] = await rapport.queryClickhouse<{ count: number }>(`SELECT count() AS count FROM events WHERE workspace_id = ${rapport.workspaceId}`)
  expect(stored!.count).toBe(ledger.acknowledged.size)
  rapport.signal('worker', 'SIGKILL')
  await lock.release()
  await expectExactlyOnce(rapport, ledger)
})
