import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startHttpReceiver, type HttpReceiver } from '../../../test/http-receiver.ts'
import { makeUser, makeWorkspace } from '../../../test/makers.ts'
import { createMovableClock, expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import type { AuditEntry } from '../audit/audit.contract.ts'
import type { Connector, Delivery } from './connectors.contract.ts'
import { connectorsFeature } from './connectors.feature.ts'
import { acceptDeliveries, deliverDue } from './deliver-due.ts'

const clock = createMovableClock()
let server: TestServer
let owner: Person
let receiver: HttpReceiver

beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  receiver = await startHttpReceiver()
})
afterAll(async () => {
  await server.close()
  await receiver.close()
})
beforeEach(() => receiver.reset())

async function connect(config: Record<string, unknown> = {}, more: Record<string, unknown> = {}, as = owner): Promise<Connector> {
  const body = { type: 'webhook', name: 'Data team', config: { url: receiver.url, allowPrivateNetwork: true, ...config }, ...more }
  return expectStatus(await server.request<Connector>('POST', '/v1/connectors', { body, as }), 201).body
}
async function read(id: string): Promise<Connector> {
  return expectStatus(await server.request<Connector>('GET', `/v1/connectors/${id}`, { as: owner }), 200).body
}
async function change(id: string, body: Record<string, unknown>): Promise<Connector> {
  return expectStatus(await server.request<Connector>('PATCH', `/v1/connectors/${id}`, { body, as: owner }), 200).body
}
async function readLog(id: string, query = ''): Promise<Delivery[]> {
  return expectStatus(await server.request<{ items: Delivery[] }>('GET', `/v1/connectors/${id}/deliveries${query}`, { as: owner }), 200).body.items
}
async function readAudit(target: string): Promise<AuditEntry[]> {
  return expectStatus(await server.request<{ items: AuditEntry[] }>('GET', `/v1/audit?target=${target}`, { as: owner }), 200).body.items
}
/** What the stream's job does with a matching event. */
async function accept({ id }: Connector, messageId: string, profileId = ''): Promise<void> {
  const payload = JSON.stringify({ type: 'track', event: 'Order Completed', messageId })
  await acceptDeliveries(server.platform, [{ workspaceId: owner.workspaceId, connectorId: id, messageId, eventName: 'Order Completed', profileId, payload }])
}
async function run({ id }: Connector): Promise<void> {
  await deliverDue(server.platform, { workspaceId: owner.workspaceId, connectorId: id })
}

