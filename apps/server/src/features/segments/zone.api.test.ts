import { afterAll, beforeAll, test } from 'vitest'
import { makeSecretKey, makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe } from '../../../test/stream-probe.ts'
import { createMovableClock, expectStatus, startTestServer, type Caller, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Member, Segment } from './segments.contract.ts'

const hourMs = 3_600_000
const clock = createMovableClock()
// Noon in UTC.
clock.advance(36 * hourMs - (clock.now() % (24 * hourMs)))
const today = clock.now()
let server: TestServer
let owner: Person
let program: Caller
beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  program = await makeSecretKey(server, owner, ['people:read', 'segments:read', 'segments:write', 'events:read'])
  await server.startWorker()
})
afterAll(() => server.close())

test('a workspace that moves to another zone has the birthdays of that zone at once, and they end at its midnight', async () => {
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'server' })
  const identify = (userId: string, born: string) => ({ type: 'identify', userId, traits: { born } })
  const bornOn = (day: number) => `1992-${new Date(day).toISOString().slice(5, 10)}`
  const batch = [identify('first', bornOn(today)), identify('second', bornOn(today + 24 * hourMs))]
  expectStatus(await server.request('POST', '/v1/batch', { body: { batch }, headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` } }), 200)
  await createStreamProbe(server, program).settle()
  const definition = { type: 'all', conditions: [{ type: 'trait', trait: 'born', operator: 'anniversary_within', days: 0 }] }
  const { id } = expectStatus(await server.request<Segment>('POST', '/v1/segments', { body: { name: 'Birthday', kind: 'live', definition }, as: program }), 201).body
  const names = async () => expectStatus(await server.request<{ items: Member[] }>('GET', `/v1/segments/${id}/members`, { as: program }), 200).body.items.map(({ name }) => name)
  const becomes = (expected: string[]) => waitFor(`the members ${expected.join()}`, async () => (await names()).toString() === expected.toString())
  await becomes(['first'])
  // Noon in UTC is two in the morning of the next day there.
  expectStatus(await server.request('PATCH', '/v1/workspace', { body: { timezone: 'Pacific/Kiritimati' }, as: owner }), 200)
  await becomes(['second'])
  clock.advance(22 * hourMs)
  await becomes([])
})
