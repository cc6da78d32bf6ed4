// What clients and strangers do to a connection: the next request is answered as if nothing had been.
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { maxBodyBytes } from './limits.ts'

let server: TestServer
let owner: Person
let host: string
let authorization: string
let probe: StreamProbe
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  authorization = `Basic ${btoa(`${(await makeWriteKey(server, owner, { platform: 'server' })).writeKey}:`)}`
  probe = createStreamProbe(server, owner)
  host = await server.listen()
  await server.startWorker()
})
afterAll(async () => server.close())

const event = (name: string) => JSON.stringify({ event: name, userId: 'quirks' })

/** Sends the parts as chunks of a body without a declared length; 'cut' when the server ended the connection. */
function sendChunked(parts: (string | Buffer)[], headers: Record<string, string> = {}): Promise<number | 'cut'> {
  return new Promise((resolve) => {
    const sending = httpRequest(`${host}/v1/track`, { method: 'POST', headers: { authorization, 'transfer-encoding': 'chunked', ...headers } }, (reply) => {
      reply.resume()
      resolve(reply.statusCode!)
    })
    sending.on('error', () => resolve('cut'))
    for (const part of parts) sending.write(part)
    sending.end()
  })
}

/** Writes raw bytes and returns the first line of the answer, '' where there is none. */
function sendRaw(text: string, isEnded = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(host)
    let answer = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(text)
      if (isEnded) socket.end()
    })
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString()
      socket.end()
    })
    socket.on('close', () => resolve(answer.split('\r\n')[0]!))
    socket.on('error', reject)
  })
}

const head = (lines: string[]) => ['POST /v1/track HTTP/1.1', `host: ${new URL(host).host}`, ...lines, '', ''].join('\r\n')

test('a body in chunks, without a length, is read', async () => {
  expect(await sendChunked([event('Chunked').slice(0, 9), event('Chunked').slice(9)])).toBe(200)
  const packed = gzipSync(event('Chunked and packed'))
  expect(await sendChunked([packed.subarray(0, 5), packed.subarray(5)], { 'content-encoding': 'gzip' })).toBe(200)
  await probe.settle()
  expect((await probe.eventsOf('quirks')).map(({ name }) => name)).toEqual(['Chunked', 'Chunked and packed'])
})

test('a body in chunks ends at the limit', async () => {
  const before = await probe.counters()
  expect([413, 'cut']).toContain(await sendChunked([`{"event":"`, 'x'.repeat(maxBodyBytes), '"}']))
  expect((await probe.counters()).accepted).toBe(before.accepted)
})

test('a large body with its length is refused with a reason that a client reads', async () => {
  const reply = await fetch(`${host}/v1/track`, { method: 'POST', headers: { authorization }, body: 'x'.repeat(3 * maxBodyBytes) })
  expect(reply.status).toBe(413)
  expect(await reply.json()).toMatchObject({ error: { code: 'too_large', message: expect.stringContaining('512000') } })
})

test.each([
  ['a wrong length, too short', ['content-length: 5'], '{"event":"Cut"}', 'HTTP/1.1 400 Bad Request'],
  ['a length that is none', ['content-length: x'], '{}', 'HTTP/1.1 400 Bad Request'],
  ['two lengths', ['content-length: 2', 'content-length: 3'], '{}', 'HTTP/1.1 400 Bad Request'],
  ['chunks that are none', ['transfer-encoding: chunked'], 'zz\r\n{}\r\n', 'HTTP/1.1 400 Bad Request'],
  ['a header of 20 KB', [`x-long: ${'x'.repeat(20_000)}`, 'content-length: 2'], '{}', 'HTTP/1.1 431 Request Header Fields Too Large'],
  ['a doubled key', ['authorization: Basic YTo=', 'authorization: Basic Yjo=', 'content-length: 2'], '{}', 'HTTP/1.1 401 Unauthorized'],
])('%s is refused', async (_name, lines, body, expected) => {
  expect(await sendRaw(head(lines) + body)).toBe(expected)
})

test('a caller who leaves in the middle leaves nothing', async () => {
  const before = await probe.counters()
  expect(await sendRaw(`${head([`authorization: ${authorization}`, 'content-length: 100'])}{"event":"Half`, true)).toMatch(/^$|400/)
  expect((await probe.settle()).accepted).toBe(before.accepted)
})

test('after all that a normal event arrives', async () => {
  expect(await sendChunked([event('Normal')])).toBe(200)
  await probe.settle()
  expect((await probe.eventsOf('quirks')).at(-1)!.name).toBe('Normal')
})
