// Stops another process at a chosen statement: a lock held from outside, and a look at who waits for it.
import pg from 'pg'
import { findRunningEngines } from '../src/platform/embedded/engines.ts'
import type { AttackedRapport } from './attacked-rapport.ts'
import { waitFor } from './wait.ts'

/** Runs `statement` on a connection of its own and keeps the locks it takes until `release`. */
export async function holdLock(rapport: AttackedRapport, statement: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: findRunningEngines(rapport.dataDirectory)!.databaseUrl })
  await client.connect()
  await client.query('begin')
  await client.query(statement)
  return {
    async release() {
      await client.query('rollback')
      await client.end()
    },
  }
}

/** Resolves once a worker waits for a lock in a statement that contains `text`. */
export async function waitForBlockedWorker(rapport: AttackedRapport, text: string): Promise<void> {
  await waitFor(`a worker waiting in ${text}`, async () => {
    const rows = await rapport.queryPostgres(
      "select 1 from pg_stat_activity where application_name = 'rapport-worker' and wait_event_type = 'Lock' and position($1 in query) > 0",
      [text],
    )
    return rows.length > 0
  }, 40)
}
