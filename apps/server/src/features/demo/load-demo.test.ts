import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateByActor } from './generate.ts'
import type { DemoProgress } from './load-demo.ts'
import { loadDemo } from './load-demo.ts'
import { readRetryAfterMs } from './post-batch.ts'
import { createProgressBar } from './progress-bar.ts'
import type { SegmentEvent } from './segment-event.ts'
import { writeTruthFile } from './truth-file.ts'

type Call = { path: string; authorization: string; bytes: number; events: SegmentEvent[] }
type Answer = { status: number; headers?: Record<string, string>; body?: string }

const brandOptions = { people: 60, seed: 5, endsAt: Date.UTC(2026, 10, 21, 19) }

let server: Server
let url: string
let folder: string
let calls: Call[]
let mostAtOnce: number
/** Decides the answer by the number of the request, from 0. */
let answer: (number: number) => Answer
/** Whether the first request is answered only once a second one has come. */
let isFirstHeld: boolean

beforeEach(async () => {
  calls = []
  mostAtOnce = 0
  isFirstHeld = false
  const second = Promise.withResolvers<void>()
  answer = () => ({ status: 200, body: '{"success":true}' })
  let requests = 0
  let atOnce = 0
  server = createServer(async (request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    const number = requests++
    // A loader that is told to stop breaks off what it is sending.
    const body = await readBody(request).catch(() => undefined)
    if (!body) return
    if (number === 1) second.resolve()
    if (number === 0 && isFirstHeld) await second.promise
    const reply = answer(number)
    if (reply.status === 200) {
      const { batch } = JSON.parse(body.toString()) as { batch: SegmentEvent[] }
      calls.push({ path: request.url!, authorization: request.headers.authorization!, bytes: body.length, events: batch })
    }
    atOnce--
    response.writeHead(reply.status, reply.headers).end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = await mkdtemp(join(tmpdir(), 'demo-'))
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function load(more: Partial<Parameters<typeof loadDemo>[0]> = {}) {
  return loadDemo({ url, writeKey: 'wk_demo', ...brandOptions, ...more })
}

/** What the server holds against what was to be sent, person by person and in order. */
function compareBrand() {
  const expected = new Map<number, string[]>()
  const actorOf = new Map<string, number>()
  for (const { actor, event } of generateByActor(brandOptions)) {
    actorOf.set(event.messageId, actor)
    expected.set(actor, [...(expected.get(actor) ?? []), event.messageId])
  }
  const received = new Map<number, string[]>()
  for (const call of calls) {
    for (const { messageId } of call.events) {
      const actor = actorOf.get(messageId)!
      const ids = received.get(actor) ?? []
      ids.push(messageId)
      received.set(actor, ids)
    }
  }
  return { received, expected }
}

describe('loadDemo', () => {
  it('sends the whole brand in batches within the limits, a person always in order', async () => {
    const progress: DemoProgress[] = []
    isFirstHeld = true
    const result = await load({ onProgress: (step) => progress.push(step) })
    const { received, expected } = compareBrand()
    expect(received).toEqual(expected)
    expect(mostAtOnce).toBeLessThanOrEqual(4)
    expect(mostAtOnce).toBeGreaterThan(1)
    for (const call of calls) {
      expect(call.path).toBe('/v1/import')
      expect(call.authorization).toBe(`Basic ${btoa('wk_demo:')}`)
      expect(call.events.length).toBeLessThanOrEqual(2500)
      expect(call.bytes).toBeLessThanOrEqual(500_000)
    }
    expect(result).toMatchObject({ people: 60, events: calls.reduce((sum, call) => sum + call.events.length, 0) })
    expect(progress.at(-1)!.events).toBe(result.events)
    expect(progress.map((step) => step.share)).toEqual(progress.map((step) => step.share).toSorted((a, b) => a - b))
    expect(progress.at(-1)!.share).toBeGreaterThan(0.99)
  })

  it('writes the truth into a folder of its own', async () => {
    const path = join(folder, 'data', 'demo-truth.json')
    await writeTruthFile(path, brandOptions)
    const truth = JSON.parse(await readFile(path, 'utf8'))
    expect(truth).toMatchObject({ seed: 5, people: 60, endsAt: '2026-11-21T19:00:00.000Z' })
    expect(truth.profiles).toHaveLength(60)
  })

  it('waits and repeats when the server is busy or failing, without loss or disorder', async () => {
    answer = (number) => {
      if (number % 5 === 1) return { status: 429, headers: { 'retry-after': '0' } }
      if (number === 2 || number === 7) return { status: 503, body: 'restarting' }
      return { status: 200, body: '{}' }
    }
    await load()
    const { received, expected } = compareBrand()
    expect(received).toEqual(expected)
  })

  it('honours Retry-After', async () => {
    let askedToWaitAt = 0
    answer = (number) => {
      if (number > 0) return { status: 200, body: '{}' }
      askedToWaitAt = performance.now()
      return { status: 429, headers: { 'retry-after': '1' } }
    }
    await load({ people: 1 })
    expect(performance.now() - askedToWaitAt).toBeGreaterThanOrEqual(990)
  })

  it('repeats when the connection breaks', async () => {
    let broken = 0
    const breakTwice: typeof fetch = (input, init) => {
      if (broken++ < 2) return Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }))
      return fetch(input, init)
    }
    await load({ fetch: breakTwice })
    const { received, expected } = compareBrand()
    expect(received).toEqual(expected)
  })

  it.each([
    [400, /refused a batch of demo events: 400 not valid/],
    [401, /does not accept the write key: 401 not valid/],
  ])('stops at %i and says why', async (status, message) => {
    let asked = 0
    answer = () => {
      asked++
      return { status, body: 'not valid' }
    }
    await expect(load()).rejects.toThrow(message)
    expect(asked).toBeLessThanOrEqual(4)
  })

  it('reports the first failure also while other lanes wait to repeat', async () => {
    answer = (number) => (number === 0 ? { status: 429, headers: { 'retry-after': '30' } } : { status: 400, body: 'broken' })
    await expect(load()).rejects.toThrow(/400 broken/)
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    await expect(load({ signal: stop.signal, onProgress: () => stop.abort(new Error('interrupted')) })).rejects.toThrow('interrupted')
  })
})

describe('readRetryAfterMs', () => {
  it.each([
    ['3', 3000],
    ['0', 0],
    [null, 1000],
    ['soon', 1000],
    ['99999', 60_000],
    ['Sat, 21 Nov 2026 19:00:05 GMT', 5000],
    ['Sat, 21 Nov 2026 18:00:00 GMT', 0],
  ])('reads %s as %i ms', (header, expected) => {
    expect(readRetryAfterMs(header, Date.UTC(2026, 10, 21, 19))).toBe(expected)
  })
})

describe('createProgressBar', () => {
  function draw(isTTY: boolean): string {
    let text = ''
    const bar = createProgressBar({ isTTY, columns: 80, write: (more: string) => (text += more) })
    for (let step = 1; step <= 100; step++) bar.update({ events: step * 1000, share: step / 100, seconds: step / 5 })
    bar.finish({ events: 100_000, seconds: 20, people: 900 })
    return text
  }

  it('redraws one line in a terminal', () => {
    const text = draw(true)
    expect(text.split('\n')).toHaveLength(2)
    expect(text).toContain('\r\u001b[K████████████████████')
    for (const line of text.split('\r\u001b[K')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('prints ten plain lines and the sum elsewhere', () => {
    const lines = draw(false).trimEnd().split('\n')
    expect(lines).toHaveLength(11)
    expect(lines[4]).toBe('Demo brand: 50 %, 50,000 events, 5,000/s, about 10 s left')
    expect(lines[10]).toBe('Demo brand loaded: 900 people, 100,000 events in 20.0 s (5,000/s).')
    expect(lines.join('')).not.toContain('\u001b')
  })
})
