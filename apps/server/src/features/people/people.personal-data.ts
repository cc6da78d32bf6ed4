// How the tables that hold a person's data follow merges, erasure and export.
import { sql } from 'kysely'
import type { PersonalData } from '../../platform/feature.ts'

export const peoplePersonalData: readonly PersonalData[] = [
  {
    table: 'profiles',
    // Redirected by merged_into; the merge itself folds one into the other.
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`delete from profiles where workspace_id = ${workspaceId} and id = any(${profileIds}::uuid[])`.execute(tx)
      await sql`delete from profile_merges where workspace_id = ${workspaceId} and (from_profile_id = any(${profileIds}::uuid[]) or into_profile_id = any(${profileIds}::uuid[]))`.execute(tx)
      await sql`delete from merge_suggestions where workspace_id = ${workspaceId} and (left_profile_id = any(${profileIds}::uuid[]) or right_profile_id = any(${profileIds}::uuid[]))`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`select id, traits, consent, stats, first_seen_at, last_seen_at from profiles where workspace_id = ${workspaceId} and id = any(${profileIds}::uuid[])`.execute(db)
      return rows
    },
  },
  {
    table: 'identities',
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`delete from identities where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[])`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`select kind, value, is_verified, first_seen_at from identities where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[])`.execute(db)
      return rows
    },
  },
  {
    table: 'company_members',
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`delete from company_members where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[])`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`select company_id from company_members where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[])`.execute(db)
      return rows
    },
  },
]
