import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSecretKey, makeWorkspace, makeWriteKey } from '../../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../../test/stream-probe.ts'
import { createMovableClock, expectStatus, startTestServer, type Caller, type TestServer } from '../../../../test/test-server.ts'
import { waitFor } from '../../../../test/wait.ts'
import type { Computation, ComputedPreview, ComputedTrait } from '../computed-traits.contract.ts'
import type { EventFilter } from '../conditions.contract.ts'
import type { Member, Segment } from '../segments.contract.ts'

const clock = createMovableClock()
const dayMs = 86_400_000
let server: TestServer
let program: Caller
let stranger: Caller
let probe: StreamProbe
let auth: string
let sent = 0

beforeAll(async () => {
  server = await startTestServer({ clock })
  const owner = await server.signUp()
  stranger = await makeWorkspace(server)
  program = await makeSecretKey(server, owner, ['people:read', 'segments:read', 'segments:write', 'events:read'])
  probe = createStreamProbe(server, program)
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'server' })
  auth = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  await server.startWorker()
})
afterAll(() => server.close())

async function send(events: { type?: string; userId: string; event?: string; at?: number; properties?: object; traits?: object }[]): Promise<void> {
  const batch = events.map(({ at = clock.now(), type = 'track', ...event }) => ({ type, messageId: `c-${sent++}`, ...event, timestamp: new Date(at).toISOString() }))
  expectStatus(await server.request('POST', '/v1/batch', { body: { batch }, headers: { authorization: auth } }), 200)
  await probe.settle()
}

const order = (userId: string, daysAgo: number, total: number, category = 'hats') => ({
  userId, event: 'Order Completed', at: clock.now() - daysAgo * dayMs, properties: { order_id: `${userId}-${sent}-${daysAgo}`, total, category, currency: 'EUR' },
})
const orders: EventFilter = { type: 'track', name: 'Order Completed', filters: [] }
const lately = { kind: 'sliding', length: { amount: 30, unit: 'days' } } as const

async function make(key: string, computation: Computation): Promise<ComputedTrait> {
  const made = expectStatus(await server.request<ComputedTrait>('POST', '/v1/computed-traits', { body: { key, name: key, computation }, as: program }), 201).body
  return waitFor(`${key} being filled`, async () => {
    const { body } = await server.request<ComputedTrait>('GET', `/v1/computed-traits/${made.id}`, { as: program })
    return body.status !== 'filling' && body
  })
}

const traitOf = async (userId: string, key: string) => (await probe.findPerson(userId))!.traits[key]

test('each computation is worked out from the history and kept current as events come', async () => {
  await send([order('ann', 40, 10), order('ann', 20, 30, 'shoes'), order('ann', 2, 50, 'shoes'), order('bob', 3, 7)])
  const expected: [string, Computation, unknown, unknown][] = [
    ['orders_lately', { function: 'count', event: orders, window: lately }, 2, 3],
    ['spent', { function: 'sum', event: orders, window: { kind: 'ever' }, property: 'total' }, 90, 190],
    ['mean_order', { function: 'average', event: orders, window: { kind: 'ever' }, property: 'total' }, 30, 47.5],
    ['dearest', { function: 'max', event: orders, window: { kind: 'ever' }, property: 'total' }, 50, 100],
    ['categories', { function: 'distinct', event: orders, window: { kind: 'ever' }, property: 'category' }, 2, 3],
    ['favourite', { function: 'most_frequent', event: orders, window: { kind: 'ever' }, property: 'category' }, 'shoes', 'shoes'],
    ['first_category', { function: 'first', event: orders, property: 'category' }, 'hats', 'hats'],
    ['last_category', { function: 'last', event: orders, property: 'category' }, 'shoes', 'socks'],
    ['last_two', { function: 'last_list', event: orders, property: 'category', size: 2 }, ['shoes', 'shoes'], ['socks', 'shoes']],
    ['quiet_days', { function: 'days_since', event: orders, which: 'last' }, 2, 0],
    ['value', { function: 'lifetime_value' }, 90, 190],
  ]
  for (const [key, computation, before] of expected) {
    expect(await make(key, computation), key).toMatchObject({ status: 'ready' })
    expect(await traitOf('ann', key), key).toEqual(before)
  }
  await send([order('ann', 0, 100, 'socks')])
  for (const [key, , , after] of expected) expect(await traitOf('ann', key), key).toEqual(after)
  expect(await traitOf('bob', 'spent')).toBe(7)
})

test('time alone changes a value, and a segment that asks for it follows', async () => {
  const made = expectStatus(
    await server.request<Segment>('POST', '/v1/segments', {
      body: { name: 'Two or more lately', definition: { type: 'all', conditions: [{ type: 'trait', trait: 'orders_lately', operator: 'at_least', value: 2 }] } }, as: program,
    }), 201,
  ).body
  const members = async () => (await server.request<{ items: Member[] }>('GET', `/v1/segments/${made.id}/members`, { as: program })).body.items.map((item) => item.userId)
  await waitFor('ann being in', async () => (await members()).includes('ann'))
  clock.advance(31 * dayMs)
  await waitFor('her orders being too old', async () => (await traitOf('ann', 'orders_lately')) === 0)
  await waitFor('ann being out', async () => !(await members()).includes('ann'))
  expect(await traitOf('ann', 'quiet_days')).toBe(31)
})

test('RFM scores tell the fifth somebody is in', async () => {
  await send(Array.from({ length: 10 }, (_, index) => Array.from({ length: index + 1 }, (_unused, each) => order(`c${index}`, 20 - index + each, 10 * (index + 1)))).flat())
  await make('rfm_money', { function: 'rfm', part: 'money', days: 365 })
  await make('rfm_score', { function: 'rfm', part: 'score', days: 365 })
  expect(await traitOf('c9', 'rfm_money')).toBe(5)
  expect(await traitOf('c9', 'rfm_score')).toBe('555')
  expect(await traitOf('bob', 'rfm_money')).toBe(1)
})

test('a preview tries a computation out, and a removed trait is gone from everyone', async () => {
  const preview = expectStatus(await server.request<ComputedPreview>('POST', '/v1/computed-traits/preview', { body: { computation: { function: 'sum', event: orders, window: { kind: 'ever' }, property: 'total' } }, as: program }), 200).body
  expect(preview.people).toBe(12)
  expect(preview.sample.length).toBeGreaterThan(3)
  expect(preview.distribution.reduce((sum, group) => sum + group.count, 0)).toBe(12)
  const { items } = (await server.request<{ items: ComputedTrait[] }>('GET', '/v1/computed-traits', { as: program })).body
  const spent = items.find((item) => item.key === 'spent')!
  expect(spent.people).toBe(12)
  expectStatus(await server.request('DELETE', `/v1/computed-traits/${spent.id}`, { as: program }), 204)
  await waitFor('the trait being gone', async () => (await traitOf('ann', 'spent')) === undefined)
})

test('a name that is being sent, one of another workspace and a missing scope are refused', async () => {
  await send([{ type: 'identify', userId: 'ann', traits: { plan: 'plus' } }])
  const body = { key: 'plan', name: 'Plan', computation: { function: 'lifetime_value' } }
  expect((await server.request('POST', '/v1/computed-traits', { body, as: program })).status).toBe(409)
  const { items } = (await server.request<{ items: ComputedTrait[] }>('GET', '/v1/computed-traits', { as: program })).body
  // A session of long ago: signed out by the clock, so ask with a key of the other workspace's owner where it matters.
  expect([401, 404]).toContain((await server.request('GET', `/v1/computed-traits/${items[0]!.id}`, { as: stranger })).status)
})
