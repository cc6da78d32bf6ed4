import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWriteKey } from '../../../../test/makers.ts'
import { createStreamProbe } from '../../../../test/stream-probe.ts'
import { expectStatus, startTestServer, type TestServer } from '../../../../test/test-server.ts'
import { mirrorPeople } from './mirror-people.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('people from before the mirror are brought in, and never take the place of newer rows', async () => {
  const owner = await server.signUp()
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'server' })
  const { platform } = server
  const identify = async (traits: object) =>
    expectStatus(await server.request('POST', '/v1/batch', { body: { batch: [{ type: 'track', anonymousId: 'a1', event: 'Seen' }, { type: 'identify', userId: 'ann', traits }, { type: 'identify', userId: 'ann', anonymousId: 'a1', traits }] }, headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` } }), 200)
  await server.startWorker()
  const probe = createStreamProbe(server, owner)
  await identify({ plan: 'free' })
  await probe.settle()
  const read = async () => platform.clickhouse.query<{ plan: string; is_deleted: number }>("SELECT texts['plan'] AS plan, is_deleted FROM people FINAL ORDER BY is_deleted")
  const before = await read()
  expect(before).toEqual([{ plan: 'free', is_deleted: 0 }, { plan: '', is_deleted: 1 }])
  const redirects = await platform.clickhouse.query('SELECT id, root FROM redirects FINAL')
  // As it was before the mirror existed.
  await platform.clickhouse.command('TRUNCATE TABLE people')
  await platform.clickhouse.command('TRUNCATE TABLE redirects')
  await platform.pool.query('update workspaces set people_mirrored_at = null where id = $1', [owner.workspaceId])
  await mirrorPeople.handle({}, platform)
  await identify({ plan: 'plus' })
  await probe.settle()
  expect(await read()).toEqual([{ plan: 'plus', is_deleted: 0 }, { plan: '', is_deleted: 1 }])
  expect(await platform.clickhouse.query('SELECT id, root FROM redirects FINAL')).toEqual(redirects)
  const { rows } = await platform.pool.query('select from workspaces where people_mirrored_at is null')
  expect(rows).toHaveLength(0)
})
