// Queues the filling of segments and computed traits, and tells how far it is. The processor does it: live/filler.ts.
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { Db } from '../../platform/postgres.ts'

/** What is read along with a segment or computed trait: null columns where nothing is being filled. */
export interface FillRow {
  status: 'filling' | 'ready' | 'failed'
  phase: string | null
  visited: number | null
  expected: number | null
}

const tables = { segment: 'segments', trait: 'computed_traits' } as const

export interface FillRequest {
  kind: keyof typeof tables
  subjectId: string
  cause: 'first_fill' | 'edited'
  at: Date
}

/** A filling that is under way begins anew. */
export async function queueFill(tx: Db, workspaceId: number, { kind, subjectId, cause, at }: FillRequest): Promise<void> {
  await sql`update ${sql.table(tables[kind])} set status = 'filling', problem = null where workspace_id = ${workspaceId} and id = ${subjectId}`.execute(tx)
  await sql`
    insert into segment_fills (workspace_id, id, subject_kind, subject_id, cause, started_at)
    values (${workspaceId}, ${uuidv7()}, ${kind}, ${subjectId}, ${cause}, ${at})
    on conflict (workspace_id, subject_id) do update set id = excluded.id, phase = 'new', position = null, visited = 0, expected = 0, started_at = excluded.started_at`.execute(tx)
}

/** Series come first and take the longer part. From 0 to 1; null when nothing is being filled. */
export function progressOf({ status, phase, visited, expected }: FillRow): number | null {
  if (status !== 'filling') return null
  const share = visited !== null && expected ? Math.min(1, visited / expected) : 0
  return phase === 'people' ? 0.6 + 0.4 * share : 0.6 * share
}
