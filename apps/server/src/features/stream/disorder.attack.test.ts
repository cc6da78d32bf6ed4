// The same events several times at once, over several connections, in no order.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../test/attacked-rapport.ts'
import { createLedger, deliver, expectExactlyOnce, makeEvents, postBatch, type SentEvent } from '../../../test/load.ts'

const people = ['anna', 'bert', 'cleo']
const copies = 3
let rapport: AttackedRapport

beforeAll(async () => {
  rapport = await startAttackedRapport()
})

afterAll(async () => {
  await rapport?.close()
})

function shuffle<T>(list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ value }) => value)
}

function cut<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))
}

test('every event three times in parallel and shuffled in time: counted once, the latest trait stands', async () => {
  const ledger = createLedger()
  const events = makeEvents(900, people)
  // Each copy is cut elsewhere, so that repetitions meet within a batch, between batches and between connections.
  const batches = Array.from({ length: copies }, (_, copy) => cut(shuffle(events), 30 + copy * 7)).flat()
  const waiting = shuffle(batches)
  async function send(): Promise<void> {
    for (let batch = waiting.pop(); batch; batch = waiting.pop()) await deliver(rapport, batch, ledger)
  }
  await Promise.all(Array.from({ length: 6 }, send))

  await expectExactlyOnce(rapport, ledger)
  const { accepted, duplicate } = await rapport.settle()
  // A batch that was refused and sent again may have been stored as well.
  expect(accepted).toBeGreaterThanOrEqual(events.length * copies)
  expect(duplicate).toBe(accepted - events.length)
})

test('an event that comes twice within one batch counts once', async () => {
  const [event] = makeEvents(1, ['dora']) as [SentEvent]
  const before = await rapport.settle()
  expect(await postBatch(rapport, [event, event, event])).toBe(200)
  expect(await rapport.settle()).toMatchObject({ processed: before.processed + 1, duplicate: before.duplicate + 2 })
})
