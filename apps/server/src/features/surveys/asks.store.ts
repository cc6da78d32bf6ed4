// SQL on who was asked what and when. Someone is recognised by any of profile, user id, anonymous id and device.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, PoolClient } from '../../platform/postgres.ts'
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

// An import brings answers without an ask: whoever answered was asked.
const asksSql = `
  select asks.survey_id as "surveyId", surveys.name as survey, asks.asked_at as "askedAt", asks.answered_at as "answeredAt" from (
    select survey_id, asked_at, answered_at from survey_asks
    where workspace_id = $1 and (profile_id = any($2::uuid[]) or user_id = any($3::text[]) or anonymous_id = any($4::text[]) or device_id = any($5::text[]))
    union all
    select survey_id, started_at, started_at from survey_responses
    where workspace_id = $1 and profile_id = any($2::uuid[]) and channel = 'import' and ask_id is null) as asks
  join surveys on surveys.workspace_id = $1 and surveys.id = asks.survey_id
  order by asks.asked_at desc limit ${maxAsks}`

/** The newest first. */
export async function listAsks(client: Queryable, workspaceId: number, marks: PersonMarks): Promise<PastAsk[]> {
  const { rows } = await client.query<{ surveyId: string; survey: string; askedAt: Date; answeredAt: Date | null }>({
    name: 'asks-of-person', text: asksSql, values: [workspaceId, marks.profileIds, marks.userIds, marks.anonymousIds, marks.deviceIds],
  })
  return rows.map((row) => ({ ...row, askedAt: row.askedAt.getTime(), answeredAt: row.answeredAt?.getTime() ?? null }))
}

function lockKey(workspaceId: number, kind: string, value: string): bigint {
  return createHash('sha256').update(`survey-ask:${workspaceId}:${kind}:${value}`).digest().readBigInt64BE(0)
}

/**
 * Until the transaction ends, nobody else decides about a person who shares one of these marks. Taken in the order of the
 * keys, so that two who share several never wait for each other.
 */
export async function lockPerson(client: Queryable, workspaceId: number, marks: { profileId?: string | undefined; userId?: string | undefined; anonymousId?: string | undefined; deviceId?: string | undefined }): Promise<void> {
  const keys = Object.entries(marks).flatMap(([kind, value]) => (value ? [lockKey(workspaceId, kind, value)] : []))
  const sorted = keys.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0))
  await client.query({ name: 'lock-person', text: 'select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as key', values: [sorted.map(String)] })
}

/** Until the transaction ends, nobody else counts the survey's quotas. */
export async function lockQuotas(client: Queryable, workspaceId: number, surveyId: string): Promise<void> {
  await client.query('select from surveys where workspace_id = $1 and id = $2 for no key update', [workspaceId, surveyId])
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

/** The ask with the decision that led to it, in one statement: it is on the way of every claim. False when there is one of this id already. */
export async function insertAsk(client: Queryable, workspaceId: number, ask: NewAsk, decision: { profileId?: string | undefined; subject: string; text: string }): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'insert-ask',
    text: `with asked as (
        insert into survey_asks (workspace_id, id, survey_id, version, channel, profile_id, user_id, anonymous_id, device_id, asked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning survey_id)
      insert into survey_decisions (workspace_id, survey_id, profile_id, subject, channel, reason, text, decided_at)
      select $1, survey_id, $11, $12, $5, 'asked', $13, $10 from asked`,
    values: [
      workspaceId, ask.id, ask.surveyId, ask.version, ask.channel, ask.profileId ?? null, ask.userId ?? null, ask.anonymousId ?? null, ask.deviceId ?? null, ask.askedAt,
      decision.profileId ?? null, decision.subject, decision.text,
    ],
  })
  return rowCount === 1
}

export async function hasAsk(client: Queryable, workspaceId: number, askId: string): Promise<boolean> {
  const { rows } = await client.query('select from survey_asks where workspace_id = $1 and id = $2', [workspaceId, askId])
  return rows.length > 0
}

/** Of a mail that surely reached nobody. */
export async function deleteAsk(client: Queryable, workspaceId: number, askId: string): Promise<void> {
  await client.query('delete from survey_asks where workspace_id = $1 and id = $2', [workspaceId, askId])
}

/** Notes the first answer to an ask; later ones change nothing. */
export async function recordFirstAnswer(tx: Db, workspaceId: number, askId: string, at: Date): Promise<void> {
  await sql`update survey_asks set answered_at = ${at} where workspace_id = ${workspaceId} and id = ${askId} and answered_at is null`.execute(tx)
}
