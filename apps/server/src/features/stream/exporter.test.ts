import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe } from '../../../test/stream-probe.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'

let server: TestServer
let owner: Person
let stranger: Person

beforeAll(async () => {
  server = await startTestServer({ config: { logLevel: 'silent' } })
  owner = await server.signUp()
  stranger = await makeWorkspace(server)
})

afterAll(() => server?.close())

async function send(by: Person, messageId: string): Promise<void> {
  const { writeKey } = await makeWriteKey(server, by)
  const headers = { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` }
  expectStatus(await server.request('POST', '/v1/track', { body: { event: 'Visited', userId: 'anna', messageId }, headers }), 200)
}

test('a batch that ClickHouse refuses holds up its own workspace alone', async () => {
  await sql`insert into export_batches (workspace_id, last_seq, rows, bytes) values (${stranger.workspaceId}, 0, 1, 'no rows at all')`.execute(server.platform.db)
  await send(stranger, 's-1')
  await send(owner, 'o-1')
  await server.startWorker()
  expect(await createStreamProbe(server, owner).settle()).toMatchObject({ processed: 1, exporting: 0 })
  const theirs = createStreamProbe(server, stranger)
  const counters = await waitFor('the other workspace being processed', async () => {
    const now = await theirs.counters()
    return now.waiting === 0 && now
  })
  // Nothing of it is thrown away or overtakes what was before.
  expect(counters.exporting).toBe(2)
})