describe('definitions', () => {
  test('the types come with JSON Schemas from which a form is drawn', async () => {
    const { body } = await server.request<{ items: Record<string, unknown>[] }>('GET', '/v1/connector-types', { as: owner })
    expect(body.items.map((item) => item['type'])).toEqual(['webhook', 'csv-file-drop'])
    expect(body.items[0]).toMatchObject({
      label: 'Webhook', example: { url: expect.any(String) },
      configSchema: { type: 'object', required: ['url'], properties: { secret: { 'x-form': { widget: 'secret' } }, timeoutSeconds: { default: 10, 'x-form': { unit: 's' } } } },
    })
  })

  test('a generated secret is shown once, survives edits and can be replaced', async () => {
    const created = await connect({ headers: { Authorization: 'Bearer abc' } })
    const secret = created.config['secret'] as string
    expect(secret).toMatch(/^whsec_[\w-]{43}$/)
    const masked = { url: receiver.url, secret: `••••••••${secret.slice(-4)}`, headers: { Authorization: '••••••••' }, timeoutSeconds: 10, allowPrivateNetwork: true }
    expect((await read(created.id)).config).toEqual(masked)
    expect((await change(created.id, { config: { ...masked, timeoutSeconds: 5 } })).config).toEqual({ ...masked, timeoutSeconds: 5 })
    await accept(created, 'secret-1')
    await run(created)
    expect(receiver.requests[0]!.headers.authorization).toBe('Bearer abc')
    const replaced = (await change(created.id, { config: { ...masked, secret: '' } })).config['secret'] as string
    expect(replaced).toMatch(/^whsec_[\w-]{43}$/)
    expect(replaced).not.toBe(secret)
    const audit = JSON.stringify(await readAudit(created.id))
    for (const hidden of [secret, replaced, 'Bearer abc']) expect(audit).not.toContain(hidden)
  })

  test('what an edit leaves out stays', async () => {
    const created = await connect({}, { eventNames: ['Order Completed'], isEnabled: false })
    expect(await change(created.id, { name: 'Renamed' })).toMatchObject({ name: 'Renamed', eventNames: ['Order Completed'], isEnabled: false })
  })

  test.each([
    [{ type: 'fax', name: 'Fax', config: {} }, 'There is no connector "fax". Known: webhook, csv-file-drop.', 'type'],
    [{ type: 'webhook', name: 'No address', config: {} }, 'config.url', 'config.url'],
    [{ type: 'webhook', name: 'Wrong', config: { url: 'javascript:alert(1)' } }, 'config.url', 'config.url'],
    [{ type: 'webhook', name: 'Wrong', config: { url: 'https://a.example', headers: { Host: 'b' } } }, 'config.headers', 'config.headers.Host'],
    [{ type: 'csv-file-drop', name: 'No columns', config: { columns: [] } }, 'config.columns', 'config.columns'],
  ])('a wrong one is refused with the field: %j', async (body, message, path) => {
    const reply = await server.request<{ error: { message: string; details: { path: string }[] } }>('POST', '/v1/connectors', { body, as: owner })
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'invalid_request', message: expect.stringContaining(message) } } })
    expect(reply.body.error.details[0]!.path).toBe(path)
  })

  test('changes are in the audit log', async () => {
    const created = await connect()
    await change(created.id, { isEnabled: false })
    expectStatus(await server.request('DELETE', `/v1/connectors/${created.id}`, { as: owner }), 204)
    expect((await readAudit(created.id)).map((entry) => entry.action)).toEqual(['connector.deleted', 'connector.changed', 'connector.created'])
    expect((await server.request('GET', `/v1/connectors/${created.id}`, { as: owner })).status).toBe(404)
  })
})

