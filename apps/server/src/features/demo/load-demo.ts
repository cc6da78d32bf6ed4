// Loads the demo brand into a running server through its public collection API.
import { generateByActor } from './generate.ts'
import type { DemoOptions } from './person.ts'
import { createAnswerSheet, type DemoAnswer } from './survey-answers.ts'
import { findSpan } from './person.ts'
import type { Destination } from './post-batch.ts'
import { postBatch } from './post-batch.ts'

/** Batches under way at the same time. A person's events all take the same lane, so they arrive in order. */
const laneCount = 4
export const maxBatchEvents = 2500
/** Bytes of a whole body; the API allows 500 KB. */
export const maxBatchBytes = 480_000
const head = '{"batch":['
const tail = ']}'

export type DemoProgress = {
  /** Events the server has acknowledged. */
  events: number
  /** How far through the year, 0 … 1. */
  share: number
  seconds: number
}

export type LoadDemoOptions = DemoOptions & {
  url: string
  writeKey: string
  onProgress?: (progress: DemoProgress) => void
  fetch?: typeof globalThis.fetch
  signal?: AbortSignal
}

export type LoadDemoResult = { events: number; seconds: number; people: number; answers: readonly DemoAnswer[] }

type Lane = { parts: string[]; bytes: number; lastAt: number; sending: Promise<void> }

/**
 * Generates the brand's year and sends it, a few batches at a time, in order of time for every person.
 * Loading the same seed and end again adds nothing: the events carry the same message ids. What its customers answer to
 * surveys is told, not sent.
 *
 * @throws Error that names the address and its answer when the server refuses (400, 401, …) or stays away for a minute.
 * @example
 * await loadDemo({ url: 'http://localhost:4400', writeKey, people: 5000, seed: 1, endsAt: Date.now() })
 */
export async function loadDemo(options: LoadDemoOptions): Promise<LoadDemoResult> {
  const { url, writeKey, people, seed, endsAt, onProgress } = options
  const startedAt = performance.now()
  const readSeconds = (): number => (performance.now() - startedAt) / 1000
  const span = findSpan(options)
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  const destination: Destination = { url, writeKey, fetch: options.fetch ?? globalThis.fetch, signal }
  const lanes = Array.from({ length: laneCount }, createLane)
  const sheet = createAnswerSheet({ people, seed, endsAt })
  let events = 0
  let share = 0

  async function post(body: string, count: number, lastAt: number): Promise<void> {
    try {
      await postBatch(destination, body)
    } catch (error) {
      // The first failure is the one to report; it stops the other lanes.
      stop.abort(error)
      throw error
    }
    events += count
    share = Math.max(share, (lastAt - span.startsAt) / (span.endsAt - span.startsAt))
    onProgress?.({ events, share, seconds: readSeconds() })
  }

  /** Waits for the lane's batch under way, then sends the gathered one and goes on without waiting for it. */
  async function sendNext(lane: Lane): Promise<void> {
    await lane.sending
    signal.throwIfAborted()
    const body = head + lane.parts.join(',') + tail
    lane.sending = post(body, lane.parts.length, lane.lastAt)
    // Awaited before the lane's next batch and at the end; until then a failure must not count as unhandled.
    lane.sending.catch(() => {})
    lane.parts = []
    lane.bytes = head.length + tail.length
  }

  try {
    for (const { actor, event } of generateByActor({ people, seed, endsAt })) {
      sheet.observe(actor, event)
      const text = JSON.stringify(event)
      const bytes = Buffer.byteLength(text) + 1
      const lane = lanes[actor % laneCount]!
      if (lane.parts.length === maxBatchEvents || lane.bytes + bytes > maxBatchBytes) await sendNext(lane)
      lane.parts.push(text)
      lane.bytes += bytes
      lane.lastAt = Date.parse(event.timestamp)
    }
    for (const lane of lanes) if (lane.parts.length > 0) await sendNext(lane)
    await Promise.all(lanes.map((lane) => lane.sending))
  } catch (error) {
    // A lane that was stopped fails with "aborted"; why it was stopped is the answer.
    throw signal.aborted ? signal.reason : error
  } finally {
    stop.abort()
    await Promise.allSettled(lanes.map((lane) => lane.sending))
  }
  return { events, seconds: readSeconds(), people, answers: sheet.list() }
}

function createLane(): Lane {
  return { parts: [], bytes: head.length + tail.length, lastAt: 0, sending: Promise.resolve() }
}
