import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectStatus, startTestServer, type TestServer } from '../../../../test/test-server.ts'
import { IdentityCache } from '../../people/index.ts'
import type { Segment } from '../segments.contract.ts'
import { CompanyMemory } from './companies.ts'
import { createDefinitions } from './definitions.ts'
import { Filler } from './filler.ts'
import { LiveSegments } from './live-segments.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('a segment that was made after definitions were read waits for the next reading; its filling does not fail', async () => {
  const owner = await server.signUp()
  const definition = { type: 'all', conditions: [{ type: 'random', percent: 50 }] }
  const segment = expectStatus(await server.request<Segment>('POST', '/v1/segments', { body: { name: 'Half', definition }, as: owner }), 201).body
  const live = new LiveSegments({ definitions: createDefinitions([], []), timezone: 'UTC', companies: new CompanyMemory(new Map()), states: new WeakMap(), onMerge() {} })
  const filler = new Filler(server.platform, owner.workspaceId)
  await filler.begin(live)
  expect(await filler.prepare({ live, cache: new IdentityCache(), memory: { states: new WeakMap(), unwritten: new Map() }, settle: async () => {} })).toBeUndefined()
  const now = await server.request<Segment>('GET', `/v1/segments/${segment.id}`, { as: owner })
  expect(now.body.status).toBe('filling')
})
