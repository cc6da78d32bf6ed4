// SQL on responses and their answers: saving, finding, deleting, counting for quotas.
import { sql } from 'kysely'
import { asClient, type Db, type PoolClient } from '../../../platform/postgres.ts'
import { toLockKey } from '../asking/group-desk.ts'
import type { CheckedAnswer } from './read-answers.rules.ts'
import { hasValue, listSegmentProfiles } from './responses-filter.store.ts'
import type { responseChannels } from '../responses.contract.ts'

export interface ContactMe {
  channel: 'email' | 'phone'
  address: string
  note?: string | undefined
}

type Queryable = Pick<PoolClient, 'query'>

/** A response as it is stored. */
export interface StoredResponse {
  workspaceId: number
  id: string
  surveyId: string
  version: number
  askId: string | null
  status: 'partial' | 'completed'
  revision: number
  channel: (typeof responseChannels)[number]
  profileId: string | null
  userId: string | null
  anonymousId: string | null
  language: string
  location: string | null
  page: string | null
  answers: Record<string, unknown>
  scores: Record<string, number>
  hidden: Record<string, string>
  contactMe: ContactMe | null
  isSuspicious: boolean
  secondsSpent: number | null
  startedAt: Date
  updatedAt: Date
  completedAt: Date | null
}

export const responseColumns = `responses.workspace_id as "workspaceId", responses.id, responses.survey_id as "surveyId", responses.version, responses.ask_id as "askId",
  responses.status, responses.revision, responses.channel, responses.profile_id as "profileId", responses.user_id as "userId", responses.anonymous_id as "anonymousId",
  responses.language, responses.location, responses.page, responses.answers, responses.scores, responses.hidden, responses.contact_me as "contactMe",
  responses.is_suspicious as "isSuspicious", responses.seconds_spent as "secondsSpent", responses.started_at as "startedAt", responses.updated_at as "updatedAt",
  responses.completed_at as "completedAt"`

/** What is locked while this response is being saved; it need not exist yet. */
export const lockKeyOf = (responseId: string) => toLockKey(`survey-response:${responseId}`)

/** By id; those that do not exist are left out. */
export async function findResponses(client: Queryable, workspaceId: number, ids: readonly string[]): Promise<Map<string, StoredResponse>> {
  const { rows } = await client.query<StoredResponse>({
    name: 'responses-by-id', text: `select ${responseColumns} from survey_responses as responses where workspace_id = $1 and id = any($2::uuid[])`, values: [workspaceId, ids],
  })
  return new Map(rows.map((row) => [row.id, row]))
}

export async function findResponse(db: Db, workspaceId: number, id: string): Promise<StoredResponse | undefined> {
  return (await findResponses(asClient(db), workspaceId, [id])).get(id)
}

/** One row an answer, as `survey_answers` holds them. */
export interface AnswerRow {
  surveyId: string
  responseId: string
  question: string
  type: string
  number: number | null
  choices: readonly string[] | null
  text: string | null
  group: string | null
  at: Date
}

export function toAnswerRow({ question, number, choices, text, group }: CheckedAnswer, { surveyId, id, updatedAt }: Pick<StoredResponse, 'surveyId' | 'id' | 'updatedAt'>): AnswerRow {
  return { surveyId, responseId: id, question: question.key, type: question.type, number: number ?? null, choices: choices ?? null, text: text ?? null, group: group ?? null, at: updatedAt }
}

const upsertResponsesSql = `
  insert into survey_responses as stored (workspace_id, id, survey_id, version, ask_id, status, revision, channel, profile_id, user_id, anonymous_id, language, location,
    page, answers, scores, hidden, contact_me, is_suspicious, seconds_spent, started_at, updated_at, completed_at)
  select "workspaceId", id, "surveyId", version, "askId", status, revision, channel, "profileId", "userId", "anonymousId", language, location,
    page, answers, scores, hidden, "contactMe", "isSuspicious", "secondsSpent", "startedAt", "updatedAt", "completedAt"
  from json_to_recordset($1::json) as records
    ("workspaceId" int, id uuid, "surveyId" uuid, version int, "askId" uuid, status text, revision int, channel text, "profileId" uuid, "userId" text, "anonymousId" text,
     language text, location text, page text, answers jsonb, scores jsonb, hidden jsonb, "contactMe" jsonb, "isSuspicious" boolean, "secondsSpent" float8,
     "startedAt" timestamptz, "updatedAt" timestamptz, "completedAt" timestamptz)
  on conflict (workspace_id, id) do update set
    ask_id = excluded.ask_id, status = excluded.status, revision = excluded.revision, language = excluded.language, page = excluded.page, answers = excluded.answers,
    scores = excluded.scores, hidden = excluded.hidden, contact_me = excluded.contact_me, is_suspicious = excluded.is_suspicious, seconds_spent = excluded.seconds_spent,
    profile_id = coalesce(stored.profile_id, excluded.profile_id), updated_at = excluded.updated_at, completed_at = excluded.completed_at`

