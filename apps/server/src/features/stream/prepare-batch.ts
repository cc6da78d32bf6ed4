// Reads the next rows of the log and all that is needed to fold them, while the batch before is being written.
import type { Envelope } from '../../platform/event-log.ts'
import type { Pool } from '../../platform/postgres.ts'
import { isRecord } from '../../platform/stream-event.ts'
import { drawMirrorVersion, loadForEvents, type IdentityCache } from '../people/index.ts'
import { loadStates, type StateMemory } from '../segments/live/index.ts'
import { toMessageKey, type LogRow, type PreparedRow } from './batch.ts'
import { forEachBreathing } from '../../platform/breathe.ts'
import { parseEnvelope, type InvalidEvent } from './parse-event.ts'

export interface PreparedBatch {
  rows: PreparedRow[]
  mirrorVersion: number
  /** Keys of messages that the database had seen when this batch was read. */
  seenKeys: Set<string>
}

const readSql = 'select seq, body from event_log where workspace_id = $1 and seq > $2 order by seq limit $3'
const seenSql = 'select message_key from message_ids where workspace_id = $1 and message_key = any($2::uuid[])'

export interface BatchRequest {
  workspaceId: number
  afterSeq: number
  limit: number
  cache: IdentityCache
  /** What is kept of people for the segments; undefined where there are none. */
  memory: StateMemory | undefined
  /** Rows that made processing fail, with what was said: they are rejected unread, so that the rest goes on. */
  poison: ReadonlyMap<number, string>
}

function prepareRow(row: LogRow, { workspaceId, poison }: BatchRequest): PreparedRow {
  const failure = poison.get(row.seq)
  const parsed = failure === undefined ? parseEnvelope(row.body, workspaceId, row.seq) : refuseUnread(row, failure)
  return { ...row, parsed, key: parsed.isValid ? toMessageKey(parsed.event.messageId) : '' }
}

function refuseUnread({ seq, body }: LogRow, reason: string): InvalidEvent {
  const { e: event, k: sourceId = '', r: receivedAt } = JSON.parse(body) as Envelope
  const messageId = isRecord(event) && typeof event['messageId'] === 'string' ? event['messageId'].slice(0, 300) : `log-${seq}`
  return { isValid: false, code: 'processing_failed', reason, messageId: messageId.replaceAll('\u0000', '').toWellFormed(), sourceId, receivedAt }
}

/** undefined when nothing waits after `afterSeq`. */
export async function prepareBatch(pool: Pool, request: BatchRequest): Promise<PreparedBatch | undefined> {
  const { workspaceId, afterSeq, limit, cache, memory } = request
  const { rows: logRows } = await pool.query<LogRow>({ name: 'read-log', text: readSql, values: [workspaceId, afterSeq, limit] })
  if (logRows.length === 0) return undefined
  const rows: PreparedRow[] = []
  await forEachBreathing(logRows, (row) => rows.push(prepareRow(row, request)))
  const events = rows.flatMap((row) => (row.parsed.isValid ? [row.parsed.event] : []))
  const keys = rows.flatMap((row) => (row.key ? [row.key] : []))
  const [seen, mirrorVersion, learned] = await Promise.all([
    pool.query<{ message_key: string }>({ name: 'seen-keys', text: seenSql, values: [workspaceId, `{${keys.join(',')}}`] }),
    drawMirrorVersion(pool),
    loadForEvents(pool, workspaceId, events, cache),
  ])
  if (memory) await loadStates(pool, workspaceId, learned, memory)
  return { rows, mirrorVersion, seenKeys: new Set(seen.rows.map((row) => row.message_key)) }
}
