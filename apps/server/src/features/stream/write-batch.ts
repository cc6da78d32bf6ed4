// Writes a folded batch in ONE transaction: cursor, profiles, catalogue, jobs, and the bytes ClickHouse will get.
import { withTransaction, type Pool, type PoolClient } from '../../platform/postgres.ts'
import { maxSignalProfiles, type Signal } from '../../platform/signals.ts'
import { addJobs } from '../../platform/jobs.ts'
import { writeDelta, type CatalogueDelta } from '../catalogue/index.ts'
import { queueMirror, queueRedirects, writeCompanies, writeIdentities, writeProfiles } from '../people/index.ts'
import { writeLive, type FillStep } from '../segments/live/index.ts'
import { sourceIdOf, type FoldedBatch, type Outcome, type PreparedRow } from './batch.ts'
import { LeaseLost, leaseSeconds, type Lease } from './lease.ts'

/** Outcomes kept a workspace, for the live screen. */
const keptOutcomes = 1_000

export interface BatchWrite {
  lease: Lease
  batch: FoldedBatch
  rows: readonly PreparedRow[]
  catalogue: CatalogueDelta
  exportBytes: Buffer | undefined
  mirrorBytes: Buffer | undefined
  /** Greater than that of every mirror row before this batch. */
  mirrorVersion: number
  timezone: string
  now: number
  fill: FillStep | undefined
}

async function moveCursor(client: PoolClient, { lease, batch }: BatchWrite): Promise<void> {
  const { rowCount } = await client.query({
    name: 'move-cursor',
    text: `update stream_cursors set processed_seq = $3, processed = processed + $4, duplicate = duplicate + $5, rejected = rejected + $6,
        lease_expires_at = now() + make_interval(secs => $7)
      where workspace_id = $1 and lease_token = $2`,
    values: [lease.workspaceId, lease.token, batch.toSeq, batch.processed.length, batch.duplicates, batch.rejections.length, leaseSeconds],
  })
  if (rowCount !== 1) throw new LeaseLost(lease.workspaceId)
}

async function insertKeys(client: PoolClient, workspaceId: number, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  // Sorted, so that neighbouring rows meet neighbouring pages of the index.
  await client.query({
    name: 'insert-keys',
    text: 'insert into message_ids (workspace_id, message_key, seen_at) select $1, key, now() from unnest($2::uuid[]) as key',
    values: [workspaceId, `{${keys.toSorted().join(',')}}`],
  })
}

async function insertRejections(client: PoolClient, workspaceId: number, { rejections }: FoldedBatch): Promise<void> {
  if (rejections.length === 0) return
  await client.query(
    `insert into rejected_events (workspace_id, seq, received_at, source_id, code, reason, body)
     select $1, seq, received_at, source_id, code, reason, body
     from unnest($2::bigint[], $3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::text[]) as given (seq, received_at, source_id, code, reason, body)`,
    [
      workspaceId, rejections.map(({ row }) => row.seq),
      rejections.map(({ row }) => new Date(row.parsed.isValid ? row.parsed.event.receivedAt : row.parsed.receivedAt).toISOString()),
      rejections.map(({ row }) => sourceIdOf(row) || null), rejections.map(({ code }) => code), rejections.map(({ reason }) => reason),
      rejections.map(({ row }) => row.body),
    ],
  )
}

async function insertOutcomes(client: PoolClient, workspaceId: number, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  await client.query({
    name: 'insert-outcomes',
    text: `insert into recent_outcomes (workspace_id, seq, status, message_id, profile_id, reason, is_bot, changes)
      select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::bool[], $8::jsonb[])`,
    values: [
      workspaceId, outcomes.map((row) => row.seq), outcomes.map((row) => row.status), outcomes.map((row) => row.messageId),
      outcomes.map((row) => row.profileId), outcomes.map((row) => row.reason), outcomes.map((row) => row.isBot), outcomes.map((row) => JSON.stringify(row.changes)),
    ],
  })
  await client.query({
    name: 'cut-outcomes',
    text: `delete from recent_outcomes where workspace_id = $1 and seq <= (
        select seq from recent_outcomes where workspace_id = $1 order by seq desc offset ${keptOutcomes} limit 1)`,
    values: [workspaceId],
  })
}

