// Load that remembers: sends events until each is acknowledged, repeating what was refused or not answered, and says
// what Rapport must therefore know.
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Person } from '../src/features/people/people.contract.ts'
import type { AttackedRapport } from './attacked-rapport.ts'

export interface SentEvent {
  messageId: string
  type: 'track' | 'identify' | 'page'
  userId: string
  timestamp: string
  event?: string
  name?: string
  properties?: Record<string, unknown>
  traits?: Record<string, unknown>
}

/** What the acknowledged events say of a person. */
export interface Figures {
  events: number
  pageViews: number
  orders: number
  revenue: number
  step: number | undefined
}

export interface Ledger {
  /** By messageId. */
  acknowledged: Map<string, SentEvent>
  /** Batches that had to be sent again: refused, or never answered. */
  repeats: number
  /** Statuses other than 200, 429 and 503, which no attack may cause. */
  unexpected: string[]
}

export interface Load {
  ledger: Ledger
  /** No new batches; resolves when those under way are acknowledged. */
  stop(): Promise<void>
}

const batchEvents = 20
const giveUpSeconds = 120

let made = 0

/** Events of a few people, timed in the order they are made in: orders without an id, so that a doubled one shows. */
export function makeEvents(count: number, people: readonly string[]): SentEvent[] {
  return Array.from({ length: count }, (): SentEvent => {
    made += 1
    const common = { messageId: `m-${process.pid}-${made}`, userId: people[made % people.length]!, timestamp: new Date(Date.now() - 3_600_000 + made).toISOString() }
    const turn = Math.floor(made / people.length) % 4
    if (turn === 0) return { ...common, type: 'identify', traits: { step: made } }
    if (turn === 1) return { ...common, type: 'track', event: 'Order Completed', properties: { total: 10 } }
    if (turn === 2) return { ...common, type: 'page', name: 'Home' }
    return { ...common, type: 'track', event: 'Product Viewed', properties: { sku: `sku-${made % 7}` } }
  })
}

export function createLedger(): Ledger {
  return { acknowledged: new Map(), repeats: 0, unexpected: [] }
}

/** One attempt; undefined when there was no answer. */
export async function postBatch(rapport: AttackedRapport, events: readonly SentEvent[], seconds = 20): Promise<number | undefined> {
  try {
    const reply = await fetch(`${rapport.url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`${rapport.writeKey}:`).toString('base64')}` },
      body: JSON.stringify({ batch: events }),
      signal: AbortSignal.timeout(seconds * 1000),
    })
    await reply.text()
    return reply.status
  } catch {
    return undefined
  }
}

/** Sends until it is acknowledged, always under the same messageIds. */
export async function deliver(rapport: AttackedRapport, events: readonly SentEvent[], ledger: Ledger): Promise<void> {
  const deadline = Date.now() + giveUpSeconds * 1000
  for (;;) {
    const status = await postBatch(rapport, events)
    if (status === 200) break
    if (status !== undefined && status !== 503 && status !== 429) ledger.unexpected.push(`a batch was answered ${status}`)
    if (Date.now() > deadline) throw new Error(`A batch was not acknowledged within ${giveUpSeconds} s; last answer ${status ?? 'none'}.`)
    ledger.repeats += 1
    await pause(100)
  }
  for (const event of events) ledger.acknowledged.set(event.messageId, event)
}

/** Keeps several connections busy until it is stopped. */
export function startLoad(rapport: AttackedRapport, { people, ledger = createLedger(), connections = 4 }: { people: readonly string[]; ledger?: Ledger; connections?: number }): Load {
  let isStopped = false
  async function send(): Promise<void> {
    while (!isStopped) {
      await deliver(rapport, makeEvents(batchEvents, people), ledger)
      await pause(15)
    }
  }
  const done = Promise.all(Array.from({ length: connections }, send))
  // Awaited in stop(): until then a failure must not end the test run.
  done.catch(() => {})
  return {
    ledger,
    async stop() {
      isStopped = true
      await done
    },
  }
}

/** What the events must add up to, by user id, in whatever order they arrived. */
export function sumUp(events: Iterable<SentEvent>): Map<string, Figures> {
  const figures = new Map<string, Figures>()
  const newest = new Map<string, string>()
  for (const event of events) {
    const known = figures.get(event.userId) ?? { events: 0, pageViews: 0, orders: 0, revenue: 0, step: undefined }
    known.events += 1
    if (event.type === 'page') known.pageViews += 1
    if (event.event === 'Order Completed') {
      known.orders += 1
      known.revenue += 10
    }
    if (event.type === 'identify' && event.timestamp > (newest.get(event.userId) ?? '')) {
      newest.set(event.userId, event.timestamp)
      known.step = event.traits!['step'] as number
    }
    figures.set(event.userId, known)
  }
  return figures
}

/** What Rapport's API says of a person. */
export async function readFigures(rapport: AttackedRapport, userId: string): Promise<Figures & { id: string }> {
  const { status, body } = await rapport.request<Person>('GET', `/v1/people/lookup?kind=user_id&value=${userId}`)
  if (status !== 200) throw new Error(`Looking ${userId} up was answered ${status}.`)
  const { events, pageViews, orders, revenue } = body.keyFigures
  return { id: body.id, events, pageViews, orders, revenue, step: body.traits['step'] as number | undefined }
}

/** The invariant: every acknowledged event exactly once, and all counts agree. Nothing may be under way in the load. */
export async function expectExactlyOnce(rapport: AttackedRapport, ledger: Ledger): Promise<void> {
  const counters = await rapport.settle()
  const { workspaceId } = rapport
  const [row] = await rapport.queryPostgres<Record<'logged' | 'accepted' | 'pruned' | 'processed' | 'duplicate' | 'rejected' | 'cursor', string>>(
    `select (select count(*) from event_log where workspace_id = $1) as logged, last_seq as accepted, pruned, processed, duplicate, rejected, processed_seq as cursor
     from workspace_streams join stream_cursors using (workspace_id) where workspace_id = $1`,
    [workspaceId],
  )
  const stored = Number(row!.logged) + Number(row!.pruned)
  expect(ledger.unexpected).toEqual([])
  expect(counters).toMatchObject({ accepted: Number(row!.accepted), stored, processed: Number(row!.processed), duplicate: Number(row!.duplicate), rejected: 0, waiting: 0 })
  expect(stored).toBe(counters.accepted)
  expect(counters.processed + counters.duplicate + counters.rejected + counters.waiting).toBe(stored)
  expect(counters.processed).toBe(ledger.acknowledged.size)

  const rows = await rapport.queryClickhouse<{ message_id: string; count: number }>(
    `SELECT message_id, count() AS count FROM events WHERE workspace_id = ${workspaceId} GROUP BY message_id`,
  )
  const inClickhouse = new Set(rows.map(({ message_id }) => message_id))
  expect({
    doubled: rows.filter(({ count }) => count > 1),
    lost: [...ledger.acknowledged.keys()].filter((id) => !inClickhouse.has(id)).slice(0, 20),
    unknown: rows.filter(({ message_id }) => !ledger.acknowledged.has(message_id)).slice(0, 20),
  }).toEqual({ doubled: [], lost: [], unknown: [] })

  for (const [userId, expected] of sumUp(ledger.acknowledged.values())) {
    const { id: _id, ...figures } = await readFigures(rapport, userId)
    expect({ userId, ...figures }).toEqual({ userId, ...expected })
  }
}
