// SQL on computed traits.
import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'
import type { Computation } from '../computed-traits.contract.ts'
import type { FillRow } from '../fills.store.ts'
import type { RfmThresholds } from './computations.ts'

export interface ComputedTraitRow extends FillRow {
  id: string
  key: string
  name: string
  description: string
  computation: Computation
  thresholds: RfmThresholds | null
  problem: string | null
  createdAt: Date
  createdBy: string
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

export async function writeThresholds(tx: Db, workspaceId: number, id: string, thresholds: RfmThresholds): Promise<void> {
  await sql`update computed_traits set thresholds = ${JSON.stringify(thresholds)}::jsonb where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

/** RFM scores of all workspaces: their fifths move as customers do. */
export async function listRfmTraits(db: Db): Promise<{ workspaceId: number; id: string; computation: Computation; thresholds: RfmThresholds | null; status: string }[]> {
  const { rows } = await sql<{ workspaceId: number; id: string; computation: Computation; thresholds: RfmThresholds | null; status: string }>`
    select workspace_id as "workspaceId", id, computation, thresholds, status from computed_traits where computation ->> 'function' = 'rfm' and not is_removed`.execute(db)
  return rows
}
