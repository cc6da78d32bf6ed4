// SQL on the definitions of segments.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { Definition } from './conditions.contract.ts'
import type { FillRow } from './fills.store.ts'
import type { KnownRules } from './segments.rules.ts'

export interface SegmentRow extends FillRow {
  id: string
  name: string
  description: string
  kind: 'live' | 'static'
  definition: Definition | null
  version: number
  problem: string | null
  size: number
  createdAt: Date
  createdBy: string
  updatedAt: Date
  sizeBefore: number | null
}

/** `sizeBefore`: as of a week before `now`. */
function selectRows(workspaceId: number, now: Date) {
  return sql`
    select segments.id, name, description, kind, definition, version, status, problem, segments.size, created_at as "createdAt", created_by as "createdBy",
      updated_at as "updatedAt", fills.phase, fills.visited, fills.expected, before.size as "sizeBefore"
    from segments
    left join segment_fills as fills on fills.workspace_id = segments.workspace_id and fills.subject_id = segments.id
    left join lateral (
      select size from segment_sizes where workspace_id = segments.workspace_id and segment_id = segments.id and hour <= ${now}::timestamptz - interval '7 days'
      order by hour desc limit 1) as before on true
    where segments.workspace_id = ${workspaceId}`
}

export async function listSegments(db: Db, workspaceId: number, now: Date): Promise<SegmentRow[]> {
  return (await sql<SegmentRow>`${selectRows(workspaceId, now)} order by lower(name), segments.id`.execute(db)).rows
}

export async function findSegment(db: Db, workspaceId: number, id: string, now: Date): Promise<SegmentRow | undefined> {
  return (await sql<SegmentRow>`${selectRows(workspaceId, now)} and segments.id = ${id}`.execute(db)).rows[0]
}

/** The same, locked against other changes of its definition. */
export async function lockSegment(tx: Db, workspaceId: number, id: string, now: Date): Promise<SegmentRow | undefined> {
  await sql`select from segments where workspace_id = ${workspaceId} and id = ${id} for no key update`.execute(tx)
  return findSegment(tx, workspaceId, id, now)
}

/** All rules of the workspace. Changes of definitions wait for each other, so that no circle comes about. */
export async function lockRules(tx: Db, workspaceId: number): Promise<KnownRules> {
  await sql`select pg_advisory_xact_lock(hashtextextended('segments', ${workspaceId}))`.execute(tx)
  return readRules(tx, workspaceId)
}

export async function readRules(db: Db, workspaceId: number): Promise<KnownRules> {
  const { rows } = await sql<{ id: string; definition: Definition | null }>`select id, definition from segments where workspace_id = ${workspaceId}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.definition]))
}

export async function readNames(db: Db, workspaceId: number): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from segments where workspace_id = ${workspaceId}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

export interface NewSegment {
  id: string
  name: string
  description: string
  kind: 'live' | 'static'
  definition: Definition | null
  by: string
  at: Date
}

export async function insertSegment(tx: Db, workspaceId: number, segment: NewSegment): Promise<void> {
  const { id, name, description, kind, definition, by, at } = segment
  await sql`
    insert into segments (workspace_id, id, name, description, kind, definition, status, created_at, created_by, updated_at)
    values (${workspaceId}, ${id}, ${name}, ${description}, ${kind}, ${definition && JSON.stringify(definition)}::jsonb, ${kind === 'live' ? 'filling' : 'ready'}, ${at}, ${by}, ${at})`.execute(tx)
  await insertVersion(tx, workspaceId, { id, version: 1, definition, by, at })
}

async function insertVersion(tx: Db, workspaceId: number, { id, version, definition, by, at }: { id: string; version: number; definition: Definition | null; by: string; at: Date }): Promise<void> {
  await sql`
    insert into segment_versions (workspace_id, segment_id, version, definition, at, by)
    values (${workspaceId}, ${id}, ${version}, ${definition && JSON.stringify(definition)}::jsonb, ${at}, ${by})`.execute(tx)
}

export async function renameSegment(tx: Db, workspaceId: number, id: string, { name, description, at }: { name: string; description: string; at: Date }): Promise<void> {
  await sql`update segments set name = ${name}, description = ${description}, updated_at = ${at} where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

export async function redefineSegment(tx: Db, workspaceId: number, change: { id: string; version: number; definition: Definition; by: string; at: Date }): Promise<void> {
  const { id, version, definition, at } = change
  await sql`
    update segments set definition = ${JSON.stringify(definition)}::jsonb, version = ${version}, updated_at = ${at}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  await insertVersion(tx, workspaceId, change)
}

export async function deleteSegment(tx: Db, workspaceId: number, id: string): Promise<void> {
  for (const table of ['segment_memberships', 'segment_sizes', 'segment_versions']) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and segment_id = ${id}`.execute(tx)
  }
  await sql`delete from segment_fills where workspace_id = ${workspaceId} and subject_id = ${id}`.execute(tx)
  await sql`delete from segments where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

export async function listVersions(db: Db, workspaceId: number, id: string) {
  const { rows } = await sql<{ version: number; definition: Definition | null; at: Date; by: string }>`
    select version, definition, at, by from segment_versions where workspace_id = ${workspaceId} and segment_id = ${id} order by version desc limit 200`.execute(db)
  return rows
}

/** Sizes at the end of each of the last `days` days of the workspace's zone, oldest first, by segment. */
export async function readDailySizes(db: Db, workspaceId: number, { days, now }: { days: number; now: Date }): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ id: string; sizes: number[] }>`
    select segments.id, array_agg(coalesce(sized.size, 0) order by day.end_at) as sizes
    from segments
    cross join lateral (select ${now}::timestamptz - make_interval(days => ${days}::int - 1 - number) as end_at from generate_series(0, ${days}::int - 1) as number) as day
    left join lateral (
      select size from segment_sizes where workspace_id = segments.workspace_id and segment_id = segments.id and hour <= day.end_at order by hour desc limit 1) as sized on true
    where segments.workspace_id = ${workspaceId} group by segments.id`.execute(db)
  return new Map(rows.map((row) => [row.id, row.sizes]))
}
