// SQL on surveys and their published versions.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import { surveyContent, type SurveyContent, type SurveyRevisions, type SurveyTargeting, type surveyKinds, type surveyStatuses } from './surveys.contract.ts'

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
  revisions: SurveyRevisions
  version: number
  hasUnpublishedChanges: boolean
  createdAt: Date
  createdBy: string
  updatedAt: Date
  publishedAt: Date | null
}

const columns = sql`workspace_id as "workspaceId", id, name, kind, status, slug, content, targeting,
  jsonb_build_object('content', content_revision, 'targeting', targeting_revision) as revisions, version, has_unpublished_changes as "hasUnpublishedChanges",
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

/** The content of a published version as it is today: what was published before a field existed has its default. */
export async function findVersion(db: Db, workspaceId: number, surveyId: string, version: number): Promise<SurveyContent | undefined> {
  const { rows } = await sql<{ content: SurveyContent }>`
    select content from survey_versions where workspace_id = ${workspaceId} and survey_id = ${surveyId} and version = ${version}`.execute(db)
  return rows[0] && surveyContent.parse(rows[0].content)
}

/** The survey, locked until the transaction ends. */
export async function lockSurvey(tx: Db, workspaceId: number, id: string): Promise<StoredSurvey | undefined> {
  const { rows } = await sql<StoredSurvey>`select ${columns} from surveys where workspace_id = ${workspaceId} and id = ${id} for no key update`.execute(tx)
  return rows[0]
}

export async function countSurveys(db: Db, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from surveys where workspace_id = ${workspaceId}`.execute(db)
  return rows[0]!.count
}

export async function insertSurvey(tx: Db, survey: StoredSurvey): Promise<void> {
  const { workspaceId, id, name, kind, status, slug, content, targeting, createdAt, createdBy } = survey
  await sql`
    insert into surveys (workspace_id, id, name, kind, status, slug, content, targeting, created_at, created_by, updated_at)
    values (${workspaceId}, ${id}, ${name}, ${kind}, ${status}, ${slug}, ${JSON.stringify(content)}::jsonb, ${JSON.stringify(targeting)}::jsonb, ${createdAt}, ${createdBy}, ${createdAt})`.execute(tx)
}

/** All that can change of a survey. */
export async function updateSurvey(tx: Db, survey: StoredSurvey): Promise<void> {
  const { workspaceId, id, name, status, content, targeting, revisions, version, hasUnpublishedChanges, updatedAt, publishedAt } = survey
  await sql`
    update surveys set name = ${name}, status = ${status}, content = ${JSON.stringify(content)}::jsonb, targeting = ${JSON.stringify(targeting)}::jsonb, version = ${version},
      content_revision = ${revisions.content}, targeting_revision = ${revisions.targeting}, has_unpublished_changes = ${hasUnpublishedChanges}, updated_at = ${updatedAt}, published_at = ${publishedAt}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

/** With its versions, asks, decisions, answers, files and imports. */
export async function deleteSurvey(tx: Db, workspaceId: number, id: string): Promise<void> {
  await sql`delete from surveys where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}
