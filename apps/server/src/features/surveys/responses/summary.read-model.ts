// What responses add up to, counted where they are stored: an answer is in the figures as soon as it is saved.
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'
import { matchesFilter, type ResponseFilter } from './responses-filter.store.ts'

const matching = (workspaceId: number, filter: ResponseFilter): RawBuilder<unknown> => sql`
  matching as materialized (select id, status, channel, started_at, seconds_spent from survey_responses as responses where ${matchesFilter(workspaceId, filter)})`

/** As an array, and not a join: each response is then looked up by index, also while the statistics do not know yet how many there are. */
const ofMatching = (workspaceId: number): RawBuilder<unknown> => sql`answers.workspace_id = ${workspaceId} and answers.response_id = any(array(select id from matching))`

export interface Totals {
  started: number
  completed: number
  /** Those of them that were asked: an import was not. */
  completedWhenAsked: number
  medianSeconds: number | null
}

export async function readTotals(db: Db, workspaceId: number, filter: ResponseFilter): Promise<Totals> {
  const { rows } = await sql<Totals>`
    with ${matching(workspaceId, filter)}
    select count(*)::int as started, (count(*) filter (where status = 'completed'))::int as completed,
      (count(*) filter (where status = 'completed' and channel <> 'import'))::int as "completedWhenAsked",
      percentile_cont(0.5) within group (order by seconds_spent) filter (where status = 'completed') as "medianSeconds"
    from matching`.execute(db)
  return rows[0]!
}

/** How often somebody was asked, in the period and on the channel of a filter. */
export async function countShown(db: Db, workspaceId: number, { surveyId, channel, from, to }: ResponseFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from survey_asks
    where workspace_id = ${workspaceId} and survey_id = ${surveyId}
      and (${channel ?? null}::text is null or channel = ${channel ?? null})
      and (${from ?? null}::timestamptz is null or asked_at >= ${from ?? null}::timestamptz) and (${to ?? null}::timestamptz is null or asked_at < ${to ?? null}::timestamptz)`.execute(db)
  return rows[0]!.count
}

/** Responses by status and by how far they came: the place of the last question that was answered, 0 for none. */
export async function readProgress(db: Db, workspaceId: number, filter: ResponseFilter, questions: readonly string[]): Promise<{ status: string; last: number; count: number }[]> {
  const { rows } = await sql<{ status: string; last: number; count: number }>`
    with ${matching(workspaceId, filter)},
    progress as (
      select status, (select max(array_position(${questions}::text[], question)) from survey_answers where workspace_id = ${workspaceId} and response_id = matching.id) as last from matching)
    select status, coalesce(last, 0) as last, count(*)::int as count from progress group by 1, 2`.execute(db)
  return rows
}

export async function countAnswers(db: Db, workspaceId: number, filter: ResponseFilter): Promise<Map<string, number>> {
  const { rows } = await sql<{ question: string; count: number }>`
    with ${matching(workspaceId, filter)} select question, count(*)::int as count from survey_answers as answers where ${ofMatching(workspaceId)} group by 1`.execute(db)
  return new Map(rows.map((row) => [row.question, row.count]))
}

export interface NumberCount {
  question: string
  value: number
  group: string | null
  count: number
}

export async function countNumbers(db: Db, workspaceId: number, filter: ResponseFilter): Promise<NumberCount[]> {
  const { rows } = await sql<NumberCount>`
    with ${matching(workspaceId, filter)}
    select question, number as value, answer_group as "group", count(*)::int as count from survey_answers as answers where ${ofMatching(workspaceId)} and number is not null group by 1, 2, 3 order by 2`.execute(db)
  return rows
}

/** Keys of choices with their place: that of a ranking, else in the order in which they were chosen. */
export async function countChoices(db: Db, workspaceId: number, filter: ResponseFilter): Promise<{ question: string; choice: string; place: number; count: number }[]> {
  const { rows } = await sql<{ question: string; choice: string; place: number; count: number }>`
    with ${matching(workspaceId, filter)}
    select question, choice, place::int as place, count(*)::int as count
    from survey_answers as answers cross join lateral unnest(answers.choices) with ordinality as chosen (choice, place) where ${ofMatching(workspaceId)} group by 1, 2, 3`.execute(db)
  return rows
}

export interface AnsweredText {
  responseId: string
  text: string
  at: Date
}

/** The newest texts of one question. */
export async function listTexts(db: Db, workspaceId: number, filter: ResponseFilter, { question, limit }: { question: string; limit: number }): Promise<AnsweredText[]> {
  const { rows } = await sql<AnsweredText>`
    with ${matching(workspaceId, filter)}
    select answers.response_id as "responseId", answers.text, answers.answered_at as at from survey_answers as answers where ${ofMatching(workspaceId)} and answers.question = ${question} and answers.text is not null
    order by answers.answered_at desc, answers.response_id limit ${limit}`.execute(db)
  return rows
}

export interface WeekCount {
  from: Date
  to: Date
  value: number
  group: string | null
  count: number
}

/** Numbers of one question by week in the zone of the workspace. */
export async function countByWeek(db: Db, workspaceId: number, filter: ResponseFilter, question: string): Promise<WeekCount[]> {
  const { rows } = await sql<WeekCount>`
    with ${matching(workspaceId, filter)},
    weeks as (
      select date_trunc('week', matching.started_at at time zone workspaces.timezone) as week, workspaces.timezone, answers.number as value, answers.answer_group
      from matching join workspaces on workspaces.id = ${workspaceId} cross join lateral (
        select number, answer_group from survey_answers
        where workspace_id = ${workspaceId} and response_id = matching.id and question = ${question} and number is not null offset 0) as answers)
    select week at time zone timezone as "from", (week + interval '7 days') at time zone timezone as "to", value, answer_group as "group", count(*)::int as count
    from weeks group by week, timezone, value, answer_group order by week`.execute(db)
  return rows
}
