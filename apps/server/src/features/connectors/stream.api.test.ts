import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHttpReceiver, type HttpReceiver } from '../../../test/http-receiver.ts'
import { makeWriteKey } from '../../../test/makers.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Connector } from './connectors.contract.ts'

let server: TestServer
let owner: Person
let receiver: HttpReceiver

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  receiver = await startHttpReceiver()
})
afterAll(async () => {
  await server.close()
  await receiver.close()
})

test('an event that is collected leaves through the connectors that want it, once, with two workers', async () => {
  const source = await makeWriteKey(server, owner)
  await Promise.all([server.startWorker(), server.startWorker()])
  async function track(messageId: string, event: string): Promise<void> {
    const headers = { authorization: `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}` }
    const body = { messageId, event, userId: 'kim', properties: { revenue: 12.5 } }
    expectStatus(await server.request('POST', '/v1/track', { body, headers }), 200)
  }
  await track('before-1', 'Order Completed')
  const body = { type: 'webhook', name: 'Orders', eventNames: ['Order Completed'], config: { url: receiver.url, allowPrivateNetwork: true } }
  const connector = expectStatus(await server.request<Connector>('POST', '/v1/connectors', { body, as: owner }), 201).body
  // The workers hear of the new connector by a signal; events from then on are delivered.
  const first = await waitFor('the first delivery', async () => {
    await track(`order-${receiver.requests.length}-${Date.now()}`, 'Order Completed')
    return receiver.requests[0]
  })
  expect(JSON.parse(first.body)).toMatchObject({
    type: 'track', event: 'Order Completed', userId: 'kim', properties: { revenue: 12.5 }, origin: 'browser', profileId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  for (let index = 0; index < 20; index++) await track(`last-${index}`, index % 2 === 0 ? 'Order Completed' : 'Product Viewed')
  const isLast = (body: string) => (JSON.parse(body) as { messageId: string }).messageId.startsWith('last-')
  await waitFor('the last deliveries', () => receiver.requests.filter((request) => isLast(request.body)).length >= 10)
  const ids = receiver.requests.map((request) => (JSON.parse(request.body) as { messageId: string }).messageId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => id.startsWith('last-')).toSorted()).toEqual(Array.from({ length: 10 }, (_none, index) => `last-${index * 2}`).toSorted())
  await waitFor('the counts', async () => {
    const { body: shown } = await server.request<Connector>('GET', `/v1/connectors/${connector.id}`, { as: owner })
    return shown.waiting === 0 && shown.delivered === receiver.requests.length
  })
})
