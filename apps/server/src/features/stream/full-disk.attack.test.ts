// A full disk: the data directory lies on a small file system of its own, which a ballast file fills. Where nothing may
// be mounted, PostgreSQL's files are kept from growing instead.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttackedRapport, type AttackedRapport } from '../../../test/attacked-rapport.ts'
import { createDataDirectory } from '../../../test/data-directory.ts'
import { createLedger, deliver, expectExactlyOnce, makeEvents, postBatch, type SentEvent } from '../../../test/load.ts'

const people = ['anna', 'bert', 'cleo', 'dora']
const ledger = createLedger()
const mountPoint = createDataDirectory('rapport-full-')
const ballast = join(mountPoint, 'ballast')
const isMounted = mountSmallDisk()
/** PostgreSQL's own log of changes is written in files of this size and must go on. */
const largestFileBytes = 16 * 1024 * 1024
let rapport: AttackedRapport

function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=711', 'tmpfs', mountPoint], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

beforeAll(async () => {
  const dataDirectory = join(mountPoint, 'data')
  mkdirSync(dataDirectory)
  chmodSync(dataDirectory, 0o711)
  rapport = await startAttackedRapport({ dataDirectory })
})

afterAll(async () => {
  try {
    freeDisk()
  } finally {
    await rapport?.close()
  }
  if (isMounted) execFileSync('umount', ['--lazy', mountPoint])
  rmSync(mountPoint, { recursive: true, force: true })
})

/** Takes every byte that is left. */
function fillDisk(): void {
  if (!isMounted) return limitFiles(String(largestFileBytes))
  const file = openSync(ballast, 'a')
  try {
    for (const size of [1 << 20, 1 << 14, 1 << 10, 1]) {
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

function freeDisk(): void {
  if (isMounted) rmSync(ballast, { force: true })
  else limitFiles('unlimited')
}

function limitFiles(bytes: string): void {
  for (const pid of rapport?.findProcesses('postgres') ?? []) {
    try {
      // As the process's own user: root in a container may not be allowed to limit others.
      const { uid, gid } = statSync(`/proc/${pid}`)
      execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], { uid, gid, stdio: 'pipe' })
    } catch (error) {
      // PostgreSQL's short-lived processes come and go; new ones take over the first one's limit.
      if (existsSync(`/proc/${pid}`)) throw error
    }
  }
}

/** Stores so much that the log's file is larger than any file may become. The rows are small enough to lie in it themselves. */
async function outgrowLimit(): Promise<void> {
  for (let batch = 0; batch < 48; batch += 1) {
    const events = makeEvents(100, people).map((event) => ({ ...event, context: { page: { path: randomBytes(3_000).toString('base64') } } }))
    await deliver(rapport, events, ledger)
  }
}

test('while the disk is full events are answered 503; when there is room again all goes on by itself and nothing is lost', async () => {
  if (!isMounted) await outgrowLimit()
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

  freeDisk()
  for (const batch of refused) await deliver(rapport, batch, ledger)
  for (let batch = 0; batch < 10; batch += 1) await deliver(rapport, makeEvents(50, people), ledger)
  await expectExactlyOnce(rapport, ledger)
})

test.skipIf(!isMounted)('engines that crash while the disk is full come back by themselves once there is room', async () => {
  await deliver(rapport, makeEvents(200, people), ledger)
  const refused = makeEvents(50, people)
  const statuses = new Set<number | undefined>()
  fillDisk()
  rapport.signal('postgres', 'SIGKILL')
  rapport.signal('clickhouse', 'SIGKILL')
  // Long enough for several starts that fail.
  for (const until = Date.now() + 4_000; Date.now() < until; ) statuses.add(await postBatch(rapport, refused))
  // It may have been stored before the files were full to the last byte.
  expect([...statuses].filter((status) => status !== 200)).toEqual([503])
  freeDisk()
  await deliver(rapport, refused, ledger)
  await expectExactlyOnce(rapport, ledger)
})
