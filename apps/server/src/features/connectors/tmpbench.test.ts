import { test } from 'vitest'
import { startHttpReceiver } from '../../../test/http-receiver.ts'
import { makeWriteKey } from '../../../test/makers.ts'
import { expectStatus, startTestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
test('bench', async () => {
  const server = await startTestServer()
  const owner = await server.signUp()
  const receiver = await startHttpReceiver()
  const source = await makeWriteKey(server, owner)
  const body = { type: 'webhook', name: 'Orders', config: { url: receiver.url, allowPrivateNetwork: true } }
  expectStatus(await server.request('POST', '/v1/connectors', { body, as: owner }), 201)
  const n = 5000
  const headers = { authorization: `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}` }
  for (let b = 0; b < n / 500; b++) {
    const batch = Array.from({ length: 500 }, (_, i) => ({ type: 'track', messageId: `m-${b}-${i}`, event: 'X', userId: `u-${i}`, properties: { a: i } }))
    expectStatus(await server.request('POST', '/v1/batch', { body: { batch }, headers }), 200)
  }
  const start = Date.now()
  await server.startWorker()
  const count = async (q: string) => Number((await server.platform.pool.query(q)).rows[0].count)
  await waitFor('processed', async () => (await count('select processed as count from stream_cursors')) >= n)
  console.log('processed', Date.now() - start)
  await waitFor('inserted', async () => (await count('select count(*) from connector_deliveries')) >= n, 100)
  console.log('inserted', Date.now() - start)
  await waitFor('delivered', async () => (await count(`select count(*) from connector_deliveries where status='delivered'`)) >= n, 100)
  console.log('delivered', Date.now() - start, receiver.requests.length)
  await server.close()
  await receiver.close()
}, 200_000)
