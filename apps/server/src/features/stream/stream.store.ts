// SQL on the tables of the stream, for its screens and its upkeep.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'

export interface CounterRow {
  accepted: number
  pruned: number
  logged: number
  processed: number
  duplicate: number
  rejected: number
  processedSeq: number
  exporting: number
  oldestWaitingAt: Date | null
  recentAccepted: number
}

/** Read in one snapshot, so that the sum always agrees. The log has no gaps, so its ends tell how many rows it has. */
export async function readCounters(db: Db, workspaceId: number, since: Date): Promise<CounterRow | undefined> {
  const { rows } = await sql<CounterRow>`
    select streams.last_seq as accepted, streams.pruned,
      (select coalesce(max(seq) - min(seq) + 1, 0) from event_log where workspace_id = streams.workspace_id) as logged,
      cursors.processed, cursors.duplicate, cursors.rejected, cursors.processed_seq as "processedSeq",
      (select coalesce(sum(rows), 0) from export_batches where workspace_id = streams.workspace_id and target = 'events') as exporting,
      (select received_at from event_log where workspace_id = streams.workspace_id and seq = cursors.processed_seq + 1) as "oldestWaitingAt",
      streams.last_seq - coalesce((select seq from event_log where workspace_id = streams.workspace_id and received_at < ${since} order by seq desc limit 1), streams.pruned) as "recentAccepted"
    from workspace_streams as streams join stream_cursors as cursors using (workspace_id)
    where streams.workspace_id = ${workspaceId}`.execute(db)
  return rows[0]
}

export interface RecentRow {
  seq: number
  status: 'processed' | 'duplicate' | 'rejected'
  messageId: string
  profileId: string | null
  profileName: string | null
  reason: string | null
  isBot: boolean
  changes: object
  body: string
}

export async function listRecent(db: Db, workspaceId: number, query: { limit: number; status?: string; afterSeq?: number }): Promise<RecentRow[]> {
  const { rows } = await sql<RecentRow>`
    select recent.seq, recent.status, recent.message_id as "messageId", recent.profile_id as "profileId", profiles.name as "profileName",
      recent.reason, recent.is_bot as "isBot", recent.changes, log.body
    from recent_outcomes as recent
    join event_log as log on log.workspace_id = recent.workspace_id and log.seq = recent.seq
    left join profiles on profiles.workspace_id = recent.workspace_id and profiles.id = recent.profile_id
    where recent.workspace_id = ${workspaceId}
      and (${query.status ?? null}::text is null or recent.status = ${query.status ?? null})
      and recent.seq > ${query.afterSeq ?? 0}
    order by recent.seq desc limit ${query.limit}`.execute(db)
  return rows
}

export interface RejectedRow {
  seq: number
  receivedAt: Date
  sourceId: string | null
  code: string
  reason: string
  body: string
  replayedAt: Date | null
}

export async function listRejected(
  db: Db, workspaceId: number, query: { limit: number; beforeSeq: number | null; code?: string; replayed?: 'yes' | 'no' },
): Promise<RejectedRow[]> {
  const { rows } = await sql<RejectedRow>`
    select seq, received_at as "receivedAt", source_id as "sourceId", code, reason, body, replayed_at as "replayedAt"
    from rejected_events
    where workspace_id = ${workspaceId} and (${query.beforeSeq}::bigint is null or seq < ${query.beforeSeq})
      and (${query.code ?? null}::text is null or code = ${query.code ?? null})
      and (${query.replayed ?? null}::text is null or (replayed_at is not null) = (${query.replayed ?? null} = 'yes'))
    order by seq desc limit ${query.limit}`.execute(db)
  return rows
}

export async function countReasons(db: Db, workspaceId: number): Promise<{ code: string; count: number }[]> {
  const { rows } = await sql<{ code: string; count: number }>`
    select code, count(*) from rejected_events where workspace_id = ${workspaceId} and replayed_at is null group by code order by 2 desc`.execute(db)
  return rows
}

/** Marks events as replayed and returns them; those already replayed are left out, so that two people replay once. */
export async function takeForReplay(tx: Db, workspaceId: number, wanted: { seqs?: number[]; code?: string }, now: Date): Promise<{ seq: number; body: string }[]> {
  const { rows } = await sql<{ seq: number; body: string }>`
    update rejected_events set replayed_at = ${now}
    where workspace_id = ${workspaceId} and replayed_at is null and seq in (
      select seq from rejected_events where workspace_id = ${workspaceId} and replayed_at is null
        and (${wanted.seqs ?? null}::bigint[] is null or seq = any(${wanted.seqs ?? null}::bigint[]))
        and (${wanted.code ?? null}::text is null or code = ${wanted.code ?? null})
      order by seq limit 10000 for update skip locked)
    returning seq, body`.execute(tx)
  return rows.toSorted((left, right) => left.seq - right.seq)
}

/**
 * Deletes up to `limit` log rows that are processed and older than `before`; returns how many went. Only the log's
 * beginning goes: the clocks of several API processes differ, and a hole would upset the counters.
 */
export async function pruneLog(db: Db, workspaceId: number, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with beginning as (
      select seq, received_at from event_log where workspace_id = ${workspaceId} order by seq limit ${limit}),
    ending as (
      select least(min(seq) filter (where received_at >= ${before}), max(seq) + 1,
        (select processed_seq + 1 from stream_cursors where workspace_id = ${workspaceId})) as seq from beginning),
    gone as (
      delete from event_log using ending where event_log.workspace_id = ${workspaceId} and event_log.seq < ending.seq returning 1),
    counted as (select count(*) as count from gone),
    noted as (update workspace_streams set pruned = pruned + counted.count from counted where workspace_id = ${workspaceId} and counted.count > 0)
    select count from counted`.execute(db)
  return rows[0]?.count ?? 0
}

export async function pruneMessageIds(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from message_ids where ctid = any(array(select ctid from message_ids where seen_at < ${before} limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export async function pruneRejected(db: Db, before: Date): Promise<void> {
  await sql`delete from rejected_events where received_at < ${before}`.execute(db)
}
