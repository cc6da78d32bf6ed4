/** Delivers the queue: quickly while the page is visible, at its end by beacon, patiently on failure. */
import type { Batch, RapportEvent } from '../event.ts'
import { measureBytes, type Queue } from './queue.ts'

/** Browsers allow 64 KiB for all beacons and keepalive requests under way together. */
export const maxBatchBytes = 60_000
const envelopeBytes = 300
const maxBatchEvents = 100
const firstRetryMs = 1000
const maxRetryMs = 60_000
const maxRetryAfterMs = 300_000
/** A waiting tab wakes this often to show that it is alive. */
const wakeMs = 60_000
const requestTimeoutMs = 20_000

/** Answers that say: this batch will never be accepted. */
const hopelessStatuses = new Set([400, 401, 403, 413])

export interface Reply {
  status: number
  retryAfter: string | null
}

/** The ways out of the browser; tests bring their own. */
export interface Wire {
  /** Rejects when no answer came. */
  post(url: string, body: string, isKeepalive: boolean): Promise<Reply>
  /** True if the browser took it; some are set to have no beacons. */
  beacon(url: string, body: string): boolean | undefined
  isOnline(): boolean
}

export interface TransportOptions {
  queue: Queue
  wire: Wire
  url: string
  writeKey: string
  flushDelayMs: number
  flushAt: number
  /** False while consent is missing. */
  canSend(): boolean
  onDelivered(events: RapportEvent[]): void
  /** The server refused these for good (`status`), they are dropped. */
  onRefused(events: RapportEvent[], status: number): void
}

export interface Transport {
  /** To be called after an event joined the queue. */
  notify(): void
  /** Sends all that is waiting, now; resolves when there is nothing left that can be sent now. */
  flush(): Promise<void>
  /** The connection is back: an attempt that only waits for it is made at once. */
  retryNow(): void
  /** Last chance before the page goes. Events in `expendable` are not sent again by a later page. */
  sendAtUnload(expendable: ReadonlySet<string>): void
  /** The page came back from the back/forward cache. */
  resume(): void
}

/** `Retry-After` in seconds or as a date → milliseconds from now; 0 if absent or unreadable. */
export function parseRetryAfterMs(value: string | null): number {
  if (!value) return 0
  const seconds = Number(value)
  const waitMs = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000
  return Math.min(Math.max(waitMs || 0, 0), maxRetryAfterMs)
}

export function createWire(): Wire {
  return {
    async post(url, body, isKeepalive) {
      const response = await fetch(url, {
        method: 'POST',
        body,
        // No preflight: text/plain is a type that every page may send to every server.
        headers: { 'Content-Type': 'text/plain' },
        keepalive: isKeepalive,
        credentials: 'omit',
        signal: AbortSignal.timeout?.(requestTimeoutMs),
      })
      return { status: response.status, retryAfter: response.headers.get('Retry-After') }
    },
    beacon: (url, body) => navigator.sendBeacon?.(url, body),
    isOnline: () => navigator.onLine,
  }
}

export function createTransport(options: TransportOptions): Transport {
  const { queue, wire } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let timerAtMs = Infinity
  let sending: Promise<void> | null = null
  let inFlight: ReadonlySet<string> = new Set()
  let failures = 0
  let retryAtMs = 0
  let isServerWait = false
  let hasLeft = false

  function schedule(delayMs: number): void {
    const atMs = Date.now() + delayMs
    if (hasLeft || atMs >= timerAtMs) return
    clearTimeout(timer)
    timerAtMs = atMs
    timer = setTimeout(wake, delayMs)
  }

  function scheduleRetry(): void {
    schedule(Math.min(Math.max(retryAtMs - Date.now(), 0), wakeMs))
  }

  function wake(): void {
    timerAtMs = Infinity
    if (queue.size()) queue.touch()
    void flush()
  }

  function waitAfterFailure(retryAfter: string | null): void {
    const serverWaitMs = parseRetryAfterMs(retryAfter)
    const backoffMs = Math.min(maxRetryMs, firstRetryMs * 2 ** failures)
    failures++
    isServerWait = serverWaitMs > 0
    // Jitter, so that the visitors of a site don't all return in the second the server recovers.
    const waitMs = isServerWait ? serverWaitMs : backoffMs * (0.5 + Math.random() / 2)
    retryAtMs = Date.now() + waitMs
  }

  function serialize(events: RapportEvent[]): string {
    const batch: Batch = {
      writeKey: options.writeKey,
      batch: events,
      sentAt: new Date().toISOString(),
    }
    return JSON.stringify(batch)
  }

  /** True if the events are off the queue, delivered or refused; false if they have to wait. */
  async function deliver(events: RapportEvent[]): Promise<boolean> {
    const body = serialize(events)
    inFlight = new Set(events.map((event) => event.messageId))
    let reply: Reply
    try {
      reply = await wire.post(options.url, body, measureBytes(body) <= maxBatchBytes)
    } catch {
      reply = { status: 0, retryAfter: null }
    }
    inFlight = new Set()
    const { status } = reply
    if (status >= 200 && status < 300) {
      failures = 0
      queue.remove(events)
      options.onDelivered(events)
      return true
    }
    if (status === 413 && events.length > 1) {
      const half = events.length >> 1
      return (await deliver(events.slice(0, half))) && deliver(events.slice(half))
    }
    if (hopelessStatuses.has(status)) {
      queue.remove(events)
      options.onRefused(events, status)
      return true
    }
    waitAfterFailure(reply.retryAfter)
    return false
  }

  async function sendAll(): Promise<void> {
    while (!hasLeft && options.canSend()) {
      const events = queue.peek(maxBatchEvents, maxBatchBytes - envelopeBytes)
      if (!events.length || !(await deliver(events))) break
    }
  }

  async function flush(): Promise<void> {
    if (sending) return sending
    if (hasLeft || !options.canSend() || !queue.size()) return
    if (retryAtMs > Date.now()) return scheduleRetry()
    sending = sendAll().finally(() => {
      sending = null
      if (queue.size() && options.canSend()) scheduleRetry()
    })
    return sending
  }

  return {
    notify: () => schedule(queue.size() >= options.flushAt ? 0 : options.flushDelayMs),
    flush,
    retryNow() {
      // A server that asked for a pause gets it, also from those who were offline meanwhile.
      if (!isServerWait) retryAtMs = 0
      schedule(0)
    },
    sendAtUnload(expendable) {
      hasLeft = true
      clearTimeout(timer)
      timerAtMs = Infinity
      // After a failure the next page has better chances, and nobody would see this one fail.
      if (options.canSend() && wire.isOnline() && Date.now() >= retryAtMs) {
        const sent = new Set(inFlight)
        for (;;) {
          const events = queue.peek(maxBatchEvents, maxBatchBytes - envelopeBytes, sent)
          if (!events.length || !wire.beacon(options.url, serialize(events))) break
          for (const event of events) sent.add(event.messageId)
          // A beacon has no answer: what matters stays stored for the next page to send again,
          // and the server drops it by its messageId if the beacon did arrive.
          queue.remove(events.filter((event) => expendable.has(event.messageId)))
        }
      }
      queue.leave()
    },
    resume() {
      hasLeft = false
      queue.comeBack()
      schedule(0)
    },
  }
}
