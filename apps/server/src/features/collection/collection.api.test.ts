// The wire format over HTTP: paths, forms of a body, keys, origins, limits, strict mode.
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { startTestServer, type Person, type Reply, type TestServer } from '../../../test/test-server.ts'
import type { Source } from '../sources/sources.contract.ts'
import { maxBatchEvents, maxBodyBytes, maxEventBytes } from './limits.ts'

interface Answer {
  success?: boolean
  accepted?: number
  errors?: { index: number; messageId: string | null; code: string; reason: string }[]
  error?: { code: string; message: string }
}

let server: TestServer
let owner: Person
let source: Source
let probe: StreamProbe
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  source = await makeWriteKey(server, owner, { platform: 'server' })
  probe = createStreamProbe(server, owner)
  await server.startWorker()
})
afterAll(async () => server.close())

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply<Answer>> {
  return server.request<Answer>('POST', path, { body, headers: { authorization: basic(source.writeKey), ...headers } })
}
const stored = { status: 200, body: { success: true } }
const namesOf = async (userId: string) => {
  await probe.settle()
  return (await probe.eventsOf(userId)).map(({ name, type }) => name || type)
}

describe('paths', () => {
  test('take every type, by its long and its short name', async () => {
    const calls: [string, object][] = [
      ['track', { event: 'Tracked' }], ['identify', { traits: { a: 1 } }], ['page', { name: 'Page' }], ['screen', { name: 'Screen' }],
      ['group', { groupId: 'g' }], ['alias', { previousId: 'paths-former' }],
    ]
    for (const [type, event] of calls) {
      expect(await post(`/v1/${type}`, { ...event, userId: 'paths' })).toMatchObject(stored)
      expect(await post(`/v1/${type[0]}`, { ...event, userId: 'paths' })).toMatchObject(stored)
    }
    expect(await post('/v1/track/', { event: 'With slash', userId: 'paths' })).toMatchObject(stored)
    expect((await namesOf('paths')).toSorted()).toEqual(
      ['Tracked', 'Tracked', 'identify', 'identify', 'Page', 'Page', 'Screen', 'Screen', 'group', 'group', 'alias', 'alias', 'With slash'].toSorted(),
    )
  })

  test.each(['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch'])('take a batch: %s', async (path) => {
    const userId = `batch${path}`
    const batch = [{ type: 'track', event: 'One', userId }, { type: 'page', name: 'Two', userId }]
    expect(await post(path, { batch })).toMatchObject(stored)
    expect(await namesOf(userId)).toEqual(['One', 'Two'])
  })

  test('take nothing else', async () => {
    expect((await post('/v1/m', {})).status).toBe(404)
    expect((await server.request('GET', '/v1/track')).status).toBe(404)
    for (const body of [{ batch: 'x' }, { batch: { a: 1 } }, { batch: null }, [], null, 'x', {}]) {
      expect(await post('/v1/batch', JSON.stringify(body))).toMatchObject({ status: 400, body: { error: { code: 'invalid_request', message: 'A batch is {"batch": [ … ]}.' } } })
    }
    expect(await post('/v1/batch', { batch: [] })).toMatchObject(stored)
  })

  test('take the pixel, plain and as data', async () => {
    const query = new URLSearchParams({ writeKey: source.writeKey, event: 'Opened', userId: 'pixel', 'p.mail': 'm-1', 'p.__proto__': 'x', other: 'ignored' })
    const reply = await server.request<string>('GET', `/v1/pixel.gif?${query}`)
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' } })
    const data = Buffer.from(JSON.stringify({ type: 'page', name: 'Letter', userId: 'pixel' })).toString('base64url')
    expect((await server.request('GET', `/v1/pixel.gif?writeKey=${source.writeKey}&data=${data}`)).status).toBe(200)
    expect(await namesOf('pixel')).toEqual(['Opened', 'Letter'])
    const [opened] = await probe.eventsOf('pixel')
    expect(opened).toMatchObject({ origin: 'browser', payload: { properties: { mail: 'm-1' } } })
    expect((await server.request('GET', `/v1/pixel.gif?writeKey=${source.writeKey}&data=%00`)).status).toBe(400)
    expect((await server.request('GET', '/v1/pixel.gif?event=Opened&userId=pixel')).status).toBe(401)
    expect((await server.request('GET', `/v1/pixel.gif?writeKey=${source.writeKey}&writeKey=${source.writeKey}&event=A`)).status).toBe(401)
  })

  test('tell browser clients where to send: to the host that they asked', async () => {
    const settings = await server.request('GET', `/v1/projects/${source.writeKey}/settings`, { headers: { host: 'cdp.example.com', 'x-forwarded-proto': 'https' } })
    expect(settings).toMatchObject({
      status: 200, headers: { 'access-control-allow-origin': '*' },
      body: { integrations: { 'Segment.io': { apiKey: source.writeKey, apiHost: 'cdp.example.com/v1', protocol: 'https' } } },
    })
    expect((await server.request('GET', '/v1/projects/wk_unknown/settings')).status).toBe(404)
    const config = await server.request('GET', `/sourceConfig/?p=cdn&writeKey=${source.writeKey}`, { headers: { authorization: basic(source.writeKey) } })
    expect(config).toMatchObject({ status: 200, body: { source: { id: source.id, enabled: true, config: {}, destinations: [] } } })
    expect((await server.request('GET', '/sourceConfig/')).status).toBe(401)
  })
})

