import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RapportEvent } from '../src/event.ts'
import { createQueue, measureBytes, type Queue } from '../src/core/queue.ts'
import { createStore } from '../src/core/storage.ts'
import { createTransport, createWire, maxBatchBytes, parseRetryAfterMs, type Transport } from '../src/core/transport.ts'
import { createFakeArea, createFakeWire, makeEvent, type FakeArea, type FakeWire } from './fakes.ts'

let area: FakeArea
let wire: FakeWire
let queue: Queue
let transport: Transport
let delivered: RapportEvent[]
let refused: [number, number][]
let isAllowed: boolean

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  area = createFakeArea()
  wire = createFakeWire()
  queue = createQueue(createStore(area), 'wk', 'tab')
  delivered = []
  refused = []
  isAllowed = true
  transport = createTransport({
    queue,
    wire,
    url: 'https://rapport.example.com/v1/b',
    writeKey: 'wk',
    flushDelayMs: 300,
    flushAt: 20,
    canSend: () => isAllowed,
    onDelivered: (events) => delivered.push(...events),
    onRefused: (events, status) => refused.push([events.length, status]),
  })
})
afterEach(() => vi.useRealTimers())

function track(count = 1, properties: Record<string, unknown> = {}): void {
  for (let i = 0; i < count; i++) {
    queue.append(makeEvent(properties))
    transport.notify()
  }
}

const sizesOf = (batches: RapportEvent[][]) => batches.map((batch) => batch.length)

test('gathers events for 300 ms and sends them as one batch', async () => {
  track(3)
  await vi.advanceTimersByTimeAsync(299)
  expect(wire.posts).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(sizesOf(wire.posts)).toEqual([3])
  expect(JSON.parse(wire.bodies[0]!)).toMatchObject({ writeKey: 'wk', sentAt: new Date().toISOString() })
  expect(delivered).toHaveLength(3)
  expect(queue.size()).toBe(0)
})

test('sends twenty events without waiting', async () => {
  track(20)
  await vi.advanceTimersByTimeAsync(0)
  expect(sizesOf(wire.posts)).toEqual([20])
})

test('keeps every batch below what a beacon may carry', async () => {
  track(30, { text: 'ü'.repeat(4000) })
  await transport.flush()
  expect(wire.posts.length).toBeGreaterThan(3)
  for (const body of wire.bodies) expect(measureBytes(body)).toBeLessThanOrEqual(maxBatchBytes)
  expect(delivered).toHaveLength(30)
})

describe('after a failure', () => {
  test('waits longer each time, with jitter, at most a minute, and loses nothing', async () => {
    wire.replies = Array.from({ length: 12 }, (_, i) => (i % 2 ? null : { status: 503 }))
    track()
    const gapsMs: number[] = []
    let lastMs = Date.now()
    while (!delivered.length) {
      const before = wire.posts.length
      while (wire.posts.length === before) await vi.advanceTimersByTimeAsync(50)
      gapsMs.push(Date.now() - lastMs)
      lastMs = Date.now()
    }
    expect(gapsMs).toHaveLength(13)
    gapsMs.slice(1).forEach((gapMs, i) => {
      const fullMs = Math.min(60_000, 1000 * 2 ** i)
      expect(gapMs).toBeGreaterThanOrEqual(fullMs / 2)
      expect(gapMs).toBeLessThanOrEqual(fullMs + 100)
    })
    expect(queue.size()).toBe(0)
  })

  test('new events do not cut the wait short', async () => {
    wire.replies = [{ status: 500 }]
    track()
    await vi.advanceTimersByTimeAsync(300)
    track(30)
    await vi.advanceTimersByTimeAsync(400)
    expect(wire.posts).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(700)
    expect(delivered).toHaveLength(31)
  })

  test('the network coming back does', async () => {
    wire.replies = Array.from({ length: 50 }, () => null)
    track()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(wire.posts.length).toBeLessThan(15)
    wire.replies = []
    transport.retryNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(delivered).toHaveLength(1)
  })

  test('a Retry-After is honoured, by the network coming back too', async () => {
    wire.replies = [{ status: 429, retryAfter: '120' }]
    track()
    await vi.advanceTimersByTimeAsync(300)
    transport.retryNow()
    await vi.advanceTimersByTimeAsync(119_000)
    expect(wire.posts).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(delivered).toHaveLength(1)
  })

  test('a waiting tab shows that it is alive', async () => {
    wire.replies = [{ status: 429, retryAfter: '300' }]
    track()
    await vi.advanceTimersByTimeAsync(250_000)
    const other = createQueue(createStore(area), 'wk', 'other')
    other.adoptOrphans()
    expect(other.size()).toBe(0)
  })
})

