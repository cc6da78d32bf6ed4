// What other features have that stands on a segment: shown as "used by", and a reason not to remove it.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { UsageList } from './segments.contract.ts'

export type SegmentReference = UsageList['items'][number]

/** Notes that `reference` stands on the segment, or on none any more. Call it in the transaction that changes what refers. */
export async function setReference(tx: Db, workspaceId: number, segmentId: string | null, { kind, id, name }: SegmentReference): Promise<void> {
  await sql`delete from segment_references where workspace_id = ${workspaceId} and kind = ${kind} and id = ${id}`.execute(tx)
  if (segmentId === null) return
  await sql`insert into segment_references (workspace_id, segment_id, kind, id, name) values (${workspaceId}, ${segmentId}, ${kind}, ${id}, ${name})`.execute(tx)
}

export async function listReferences(db: Db, workspaceId: number, segmentId: string): Promise<SegmentReference[]> {
  const { rows } = await sql<SegmentReference>`select kind, id, name from segment_references where workspace_id = ${workspaceId} and segment_id = ${segmentId} order by kind, name`.execute(db)
  return rows
}
