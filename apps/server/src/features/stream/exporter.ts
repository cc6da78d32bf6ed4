// Moves processed batches into ClickHouse: each stored batch is sent, byte for byte, until it is acknowledged.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../platform/platform.ts'
import { withTransaction } from '../../platform/postgres.ts'

interface ExportRow {
  workspace_id: number
  last_seq: number
  rows: number
  bytes: Buffer
}

const retryMs = 1_000
const pollMs = 1_000

// skip locked: another worker may be sending that batch; the deduplication token makes even a double send harmless.
const takeSql = `
  select workspace_id, last_seq, rows, bytes from export_batches
  order by last_seq, workspace_id limit 1 for update skip locked`

export class Exporter {
  private readonly platform: Platform
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

  /** False when nothing waits. */
  private async exportOne(): Promise<boolean> {
    const { pool, clickhouse, metrics, signals } = this.platform
    const sent = await withTransaction(pool, async (client) => {
      const { rows } = await client.query<ExportRow>({ name: 'take-export', text: takeSql })
      const batch = rows[0]
      if (!batch) return undefined
      await clickhouse.insertCompressed('events', `${batch.workspace_id}-${batch.last_seq}`, batch.bytes)
      await client.query({ name: 'end-export', text: 'delete from export_batches where workspace_id = $1 and last_seq = $2', values: [batch.workspace_id, batch.last_seq] })
      return batch
    })
    if (!sent) return false
    metrics.exported.inc(sent.rows)
    await signals.send({ kind: 'exported', workspaceId: sent.workspace_id, toSeq: sent.last_seq })
    return true
  }
}