describe('bodies', () => {
  const event = (userId: string) => JSON.stringify({ event: 'Sent', userId, note: 'Grüße 😀' })
  test.each([
    ['application/json', 'application/json; charset=utf-8', (text: string) => text, {}],
    ['text/plain', 'text/plain;charset=UTF-8', (text: string) => text, {}],
    ['a form', 'application/x-www-form-urlencoded', (text: string) => text, {}],
    ['an unknown type', 'application/vnd.what+ever', (text: string) => text, {}],
    ['a type that is none', 'nonsense', (text: string) => text, {}],
    ['gzip', 'application/json', (text: string) => gzipSync(text), { 'content-encoding': 'gzip' }],
    ['gzip in a form', 'application/x-www-form-urlencoded', (text: string) => gzipSync(text), { 'content-encoding': 'gzip' }],
    ['gzip without a header', 'application/json', (text: string) => gzipSync(text), {}],
    ['JSON that claims to be gzip', 'application/json', (text: string) => text, { 'content-encoding': 'gzip' }],
    ['a byte order mark', 'application/json', (text: string) => `\ufeff${text}`, {}],
  ])('are read: %s', async (name, contentType, encode, headers) => {
    const userId = `body-${name.replaceAll(/\W/g, '-')}`
    expect(await post('/v1/track', encode(event(userId)), { 'content-type': contentType, ...headers })).toMatchObject(stored)
    expect(await namesOf(userId)).toEqual(['Sent'])
  })

  test.each([
    ['cut JSON', '{"event":"Sent"', {}],
    ['two values', '{} {}', {}],
    ['nothing', '', { 'content-type': 'application/json' }],
    ['cut gzip', gzipSync('{"event":"Sent"}').subarray(0, 20), {}],
    ['brotli', Buffer.from([0x0b, 0x02, 0x80, 0x7b, 0x7d, 0x03]), { 'content-encoding': 'br' }],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00]), {}],
  ])('are refused as unreadable: %s', async (_name, body, headers) => {
    expect(await post('/v1/track', body, headers)).toMatchObject({ status: 400, headers: { 'access-control-allow-origin': '*' }, body: { error: { code: 'unreadable_body' } } })
  })

  test('keep what surrounds bytes that are no UTF-8', async () => {
    const [head, tail] = ['{"event":"Sent","userId":"bytes","properties":{"x":"a', 'b"}}'].map((text) => Buffer.from(text)) as [Buffer, Buffer]
    expect(await post('/v1/track', Buffer.concat([head, Buffer.from([0xff, 0xc3, 0x28]), tail]))).toMatchObject(stored)
    await probe.settle()
    expect((await probe.eventsOf('bytes'))[0]!.payload).toMatchObject({ properties: { x: 'a\ufffd\ufffd(b' } })
  })
})

