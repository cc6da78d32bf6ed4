// SQL on why people were or were not asked. The same decision in a row is one row that counts.
import { sql } from 'kysely'
import type { Db, PoolClient } from '../../../platform/postgres.ts'
import type { AskDecision } from './ask.rules.ts'
import { decisionReasons, type Decision, type DecisionReason } from '../delivery.contract.ts'

type Queryable = Pick<PoolClient, 'query'>

export interface NewDecision extends AskDecision {
  surveyId: string
  profileId?: string | undefined
  /** Whom it is about where no profile is known. */
  subject: string
  channel: Decision['channel']
  at: Date
}

const decisionsSql = `
  with given as (
    select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
      as given (survey_id, profile_id, subject, channel, reason, text, decided_at)),
  last as (
    select given.*, previous.id from given left join lateral (
      select id, reason, channel from survey_decisions where workspace_id = $1 and survey_id = given.survey_id and subject = given.subject order by id desc limit 1) as previous
      on previous.reason = given.reason and previous.channel = given.channel),
  counted as (
    update survey_decisions as decisions set count = count + 1, text = last.text, decided_at = last.decided_at from last
    where decisions.workspace_id = $1 and decisions.id = last.id)
  insert into survey_decisions (workspace_id, survey_id, profile_id, subject, channel, reason, text, decided_at)
  select $1, survey_id, profile_id, subject, channel, reason, text, decided_at from last where id is null`

/** Of refusals, of each survey and subject at most one: being asked is stored with the ask. The same reason said anew takes the place of what was said before, and counts. */
export async function storeDecisions(client: Queryable, workspaceId: number, decisions: readonly NewDecision[]): Promise<void> {
  if (decisions.length === 0) return
  const column = <Key extends keyof NewDecision>(key: Key) => decisions.map((decision) => decision[key] ?? null)
  await client.query({
    name: 'store-decisions', text: decisionsSql,
    values: [workspaceId, column('surveyId'), column('profileId'), column('subject'), column('channel'), column('reason'), column('text'), column('at')],
  })
}

export interface DecisionFilter {
  surveyId?: string | undefined
  /** All profiles of a person, and the subjects under which they were met before they had one. */
  person?: { profileIds: readonly string[]; subjects: readonly string[] } | undefined
  outcome?: 'asked' | 'not_asked' | undefined
  reason?: DecisionReason | undefined
  before?: { at: Date; id: number } | undefined
  limit: number
}

export interface StoredDecision extends Omit<Decision, 'at'> {
  id: number
  at: Date
}

/** The newest first. */
export async function listDecisions(db: Db, workspaceId: number, filter: DecisionFilter): Promise<StoredDecision[]> {
  const { surveyId, person, outcome, reason, before, limit } = filter
  const { rows } = await sql<StoredDecision>`
    select decisions.id, decided_at as at, survey_id as "surveyId", surveys.name as survey, channel, reason, text, profile_id as "profileId", profiles.name as person, count
    from survey_decisions as decisions
    join surveys on surveys.workspace_id = decisions.workspace_id and surveys.id = survey_id
    left join profiles on profiles.workspace_id = decisions.workspace_id and profiles.id = profile_id
    where decisions.workspace_id = ${workspaceId}
      ${surveyId ? sql`and survey_id = ${surveyId}` : sql``}
      ${person ? sql`and (profile_id = any(${person.profileIds}::uuid[]) or (subject = any(${person.subjects}::text[]) and survey_id in (select id from surveys where workspace_id = ${workspaceId})))` : sql``}
      ${outcome === 'asked' ? sql`and reason = 'asked'` : outcome === 'not_asked' ? sql`and reason <> 'asked'` : sql``}
      ${reason ? sql`and reason = ${reason}` : sql``}
      ${before ? sql`and (decided_at, decisions.id) < (${before.at}, ${before.id})` : sql``}
    order by decided_at desc, decisions.id desc limit ${limit}`.execute(db)
  return rows
}

/** By reason in the order of the checks, `asked` last; reasons without any are left out. */
export async function countDecisions(db: Db, workspaceId: number, surveyId: string, since: Date): Promise<{ reason: DecisionReason; count: number }[]> {
  const { rows } = await sql<{ reason: DecisionReason; count: number }>`
    select reason, sum(count) as count from survey_decisions
    where workspace_id = ${workspaceId} and survey_id = ${surveyId} and decided_at >= ${since} group by reason`.execute(db)
  const orderOf = (reason: DecisionReason) => (reason === 'asked' ? Infinity : decisionReasons.indexOf(reason))
  return rows.toSorted((left, right) => orderOf(left.reason) - orderOf(right.reason))
}

/** Forgets what is old, and of each survey and subject all but the newest. */
export async function pruneDecisions(db: Db, { before, keep }: { before: Date; keep: number }): Promise<void> {
  await sql`delete from survey_decisions where decided_at < ${before}`.execute(db)
  await sql`
    delete from survey_decisions as decisions using (
      select workspace_id, id from (
        select workspace_id, id, row_number() over (partition by workspace_id, survey_id, subject order by id desc) as place from survey_decisions) as placed
      where place > ${keep}) as surplus
    where decisions.workspace_id = surplus.workspace_id and decisions.id = surplus.id`.execute(db)
}
