// The filters of responses as SQL: lists, figures and exports take the same ones.
import { sql, type RawBuilder } from 'kysely'
import type { ResponsesQuery } from '../responses.contract.ts'

export interface ResponseFilter extends Omit<ResponsesQuery, 'cursor' | 'limit' | 'profileId'> {
  surveyId?: string | undefined
  /** All profiles of one person. */
  profileIds?: readonly string[] | undefined
}

/** Profiles of a segment's people, those that went into them too. */
export function listSegmentProfiles(workspaceId: number, segmentId: string): RawBuilder<unknown> {
  return sql`(with recursive members as (
    select profile_id as id from segment_memberships where workspace_id = ${workspaceId} and segment_id = ${segmentId}
    union select profiles.id from profiles join members on profiles.merged_into = members.id where profiles.workspace_id = ${workspaceId})
    select id from members)`
}

/** A condition on an answer's row: a number, the key of a choice, a group or a whole text. */
export function hasValue(value: string): RawBuilder<unknown> {
  return sql`(answers.number::text = ${value} or answers.choices @> array[${value}]::text[] or answers.answer_group = ${value} or answers.text = ${value})`
}

function hasAnswer(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`exists (select from survey_answers as answers
    where answers.workspace_id = responses.workspace_id and answers.response_id = responses.id and ${sql.join(conditions, sql` and `)})`
}

function toPattern(search: string): string {
  return `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
}

function hasWantedAnswer({ question, group, value }: ResponseFilter): RawBuilder<unknown>[] {
  if (question === undefined && group === undefined && value === undefined) return []
  return [hasAnswer([
    ...(question === undefined ? [] : [sql`answers.question = ${question}`]),
    ...(group === undefined ? [] : [sql`answers.answer_group = ${group}`]),
    ...(value === undefined ? [] : [hasValue(value)]),
  ])]
}

/** A condition on `responses`. Employees' answers are found at their own survey alone. */
export function matchesFilter(workspaceId: number, filter: ResponseFilter): RawBuilder<unknown> {
  const { surveyId, status, channel, search, location, language, segmentId, profileIds, from, to, suspicious } = filter
  const conditions = [
    sql`responses.workspace_id = ${workspaceId}`,
    surveyId ? sql`responses.survey_id = ${surveyId}` : sql`not exists (select from surveys where surveys.workspace_id = responses.workspace_id and surveys.id = responses.survey_id and surveys.kind = 'employees')`,
    ...(status ? [sql`responses.status = ${status}`] : []),
    ...(channel ? [sql`responses.channel = ${channel}`] : []),
    ...(location ? [sql`responses.location = ${location}`] : []),
    ...(language ? [sql`responses.language = ${language}`] : []),
    ...(segmentId ? [sql`responses.profile_id in ${listSegmentProfiles(workspaceId, segmentId)}`] : []),
    ...(profileIds ? [sql`responses.profile_id = any(${profileIds}::uuid[])`] : []),
    ...(from ? [sql`responses.started_at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`responses.started_at < ${to}::timestamptz`] : []),
    ...(suspicious === 'all' ? [] : [sql`responses.is_suspicious = ${suspicious === 'only'}`]),
    ...hasWantedAnswer(filter),
    ...(search?.trim() ? [hasAnswer([sql`answers.text ilike ${toPattern(search)}`])] : []),
  ]
  return sql.join(conditions, sql` and `)
}