/** Writes responses, new or changed. Their answers are written apart. */
export async function upsertResponses(client: Queryable, responses: readonly StoredResponse[]): Promise<void> {
  if (responses.length === 0) return
  const records = responses.map((response) => ({ ...response, contactMe: response.contactMe ?? undefined }))
  await client.query({ name: 'upsert-responses', text: upsertResponsesSql, values: [JSON.stringify(records)] })
}

/** Removes the answers of one response to other questions than these. */
export async function deleteOtherAnswers(client: Queryable, { workspaceId, id }: Pick<StoredResponse, 'workspaceId' | 'id'>, questions: readonly string[]): Promise<void> {
  await client.query({
    name: 'delete-other-answers', text: 'delete from survey_answers where workspace_id = $1 and response_id = $2 and question <> all($3::text[])', values: [workspaceId, id, questions],
  })
}

const upsertAnswersSql = `
  insert into survey_answers (workspace_id, survey_id, response_id, question, type, number, choices, text, answer_group, answered_at)
  select $1, "surveyId", "responseId", question, type, number,
    case when choices is null then null else array(select json_array_elements_text(choices)) end, text, "group", at
  from json_to_recordset($2::json) as records
    ("surveyId" uuid, "responseId" uuid, question text, type text, number float8, choices json, text text, "group" text, at timestamptz)
  on conflict (workspace_id, response_id, question) do update set
    number = excluded.number, choices = excluded.choices, text = excluded.text, answer_group = excluded.answer_group`

/** Writes answers. One that was given before keeps its time. */
export async function upsertAnswers(client: Queryable, workspaceId: number, rows: readonly AnswerRow[]): Promise<void> {
  if (rows.length === 0) return
  await client.query({ name: 'upsert-answers', text: upsertAnswersSql, values: [workspaceId, JSON.stringify(rows)] })
}

/** Removes responses with their answers and files. Returns those that existed. */
export async function deleteResponses(tx: Db, workspaceId: number, ids: readonly string[]): Promise<StoredResponse[]> {
  await sql`delete from survey_files where workspace_id = ${workspaceId} and response_id = any(${ids}::uuid[])`.execute(tx)
  const { rows } = await sql<StoredResponse>`
    delete from survey_responses as responses where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) returning ${sql.raw(responseColumns)}`.execute(tx)
  return rows
}

/** Says who answered, once the stream knows: only where nobody is known yet. */
export async function rememberRespondents(db: Db, respondents: readonly { workspaceId: number; responseId: string; profileId: string }[]): Promise<void> {
  await sql`
    update survey_responses as responses set profile_id = records."profileId"
    from json_to_recordset(${JSON.stringify(respondents)}::json) as records ("workspaceId" int, "responseId" uuid, "profileId" uuid), surveys
    where responses.workspace_id = records."workspaceId" and responses.id = records."responseId" and responses.profile_id is null
      and surveys.workspace_id = responses.workspace_id and surveys.id = responses.survey_id and surveys.kind <> 'employees'`.execute(db)
}

/** What a quota counts. */
export interface CountedQuota {
  segmentId?: string | undefined
  answer?: { question: string; value: string | number } | undefined
}

/** Responses with at least one answer, suspicious ones left out: all, of a segment's people, or with an answer. */
export async function countForQuota(db: Db, workspaceId: number, surveyId: string, quota: CountedQuota): Promise<number> {
  const { segmentId, answer } = quota
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from survey_responses as responses
    where responses.workspace_id = ${workspaceId} and responses.survey_id = ${surveyId} and not responses.is_suspicious
      ${segmentId ? sql`and responses.profile_id in ${listSegmentProfiles(workspaceId, segmentId)}` : sql``}
      and exists (select from survey_answers as answers where answers.workspace_id = responses.workspace_id and answers.response_id = responses.id
        ${answer ? sql`and answers.question = ${answer.question} and ${hasValue(String(answer.value))}` : sql``})`.execute(db)
  return rows[0]!.count
}
