// SQL on published versions.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import { surveyContent, type SurveyContent } from './surveys.contract.ts'

export interface StoredVersion {
  version: number
  content: SurveyContent
  publishedAt: Date
  publishedBy: string
  responses: number
}

export async function insertVersion(tx: Db, workspaceId: number, surveyId: string, { version, content, publishedAt, publishedBy }: Omit<StoredVersion, 'responses'>): Promise<void> {
  await sql`
    insert into survey_versions (workspace_id, survey_id, version, content, published_at, published_by)
    values (${workspaceId}, ${surveyId}, ${version}, ${JSON.stringify(content)}::jsonb, ${publishedAt}, ${publishedBy})`.execute(tx)
}

/** The newest 100, contents as they are today, each with how many responses were given to it. */
export async function listVersions(db: Db, workspaceId: number, surveyId: string): Promise<StoredVersion[]> {
  const { rows } = await sql<StoredVersion>`
    with counts as (select version, count(*)::int as responses from survey_responses where workspace_id = ${workspaceId} and survey_id = ${surveyId} group by version)
    select versions.version, content, published_at as "publishedAt", published_by as "publishedBy", coalesce(responses, 0) as responses
    from survey_versions as versions left join counts on counts.version = versions.version
    where workspace_id = ${workspaceId} and survey_id = ${surveyId} order by versions.version desc limit 100`.execute(db)
  return rows.map((row) => ({ ...row, content: surveyContent.parse(row.content) }))
}
