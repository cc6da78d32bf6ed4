import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHttpReceiver, type HttpReceiver } from '../../../test/http-receiver.ts'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe } from '../../../test/stream-probe.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Segment, SegmentWebhook } from './segments.contract.ts'

let server: TestServer
let owner: Person
let receiver: HttpReceiver

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  receiver = await startHttpReceiver()
  await server.startWorker()
})
afterAll(async () => {
  await receiver.close()
  await server.close()
})

test('entries and exits of one segment go to its webhook, signed, and stop with it', async () => {
  const make = async (name: string, plan: string) => {
    const body = { name, definition: { type: 'all', conditions: [{ type: 'trait', trait: 'plan', operator: 'equals', value: plan }] } }
    const made = expectStatus(await server.request<Segment>('POST', '/v1/segments', { body, as: owner }), 201).body
    return waitFor('the segment being ready', async () => {
      const { body: segment } = await server.request<Segment>('GET', `/v1/segments/${made.id}`, { as: owner })
      return segment.status === 'ready' && segment
    })
  }
  const [plus, free] = [await make('Plus', 'plus'), await make('Free', 'free')]
  const set = expectStatus(await server.request<SegmentWebhook>('PUT', `/v1/segments/${plus.id}/webhook`, { body: { url: receiver.url }, as: owner }), 200).body
  expect(set.signingSecret).toMatch(/^whsec_/)
  expectStatus(await server.request('PATCH', `/v1/connectors/${set.connectorId}`, { body: { config: { url: receiver.url, allowPrivateNetwork: true } }, as: owner }), 200)
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'server' })
  const identify = async (plan: string) =>
    expectStatus(await server.request('POST', '/v1/identify', { body: { userId: 'ann', traits: { plan } }, headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` } }), 200)
  await identify('plus')
  await waitFor('the entry arriving', () => receiver.requests.length === 1)
  await identify('free')
  await waitFor('the exit arriving', () => receiver.requests.length === 2)
  const told = receiver.requests.map((request) => JSON.parse(request.body) as { event: string; properties: { segment_id: string; cause: string } })
  expect(told.map(({ event }) => event)).toEqual(['Segment Entered', 'Segment Left'])
  expect(told.every(({ properties }) => properties.segment_id === plus.id && properties.cause === 'event')).toBe(true)
  // An address has a delivery before that is noted here.
  const now = await waitFor('both deliveries being noted', async () => {
    const { body } = await server.request<SegmentWebhook>('GET', `/v1/segments/${plus.id}/webhook`, { as: owner })
    return body.delivered === 2 && body
  })
  expect(now).toMatchObject({ url: receiver.url, signingSecret: null, failed: 0 })
  expect((await server.request<SegmentWebhook>('GET', `/v1/segments/${free.id}/webhook`, { as: owner })).body.url).toBeNull()
  expectStatus(await server.request('PUT', `/v1/segments/${plus.id}/webhook`, { body: { url: null }, as: owner }), 200)
  await identify('plus')
  await createStreamProbe(server, owner).settle()
  expect(receiver.requests).toHaveLength(2)
})
