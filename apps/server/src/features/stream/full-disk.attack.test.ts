// A full disk: the data directory lies on a small file system of its own, which a ballast file fills.
import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../test/attacked-rapport.ts'
import { createDataDirectory } from '../../../test/data-directory.ts'
import { createLedger, deliver, expectExactlyOnce, makeEvents, postBatch, type SentEvent } from '../../../test/load.ts'

const people = ['anna', 'bert', 'cleo', 'dora']
const ledger = createLedger()
const mountPoint = createDataDirectory('rapport-full-')
const ballast = join(mountPoint, 'ballast')
let rapport: AttackedRapport

beforeAll(async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=711', 'tmpfs', mountPoint])
  const dataDirectory = join(mountPoint, 'data')
  mkdirSync(dataDirectory)
  chmodSync(dataDirectory, 0o711)
  rapport = await startAttackedRapport({ dataDirectory })
})

afterAll(async () => {
  rmSync(ballast, { force: true })
  await rapport?.close()
  execFileSync('umount', ['--lazy', mountPoint])
  rmSync(mountPoint, { recursive: true, force: true })
})

/** Takes every byte that is left. */
function fillDisk(): void {
  const file = openSync(ballast, 'a')
  try {
    for (let size = 1 << 20; size >= 1; size = size === 1 ? 0 : size >> 4) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    }
  } finally {
    closeSync(file)
  }
}

test('while the disk is full events are answered 503; when there is room again all goes on by itself and nothing is lost', async () => {
  for (let batch = 0; batch < 10; batch += 1) await deliver(rapport, makeEvents(50, people), ledger)
  await rapport.settle()
  const refused: SentEvent[][] = []
  const statuses: (number | undefined)[] = []
  // Events are stored as long as files have room inside: send, filling what is freed, until it is really full.
  const deadline = Date.now() + 60_000
  while (refused.length < 5 && Date.now() < deadline) {
    fillDisk()
    const batch = makeEvents(500, people)
    const status = await postBatch(rapport, batch)
    statuses.push(status)
    if (status === 200) for (const event of batch) ledger.acknowledged.set(event.messageId, event)
    else refused.push(batch)
  }
  expect(statuses.filter((status) => status !== 200)).toEqual([503, 503, 503, 503, 503])
  expect(statfsSync(mountPoint).bavail).toBe(0)

  rmSync(ballast)
  for (const batch of refused) await deliver(rapport, batch, ledger)
  for (let batch = 0; batch < 10; batch += 1) await deliver(rapport, makeEvents(50, people), ledger)
  await expectExactlyOnce(rapport, ledger)
})