describe('delivery', () => {
  test('is signed, named and logged', async () => {
    const created = await connect()
    await accept(created, 'signed-1')
    await run(created)
    const { headers, body, method } = receiver.requests[0]!
    expect({ method, type: headers['content-type'], body: JSON.parse(body) }).toEqual({
      method: 'POST', type: 'application/json; charset=utf-8', body: { type: 'track', event: 'Order Completed', messageId: 'signed-1' },
    })
    const [, unixSeconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-rapport-signature']))!
    expect(signature).toBe(createHmac('sha256', created.config['secret'] as string).update(`${unixSeconds}.${body}`).digest('hex'))
    expect(Math.abs(Number(unixSeconds) * 1_000 - clock.now())).toBeLessThan(10_000)
    const [delivery] = await readLog(created.id)
    expect(delivery).toMatchObject({
      id: headers['x-rapport-delivery'], status: 'delivered', attempts: 1, responseStatus: 200, responseText: 'ok', nextAttemptAt: null, eventName: 'Order Completed',
    })
    expect(await read(created.id)).toMatchObject({ delivered: 1, failed: 0, waiting: 0, lastError: null, lastDeliveryAt: expect.any(String) })
  })

  test('keeps an answer that is long, cut within a character and holds NUL', async () => {
    const created = await connect()
    receiver.answer = () => ({ status: 400, body: `\u0000${'a'.repeat(1_998)}👋${'b'.repeat(9_000)}` })
    await accept(created, 'long-1')
    await run(created)
    expect((await readLog(created.id))[0]).toMatchObject({ status: 'failed', responseText: `${'a'.repeat(1_998)}\ufffd` })
  })

  test('happens once for an event that the stream hands over twice', async () => {
    const created = await connect()
    await accept(created, 'twice-1')
    await accept(created, 'twice-1')
    await run(created)
    await run(created)
    expect(receiver.requests).toHaveLength(1)
  })

  test('happens once when two workers run', async () => {
    const created = await connect()
    for (let index = 0; index < 40; index++) await accept(created, `both-${index}`)
    await Promise.all([run(created), run(created), run(created)])
    const received = receiver.requests.map((request) => request.headers['x-rapport-delivery'])
    expect(received).toHaveLength(40)
    expect(new Set(received).size).toBe(40)
  })

  test('is tried again after a growing wait, and the first success ends it', async () => {
    const created = await connect()
    receiver.answer = () => ({ status: 503, body: 'busy' })
    await accept(created, 'retry-1')
    await run(created)
    const [first] = await readLog(created.id)
    expect(first).toMatchObject({ status: 'waiting', attempts: 1, responseStatus: 503, responseText: 'busy' })
    const waitSeconds = (Date.parse(first!.nextAttemptAt!) - Date.parse(first!.lastAttemptAt!)) / 1_000
    expect(waitSeconds).toBeGreaterThan(7.9)
    expect(waitSeconds).toBeLessThan(12.9)
    expect(await read(created.id)).toMatchObject({ waiting: 1, lastError: 'Answered 503: busy' })
    await run(created)
    expect(receiver.requests).toHaveLength(1)
    clock.advance(13_000)
    await run(created)
    expect(receiver.requests).toHaveLength(2)
    clock.advance(13_000)
    await run(created)
    expect(receiver.requests).toHaveLength(2)
    clock.advance(30_000)
    receiver.answer = () => ({ status: 202 })
    await run(created)
    expect((await readLog(created.id))[0]).toMatchObject({ status: 'delivered', attempts: 3, responseStatus: 202 })
    expect(await read(created.id)).toMatchObject({ delivered: 1, waiting: 0, lastError: null })
  })

  test('waits as long as the receiver asks', async () => {
    const created = await connect()
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '600' } })
    await accept(created, 'later-1')
    await run(created)
    clock.advance(590_000)
    await run(created)
    expect(receiver.requests).toHaveLength(1)
    clock.advance(11_000)
    await run(created)
    expect(receiver.requests).toHaveLength(2)
  })

  test('ends after twelve attempts', async () => {
    const created = await connect()
    receiver.answer = () => ({ status: 500 })
    await accept(created, 'never-1')
    for (let attempt = 0; attempt < 14; attempt++) {
      await run(created)
      clock.advance(7 * 3_600_000)
    }
    expect(receiver.requests).toHaveLength(12)
    expect((await readLog(created.id))[0]).toMatchObject({ status: 'failed', attempts: 12, nextAttemptAt: null })
  })

  test('is tried again when the receiver is not there', async () => {
    const gone = await startHttpReceiver()
    await gone.close()
    const created = await connect({ url: gone.url })
    await accept(created, 'away-1')
    await run(created)
    expect((await readLog(created.id))[0]).toMatchObject({ status: 'waiting', responseStatus: null, responseText: expect.stringContaining('ECONNREFUSED') })
  })

  test('is made again when a worker died during an attempt', async () => {
    const created = await connect()
    await accept(created, 'crash-1')
    await server.platform.pool.query(
      `update connector_deliveries set attempts = 1, next_attempt_at = $2 where connector_id = $1`,
      [created.id, new Date(clock.now() + 180_000)],
    )
    await run(created)
    expect(receiver.requests).toHaveLength(0)
    clock.advance(181_000)
    await run(created)
    expect((await readLog(created.id))[0]).toMatchObject({ status: 'delivered', attempts: 2 })
  })

  test('follows no redirect', async () => {
    const created = await connect()
    receiver.answer = (request) => (request.path === '/hook' ? { status: 302, headers: { location: '/elsewhere' } } : { status: 200 })
    await accept(created, 'redirect-1')
    await run(created)
    expect(receiver.requests.map((request) => request.path)).toEqual(['/hook'])
    expect((await readLog(created.id))[0]).toMatchObject({ status: 'failed', responseStatus: 302, responseText: expect.stringContaining('/elsewhere') })
  })

  test.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]', 'http://169.254.169.254'])('reaches no private address unless allowed: %s', async (origin) => {
    const url = new URL(receiver.url)
    const created = await connect({ url: `${origin}:${url.port}/hook`, allowPrivateNetwork: false })
    await accept(created, `private-${origin}`)
    await run(created)
    expect(receiver.requests).toEqual([])
    expect((await readLog(created.id))[0]).toMatchObject({ status: 'failed', attempts: 1, responseText: expect.stringContaining('private network') })
  })

  test('pauses while the connector is off, and goes on when it is on again', async () => {
    const created = await connect()
    await accept(created, 'pause-1')
    await change(created.id, { isEnabled: false })
    await run(created)
    expect(receiver.requests).toHaveLength(0)
    expect(await read(created.id)).toMatchObject({ waiting: 1 })
    await change(created.id, { isEnabled: true })
    await run(created)
    expect(receiver.requests).toHaveLength(1)
  })

  test('ends with the connector switched off when the receiver is gone', async () => {
    const created = await connect()
    receiver.answer = () => ({ status: 410, body: 'moved out' })
    await accept(created, 'gone-1')
    await run(created)
    await accept(created, 'gone-2')
    await run(created)
    expect(receiver.requests).toHaveLength(1)
    expect(await read(created.id)).toMatchObject({ isEnabled: false, failed: 1, waiting: 1, lastError: 'Answered 410: moved out' })
    expect((await readAudit(created.id))[0]).toMatchObject({ action: 'connector.disabled', actor: { kind: 'system' } })
  })
})

