// Processes one workspace while it holds the lease: reads, folds and writes batch after batch, one being written while the next is read.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { isEngineUnavailable } from '../../platform/errors.ts'
import type { Feature } from '../../platform/feature.ts'
import type { Platform } from '../../platform/platform.ts'
import { loadObserver } from '../catalogue/index.ts'
import { drawMirrorVersion, encodeMirror, IdentityCache, type ProfileState } from '../people/index.ts'
import { LiveWork } from '../segments/live/index.ts'
import { BatchFolder, type FoldedBatch, type WorkspaceContext } from './batch.ts'
import { encodeRows } from './clickhouse-rows.ts'
import { assertLease, LeaseLost, releaseLease, renewLease, takeLease, type Lease } from './lease.ts'
import { prepareBatch, type PreparedBatch } from './prepare-batch.ts'
import { writeBatch } from './write-batch.ts'

export const maxBatchEvents = 5_000
/**
 * A batch of few events costs about as much as one of many, in small parts of ClickHouse not least; so they are gathered this
 * long before the next one, and step by step longer where they come few by few without a pause.
 */
const gatherMs = 60
const gatherBelow = 1_000
const gatherLonger = { below: 100, stepMs: 20, mostMs: 250 }
const idleMs = 2_000
/** Between looks whether the history has caught up with the stream. */
const historyMs = 50
const retryMs = 500

type Written = { keys: ReadonlySet<string>; batchNumber: number }

export class WorkspaceRunner {
  private readonly platform: Platform
  private readonly features: readonly Feature[]
  private readonly workspaceId: number
  private readonly holder: string
  private readonly onWritten: () => void
  /** What to say of rows that made processing fail. */
  private readonly poison = new Map<number, string>()
  private readonly missingSegments = new Set<string>()
  /** First row of the batch in work; with a limit of one nothing else is. 0 while no row can be to blame. */
  private failingSeq = 0
  private limit = maxBatchEvents
  private batchNumber = 0
  /** Small batches in a row, without a pause between them. */
  private smallInRow = 0
  private isStopped = false
  private areDefinitionsStale = false
  private wakeUp: (() => void) | undefined
  private hasNews = false

  constructor(options: { platform: Platform; features: readonly Feature[]; workspaceId: number; holder: string; onWritten: () => void }) {
    this.platform = options.platform
    this.features = options.features
    this.workspaceId = options.workspaceId
    this.holder = options.holder
    this.onWritten = options.onWritten
  }

  /** New events were stored. */
  wake(): void {
    this.hasNews = true
    this.wakeUp?.()
  }

  reloadDefinitions(): void {
    this.areDefinitionsStale = true
    this.wake()
  }

  stop(): void {
    this.isStopped = true
    this.wakeUp?.()
  }

  /** Runs until nothing has waited for a while, the lease is another's, or it is stopped. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      let lease: Lease | undefined
      this.failingSeq = 0
      try {
        lease = await takeLease(this.platform.pool, this.workspaceId, this.holder)
        if (!lease) return
        await this.runWithLease(lease)
        await releaseLease(this.platform.pool, lease)
        return
      } catch (error) {
        await this.recover(error)
      }
    }
  }

  private async recover(error: unknown): Promise<void> {
    if (error instanceof LeaseLost) {
      this.platform.log.info({ workspaceId: this.workspaceId }, 'Starting again from the database: the lease was fenced')
      return
    }
    if (isEngineUnavailable(error)) {
      this.platform.log.warn({ workspaceId: this.workspaceId, error: String(error) }, 'An engine is away; processing waits')
      await sleep(retryMs)
      return
    }
    this.narrow(error)
    await sleep(50)
  }

  /** Something in the batch cannot be processed: halve until one row is left, then reject that row. */
  private narrow(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    this.platform.log.error({ workspaceId: this.workspaceId, limit: this.limit, err: error }, 'A batch failed; trying a smaller one')
    if (this.limit > 1) {
      this.limit = Math.max(1, Math.floor(this.limit / 8))
      return
    }
    if (this.failingSeq > 0) this.poison.set(this.failingSeq, `Processing failed: ${message.slice(0, 300)}`)
  }

  private async loadContext(cache: IdentityCache, work: LiveWork, mirrored: WeakMap<ProfileState, string>, { lease, cursor }: { lease: Lease; cursor: number }): Promise<WorkspaceContext> {
    const { db } = this.platform
    this.areDefinitionsStale = false
    this.failingSeq = 0
    const { rows } = await sql<{ currency: string; timezone: string }>`select currency, timezone from workspaces where id = ${this.workspaceId}`.execute(db)
    const { currency, timezone } = rows[0] ?? { currency: 'EUR', timezone: 'UTC' }
    const handlers = this.features.flatMap((feature) => feature.handlers ?? [])
    await work.load(cursor, timezone, (client) => assertLease(client, lease))
    return {
      workspaceId: this.workspaceId, currency, timezone, cache, live: work.live, mirrored,
      reservedEvents: new Set(this.features.flatMap((feature) => feature.reservedEvents ?? [])),
      handlers: await Promise.all(handlers.map(async (handler) => ({ handler, loaded: await handler.load?.(db, this.workspaceId) }))),
      catalogue: await loadObserver(db, this.workspaceId, timezone),
    }
  }