async function countVolumes(client: PoolClient, { lease, rows, timezone }: BatchWrite): Promise<void> {
  const volumes = new Map<string, { events: number; first: number; last: number }>()
  for (const row of rows) {
    const sourceId = sourceIdOf(row)
    if (!sourceId) continue
    const at = row.parsed.isValid ? row.parsed.event.receivedAt : row.parsed.receivedAt
    const volume = volumes.get(sourceId) ?? { events: 0, first: at, last: at }
    volumes.set(sourceId, { events: volume.events + 1, first: Math.min(volume.first, at), last: Math.max(volume.last, at) })
  }
  if (volumes.size === 0) return
  const list = [...volumes]
  await client.query({
    name: 'count-volumes',
    text: `insert into source_volumes (workspace_id, source_id, day, events, first_event_at, last_event_at)
      select $1, source_id, (last_event_at at time zone $6)::date, events, first_event_at, last_event_at
      from unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::timestamptz[]) as given (source_id, events, first_event_at, last_event_at)
      on conflict (workspace_id, source_id, day) do update set events = source_volumes.events + excluded.events,
        first_event_at = least(source_volumes.first_event_at, excluded.first_event_at), last_event_at = greatest(source_volumes.last_event_at, excluded.last_event_at)`,
    values: [
      lease.workspaceId, list.map(([id]) => id), list.map(([, volume]) => volume.events), list.map(([, volume]) => new Date(volume.first).toISOString()),
      list.map(([, volume]) => new Date(volume.last).toISOString()), timezone,
    ],
  })
}

async function insertExport(client: PoolClient, { lease, batch, exportBytes }: BatchWrite): Promise<void> {
  if (!exportBytes) return
  await client.query({
    name: 'insert-export',
    text: 'insert into export_batches (workspace_id, last_seq, rows, bytes) values ($1, $2, $3, $4)',
    values: [lease.workspaceId, batch.toSeq, batch.processed.length, exportBytes],
  })
}

async function writeMirror(client: PoolClient, { lease: { workspaceId }, batch, mirrorBytes, mirrorVersion: version }: BatchWrite): Promise<void> {
  const seq = batch.toSeq
  if (mirrorBytes) await queueMirror(client, workspaceId, { target: 'people', rows: batch.mirror.length, bytes: mirrorBytes, seq, version })
  await queueRedirects(client, workspaceId, batch.redirects, { seq, version })
}

function describeBatch({ lease, batch }: BatchWrite): Signal {
  return {
    kind: 'processed', workspaceId: lease.workspaceId, toSeq: batch.toSeq,
    profileIds: batch.profileIds.slice(0, maxSignalProfiles), more: batch.profileIds.length > maxSignalProfiles,
  }
}

/** @throws LeaseLost when the batch must be thrown away */
export async function writeBatch(pool: Pool, write: BatchWrite): Promise<void> {
  const { lease, batch } = write
  const { workspaceId } = lease
  await withTransaction(pool, async (client) => {
    // First of all: it locks the cursor, so that nobody changes profiles beside this batch.
    await moveCursor(client, write)
    await insertKeys(client, workspaceId, batch.newKeys)
    await insertRejections(client, workspaceId, batch)
    await writeProfiles(client, workspaceId, batch.profileWrites)
    await writeIdentities(client, workspaceId, batch.identityWrites)
    await writeCompanies(client, workspaceId, batch.processed.filter((event) => event.type === 'group'))
    await writeDelta(client, workspaceId, write.catalogue)
    await countVolumes(client, write)
    await insertOutcomes(client, workspaceId, batch.outcomes)
    await insertExport(client, write)
    await writeMirror(client, write)
    await addJobs(client, batch.jobs)
    await write.fill?.write(client)
    // Last, because it locks the stream until the end.
    if (batch.live) await writeLive(client, workspaceId, batch.live, { toSeq: batch.toSeq, now: write.now })
    await client.query('select pg_notify($1, $2)', ['rapport', JSON.stringify(describeBatch(write))])
    // A worker that stands still half-way holds the cursor's row: whoever takes its lease over must not wait for it.
  }, { maxIdleSeconds: leaseSeconds })
}