describe('replay', () => {
  test('delivers one again, or all that failed', async () => {
    const created = await connect()
    receiver.answer = () => ({ status: 400, body: 'no' })
    for (const messageId of ['replay-1', 'replay-2', 'replay-3']) await accept(created, messageId)
    await run(created)
    const failed = await readLog(created.id, '?status=failed')
    expect(failed.map((delivery) => delivery.messageId)).toEqual(['replay-3', 'replay-2', 'replay-1'])
    receiver.reset()
    const one = await server.request<Delivery>('POST', `/v1/connectors/${created.id}/deliveries/${failed[2]!.id}/replay`, { as: owner })
    expect(one).toMatchObject({ status: 200, body: { id: failed[2]!.id, status: 'waiting', attempts: 0 } })
    await run(created)
    expect(receiver.requests.map((request) => JSON.parse(request.body).messageId)).toEqual(['replay-1'])
    expect(await server.request('POST', `/v1/connectors/${created.id}/replay`, { as: owner })).toMatchObject({ status: 200, body: { replayed: 2 } })
    await run(created)
    expect(receiver.requests).toHaveLength(3)
    expect(await read(created.id)).toMatchObject({ delivered: 3, failed: 0 })
    expect((await readAudit(created.id)).filter((entry) => entry.action === 'connector.replayed')).toHaveLength(2)
  })

  test('the log is read page by page', async () => {
    const created = await connect()
    for (let index = 0; index < 5; index++) await accept(created, `page-${index}`)
    const url = `/v1/connectors/${created.id}/deliveries?limit=2`
    const first = await server.request<{ items: Delivery[]; nextCursor: string }>('GET', url, { as: owner })
    const second = await server.request<{ items: Delivery[]; nextCursor: string }>('GET', `${url}&cursor=${first.body.nextCursor}`, { as: owner })
    const third = await server.request<{ items: Delivery[]; nextCursor: string | null }>('GET', `${url}&cursor=${second.body.nextCursor}`, { as: owner })
    const names = [first, second, third].flatMap((page) => page.body.items.map((delivery) => delivery.messageId))
    expect(names).toEqual(['page-4', 'page-3', 'page-2', 'page-1', 'page-0'])
    expect(third.body.nextCursor).toBeNull()
    expect((await server.request('GET', `${url}&cursor=x`, { as: owner })).status).toBe(400)
  })
})

