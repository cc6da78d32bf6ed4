// Sees each entry and exit as soon as its transaction is committed.
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '../../../apps/server/src/platform/log.ts'
import { connectSignals } from '../../../apps/server/src/platform/signals.ts'
import type { Installation } from '../../installation.ts'

export interface Seen {
  isEntered: boolean
  cause: string
  /** From the instant of the change (an event's receipt, or the end of a window) until it was found committed, milliseconds. */
  lagMs: number
}

interface Body {
  e: { event: string; timestamp: string; properties: { cause: string } }
}

export interface Watch {
  /** What was seen since it was last asked. */
  take(): Seen[]
  stop(): Promise<void>
}

/** Listens for batches and then reads what they appended: a lag holds the reading too, a few milliseconds. */
export async function watchTransitions({ databaseUrl, postgres }: Installation): Promise<Watch> {
  const signals = connectSignals({ databaseUrl, pool: postgres.pool, log: createLog('silent', 'bench') })
  let seen: Seen[] = []
  let hasNews = false
  let isStopped = false
  signals.on('processed', () => (hasNews = true))
  let last = (await postgres.pool.query<{ seq: number }>('select last_seq as seq from workspace_streams where workspace_id = 1')).rows[0]!.seq

  async function look(): Promise<void> {
    const { rows } = await postgres.pool.query<{ seq: number; body: string | null }>(
      `select seq, case when starts_with(split_part(body, ',', 2), '"o":"system"') and body like '%"Segment %' then body end as body from event_log where workspace_id = 1 and seq > $1 order by seq`,
      [last],
    )
    const now = Date.now()
    last = rows.at(-1)?.seq ?? last
    for (const { body } of rows) {
      if (!body) continue
      const { e: event } = JSON.parse(body) as Body
      seen.push({ isEntered: event.event === 'Segment Entered', cause: event.properties.cause, lagMs: now - Date.parse(event.timestamp) })
    }
  }
  const looking = (async () => {
    while (!isStopped) {
      if (hasNews) {
        hasNews = false
        await look()
      } else await sleep(2)
    }
  })()
  return {
    take() {
      const taken = seen
      seen = []
      return taken
    },
    async stop() {
      isStopped = true
      await looking
      await signals.close()
    },
  }
}
