// What other features have that stands on a segment: shown as "used by", and a reason not to remove it.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { UsageList } from './segments.contract.ts'

export type SegmentReference = UsageList['items'][number]

/** Notes which segments `reference` stands on, and no others any more. Call it in the transaction that changes what refers. */
export async function setReferences(tx: Db, workspaceId: number, segmentIds: readonly string[], { kind, id, name }: SegmentReference): Promise<void> {
  await sql`delete from segment_references where workspace_id = ${workspaceId} and kind = ${kind} and id = ${id}`.execute(tx)
  if (segmentIds.length === 0) return
  await sql`
    insert into segment_references (workspace_id, segment_id, kind, id, name)
    select distinct ${workspaceId}::int, segment_id, ${kind}, ${id}::uuid, ${name} from unnest(${segmentIds}::uuid[]) as segment_id`.execute(tx)
}

/** The same for what stands on one segment or none. */
export async function setReference(tx: Db, workspaceId: number, segmentId: string | null, reference: SegmentReference): Promise<void> {
  await setReferences(tx, workspaceId, segmentId === null ? [] : [segmentId], reference)
}

export async function listReferences(db: Db, workspaceId: number, segmentId: string): Promise<SegmentReference[]> {
  const { rows } = await sql<SegmentReference>`select kind, id, name from segment_references where workspace_id = ${workspaceId} and segment_id = ${segmentId} order by kind, name`.execute(db)
  return rows
}
