import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBacklog, type Backlog } from '../src/widgets/survey/saving/backlog.ts'
import type { Gestures } from '../src/widgets/survey/saving/gestures.ts'
import type { Outcome } from '../src/widgets/survey/saving/post.ts'
import { createSaver, type Saver } from '../src/widgets/survey/saving/saver.ts'
import type { Submission } from '../src/widgets/survey/wire.ts'
import { createFakeArea, type FakeArea } from './fakes.ts'

const url = 'https://rapport.example.com/v1/survey-responses'

function makeBody(responseId: string, revision = 1): Submission {
  return {
    token: 't', responseId, revision, answers: { nps: revision }, isCompleted: false, language: 'en',
    startedAt: '2026-03-01T00:00:00Z', secondsSpent: 1, hidden: {}, proof: { gestures: 1, trap: '' },
  }
}

let area: FakeArea
let backlog: Backlog
const put = (responseId: string, revision = 1) => backlog.put({ url, body: makeBody(responseId, revision), at: Date.now() })

async function listWaiting(): Promise<[string, number][]> {
  const found: [string, number][] = []
  await createBacklog(area).drain(async ({ body }) => {
    found.push([body.responseId, body.revision])
    return true
  })
  return found
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  area = createFakeArea()
  backlog = createBacklog(area)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('the backlog', () => {
  test('keeps the newest of each response', async () => {
    put('a', 1)
    put('b', 1)
    put('a', 3)
    put('a', 2)
    expect(await listWaiting()).toEqual([['b', 1], ['a', 3]])
  })

  test('does not take away what is newer than what arrived', async () => {
    put('a', 3)
    backlog.remove(makeBody('a', 2))
    expect(await listWaiting()).toEqual([['a', 3]])
  })

  test('holds fifty, for seven days', async () => {
    put('old')
    vi.setSystemTime(Date.now() + 7 * 86_400_000)
    for (let index = 0; index < 60; index++) put(`r${index}`)
    const waiting = await listWaiting()
    expect(waiting).toHaveLength(50)
    expect(waiting[0]).toEqual(['r10', 1])
  })

  test('stops at the first that cannot go, and forgets what went', async () => {
    put('a')
    put('b')
    put('c')
    await backlog.drain(async ({ body }) => body.responseId === 'a')
    expect(await listWaiting()).toEqual([['b', 1], ['c', 1]])
    expect([...area.entries]).toEqual([])
  })

  test('survives a full or edited storage', async () => {
    area.quota = 10
    put('a')
    area.entries.set('rapport:survey-backlog', '{')
    put('b')
    area.quota = Infinity
    put('c')
    expect((await listWaiting()).map(([id]) => id)).toContain('c')
  })
})

describe('the saver', () => {
  let page: EventTarget
  let outcomes: Outcome[]
  let posted: Submission[]
  let gestures: Gestures & { make(): void }
  let refusals: string[]
  let saver: Saver

  function createFakeGestures(): typeof gestures {
    let count = 0
    const waiting: (() => void)[] = []
    return {
      count: () => count,
      onFirst: (callback) => void waiting.push(callback),
      make() {
        count++
        for (const callback of waiting.splice(0)) callback()
      },
    }
  }

  beforeEach(() => {
    page = new EventTarget()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
    outcomes = []
    posted = []
    refusals = []
    gestures = createFakeGestures()
    saver = createSaver({
      url, token: 't', responseId: 'r', language: 'en', hidden: {}, gestures, backlog,
      onRefused: ({ message }) => refusals.push(message),
      onChange: () => {},
      post: async (_url, submission) => {
        posted.push(submission)
        return outcomes.shift() ?? { kind: 'saved' }
      },
    })
  })

  const note = (nps: number, isCompleted = false) => saver.note({ answers: { nps }, isCompleted, trap: '' })
  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  const revisions = () => posted.map(({ revision }) => revision)

  test('saves 600 ms after the last change', async () => {
    gestures.make()
    note(1)
    await wait(500)
    note(2)
    await wait(599)
    expect(posted).toEqual([])
    await wait(1)
    expect(posted).toMatchObject([{ revision: 2, answers: { nps: 2 }, proof: { gestures: 1, trap: '' } }])
    expect(await listWaiting()).toEqual([])
  })

  test('sends nothing before a person acts, then what was there', async () => {
    note(9)
    await wait(60_000)
    page.dispatchEvent(new Event('pagehide'))
    expect(posted).toEqual([])
    gestures.make()
    await wait(0)
    expect(posted).toMatchObject([{ answers: { nps: 9 } }])
  })

  test('sends at once when the page goes, and not twice', async () => {
    gestures.make()
    note(1)
    page.dispatchEvent(new Event('pagehide'))
    expect(revisions()).toEqual([1])
    await wait(5_000)
    page.dispatchEvent(new Event('pagehide'))
    expect(revisions()).toEqual([1])
  })

  test('what changes while one is under way follows it', async () => {
    gestures.make()
    note(1)
    const first = saver.flush()
    note(2)
    await first
    expect(revisions()).toEqual([1, 2])
  })

  test('tries again, later each time, and keeps it on the device meanwhile', async () => {
    gestures.make()
    outcomes = [{ kind: 'later', afterMs: 0 }, { kind: 'later', afterMs: 30_000 }]
    note(1)
    await wait(600)
    expect([saver.isWaiting(), area.entries.size]).toEqual([true, 1])
    await wait(2_000)
    expect(revisions()).toEqual([1, 1])
    await wait(29_999)
    expect(posted).toHaveLength(2)
    await wait(1)
    expect([posted.length, saver.isWaiting(), area.entries.size]).toEqual([3, false, 0])
  })

  test('goes out as soon as the network is back', async () => {
    gestures.make()
    outcomes = [{ kind: 'later', afterMs: 0 }]
    note(1)
    await wait(600)
    page.dispatchEvent(new Event('online'))
    await wait(0)
    expect([posted.length, saver.isWaiting()]).toEqual([2, false])
  })

  test('a refusal is told once and not repeated', async () => {
    gestures.make()
    outcomes = [{ kind: 'refused', status: 400, refusal: { message: 'No.' } }]
    note(1)
    await wait(60_000)
    expect([refusals, posted.length, area.entries.size]).toEqual([['No.'], 1, 0])
  })
})
