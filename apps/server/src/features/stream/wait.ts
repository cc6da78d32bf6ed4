// Waits until an event that was just appended has taken effect, so that an answer can show it.
import { sql } from 'kysely'
import type { Platform } from '../../platform/platform.ts'

const timeoutMs = 5_000
const lookMs = 250

async function readProcessedSeq({ db }: Platform, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ processed_seq: number }>`select processed_seq from stream_cursors where workspace_id = ${workspaceId}`.execute(db)
  return rows[0]?.processed_seq ?? 0
}

/** False when it still waits after 5 seconds: it is stored and will take effect later. */
export async function waitUntilProcessed(platform: Platform, workspaceId: number, seq: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while ((await readProcessedSeq(platform, workspaceId)) < seq) {
    if (Date.now() > deadline) return false
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, lookMs)
      const off = platform.signals.on('processed', (signal) => {
        if (signal.workspaceId === workspaceId && signal.toSeq >= seq) done()
      })
      function done(): void {
        clearTimeout(timer)
        off()
        resolve()
      }
    })
  }
  return true
}
