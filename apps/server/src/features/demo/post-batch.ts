// Sends one batch to the collection API and does not give up before it has to.
import { setTimeout as wait } from 'node:timers/promises'

export type Destination = {
  /** Address of the server, e.g. http://localhost:4400 */
  url: string
  writeKey: string
  fetch: typeof globalThis.fetch
  signal: AbortSignal
}

/** A server that says "later" is alive; one that fails may be restarting. */
const busyPatienceMs = 600_000
const failurePatienceMs = 60_000
const attemptTimeoutMs = 60_000
const longestPauseMs = 60_000

type Outcome = { kind: 'done' } | { kind: 'busy'; pauseMs: number } | { kind: 'failed'; reason: string }

/**
 * Posts a body to `/v1/import`. 429 waits as long as `Retry-After` says, 5xx and lost connections are tried again:
 * message ids make a repetition harmless. Any other answer is an error that says what to do.
 */
export async function postBatch(destination: Destination, body: string): Promise<void> {
  const startedAt = Date.now()
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryBatch(destination, body)
    if (outcome.kind === 'done') return
    const spentMs = Date.now() - startedAt
    if (outcome.kind === 'busy') {
      if (spentMs > busyPatienceMs) throw new Error(`${destination.url} has been too busy for ${busyPatienceMs / 60_000} minutes (429).`)
      await wait(outcome.pauseMs, undefined, { signal: destination.signal })
    } else {
      if (spentMs > failurePatienceMs) throw new Error(`Gave up on ${destination.url} after ${failurePatienceMs / 1000} s: ${outcome.reason}`)
      await wait(Math.min(5000, 200 * 2 ** attempt), undefined, { signal: destination.signal })
    }
  }
}

async function tryBatch(destination: Destination, body: string): Promise<Outcome> {
  const { url, writeKey, fetch, signal } = destination
  let response: Response
  let text: string
  try {
    response = await fetch(new URL('/v1/import', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(attemptTimeoutMs)]),
    })
    text = await response.text()
  } catch (error) {
    signal.throwIfAborted()
    return { kind: 'failed', reason: explain(error) }
  }
  if (response.ok) return { kind: 'done' }
  const said = `${response.status} ${text.slice(0, 300)}`.trim()
  if (response.status === 429) return { kind: 'busy', pauseMs: readRetryAfterMs(response.headers.get('retry-after')) }
  if (response.status >= 500) return { kind: 'failed', reason: `it answers ${said}` }
  if (response.status === 401 || response.status === 403) throw new Error(`${url} does not accept the write key: ${said}`)
  throw new Error(`${url} refused a batch of demo events: ${said}`)
}

/** Seconds or a date, as RFC 9110 allows. */
export function readRetryAfterMs(header: string | null, nowMs = Date.now()): number {
  if (header === null || header.trim() === '') return 1000
  const seconds = Number(header)
  const pauseMs = Number.isNaN(seconds) ? Date.parse(header) - nowMs : seconds * 1000
  return Number.isNaN(pauseMs) ? 1000 : Math.min(longestPauseMs, Math.max(0, pauseMs))
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return `it cannot be reached (${code ?? error.message})`
}