describe('limits', () => {
  const tooLarge = { status: 413, headers: { 'access-control-allow-origin': '*' }, body: { error: { code: 'too_large', message: expect.stringContaining('500 KB') } } }
  function bodyOf(bytes: number): string {
    const empty = JSON.stringify({ batch: [], pad: '' })
    return JSON.stringify({ batch: [], pad: 'x'.repeat(bytes - empty.length) })
  }

  test('a body may have 500 KB, plain or inflated', async () => {
    expect(maxBodyBytes).toBe(512_000)
    expect(await post('/v1/batch', bodyOf(maxBodyBytes))).toMatchObject(stored)
    expect(await post('/v1/batch', gzipSync(bodyOf(maxBodyBytes)))).toMatchObject(stored)
    expect(await post('/v1/batch', bodyOf(maxBodyBytes + 1))).toMatchObject(tooLarge)
    expect(await post('/v1/batch', gzipSync(bodyOf(maxBodyBytes + 1)))).toMatchObject(tooLarge)
    expect(await post('/v1/batch', bodyOf(5_000_000))).toMatchObject(tooLarge)
  })

  test('a gzip bomb is not inflated', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000))
    expect(bomb.length).toBeLessThan(maxBodyBytes)
    const before = process.memoryUsage().arrayBuffers
    expect(await post('/v1/batch', bomb)).toMatchObject(tooLarge)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
  })

  test('a batch may have 2,500 events', async () => {
    const batch = (count: number) => ({ batch: Array.from({ length: count }, (_, index) => ({ type: 'track', event: 'Many', userId: 'many', messageId: `many-${index}` })) })
    expect(maxBatchEvents).toBe(2_500)
    expect(await post('/v1/batch', batch(2_501))).toMatchObject({ status: 400, body: { error: { code: 'invalid_request', message: 'A batch may have 2500 events; this one has 2501.' } } })
    expect(await probe.findPerson('many')).toBeUndefined()
    expect(await post('/v1/batch', batch(2_500))).toMatchObject(stored)
    await probe.settle()
    expect((await probe.findPerson('many'))!.keyFigures.events).toBe(2_500)
  })

  test.each(['x', 'ü', '😀'])('an event may have 32 KB, counted in bytes, of %s; a larger one is kept as rejected', async (letter) => {
    const build = (bytes: number) => {
      const event = { type: 'track', event: 'Large', userId: `large-${letter}`, properties: { text: '' } }
      const room = bytes - Buffer.byteLength(JSON.stringify(event))
      const count = Math.floor(room / Buffer.byteLength(letter))
      event.properties.text = letter.repeat(count) + 'x'.repeat(room - count * Buffer.byteLength(letter))
      return event
    }
    const before = await probe.settle()
    expect(await post('/v1/batch', { batch: [build(maxEventBytes), build(maxEventBytes + 1)] })).toMatchObject(stored)
    const after = await probe.settle()
    expect([after.processed - before.processed, after.rejected - before.rejected]).toEqual([1, 1])
    expect((await probe.rejected())[0]).toMatchObject({ code: 'event_too_large', reason: 'An event may have 32768 bytes; this one has 32769.', source: { id: source.id }, payload: { event: 'Large' } })
  })
})

