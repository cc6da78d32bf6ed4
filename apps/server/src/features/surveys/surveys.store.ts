// SQL on surveys and their published versions.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { SurveyContent, SurveyTargeting, surveyKinds, surveyStatuses } from './surveys.contract.ts'

/** A survey as it is stored; its content is the draft. */
export interface StoredSurvey {
  workspaceId: number
  id: string
  name: string
  kind: (typeof surveyKinds)[number]
  status: (typeof surveyStatuses)[number]
  slug: string
  content: SurveyContent
  targeting: SurveyTargeting
  version: number
  hasUnpublishedChanges: boolean
  createdAt: Date
  createdBy: string
  updatedAt: Date
  publishedAt: Date | null
}

const columns = sql`workspace_id as "workspaceId", id, name, kind, status, slug, content, targeting, version, has_unpublished_changes as "hasUnpublishedChanges",
  created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt", published_at as "publishedAt"`

export async function findSurvey(db: Db, workspaceId: number, id: string): Promise<StoredSurvey | undefined> {
  const { rows } = await sql<StoredSurvey>`select ${columns} from surveys where workspace_id = ${workspaceId} and id = ${id}`.execute(db)
  return rows[0]
}

/** By the address of its open link, whatever its workspace. */
export async function findSurveyBySlug(db: Db, slug: string): Promise<StoredSurvey | undefined> {
  const { rows } = await sql<StoredSurvey>`select ${columns} from surveys where slug = ${slug}`.execute(db)
  return rows[0]
}

/** The content of a published version. */
export async function findVersion(db: Db, workspaceId: number, surveyId: string, version: number): Promise<SurveyContent | undefined> {
  const { rows } = await sql<{ content: SurveyContent }>`
    select content from survey_versions where workspace_id = ${workspaceId} and survey_id = ${surveyId} and version = ${version}`.execute(db)
  return rows[0]?.content
}
