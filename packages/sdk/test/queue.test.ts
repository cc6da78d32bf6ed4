import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createQueue, maxQueuedEvents, staleAfterMs, type Queue } from '../src/core/queue.ts'
import { createStore } from '../src/core/storage.ts'
import { createFakeArea, makeEvent, type FakeArea } from './fakes.ts'

let area: FakeArea

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  area = createFakeArea()
})
afterEach(() => vi.useRealTimers())

const openTab = (tabId: string, writeKey = 'wk'): Queue => createQueue(createStore(area), writeKey, tabId)
const idsOf = (queue: Queue) => queue.peek(1000, Infinity).map((event) => event.messageId)

test('keeps events in order until they are removed', () => {
  const queue = openTab('a')
  const events = [makeEvent(), makeEvent(), makeEvent()]
  for (const event of events) expect(queue.append(event)).toBe(0)
  queue.remove([events[1]!])
  expect(idsOf(queue)).toEqual([events[0]!.messageId, events[2]!.messageId])
  queue.remove([events[0]!, events[2]!])
  expect(area.entries.size).toBe(0)
})

test('takes a copy, so that later changes by the page do not rewrite history', () => {
  const queue = openTab('a')
  const properties = { step: 1 }
  queue.append(makeEvent(properties))
  properties.step = 2
  expect(queue.peek(1, 1000)[0]?.properties).toEqual({ step: 1 })
})

test('cuts chunks by number and by bytes, counting UTF-8, and never gives an empty one', () => {
  const queue = openTab('a')
  for (let i = 0; i < 5; i++) queue.append(makeEvent({ text: 'ü'.repeat(5000) }))
  expect(queue.peek(3, Infinity)).toHaveLength(3)
  expect(queue.peek(100, 25_000)).toHaveLength(2)
  expect(queue.peek(100, 10)).toHaveLength(1)
})

describe('when it is full', () => {
  test('drops the oldest and tells their number in the next event', () => {
    const queue = openTab('a')
    const events = Array.from({ length: maxQueuedEvents + 2 }, () => makeEvent())
    const dropped = events.map((event) => queue.append(event))
    expect(dropped.slice(-3)).toEqual([0, 1, 1])
    const kept = queue.peek(1000, Infinity)
    expect(kept).toHaveLength(maxQueuedEvents)
    expect(kept[0]?.messageId).toBe(events[2]?.messageId)
    expect(kept.slice(-2).map((event) => event.context['droppedEvents'])).toEqual([1, 1])
  })

  test('a dropped event hands its own number on, so that the sum stays true', () => {
    const queue = openTab('a')
    const total = maxQueuedEvents * 3
    for (let i = 0; i < total; i++) queue.append(makeEvent())
    const kept = queue.peek(1000, Infinity)
    const told = kept.reduce((sum, event) => sum + Number(event.context['droppedEvents'] ?? 0), 0)
    expect(told + kept.length).toBe(total)
  })

  test('keeps within 256 kB', () => {
    const queue = openTab('a')
    for (let i = 0; i < 40; i++) queue.append(makeEvent({ text: 'x'.repeat(10_000) }))
    const bytes = JSON.stringify(queue.peek(1000, Infinity)).length
    expect(bytes).toBeLessThanOrEqual(256 * 1024)
    expect(bytes).toBeGreaterThan(230_000)
  })

  test('an event larger than the whole queue pushes nothing else out', () => {
    const queue = openTab('a')
    queue.append(makeEvent())
    expect(queue.append(makeEvent({ text: 'x'.repeat(300_000) }))).toBe(1)
    expect(queue.size()).toBe(1)
  })
})

describe('several tabs', () => {
  test('do not see each other while they live', () => {
    const [left, right] = [openTab('left'), openTab('right')]
    left.append(makeEvent())
    right.append(makeEvent())
    left.adoptOrphans()
    expect([left.size(), right.size()]).toEqual([1, 1])
  })

  test('a page that left hands its events over at once, oldest first', () => {
    const [old, next] = [openTab('old'), openTab('next')]
    old.append(makeEvent())
    old.append(makeEvent())
    next.append(makeEvent())
    const expected = [...idsOf(old), ...idsOf(next)]
    old.leave()
    next.adoptOrphans()
    expect(idsOf(next)).toEqual(expected)
    expect([...area.entries.keys()]).toEqual(['rapport:queue:wk:next'])
  })

  test('a crashed one is adopted when it has shown no life for three minutes', () => {
    const [crashed, next] = [openTab('crashed'), openTab('next')]
    crashed.append(makeEvent())
    vi.advanceTimersByTime(staleAfterMs - 1)
    next.adoptOrphans()
    expect(next.size()).toBe(0)
    vi.advanceTimersByTime(1)
    next.adoptOrphans()
    expect(next.size()).toBe(1)
  })

  test('one that slept does not send what was adopted meanwhile, but what came after', () => {
    const [asleep, next] = [openTab('asleep'), openTab('next')]
    asleep.append(makeEvent())
    vi.advanceTimersByTime(staleAfterMs)
    next.adoptOrphans()
    expect(asleep.peek(10, 1000)).toEqual([])
    const fresh = makeEvent()
    asleep.append(fresh)
    expect(idsOf(asleep)).toEqual([fresh.messageId])
  })

  test('a page that returns from the back/forward cache keeps its events only if nobody took them', () => {
    const queue = openTab('a')
    queue.append(makeEvent())
    queue.leave()
    queue.comeBack()
    expect(queue.size()).toBe(1)
    queue.leave()
    openTab('b').adoptOrphans()
    queue.comeBack()
    expect(queue.size()).toBe(0)
  })

  test('events recorded for another write key stay with it', () => {
    const other = openTab('a', 'other')
    other.append(makeEvent())
    other.leave()
    const queue = openTab('b')
    queue.adoptOrphans()
    expect(queue.size()).toBe(0)
  })
})

test('events survive a site that clears localStorage', () => {
  const queue = openTab('a')
  queue.append(makeEvent())
  area.entries.clear()
  queue.append(makeEvent())
  expect(queue.size()).toBe(2)
})

test('a broken record is cleared away', () => {
  area.entries.set('rapport:queue:wk:broken', '{"atMs":')
  openTab('a').adoptOrphans()
  expect(area.entries.size).toBe(0)
})

test('a full disk keeps events in memory', () => {
  area.quota = 10
  const queue = openTab('a')
  queue.append(makeEvent())
  expect(queue.size()).toBe(1)
  expect(area.entries.size).toBe(0)
})
