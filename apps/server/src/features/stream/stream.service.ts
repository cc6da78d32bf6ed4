// What the screens of the stream ask for: live and rejected events, replay.
import type { z } from 'zod'
import { appendBodies, type Envelope } from '../../platform/event-log.ts'
import type { Platform } from '../../platform/platform.ts'
import { isRecord, textAt } from '../../platform/stream-event.ts'
import { readSourceNames } from '../sources/index.ts'
import { readTime } from './parse-event.ts'
import { countReasons, listRecent, listRejected, takeForReplay, type RecentRow } from './stream.store.ts'
import type { EventChanges, LiveEvent, RejectedEvent, recentQuery, rejectedQuery } from './stream.contract.ts'

function nameOf(event: Record<string, unknown>): string {
  const name = event['event'] ?? event['name']
  return typeof name === 'string' && name !== '' ? name : textAt(event, 'type') || 'event'
}

function toLiveEvent(row: RecentRow, sources: Map<string, string>): LiveEvent {
  const envelope = JSON.parse(row.body) as Envelope
  const event = isRecord(envelope.e) ? envelope.e : {}
  const time = Math.min(readTime(event['timestamp']) ?? envelope.r, envelope.r)
  return {
    seq: row.seq, status: row.status, messageId: row.messageId, type: textAt(event, 'type'), name: nameOf(event),
    time: new Date(time).toISOString(), receivedAt: new Date(envelope.r).toISOString(),
    source: envelope.k ? { id: envelope.k, name: sources.get(envelope.k) ?? 'Removed source' } : null,
    profile: row.profileId ? { id: row.profileId, name: row.profileName ?? '' } : null,
    reason: row.reason, isBot: row.isBot, changes: row.changes as EventChanges, payload: envelope.e,
  }
}

export async function describeRecent({ db }: Platform, workspaceId: number, query: z.output<typeof recentQuery>): Promise<{ items: LiveEvent[] }> {
  const [rows, sources] = await Promise.all([listRecent(db, workspaceId, query), readSourceNames(db, workspaceId)])
  return { items: rows.map((row) => toLiveEvent(row, sources)) }
}

export async function describeRejected({ db }: Platform, workspaceId: number, query: z.output<typeof rejectedQuery>) {
  const beforeSeq = query.cursor ? Number(query.cursor) || null : null
  const [rows, reasons, sources] = await Promise.all([
    listRejected(db, workspaceId, { limit: query.limit + 1, beforeSeq, code: query.code, replayed: query.replayed }),
    countReasons(db, workspaceId),
    readSourceNames(db, workspaceId),
  ])
  const page = rows.slice(0, query.limit)
  const items = page.map(
    (row): RejectedEvent => ({
      seq: row.seq, receivedAt: row.receivedAt.toISOString(), code: row.code, reason: row.reason,
      source: row.sourceId ? { id: row.sourceId, name: sources.get(row.sourceId) ?? 'Removed source' } : null,
      payload: (JSON.parse(row.body) as Envelope).e, replayedAt: row.replayedAt?.toISOString() ?? null,
    }),
  )
  return { items, reasons, nextCursor: rows.length > query.limit ? String(page.at(-1)!.seq) : null }
}

/** A problem found at the edge is judged again by the processor, which knows today's limits. */
function withoutProblem(body: string): string {
  const envelope = JSON.parse(body) as Envelope
  if (!envelope.p) return body
  const { p: _problem, e: event, ...head } = envelope
  return `${JSON.stringify(head).slice(0, -1)},"e":${JSON.stringify(event)}}`
}

/** Sends rejected events through the stream again, in their old order. Returns how many. */
export async function replayRejected({ db, clock }: Platform, workspaceId: number, wanted: { seqs?: number[]; code?: string }): Promise<number> {
  const now = clock.now()
  return db.transaction().execute(async (tx) => {
    const rows = await takeForReplay(tx, workspaceId, wanted, new Date(now))
    await appendBodies(tx, workspaceId, rows.map((row) => withoutProblem(row.body)), now)
    return rows.length
  })
}
