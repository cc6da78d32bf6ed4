// kill -9 of every process, at random moments under load.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../test/attacked-rapport.ts'
import { createLedger, expectExactlyOnce, startLoad, type Ledger } from '../../../test/load.ts'
import { waitFor } from '../../../test/wait.ts'

const people = Array.from({ length: 12 }, (_, index) => `customer-${index}`)
const rounds = [1, 2, 3, 4, 5]
const victims = ['api', 'worker', 'postgres', 'clickhouse'] as const
const ledger: Ledger = createLedger()
let rapport: AttackedRapport

beforeAll(async () => {
  rapport = await startAttackedRapport()
})

afterAll(async () => {
  await rapport?.close()
})

/** Resolves when this many further events were acknowledged. */
function waitForAcknowledged(count: number): Promise<unknown> {
  const from = ledger.acknowledged.size
  return waitFor(`${count} further events being acknowledged`, () => ledger.acknowledged.size >= from + count, 90)
}

async function killAndAwaitSuccessor(victim: (typeof victims)[number]): Promise<void> {
  const killed = rapport.signal(victim, 'SIGKILL')
  expect(killed.length).toBeGreaterThan(0)
  await waitFor(`a new ${victim}`, () => rapport.findProcesses(victim).some((pid) => !killed.includes(pid)), 60)
}

test.each(rounds)('round %i: API, worker, PostgreSQL, ClickHouse and the supervisor are killed; nothing is lost or doubled', async () => {
  const load = startLoad(rapport, { people, ledger })
  const repeatsBefore = ledger.repeats
  for (const victim of victims.toSorted(() => Math.random() - 0.5)) {
    await waitForAcknowledged(100)
    await pause(Math.random() * 700)
    await killAndAwaitSuccessor(victim)
  }
  await waitForAcknowledged(100)
  await pause(Math.random() * 700)
  await rapport.killSupervisor()
  await rapport.start()
  await waitForAcknowledged(100)
  await load.stop()
  // The attack was felt: without repeats nothing could have been doubled.
  expect(ledger.repeats).toBeGreaterThan(repeatsBefore)
  await expectExactlyOnce(rapport, ledger)
})
