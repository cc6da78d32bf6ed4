// How what is kept of asking people follows merges, erasure and export.
import { sql } from 'kysely'
import type { PersonalData } from '../../../platform/feature.ts'

const identifiers = (workspaceId: number, profileIds: string[], kind: string) =>
  sql`(select value from identities where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[]) and kind = ${kind})`

/** Rows keep the profile they were written with: reads follow redirects. Of employees' surveys no row names anybody. */
export const asksPersonalData: readonly PersonalData[] = [
  {
    table: 'survey_asks',
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`
        delete from survey_asks where workspace_id = ${workspaceId} and (profile_id = any(${profileIds}::uuid[])
          or user_id in ${identifiers(workspaceId, profileIds, 'user_id')} or anonymous_id in ${identifiers(workspaceId, profileIds, 'anonymous_id')})`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`
        select surveys.name as survey, channel, asked_at, answered_at from survey_asks as asks
        join surveys on surveys.workspace_id = asks.workspace_id and surveys.id = survey_id
        where asks.workspace_id = ${workspaceId} and (profile_id = any(${profileIds}::uuid[])
          or user_id in ${identifiers(workspaceId, profileIds, 'user_id')} or anonymous_id in ${identifiers(workspaceId, profileIds, 'anonymous_id')})
        order by asked_at`.execute(db)
      return rows
    },
  },
  {
    table: 'survey_decisions',
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`
        delete from survey_decisions where workspace_id = ${workspaceId} and (profile_id = any(${profileIds}::uuid[]) or subject in (
          select case kind when 'user_id' then 'user:' else 'anonymous:' end || value from identities
          where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[]) and kind in ('user_id', 'anonymous_id')))`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`
        select surveys.name as survey, channel, reason, text, count, decided_at from survey_decisions as decisions
        join surveys on surveys.workspace_id = decisions.workspace_id and surveys.id = survey_id
        where decisions.workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[]) order by decided_at`.execute(db)
      return rows
    },
  },
]