  private async runWithLease(lease: Lease): Promise<void> {
    const cache = new IdentityCache()
    const work = new LiveWork(this.platform, this.workspaceId)
    const mirrored = new WeakMap<ProfileState, string>()
    let cursor = lease.processedSeq
    let context = await this.loadContext(cache, work, mirrored, { lease, cursor })
    let writing: Promise<unknown> = Promise.resolve()
    let written: Written = { keys: new Set(), batchNumber: this.batchNumber }
    let reading: Promise<PreparedBatch | undefined> = this.read(cursor, cache, work)
    const renewal = setInterval(() => void renewLease(this.platform.pool, lease).catch(() => {}), 2_000)
    try {
      while (!this.isStopped) {
        const prepared = await reading
        if (this.areDefinitionsStale) {
          await writing
          const wasIdle = context.live.isIdle
          context = await this.loadContext(cache, work, mirrored, { lease, cursor })
          // Of people in memory nothing was read for segments: begin again with all of it.
          if (wasIdle && !context.live.isIdle) return await this.runWithLease({ ...lease, processedSeq: cursor })
        }
        const before = written
        // What is prepared beside them is no fault of the rows.
        this.failingSeq = 0
        const extra = await work.prepare(cache, cursor, async () => await writing)
        if (!prepared && !extra) {
          await writing
          this.smallInRow = 0
          cache.trim(this.batchNumber)
          if (!(await this.waitForNews(work))) return
          reading = this.read(cursor, cache, work)
          continue
        }
        const rows = prepared?.rows ?? []
        // Beside other work a row is not to blame for sure.
        this.failingSeq = extra ? 0 : (rows[0]?.seq ?? 0)
        this.batchNumber += 1
        const number = this.batchNumber
        const now = this.platform.clock.now()
        const isKnown = (key: string) => (prepared?.seenKeys.has(key) ?? false) || before.keys.has(key)
        const batch = await new BatchFolder(context, number).fold(rows, isKnown, { cursor, now, extra })
        this.assertKnown(batch)
        const catalogue = context.catalogue.takeDelta()
        cursor = batch.toSeq
        written = { keys: new Set(batch.newKeys), batchNumber: number }
        const encoding = this.encode(batch, prepared?.mirrorVersion)
        await writing
        cache.trim(before.batchNumber)
        const startedAt = performance.now()
        writing = encoding
          .then((encoded) => writeBatch(this.platform.pool, { lease, batch, rows, catalogue, ...encoded, timezone: context.timezone, now, fill: extra?.fill }))
          .then(() => this.afterWrite(rows.length, startedAt, batch))
        // The rejection is awaited at the next turn; until then it must not count as unhandled.
        writing.catch(() => {})
        if (extra?.fill?.isTurningPoint) this.areDefinitionsStale = true
        // While there is more to fill, the next part is read and folded beside the writing.
        if (!extra?.fill && rows.length < gatherBelow) {
          await writing
          if (!extra?.isMoreDue) await this.gather(rows.length)
        }
        reading = this.read(cursor, cache, work)
        reading.catch(() => {})
      }
      await writing
    } finally {
      clearInterval(renewal)
      await Promise.allSettled([writing, reading])
    }
  }

  private async gather(rows: number): Promise<void> {
    await sleep(Math.min(gatherLonger.mostMs, gatherMs + this.smallInRow * gatherLonger.stepMs))
    this.smallInRow = rows < gatherLonger.below ? this.smallInRow + 1 : 0
  }

  /** A list may have been made after definitions were read: what is told of it must not be passed over. @throws LeaseLost to begin again with all definitions */
  private assertKnown({ live }: FoldedBatch): void {
    const unknown = live?.unknownIds.filter((id) => !this.missingSegments.has(id)) ?? []
    if (unknown.length === 0) return
    // Those of which nothing is known the second time either are gone.
    for (const id of unknown) this.missingSegments.add(id)
    throw new LeaseLost(this.workspaceId)
  }

  private async encode(batch: FoldedBatch, drawnVersion: number | undefined): Promise<{ exportBytes: Buffer | undefined; mirrorBytes: Buffer | undefined; mirrorVersion: number }> {
    const mirrorVersion = drawnVersion ?? (await drawMirrorVersion(this.platform.pool))
    const [exportBytes, mirrorBytes] = await Promise.all([
      batch.processed.length > 0 ? encodeRows(batch.processed) : undefined,
      encodeMirror(this.workspaceId, mirrorVersion, batch.mirror),
    ])
    return { exportBytes, mirrorBytes, mirrorVersion }
  }

  private read(cursor: number, cache: IdentityCache, work: LiveWork): Promise<PreparedBatch | undefined> {
    this.hasNews = false
    this.failingSeq = cursor + 1
    const memory = work.live.isIdle ? undefined : work.memory
    return prepareBatch(this.platform.pool, { workspaceId: this.workspaceId, afterSeq: cursor, limit: this.limit, cache, memory, poison: this.poison })
  }

  private afterWrite(rows: number, startedAt: number, batch: { processed: unknown[]; duplicates: number; rejections: unknown[] }): void {
    const { metrics } = this.platform
    metrics.batchSeconds.observe((performance.now() - startedAt) / 1000)
    metrics.processed.inc({ outcome: 'processed' }, batch.processed.length)
    metrics.processed.inc({ outcome: 'duplicate' }, batch.duplicates)
    metrics.processed.inc({ outcome: 'rejected' }, batch.rejections.length)
    if (rows > 0 && this.limit < maxBatchEvents) this.limit = Math.min(maxBatchEvents, this.limit * 2)
    this.onWritten()
  }

  /** False after a while without news: the lease can go. True as soon as there is something to do, time's doing included. */
  private async waitForNews(work: LiveWork): Promise<boolean> {
    if (this.hasNews) return true
    const waitMs = work.isFilling ? historyMs : await work.waitMs(idleMs)
    const isAwake = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(waitMs < idleMs), waitMs)
      this.wakeUp = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
    this.wakeUp = undefined
    return isAwake && !this.isStopped
  }
}