describe('the test button', () => {
  test('delivers a made-up event at once, also while the connector is off', async () => {
    const created = await connect({}, { isEnabled: false })
    const reply = await server.request<Delivery>('POST', `/v1/connectors/${created.id}/test`, { as: owner })
    expect(reply).toMatchObject({ status: 200, body: { eventName: 'Connector Tested', status: 'delivered', responseStatus: 200, attempts: 1 } })
    expect(JSON.parse(receiver.requests[0]!.body)).toMatchObject({ event: 'Connector Tested', userId: 'test-user' })
  })

  test.each([[503, 'failed'], [410, 'failed']])('says how it went on %d, and tries no second time', async (status, outcome) => {
    const created = await connect()
    receiver.answer = () => ({ status, body: 'sorry' })
    const reply = await server.request<Delivery>('POST', `/v1/connectors/${created.id}/test`, { as: owner })
    expect(reply.body).toMatchObject({ status: outcome, responseStatus: status, responseText: 'sorry', nextAttemptAt: null })
    expect(await read(created.id)).toMatchObject({ isEnabled: true })
  })
})

describe('access', () => {
  test('another workspace finds nothing', async () => {
    const created = await connect()
    await accept(created, 'foreign-1')
    const [delivery] = await readLog(created.id)
    const stranger = await makeWorkspace(server)
    const base = `/v1/connectors/${created.id}`
    const calls = [
      ['GET', base], ['PATCH', base, { name: 'Mine' }], ['DELETE', base], ['POST', `${base}/test`], ['GET', `${base}/deliveries`], ['POST', `${base}/replay`],
      ['POST', `${base}/deliveries/${delivery!.id}/replay`], ['GET', `${base}/files`], ['GET', `${base}/files/2026-11-21.csv`],
    ] as const
    for (const [method, url, body] of calls) expect([method, url, (await server.request(method, url, { body, as: stranger })).status]).toEqual([method, url, 404])
    const own = await connect({}, {}, stranger)
    expect((await server.request('POST', `/v1/connectors/${own.id}/deliveries/${delivery!.id}/replay`, { as: stranger })).status).toBe(404)
    expect((await server.request<{ items: Connector[] }>('GET', '/v1/connectors', { as: stranger })).body.items.map((item) => item.id)).toEqual([own.id])
    expect((await readLog(created.id))[0]).toEqual(delivery)
  })

  test('a viewer may look and not touch', async () => {
    const created = await connect()
    const viewer = await makeUser(server, 'viewer')
    expect((await server.request('GET', `/v1/connectors/${created.id}`, { as: viewer })).status).toBe(200)
    for (const [method, path] of [['PATCH', ''], ['DELETE', ''], ['POST', '/test'], ['POST', '/replay']] as const) {
      expect((await server.request(method, `/v1/connectors/${created.id}${path}`, { body: {}, as: viewer })).status).toBe(403)
    }
  })
})

describe('what the log holds of a person', () => {
  test('is exported and erased with the profile', async () => {
    const created = await connect()
    const [kim, lee] = ['0199a000-0000-7000-8000-000000000001', '0199a000-0000-7000-8000-000000000002']
    await accept(created, 'person-1', kim)
    await accept(created, 'person-2', lee)
    const declared = connectorsFeature.personalData![0]!
    const exported = await declared.onExport(server.platform.db, owner.workspaceId, [kim])
    expect(exported).toMatchObject([{ connectorId: created.id, messageId: 'person-1', payload: expect.stringContaining('person-1') }])
    await declared.onErase(server.platform.db, owner.workspaceId, [kim])
    expect((await readLog(created.id)).map((delivery) => delivery.messageId)).toEqual(['person-2'])
  })

  test('is forgotten after 30 days', async () => {
    const created = await connect()
    await accept(created, 'old-1')
    await server.platform.pool.query('update connector_deliveries set created_at = $2 where connector_id = $1', [created.id, new Date(clock.now() - 31 * 86_400_000)])
    await accept(created, 'new-1')
    await connectorsFeature.jobs!.find((job) => job.name === 'prune-deliveries')!.handle({}, server.platform)
    expect((await readLog(created.id)).map((delivery) => delivery.messageId)).toEqual(['new-1'])
  })
})
