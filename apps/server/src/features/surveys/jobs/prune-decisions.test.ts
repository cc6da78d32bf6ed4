import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLiveSurvey } from '../../../../test/surveys.ts'
import { startTestServer, type Person, type TestServer } from '../../../../test/test-server.ts'
import { pruneSurveyDecisions } from './prune-decisions.ts'

let server: TestServer
let owner: Person

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
})
afterAll(() => server.close())

test('decisions are forgotten after 180 days, and of one survey and person all but the newest 200', async () => {
  const survey = await makeLiveSurvey(server, owner)
  const at = server.platform.clock.now()
  await sql`insert into survey_decisions (workspace_id, survey_id, subject, channel, reason, text, decided_at)
    select ${owner.workspaceId}, ${survey.id}, case when number <= 250 then 'device:a' else 'device:b' end, 'widget', 'asked', number::text,
      to_timestamp(${at / 1000}) - case when number = 300 then interval '181 days' else interval '0' end
    from generate_series(1, 300) as number`.execute(server.platform.db)
  await pruneSurveyDecisions.handle({}, server.platform)
  const { rows } = await sql<{ subject: string; count: number; oldest: number }>`
    select subject, count(*)::int as count, min(text::int) as oldest from survey_decisions where survey_id = ${survey.id} group by subject order by 1`.execute(server.platform.db)
  expect(rows).toEqual([{ subject: 'device:a', count: 200, oldest: 51 }, { subject: 'device:b', count: 49, oldest: 251 }])
})
