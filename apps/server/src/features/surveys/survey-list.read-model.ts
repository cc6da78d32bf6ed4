// The list of surveys with how each does: counts and the headline figure.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { StoredSurvey } from './surveys.store.ts'

export interface SurveyCounts {
  shown: number
  started: number
  completed: number
  /** Completed by those who were shown it here: not imported. */
  completedHere: number
  lastResponseAt: Date | null
}

export interface ListedSurvey extends Pick<StoredSurvey, 'id' | 'name' | 'kind' | 'status' | 'slug' | 'targeting' | 'version' | 'updatedAt'>, SurveyCounts {
  /** What was asked last, or the draft before anything was published. */
  questions: StoredSurvey['content']['questions']
}

/** By their last change, the newest first. Suspicious responses count nowhere. */
export async function listSurveys(db: Db, workspaceId: number): Promise<ListedSurvey[]> {
  const { rows } = await sql<ListedSurvey>`
    with asks as (select survey_id, count(*)::int as shown from survey_asks where workspace_id = ${workspaceId} group by survey_id),
    responses as (
      select survey_id, count(*)::int as started, (count(*) filter (where status = 'completed'))::int as completed,
        (count(*) filter (where status = 'completed' and channel <> 'import'))::int as completed_here, max(updated_at) as last_at
      from survey_responses where workspace_id = ${workspaceId} and not is_suspicious group by survey_id)
    select surveys.id, name, kind, status, slug, targeting, surveys.version, updated_at as "updatedAt", coalesce(versions.content, surveys.content) -> 'questions' as questions,
      coalesce(shown, 0) as shown, coalesce(started, 0) as started, coalesce(completed, 0) as completed, coalesce(completed_here, 0) as "completedHere", last_at as "lastResponseAt"
    from surveys
    left join survey_versions as versions on versions.workspace_id = surveys.workspace_id and versions.survey_id = surveys.id and versions.version = surveys.version
    left join asks on asks.survey_id = surveys.id
    left join responses on responses.survey_id = surveys.id
    where surveys.workspace_id = ${workspaceId} order by updated_at desc, surveys.id desc`.execute(db)
  return rows
}

export interface CountedAnswer {
  surveyId: string
  value: number
  group: string | null
  count: number
}

/** How often each number was answered to one question of each survey. */
export async function countAnswers(db: Db, workspaceId: number, questions: readonly { surveyId: string; question: string; type: string }[]): Promise<CountedAnswer[]> {
  if (questions.length === 0) return []
  const { rows } = await sql<CountedAnswer>`
    select answers.survey_id as "surveyId", answers.number as value, answer_group as "group", count(*)::int as count
    from survey_answers as answers
    join unnest(${questions.map(({ surveyId }) => surveyId)}::uuid[], ${questions.map(({ question }) => question)}::text[], ${questions.map(({ type }) => type)}::text[])
      as wanted (survey_id, question, type) on wanted.survey_id = answers.survey_id and wanted.question = answers.question and wanted.type = answers.type
    join survey_responses as responses on responses.workspace_id = answers.workspace_id and responses.id = answers.response_id
    where answers.workspace_id = ${workspaceId} and answers.number is not null and not responses.is_suspicious
    group by answers.survey_id, answers.number, answer_group`.execute(db)
  return rows
}
