// Moves processed batches into ClickHouse: each stored batch is sent, byte for byte, until it is acknowledged.
import { setTimeout as sleep } from 'node:timers/promises'
import { RapportError, isEngineUnavailable } from '../../platform/errors.ts'
import type { Platform } from '../../platform/platform.ts'
import { exportTarget } from './clickhouse-rows.ts'
import { withTransaction } from '../../platform/postgres.ts'
import { mirrorTargets } from '../people/index.ts'

interface ExportRow {
  workspace_id: number
  last_seq: number
  target: 'events' | keyof typeof mirrorTargets
  version: number
  rows: number
  bytes: Buffer
}

const targets = { events: exportTarget, ...mirrorTargets }

/** The same bytes always have the same token. */
function tokenOf({ workspace_id, last_seq, target, version }: ExportRow): string {
  return target === 'events' ? `${workspace_id}-${last_seq}` : `${workspace_id}-${last_seq}-${target}-${version}`
}

const retryMs = 1_000
const pollMs = 1_000
/** A workspace whose batch ClickHouse refuses waits for this long, so that it holds up no other. */
const refusedPauseMs = 15_000

// Mirrors of people go before the events that changed them ('redirects', 'people', 'events').
// skip locked: another worker may be sending that batch; the deduplication token makes even a double send harmless.
const takeSql = `
  select workspace_id, last_seq, target, version, rows, bytes from export_batches where workspace_id <> all($1::int[])
  order by created_at, last_seq, target desc limit 1 for update skip locked`

const endSql = 'delete from export_batches where workspace_id = $1 and last_seq = $2 and target = $3 and version = $4'

export class Exporter {
  private readonly platform: Platform
  /** Workspaces that wait, and until when. */
  private readonly refused = new Map<number, number>()
  private isStopped = false
  private hasNews = true
  private wakeUp: (() => void) | undefined

  constructor(platform: Platform) {
    this.platform = platform
  }

  wake(): void {
    this.hasNews = true
    this.wakeUp?.()
  }

  stop(): void {
    this.isStopped = true
    this.wakeUp?.()
  }

  async run(): Promise<void> {
    while (!this.isStopped) {
      this.hasNews = false
      try {
        while (!this.isStopped && (await this.exportOne()));
      } catch (error) {
        this.platform.log.warn({ error: String(error).slice(0, 300) }, 'A batch waits for ClickHouse')
        await sleep(retryMs)
        continue
      }
      if (!this.hasNews && !this.isStopped) await this.rest()
    }
  }

  private rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs)
      this.wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  private listRefused(): number[] {
    const now = performance.now()
    for (const [workspaceId, until] of this.refused) if (until < now) this.refused.delete(workspaceId)
    return [...this.refused.keys()]
  }

  /** @throws the error when it is not about this one batch */
  private setAside(batch: ExportRow | undefined, error: unknown): 'refused' {
    if (!batch || error instanceof RapportError || isEngineUnavailable(error)) throw error
    this.refused.set(batch.workspace_id, performance.now() + refusedPauseMs)
    this.platform.log.error({ err: error, workspaceId: batch.workspace_id, lastSeq: batch.last_seq }, 'ClickHouse refuses a batch; its workspace waits')
    return 'refused'
  }

  /** False when nothing waits. */
  private async exportOne(): Promise<boolean> {
    const { pool, clickhouse, metrics, signals } = this.platform
    let batch: ExportRow | undefined
    const sent = await withTransaction(pool, async (client) => {
      const { rows } = await client.query<ExportRow>({ name: 'take-export', text: takeSql, values: [this.listRefused()] })
      batch = rows[0]
      if (!batch) return undefined
      await clickhouse.insertCompressed(targets[batch.target], tokenOf(batch), batch.bytes)
      await client.query({ name: 'end-export', text: endSql, values: [batch.workspace_id, batch.last_seq, batch.target, batch.version] })
      return batch
    }).catch((error: unknown) => this.setAside(batch, error))
    if (sent === 'refused') return true
    if (!sent) return false
    if (sent.target === 'events') metrics.exported.inc(sent.rows)
    await signals.send({ kind: 'exported', workspaceId: sent.workspace_id, toSeq: sent.last_seq })
    return true
  }
}
