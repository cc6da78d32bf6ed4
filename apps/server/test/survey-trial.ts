// A published survey, tickets for it, and answers as a page sends them.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { SurveyTicket } from '../src/features/surveys/delivery.contract.ts'
import type { SubmitRequest } from '../src/features/surveys/responses.contract.ts'
import { surveyContent, surveyTargeting, type SurveyContent, type surveyKinds } from '../src/features/surveys/surveys.contract.ts'
import { signTicket } from '../src/features/surveys/index.ts'
import type { Reply, TestServer } from './test-server.ts'

export interface Trial {
  workspaceId: number
  surveyId: string
  content: SurveyContent
}

interface GivenQuestion {
  key: string
  type: string
  isRequired?: boolean
  config?: Record<string, unknown>
}

export interface GivenSurvey {
  questions: GivenQuestion[]
  kind?: (typeof surveyKinds)[number]
  name?: string
  more?: Record<string, unknown>
}

export async function publishSurvey(server: TestServer, workspaceId: number, { questions, kind = 'customers', name = 'How was it?', more = {} }: GivenSurvey): Promise<Trial> {
  const surveyId = randomUUID()
  const content = surveyContent.parse({
    questions: questions.map((question) => ({ title: { i18n: { en: `About ${question.key}` } }, ...question })),
    endings: [{ key: 'thanks', kind: 'thanks', title: { i18n: { en: 'Thanks!' } } }],
    ...more,
  })
  const now = new Date(server.clock.now())
  const json = JSON.stringify(content)
  await sql`
    insert into surveys (workspace_id, id, name, kind, status, slug, content, targeting, version, has_unpublished_changes, created_at, created_by, updated_at, published_at)
    values (${workspaceId}, ${surveyId}, ${name}, ${kind}, 'live', ${surveyId}, ${json}, ${JSON.stringify(surveyTargeting.parse({}))}, 1, false, ${now}, 'Olga', ${now}, ${now})`.execute(server.platform.db)
  await sql`
    insert into survey_versions (workspace_id, survey_id, version, content, published_at, published_by) values (${workspaceId}, ${surveyId}, 1, ${json}, ${now}, 'Olga')`.execute(server.platform.db)
  return { workspaceId, surveyId, content }
}

export function makeTicket(server: TestServer, trial: Trial, ticket: Partial<SurveyTicket> = {}): { token: string; responseId: string } {
  const responseId = ticket.responseId ?? randomUUID()
  const { workspaceId, surveyId } = trial
  return {
    responseId,
    token: signTicket(server.config.secret, { workspaceId, surveyId, version: 1, channel: 'link', responseId, expiresAt: server.clock.now() + 3_600_000, ...ticket }),
  }
}

let visitors = 0

/** As a page sends it. Every caller has an address of its own unless one is given. */
export function submit(server: TestServer, ticket: { token: string; responseId: string }, request: Partial<SubmitRequest> & Record<string, unknown>, address?: string): Promise<Reply<Record<string, unknown>>> {
  visitors += 1
  const body = { ...ticket, revision: 1, answers: {}, isCompleted: false, proof: { gestures: 3, trap: '' }, ...request }
  return server.request('POST', '/v1/survey-responses', { body, headers: { 'x-forwarded-for': address ?? `203.${Math.floor(visitors / 62_500) % 250}.${Math.floor(visitors / 250) % 250}.${visitors % 250}` } })
}