test.each([
  [null, 0],
  ['', 0],
  ['soon', 0],
  ['-5', 0],
  ['7', 7000],
  ['86400', 300_000],
  [new Date(1_800_000_000_000 + 9000).toUTCString(), 9000],
])('reads Retry-After %j as %i ms', (value, expectedMs) => {
  expect(parseRetryAfterMs(value)).toBe(expectedMs)
})

describe('refused batches', () => {
  test.each([400, 401, 403])('%i drops the batch and goes on with the next', async (status) => {
    wire.replies = [{ status }]
    track(120)
    await transport.flush()
    expect(refused).toEqual([[100, status]])
    expect(delivered).toHaveLength(20)
    expect(queue.size()).toBe(0)
  })

  test('413 splits until the one too large is found, and drops that alone', async () => {
    const post = wire.post.bind(wire)
    wire.post = async (url, body, isKeepalive) => {
      const reply = await post(url, body, isKeepalive)
      return body.includes('huge') ? { ...reply, status: 413 } : reply
    }
    track(3)
    track(1, { text: 'huge' })
    track(4)
    await transport.flush()
    expect(refused).toEqual([[1, 413]])
    expect(delivered).toHaveLength(7)
    expect(queue.size()).toBe(0)
  })

  test('a half that fails for now stays, the delivered half does not come again', async () => {
    wire.replies = [{ status: 413 }, { status: 200 }, { status: 503 }]
    track(4)
    await transport.flush()
    expect(delivered).toHaveLength(2)
    expect(queue.size()).toBe(2)
  })
})

test('sends nothing while it may not', async () => {
  isAllowed = false
  track(30)
  await vi.advanceTimersByTimeAsync(5000)
  transport.sendAtUnload(new Set())
  expect([wire.posts, wire.beacons]).toEqual([[], []])
})

describe('at unload', () => {
  test('beacons what waits, and leaves it for the next page to be sure', () => {
    track(2)
    transport.sendAtUnload(new Set())
    expect(sizesOf(wire.beacons)).toEqual([2])
    const next = createQueue(createStore(area), 'wk', 'next')
    next.adoptOrphans()
    expect(next.size()).toBe(2)
  })

  test('what may be lost is not sent a second time', () => {
    const vitals = makeEvent()
    queue.append(vitals)
    track()
    transport.sendAtUnload(new Set([vitals.messageId]))
    expect(sizesOf(wire.beacons)).toEqual([2])
    expect(queue.size()).toBe(1)
  })

  test('does not repeat what is on its way', async () => {
    let answer = (_reply: { status: number; retryAfter: null }) => {}
    wire.post = () => new Promise((resolve) => (answer = resolve))
    track(2)
    const flushed = transport.flush()
    track(1)
    transport.sendAtUnload(new Set())
    expect(sizesOf(wire.beacons)).toEqual([1])
    answer({ status: 200, retryAfter: null })
    await flushed
    expect(delivered).toHaveLength(2)
  })

  test('splits into beacons of allowed size', () => {
    track(10, { text: 'x'.repeat(20_000) })
    transport.sendAtUnload(new Set())
    expect(sizesOf(wire.beacons)).toEqual([2, 2, 2, 2, 2])
  })

  test.each([
    ['offline', () => (wire.online = false)],
    ['refused by the browser', () => (wire.takesBeacons = false)],
  ])('%s: keeps everything', (_case, arrange) => {
    arrange()
    track(2)
    transport.sendAtUnload(new Set(['m-1']))
    expect(wire.beacons).toEqual([])
    expect(queue.size()).toBe(2)
  })

  test('sends nothing more until the page comes back', async () => {
    transport.sendAtUnload(new Set())
    track(1)
    await vi.advanceTimersByTimeAsync(5000)
    expect(wire.posts).toEqual([])
    transport.resume()
    await vi.advanceTimersByTimeAsync(0)
    expect(delivered).toHaveLength(1)
  })
})

test('a browser that is set to have no beacons takes none, and nothing breaks', () => {
  vi.stubGlobal('navigator', {})
  expect(createWire().beacon('https://rapport.example.com/v1/b', '{}')).toBeFalsy()
  vi.unstubAllGlobals()
})
