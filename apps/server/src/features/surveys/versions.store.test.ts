import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLiveSurvey } from '../../../test/surveys.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { findVersion } from './surveys.store.ts'
import { listVersions } from './versions.store.ts'

let server: TestServer
let owner: Person

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
})
afterAll(() => server.close())

test('what was published before a field existed has its default', async () => {
  const { db } = server.platform
  const { id } = await makeLiveSurvey(server, owner)
  const before = await findVersion(db, owner.workspaceId, id, 1)
  await sql`update survey_versions set content = content - 'theme' - 'scores' where survey_id = ${id}`.execute(db)
  expect(await findVersion(db, owner.workspaceId, id, 1)).toEqual(before)
  expect((await listVersions(db, owner.workspaceId, id)).map(({ content }) => content)).toEqual([before])
})
