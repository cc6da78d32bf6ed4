// When the database does not keep up, callers are asked to come back before memory grows; nothing answered with 200 is lost.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { StreamCounters } from '../stream/stream.contract.ts'

const budgetBytes = 64 * 1024 * 1024
const eventsPerBatch = 15

let server: TestServer
let owner: Person
let writeKey: string
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  writeKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
})
afterAll(async () => server.close())

/** Bytes in use once all garbage is gone. */
function measureMemory(): number {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** About 465 KB. */
const body = JSON.stringify({
  batch: Array.from({ length: eventsPerBatch }, () => ({ type: 'track', event: 'Pressed', userId: 'patient', properties: { text: 'x'.repeat(31_000) } })),
})
const send = () => server.request('POST', '/v1/batch', { body, headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` } })
const readAccepted = async () => (await server.request<StreamCounters>('GET', '/v1/stream/counters', { as: owner })).body.accepted

test('a full waiting room answers 429 with Retry-After, keeps its size, and empties once the database is back', async () => {
  const { eventLog, pool } = server.platform
  expect((await send()).status).toBe(200)
  const base = measureMemory()
  const blocker = await pool.connect()
  await blocker.query('begin')
  await blocker.query('select 1 from workspace_streams where workspace_id = $1 for update', [owner.workspaceId])
  const waiting: Promise<{ status: number }>[] = []
  try {
    const enough = Math.ceil(budgetBytes / body.length) + 5
    for (let index = 0; index < enough; index += 1) waiting.push(send())
    await waitFor('the waiting room being full', () => eventLog.isOverloaded())
    expect(eventLog.waitingBytes()).toBeLessThanOrEqual(budgetBytes)
    const full = measureMemory()
    // What waits, the copy that each injected request holds in this test, and the group on its way to PostgreSQL.
    expect(full - base).toBeLessThan(3 * budgetBytes)

    for (let round = 0; round < 20; round += 1) {
      const replies = await Promise.all(Array.from({ length: 10 }, send))
      for (const reply of replies) {
        expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '1', 'access-control-allow-origin': '*' }, body: { error: { code: 'overloaded' } } })
      }
    }
    expect(measureMemory() - full).toBeLessThan(5_000_000)
    expect(eventLog.waitingBytes()).toBeLessThanOrEqual(budgetBytes)
    expect((await server.app.inject({ method: 'OPTIONS', url: '/v1/batch' })).statusCode).toBe(204)
    expect((await server.request('GET', `/v1/projects/${writeKey}/settings`)).status).toBe(200)
  } finally {
    await blocker.query('rollback')
    blocker.release()
  }
  const statuses = (await Promise.all(waiting)).map(({ status }) => status)
  const stored = statuses.filter((status) => status === 200).length
  expect(stored).toBeGreaterThan(100)
  expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([])
  expect(await readAccepted()).toBe((stored + 1) * eventsPerBatch)
  expect(eventLog.waitingBytes()).toBe(0)
  expect((await send()).status).toBe(200)
})
