// SQL on who was asked what and when. Someone is recognised by any of profile, user id, anonymous id and device.
import type { PoolClient } from '../../../platform/postgres.ts'
import type { PastAsk } from './ask.rules.ts'

type Queryable = Pick<PoolClient, 'query'>

/** Everything that one person is known by. */
export interface PersonMarks {
  profileIds: readonly string[]
  userIds: readonly string[]
  anonymousIds: readonly string[]
  deviceIds: readonly string[]
}

/** More asks of one person than these change nothing. */
const maxAsks = 1_000

/**
 * `marks`: a parameter, JSON of whose person (by position in the list) and by which mark. It is JSON, and limited, so that the
 * plan is made once, looking up each mark in its index: with arrays PostgreSQL would plan anew for each length, which takes
 * longer than the answer.
 */
const marksOf = (marks: string, type: 'uuid' | 'text') => `json_to_recordset(${marks}::json) as marks (person int, mark ${type})`
const asksBy = (column: string, marks: string, type: 'uuid' | 'text') => `
  select marks.person, asks.* from ${marksOf(marks, type)}, lateral (
    select id, survey_id, asked_at, answered_at from survey_asks where workspace_id = $1 and ${column} = marks.mark order by asked_at desc limit ${maxAsks}) as asks`

// An import brings answers without an ask: whoever answered was asked. `offset 0`: a person's are sorted, not looked for among the newest of all.
const asksSql = `
  select person, asks.id, survey_id as "surveyId", surveys.name as survey, asked_at as "askedAt", answered_at as "answeredAt" from (
    ${asksBy('profile_id', '$2', 'uuid')}
    union ${asksBy('user_id', '$3', 'text')}
    union ${asksBy('anonymous_id', '$4', 'text')}
    union ${asksBy('device_id', '$5', 'text')}
    union
    select marks.person, imported.* from ${marksOf('$2', 'uuid')}, lateral (
      select id, survey_id, started_at, started_at as answered_at from (
        select id, survey_id, started_at from survey_responses where workspace_id = $1 and profile_id = marks.mark and channel = 'import' and ask_id is null offset 0) as theirs
      order by started_at desc limit ${maxAsks}) as imported) as asks
  join surveys on surveys.workspace_id = $1 and surveys.id = asks.survey_id
  order by asked_at desc`

/** Of each person, by position, the newest first. `id`: that of the ask, or of an imported response. */
export async function listAsks(client: Queryable, workspaceId: number, people: readonly PersonMarks[]): Promise<(PastAsk & { id: string })[][]> {
  const write = (kind: keyof PersonMarks) => JSON.stringify(people.flatMap((each, person) => each[kind].map((mark) => ({ person, mark }))))
  const { rows } = await client.query<{ person: number; id: string; surveyId: string; survey: string; askedAt: Date; answeredAt: Date | null }>({
    name: 'asks-of-people', text: asksSql, values: [workspaceId, write('profileIds'), write('userIds'), write('anonymousIds'), write('deviceIds')],
  })
  const asks: (PastAsk & { id: string })[][] = people.map(() => [])
  for (const { person, askedAt, answeredAt, ...ask } of rows) asks[person]!.push({ ...ask, askedAt: askedAt.getTime(), answeredAt: answeredAt?.getTime() ?? null })
  return asks
}

/** Until the transaction ends, nobody else counts the quotas of these surveys. */
export async function lockQuotas(client: Queryable, workspaceId: number, surveyIds: readonly string[]): Promise<void> {
  await client.query('select from surveys where workspace_id = $1 and id = any($2::uuid[]) order by id for no key update', [workspaceId, surveyIds])
}

/** Asks since `since` that may still become an answer: of everybody, or of a segment's people. */
export async function countOpenAsks(client: Queryable, workspaceId: number, surveyId: string, { since, segmentId }: { since: Date; segmentId: string | undefined }): Promise<number> {
  const { rows } = await client.query<{ count: number }>({
    name: 'open-asks',
    text: `select count(*) from survey_asks where workspace_id = $1 and survey_id = $2 and asked_at > $3 and answered_at is null
      and ($4::uuid is null or profile_id in (select profile_id from segment_memberships where workspace_id = $1 and segment_id = $4))`,
    values: [workspaceId, surveyId, since, segmentId ?? null],
  })
  return rows[0]!.count
}

export interface NewAsk {
  id: string
  surveyId: string
  version: number
  channel: 'link' | 'widget' | 'email' | 'api'
  profileId?: string | undefined
  userId?: string | undefined
  anonymousId?: string | undefined
  deviceId?: string | undefined
  askedAt: Date
}

/** Writes asks, each with the decision that led to it. Returns the ids of those that were not there yet. */
export async function insertAsks(client: Queryable, workspaceId: number, asks: readonly { ask: NewAsk; decision: { profileId?: string | undefined; subject: string; text: string } }[]): Promise<ReadonlySet<string>> {
  if (asks.length === 0) return new Set()
  const column = <Key extends keyof NewAsk>(key: Key) => asks.map(({ ask }) => ask[key] ?? null)
  const { rows } = await client.query<{ id: string }>({
    name: 'insert-asks',
    text: `with given as (
        select * from unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::uuid[], $12::text[], $13::text[])
          as given (id, survey_id, version, channel, profile_id, user_id, anonymous_id, device_id, asked_at, decided_profile_id, subject, text)),
      asked as (
        insert into survey_asks (workspace_id, id, survey_id, version, channel, profile_id, user_id, anonymous_id, device_id, asked_at)
        select $1, id, survey_id, version, channel, profile_id, user_id, anonymous_id, device_id, asked_at from given
        on conflict do nothing returning id),
      decided as (
        insert into survey_decisions (workspace_id, survey_id, profile_id, subject, channel, reason, text, decided_at)
        select $1, survey_id, decided_profile_id, subject, channel, 'asked', text, asked_at from given where id in (select id from asked))
      select id from asked`,
    values: [
      workspaceId, column('id'), column('surveyId'), column('version'), column('channel'), column('profileId'), column('userId'), column('anonymousId'), column('deviceId'), column('askedAt'),
      asks.map(({ decision }) => decision.profileId ?? null), asks.map(({ decision }) => decision.subject), asks.map(({ decision }) => decision.text),
    ],
  })
  return new Set(rows.map(({ id }) => id))
}

export async function hasAsk(client: Queryable, workspaceId: number, askId: string): Promise<boolean> {
  const { rows } = await client.query('select from survey_asks where workspace_id = $1 and id = $2', [workspaceId, askId])
  return rows.length > 0
}

/** Of a mail that surely reached nobody. */
export async function deleteAsk(client: Queryable, workspaceId: number, askId: string): Promise<void> {
  await client.query('delete from survey_asks where workspace_id = $1 and id = $2', [workspaceId, askId])
}

/** Notes the first answers to asks; later ones change nothing. */
export async function recordFirstAnswers(client: Queryable, workspaceId: number, answers: readonly { askId: string; at: Date }[]): Promise<void> {
  if (answers.length === 0) return
  await client.query({
    name: 'first-answers',
    text: `update survey_asks as asks set answered_at = given.at from json_to_recordset($2::json) as given ("askId" uuid, at timestamptz)
      where asks.workspace_id = $1 and asks.id = given."askId" and asks.answered_at is null`,
    values: [workspaceId, JSON.stringify(answers)],
  })
}
