// Load as fast as it is taken, and when all of it has gone through.
import { setTimeout as sleep } from 'node:timers/promises'
import { makeBatch } from './events.ts'
import { buildRequest, sendLoad, type LoadResult } from './http-load.ts'
import type { Installation } from './installation.ts'

export const batchEvents = 500

export interface Load {
  /** Begins the messageIds: another run, other events. */
  run: string
  events: number
  people: number
}

/** Every event once, as fast as it is taken; memory for a few batches at a time. */
export function sendFast({ port, writeKey }: Installation, { run, events, people }: Load): Promise<LoadResult> {
  let sent = 0
  return sendLoad(port, 4, () => {
    if (sent >= events) return undefined
    const request = buildRequest('/v1/batch', writeKey, makeBatch(run, sent, batchEvents, people))
    sent += batchEvents
    return request
  })
}

/** Until as many events are in ClickHouse as were sent in all; those that Rapport makes itself do not count. */
export async function waitForExport({ clickhouse }: Installation, events: number): Promise<void> {
  for (;;) {
    const [row] = await clickhouse.query<{ count: number }>("SELECT count() AS count FROM events WHERE origin != 'system'")
    if ((row?.count ?? 0) >= events) return
    await sleep(100)
  }
}

/** Until nothing waits, what Rapport itself made of the events included. */
export async function waitUntilIdle({ postgres }: Installation): Promise<void> {
  for (;;) {
    const { rowCount } = await postgres.pool.query(
      `select from workspace_streams as streams join stream_cursors as cursors using (workspace_id)
       where workspace_id = 1 and processed_seq = last_seq and not exists (select from export_batches where workspace_id = 1)`,
    )
    if (rowCount === 1) return
    await sleep(100)
  }
}
