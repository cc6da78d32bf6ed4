// Signals between processes over PostgreSQL's NOTIFY: quick hints that something changed, never the only way to learn it.
import { EventEmitter } from 'node:events'
import pg from 'pg'
import type { Log } from './log.ts'
import type { Pool } from './postgres.ts'

/** What is told: a workspace has new events, a batch was processed, a batch can be read from ClickHouse. */
export type Signal =
  | { kind: 'appended'; workspaceId: number }
  | { kind: 'processed'; workspaceId: number; toSeq: number; profileIds: string[]; more: boolean }
  | { kind: 'exported'; workspaceId: number; toSeq: number }
  | { kind: 'definitions'; workspaceId: number }

const channel = 'rapport'
/** NOTIFY carries 8,000 bytes; 50 UUIDs are 2 kB. */
export const maxSignalProfiles = 50

export interface Signals {
  send(signal: Signal): Promise<void>
  /** Returns the function that stops listening. */
  on<K extends Signal['kind']>(kind: K, listener: (signal: Extract<Signal, { kind: K }>) => void): () => void
  close(): Promise<void>
}

/** Listens on a connection of its own, which is opened again a second after it breaks. */
export function connectSignals(options: { databaseUrl: string; pool: Pool; log: Log }): Signals {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  let client: pg.Client | undefined
  let isClosed = false
  let retry: NodeJS.Timeout | undefined

  async function listen(): Promise<void> {
    const next = new pg.Client({ connectionString: options.databaseUrl, application_name: 'rapport-signals', keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
    let isLost = false
    const onLost = () => {
      if (isLost) return
      isLost = true
      void next.end().catch(() => {})
      if (!isClosed) retry = setTimeout(() => (listening = listen()), 1_000)
    }
    next.on('error', onLost)
    next.on('end', onLost)
    next.on('notification', ({ payload }) => {
      const signal = JSON.parse(payload ?? '{}') as Signal
      emitter.emit(signal.kind, signal)
    })
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
      client = next
    } catch (error) {
      options.log.warn({ error: String(error) }, 'Signals are not connected; trying again in a second')
      onLost()
    }
  }
  let listening = listen()

  return {
    async send(signal) {
      await options.pool.query({ name: 'signal', text: 'select pg_notify($1, $2)', values: [channel, JSON.stringify(signal)] })
    },
    on(kind, listener) {
      emitter.on(kind, listener)
      return () => emitter.off(kind, listener)
    },
    async close() {
      isClosed = true
      clearTimeout(retry)
      // A connection that is just being opened would outlive its process's platform.
      await listening
      await client?.end().catch(() => {})
    },
  }
}
