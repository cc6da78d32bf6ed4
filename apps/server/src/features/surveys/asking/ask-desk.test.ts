import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLiveSurvey, setSurveySettings } from '../../../../test/surveys.ts'
import { startTestServer, type Person, type TestServer } from '../../../../test/test-server.ts'
import { askDeskOf } from './ask-desk.ts'
import type { AskRequest } from './ask.service.ts'
import type { SurveyParts } from '../../../../test/surveys.ts'
import { readReadySurvey, type ReadySurvey } from '../survey-memory.ts'

let server: TestServer
let owner: Person
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  await setSurveySettings(server, owner, {})
})
afterAll(() => server.close())

async function makeSurvey(targeting: SurveyParts['targeting'] = {}): Promise<ReadySurvey> {
  const { id } = await makeLiveSurvey(server, owner, { targeting: { respectsRest: false, ...targeting } })
  return (await readReadySurvey(server.platform.db, owner.workspaceId, id))!
}

let people = 0
function request(survey: ReadySurvey, parts: Partial<AskRequest> = {}): AskRequest {
  const named = { deviceId: `desk-${++people}`, anonymousId: `visitor-${people}` }
  return { survey, channel: 'widget', respondent: { ...named, known: undefined, isTrusted: false }, rules: { segmentIds: new Set(), holds: () => false }, askId: randomUUID(), isTold: true, ...parts }
}

const countOf = async (table: 'survey_asks' | 'survey_decisions', { id }: ReadySurvey) =>
  (await sql<{ count: number }>`select count(*) from ${sql.table(table)} where survey_id = ${id}`.execute(server.platform.db)).rows[0]!.count
const shownOf = async ({ id }: ReadySurvey) =>
  (await sql<{ count: number }>`select count(*) from event_log where workspace_id = ${owner.workspaceId} and body like ${`%${id}%`}`.execute(server.platform.db)).rows[0]!.count

test('many who wait together are each asked, written down and told once', async () => {
  const survey = await makeSurvey()
  const outcomes = await Promise.all(Array.from({ length: 250 }, () => askDeskOf(server.platform).ask(request(survey))))
  expect(outcomes.every(({ reason, isNew }) => reason === 'asked' && isNew)).toBe(true)
  expect([await countOf('survey_asks', survey), await countOf('survey_decisions', survey), await shownOf(survey)]).toEqual([250, 250, 250])
})

test('two processes that ask one person at once ask them once', async () => {
  const survey = await makeSurvey()
  const desks = [askDeskOf(server.platform), askDeskOf({ ...server.platform })]
  const { respondent } = request(survey)
  const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => desks[index % 2]!.ask(request(survey, { respondent }))))
  expect(outcomes.filter(({ reason }) => reason === 'asked')).toHaveLength(1)
  expect([await countOf('survey_asks', survey), await shownOf(survey)]).toEqual([1, 1])
})

test('two processes that fill one quota at once fill it exactly', async () => {
  const survey = await makeSurvey({ quotas: [{ name: 'Fifteen', limit: 15 }] })
  const desks = [askDeskOf(server.platform), askDeskOf({ ...server.platform })]
  const outcomes = await Promise.all(Array.from({ length: 80 }, (_, index) => desks[index % 2]!.ask(request(survey))))
  expect(outcomes.filter(({ reason }) => reason === 'asked')).toHaveLength(15)
})

test('of those who wait together, only people of a segment take a place in its quota', async () => {
  const segmentId = randomUUID()
  const survey = await makeSurvey({ quotas: [{ name: 'Regulars', limit: 3, segmentId }] })
  const regular = { segmentIds: new Set([segmentId]), holds: () => false }
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => askDeskOf(server.platform).ask(request(survey, index % 2 ? { rules: regular } : {}))))
  expect(outcomes.filter(({ reason }, index) => index % 2 === 0 && reason === 'asked')).toHaveLength(10)
  expect(outcomes.filter(({ reason }, index) => index % 2 === 1 && reason === 'asked')).toHaveLength(3)
})

test('what PostgreSQL refuses of one does not refuse the others', async () => {
  const survey = await makeSurvey()
  const asked = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => askDeskOf(server.platform).ask(request(survey, index === 4 ? { askId: 'no uuid' } : {}))))
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(await countOf('survey_asks', survey)).toBe(8)
})

test('an ask that is repeated is recorded and told once', async () => {
  const survey = await makeSurvey({ frequency: { kind: 'times', times: 5 } })
  const same = request(survey)
  const outcomes = [await askDeskOf(server.platform).ask(same), await askDeskOf(server.platform).ask(same)]
  expect(outcomes).toMatchObject([{ reason: 'asked', isNew: true }, { reason: 'asked', isNew: false }])
  expect([await countOf('survey_asks', survey), await countOf('survey_decisions', survey), await shownOf(survey)]).toEqual([1, 1, 1])
})
