// The durable event log: appends are answered only after their commit, and requests that wait together share one.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from './clock.ts'
import { RapportError, isEngineUnavailable } from './errors.ts'
import type { Metrics } from './metrics.ts'
import type { Db, Pool, PoolClient } from './postgres.ts'
import type { Signals } from './signals.ts'

/** Who vouches for an event: a browser (anyone), a server with a secret or write key, a file import, Rapport itself. */
export type Origin = 'browser' | 'server' | 'import' | 'system'

/**
 * What surrounds an event in the log, kept short because it is stored with every event.
 * `r` received at (ms), `s` sentAt as sent, `k` source id, `o` origin, `c` country, `u` user agent of the request,
 * `p` a problem found at the edge that makes the processor reject it, `e` the event as sent.
 */
export interface Envelope {
  r: number
  o: Origin
  s?: string
  k?: string
  /** 1: a server vouches for the identifiers. */
  v?: 1
  c?: string
  u?: string
  p?: { code: string; reason: string }
  e: unknown
}

/** An event that Rapport itself makes; `messageId` makes repeating harmless. */
export interface SystemEvent {
  messageId?: string
  type?: 'track' | 'identify' | 'group'
  event?: string
  userId?: string
  anonymousId?: string
  /** A profile that may have no other identifier at hand. */
  profileId?: string
  timestamp?: string
  properties?: Record<string, unknown>
  traits?: Record<string, unknown>
  context?: Record<string, unknown>
  /** Nobody vouches for the identifiers: they are a browser's word, or what somebody typed about themselves. */
  isUnverified?: true
}

/**
 * Separates envelopes within one text parameter. JSON never contains it unescaped, so nothing has to be quoted: an array
 * parameter would have every quotation mark of every event escaped here and unescaped there.
 */
const separator = '\u001e'

const appendSql = `
  with stream as (update workspace_streams set last_seq = last_seq + $2 where workspace_id = $1 returning last_seq)
  insert into event_log (workspace_id, seq, received_at, body)
  select $1, stream.last_seq - $2 + bodies.ordinality, $4, bodies.body
  from stream, string_to_table($3, E'\\x1e') with ordinality as bodies (body, ordinality)`

/** Bytes that may wait in memory, over all workspaces, before callers are asked to come back later. */
const maxWaitingBytes = 64 * 1024 * 1024
/** Room for one more request at the limit of its body. */
const roomBytes = 1024 * 1024
/** Callers are told to come back when the database stands still for this long; they repeat what may be stored already. */
const appendTimeoutMs = 5_000
const maxGroupEvents = 20_000
const maxGroupBytes = 16 * 1024 * 1024

interface Waiter {
  bodies: string[]
  bytes: number
  resolve: () => void
  reject: (error: unknown) => void
}
interface Lane {
  waiters: Waiter[]
  isFlushing: boolean
}

interface Group {
  waiters: Waiter[]
  bodies: string[]
  bytes: number
}

export interface EventLog {
  /** Resolves once the envelopes (JSON texts) are on disk. `bytes` is their size, for back-pressure. @throws overloaded */
  append(workspaceId: number, bodies: string[], bytes: number): Promise<void>
  /** Tells the processor that something was appended beside this, after its commit. */
  announce(workspaceId: number): void
  /** Whether another request of this size would be turned away: asked before a body is parsed. */
  isOverloaded(): boolean
  waitingBytes(): number
}

