// Reads the next rows of the log and all that is needed to fold them, while the batch before is being written.
import type { Pool } from '../../platform/postgres.ts'
import { loadForEvents, type IdentityCache } from '../people/index.ts'
import { toMessageKey, type LogRow, type PreparedRow } from './batch.ts'
import { parseEnvelope } from './parse-event.ts'

export interface PreparedBatch {
  rows: PreparedRow[]
  /** Keys of messages that the database had seen when this batch was read. */
  seenKeys: Set<string>
}

const readSql = 'select seq, body from event_log where workspace_id = $1 and seq > $2 order by seq limit $3'
const seenSql = 'select message_key from message_ids where workspace_id = $1 and message_key = any($2::uuid[])'

/** undefined when nothing waits after `afterSeq`. */
export async function prepareBatch(pool: Pool, workspaceId: number, afterSeq: number, limit: number, cache: IdentityCache): Promise<PreparedBatch | undefined> {
  const { rows: logRows } = await pool.query<LogRow>({ name: 'read-log', text: readSql, values: [workspaceId, afterSeq, limit] })
  if (logRows.length === 0) return undefined
  const rows = logRows.map((row): PreparedRow => {
    const parsed = parseEnvelope(row.body, workspaceId, row.seq)
    return { ...row, parsed, key: parsed.isValid ? toMessageKey(parsed.event.messageId) : '' }
  })
  const events = rows.flatMap((row) => (row.parsed.isValid ? [row.parsed.event] : []))
  const keys = rows.flatMap((row) => (row.key ? [row.key] : []))
  const [seen] = await Promise.all([
    pool.query<{ message_key: string }>({ name: 'seen-keys', text: seenSql, values: [workspaceId, keys] }),
    loadForEvents(pool, workspaceId, events, cache),
  ])
  return { rows, seenKeys: new Set(seen.rows.map((row) => row.message_key)) }
}
