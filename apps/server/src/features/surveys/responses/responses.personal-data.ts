// How answers follow merges, erasure and export. Rows keep the profile they were written with; reads follow redirects.
import { sql } from 'kysely'
import type { PersonalData } from '../../../platform/feature.ts'

const ofProfiles = (workspaceId: number, profileIds: string[]) => sql`
  (select id from survey_responses where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[]))`

/** Answers and files go with their response; they are named here to be exported, and erased first. */
export const responsesPersonalData: readonly PersonalData[] = [
  {
    table: 'survey_answers',
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`delete from survey_answers where workspace_id = ${workspaceId} and response_id in ${ofProfiles(workspaceId, profileIds)}`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`
        select response_id, question, type, number, choices, text, answer_group, answered_at from survey_answers
        where workspace_id = ${workspaceId} and response_id in ${ofProfiles(workspaceId, profileIds)} order by response_id, question`.execute(db)
      return rows
    },
  },
  {
    table: 'survey_files',
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`delete from survey_files where workspace_id = ${workspaceId} and response_id in ${ofProfiles(workspaceId, profileIds)}`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`
        select id, response_id, question, name, type, encode(bytes, 'base64') as bytes, uploaded_at from survey_files
        where workspace_id = ${workspaceId} and response_id in ${ofProfiles(workspaceId, profileIds)}`.execute(db)
      return rows
    },
  },
  {
    table: 'survey_responses',
    onMerge: 'none',
    onUnmerge: 'none',
    async onErase(tx, workspaceId, profileIds) {
      await sql`delete from survey_responses where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[])`.execute(tx)
    },
    async onExport(db, workspaceId, profileIds) {
      const { rows } = await sql`
        select id, survey_id, version, status, channel, language, location, page, answers, scores, hidden, contact_me, started_at, completed_at from survey_responses
        where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[]) order by started_at`.execute(db)
      return rows
    },
  },
]