export function createEventLog(options: { pool: Pool; signals: Signals; clock: Clock; metrics: Metrics }): EventLog {
  const lanes = new Map<number, Lane>()
  let waitingBytes = 0

  async function flush(workspaceId: number, lane: Lane): Promise<void> {
    lane.isFlushing = true
    while (lane.waiters.length > 0) {
      const group = takeGroup(lane)
      try {
        const values = [workspaceId, group.bodies.length, group.bodies.join(separator), new Date(options.clock.now())]
        const query = { name: 'append', text: appendSql, values, query_timeout: appendTimeoutMs }
        const { rowCount } = await options.pool.query(query)
        if (rowCount !== group.bodies.length) throw new Error(`Workspace ${workspaceId} has no stream: ${rowCount} of ${group.bodies.length} events were stored.`)
        options.metrics.accepted.inc(group.bodies.length)
        for (const waiter of group.waiters) waiter.resolve()
        announce(workspaceId)
      } catch (error) {
        // Who queued behind would only wait for the same failure.
        if (isEngineUnavailable(error)) refuseWaiting(lane, error)
        refuse(group, error)
      } finally {
        waitingBytes -= group.bytes
      }
    }
    lane.isFlushing = false
  }

  function refuse({ waiters, bodies }: Group, error: unknown): void {
    options.metrics.refused.inc(bodies.length)
    for (const waiter of waiters) waiter.reject(error)
  }

  function refuseWaiting(lane: Lane, error: unknown): void {
    while (lane.waiters.length > 0) {
      const group = takeGroup(lane)
      waitingBytes -= group.bytes
      refuse(group, error)
    }
  }

  /** Workspaces of which something was told a moment ago, and whether there is more to tell since. */
  const announced = new Map<number, boolean>()
  /** The first hint goes at once, then at most one per workspace every 60 ms, whatever the rate: each wakes everybody who listens. */
  function announce(workspaceId: number): void {
    if (announced.has(workspaceId)) return void announced.set(workspaceId, true)
    announced.set(workspaceId, false)
    options.signals.send({ kind: 'appended', workspaceId }).catch(() => {})
    setTimeout(() => {
      const isMore = announced.get(workspaceId)
      announced.delete(workspaceId)
      if (isMore) announce(workspaceId)
    }, 60)
  }

  return {
    append(workspaceId, bodies, bytes) {
      if (bodies.length === 0) return Promise.resolve()
      if (waitingBytes + bytes > maxWaitingBytes) {
        options.metrics.refused.inc(bodies.length)
        return Promise.reject(new RapportError('overloaded', undefined, { retryAfterSeconds: 1 }))
      }
      waitingBytes += bytes
      let lane = lanes.get(workspaceId)
      if (!lane) lanes.set(workspaceId, (lane = { waiters: [], isFlushing: false }))
      const target = lane
      return new Promise<void>((resolve, reject) => {
        target.waiters.push({ bodies, bytes, resolve, reject })
        // Requests that are being read in this very turn of the loop join the group.
        if (!target.isFlushing) {
          target.isFlushing = true
          setImmediate(() => void flush(workspaceId, target))
        }
      })
    },
    announce,
    isOverloaded: () => waitingBytes > maxWaitingBytes - roomBytes,
    waitingBytes: () => waitingBytes,
  }
}

function takeGroup(lane: Lane): Group {
  let count = 0
  let events = 0
  let bytes = 0
  for (const waiter of lane.waiters) {
    if (count > 0 && (events + waiter.bodies.length > maxGroupEvents || bytes + waiter.bytes > maxGroupBytes)) break
    count += 1
    events += waiter.bodies.length
    bytes += waiter.bytes
  }
  const waiters = lane.waiters.splice(0, count)
  return { waiters, bodies: waiters.length === 1 ? waiters[0]!.bodies : waiters.flatMap((waiter) => waiter.bodies), bytes }
}

function toBody({ isUnverified, ...event }: SystemEvent, now: number, origin: Origin): string {
  const envelope: Envelope = { r: now, o: origin, ...(isUnverified ? {} : { v: 1 }), e: { messageId: event.messageId ?? randomUUID(), type: 'track', ...event } }
  return JSON.stringify(envelope)
}

/**
 * Appends Rapport's own events inside the caller's transaction, as its last step: the stream's row stays locked
 * until that transaction ends. Returns the position of the last one.
 */
export async function appendEvents(tx: Db, workspaceId: number, events: SystemEvent[], now: number, origin: Origin = 'system'): Promise<number> {
  return appendBodies(tx, workspaceId, events.map((event) => toBody(event, now, origin)), now)
}

/** The same on a plain connection; whoever waits for it is told by `EventLog.announce` after the commit: a NOTIFY within would make all commits wait for each other. */
export async function appendUnannounced(client: Pick<PoolClient, 'query'>, workspaceId: number, events: readonly SystemEvent[], now: number): Promise<void> {
  if (events.length === 0) return
  const bodies = events.map((event) => toBody(event, now, 'system'))
  await client.query({ name: 'append', text: appendSql, values: [workspaceId, bodies.length, bodies.join(separator), new Date(now)] })
}

/** The same on a plain connection, inside the stream processor's transaction. */
export async function appendOn(client: Pick<PoolClient, 'query'>, workspaceId: number, events: readonly SystemEvent[], now: number): Promise<void> {
  if (events.length === 0) return
  await appendUnannounced(client, workspaceId, events, now)
  await client.query('select pg_notify($1, $2)', ['rapport', JSON.stringify({ kind: 'appended', workspaceId })])
}

/** The same for envelopes as they are, JSON texts: what was rejected goes through again as it was first received. */
export async function appendBodies(tx: Db, workspaceId: number, bodies: string[], now: number): Promise<number> {
  if (bodies.length === 0) return 0
  const { rows } = await sql<{ seq: number }>`
    with stream as (
      update workspace_streams set last_seq = last_seq + ${bodies.length}::int where workspace_id = ${workspaceId} returning last_seq
    )
    insert into event_log (workspace_id, seq, received_at, body)
    select ${workspaceId}::int, stream.last_seq - ${bodies.length}::int + bodies.ordinality, ${new Date(now)}::timestamptz, bodies.body
    from stream, unnest(${bodies}::text[]) with ordinality as bodies (body, ordinality)
    returning seq`.execute(tx)
  await sql`select pg_notify('rapport', ${JSON.stringify({ kind: 'appended', workspaceId })})`.execute(tx)
  return rows.reduce((last, row) => Math.max(last, row.seq), 0)
}
