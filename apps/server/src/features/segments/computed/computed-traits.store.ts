// SQL on computed traits.
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { Db } from '../../../platform/postgres.ts'
import type { Computation } from '../computed-traits.contract.ts'
import type { RfmThresholds } from './computations.ts'

export interface ComputedTraitRow {
  id: string
  key: string
  name: string
  description: string
  computation: Computation
  thresholds: RfmThresholds | null
  status: 'filling' | 'ready' | 'failed'
  problem: string | null
  createdAt: Date
  createdBy: string
  phase: string | null
  visited: number | null
  expected: number | null
}

export async function listComputedTraits(db: Db, workspaceId: number, id: string | null = null): Promise<ComputedTraitRow[]> {
  const { rows } = await sql<ComputedTraitRow>`
    select traits.id, key, name, description, computation, thresholds, status, problem, created_at as "createdAt", created_by as "createdBy", fills.phase, fills.visited, fills.expected
    from computed_traits as traits
    left join segment_fills as fills on fills.workspace_id = traits.workspace_id and fills.subject_id = traits.id
    where traits.workspace_id = ${workspaceId} and not is_removed and (${id}::uuid is null or traits.id = ${id}::uuid) order by lower(name), traits.id`.execute(db)
  return rows
}

export async function insertComputedTrait(
  tx: Db, workspaceId: number, trait: { id: string; key: string; name: string; description: string; computation: Computation; by: string; at: Date },
): Promise<void> {
  await sql`
    insert into computed_traits (workspace_id, id, key, name, description, computation, status, created_at, created_by)
    values (${workspaceId}, ${trait.id}, ${trait.key}, ${trait.name}, ${trait.description}, ${JSON.stringify(trait.computation)}::jsonb, 'filling', ${trait.at}, ${trait.by})`.execute(tx)
}

export async function updateComputedTrait(tx: Db, workspaceId: number, id: string, { name, description, computation }: { name: string; description: string; computation: Computation }): Promise<void> {
  await sql`
    update computed_traits set name = ${name}, description = ${description}, computation = ${JSON.stringify(computation)}::jsonb
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

export async function markRemoved(tx: Db, workspaceId: number, id: string): Promise<void> {
  await sql`update computed_traits set is_removed = true where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

/** Queues the filling; one that is under way begins anew. */
export async function queueTraitFill(tx: Db, workspaceId: number, id: string, cause: 'first_fill' | 'edited', at: Date): Promise<void> {
  await sql`update computed_traits set status = 'filling', problem = null where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  await sql`
    insert into segment_fills (workspace_id, id, subject_kind, subject_id, cause, started_at)
    values (${workspaceId}, ${uuidv7()}, 'trait', ${id}, ${cause}, ${at})
    on conflict (workspace_id, subject_id) do update set id = excluded.id, phase = 'new', position = null, visited = 0, expected = 0, started_at = excluded.started_at`.execute(tx)
}

export async function writeThresholds(tx: Db, workspaceId: number, id: string, thresholds: RfmThresholds): Promise<void> {
  await sql`update computed_traits set thresholds = ${JSON.stringify(thresholds)}::jsonb where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

/** RFM scores of all workspaces: their fifths move as customers do. */
export async function listRfmTraits(db: Db): Promise<{ workspaceId: number; id: string; computation: Computation; thresholds: RfmThresholds | null; status: string }[]> {
  const { rows } = await sql<{ workspaceId: number; id: string; computation: Computation; thresholds: RfmThresholds | null; status: string }>`
    select workspace_id as "workspaceId", id, computation, thresholds, status from computed_traits where computation ->> 'function' = 'rfm' and not is_removed`.execute(db)
  return rows
}