describe('keys', () => {
  const send = (headers: Record<string, string>, query = '', body: object = {}) =>
    server.request<Answer>('POST', `/v1/track${query}`, { body: { event: 'Keyed', userId: 'keyed', ...body }, headers })
  const refused = { status: 401, headers: { 'access-control-allow-origin': '*' }, body: { error: { code: 'invalid_key' } } }

  test('are found wherever a client puts them, and are not stored', async () => {
    const { writeKey } = source
    expect(await send({ authorization: basic(writeKey) })).toMatchObject(stored)
    expect(await send({ authorization: `bearer ${writeKey}` })).toMatchObject(stored)
    expect(await send({}, '', { writeKey })).toMatchObject(stored)
    expect(await send({}, `?writeKey=${writeKey}`)).toMatchObject(stored)
    expect(await post('/v1/batch', { batch: [{ type: 'track', event: 'Keyed', userId: 'keyed', writeKey }], api_key: writeKey }, { authorization: '' })).toMatchObject(stored)
    await probe.settle()
    expect(JSON.stringify(await probe.eventsOf('keyed'))).not.toContain(writeKey)
  })

  test.each([
    ['none', {}, ''], ['an unknown one', { authorization: basic('wk_00000000000000000000000000000000') }, ''], ['garbage', { authorization: 'Basic %%%' }, ''],
    ['an empty one', { authorization: basic('') }, ''], ['one of another kind', { authorization: 'Bearer rsk_0000000000000000000000000000000000000000' }, ''],
    ['a doubled one', {}, '?writeKey=a&writeKey=b'],
  ])('are refused: %s', async (_name, headers: Record<string, string>, query) => {
    expect(await send(headers, query)).toMatchObject(refused)
  })

  test('are refused from the moment they are revoked', async () => {
    const revocable = await makeWriteKey(server, owner, { platform: 'server' })
    expect(await send({ authorization: basic(revocable.writeKey) })).toMatchObject(stored)
    await server.request('PATCH', `/v1/sources/${revocable.id}`, { body: { revoked: true }, as: owner })
    expect(await send({ authorization: basic(revocable.writeKey) })).toMatchObject(refused)
    expect((await server.request('GET', `/v1/projects/${revocable.writeKey}/settings`)).status).toBe(404)
  })

  test('may be used by the allowed websites alone', async () => {
    const restricted = await makeWriteKey(server, owner, { allowedOrigins: ['https://shop.example.com', 'https://*.example.org'] })
    const from = (origin: string) => send({ authorization: basic(restricted.writeKey), origin })
    for (const origin of ['https://shop.example.com', 'https://a.example.org', 'https://a.b.example.org']) expect(await from(origin)).toMatchObject(stored)
    for (const origin of ['http://shop.example.com', 'https://shop.example.com.evil.net', 'https://example.org', 'https://evilexample.org', 'https://shop.example.com:8443', 'null']) {
      expect(await from(origin)).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': '*' }, body: { error: { code: 'origin_not_allowed' } } })
    }
  })
})

test.each(['/v1/track', '/v1/batch', '/v1/t', '/beacon/v1/batch', '/sourceConfig/'])('a preflight of %s allows what clients send', async (path) => {
  const reply = await server.app.inject({
    method: 'OPTIONS', url: path,
    headers: { origin: 'https://shop.example.com', 'access-control-request-method': 'POST', 'access-control-request-headers': 'anonymousid,authorization,content-type,sentat' },
  })
  expect(reply.statusCode).toBe(204)
  expect(reply.headers).toMatchObject({
    'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, POST, OPTIONS', 'access-control-allow-headers': 'anonymousid,authorization,content-type,sentat',
  })
})

describe('strict mode', () => {
  const strict = { 'x-strict-mode': '1' }
  const good = { type: 'track', event: 'Good', userId: 'strict' }
  test('answers per event, and keeps the bad ones all the same', async () => {
    const before = await probe.settle()
    expect(await post('/v1/batch', { batch: [good, good] }, strict)).toMatchObject({ status: 200, body: { success: true, accepted: 2 } })
    const mixed = await post('/v1/batch', { batch: [good, null, { type: 'track', userId: 'strict', messageId: 'm-1' }, { ...good, timestamp: 'soon' }] }, strict)
    expect(mixed).toMatchObject({ status: 207, body: { success: false, accepted: 1 } })
    expect(mixed.body.errors!.map(({ index, messageId, code }) => [index, messageId, code])).toEqual([[1, null, 'not_an_object'], [2, 'm-1', 'no_event_name'], [3, null, 'invalid_time']])
    expect(await post('/v1/track', { event: 'Nobody' }, strict)).toMatchObject({ status: 400, body: { success: false, accepted: 0, errors: [{ index: 0, messageId: null, code: 'no_identifier' }] } })
    const after = await probe.settle()
    expect([after.accepted - before.accepted, after.processed - before.processed, after.rejected - before.rejected]).toEqual([7, 3, 4])
  })

  test('off, the same answers 200 without a word', async () => {
    expect((await post('/v1/batch', { batch: [null] })).body).toEqual({ success: true })
  })
})
