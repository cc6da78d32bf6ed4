// Frees the jobs of a worker that was killed: graphile-worker itself keeps them locked for four hours.
import type { WorkerEvents } from 'graphile-worker'
import type { Platform } from './platform.ts'
import type { Pool } from './postgres.ts'

/** Namespace of the advisory locks by which running workers show that they are alive. */
const lockSpace = 74_650_001
const sweepSeconds = 15

/**
 * The connection on which a worker listens holds an advisory lock named after it, which the database drops with the
 * connection. Jobs locked in a name that nobody holds are unlocked and run again.
 */
export function keepJobsRecoverable(events: WorkerEvents, { pool, log }: Platform, signal: AbortSignal): void {
  let announcement: NodeJS.Timeout | undefined
  events.on('pool:listen:success', ({ workerPool, client }) => {
    // A second later, because the library is about to use the connection itself. Shared, because after a short break of
    // the network the database may still hold the lock of the connection before.
    announcement = setTimeout(() => {
      client.query('select pg_advisory_lock_shared($1, hashtext($2))', [lockSpace, workerPool.id]).catch((error: Error) => {
        log.warn({ error: error.message }, 'A worker could not announce itself')
      })
    }, 1_000)
  })
  events.on('pool:listen:release', () => clearTimeout(announcement))
  const sweep = setInterval(() => {
    unlockAbandonedJobs(pool).then(
      (count) => count > 0 && log.warn({ count }, 'Jobs of a worker that is gone are run again'),
      () => {},
    )
  }, sweepSeconds * 1_000)
  const stopSweep = () => {
    clearInterval(sweep)
    clearTimeout(announcement)
  }
  signal.addEventListener('abort', stopSweep, { once: true })
  events.on('stop', stopSweep)
}

/** Unlocks what workers left locked that hold their lock no more. Younger locks are left: their worker may be reconnecting. */
export async function unlockAbandonedJobs(pool: Pool, minLockedSeconds = sweepSeconds): Promise<number> {
  const { rows } = await pool.query<{ locked_by: string }>(
    `select locked_by from (
       select distinct locked_by from graphile_worker._private_jobs
       where locked_by is not null and locked_at < now() - make_interval(secs => $2)
     ) as lockers
     where not exists (
       select from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database()) and classid = $1::oid
         and objid::bigint = (hashtext(locked_by)::bigint & 4294967295) and objsubid = 2
     )`,
    [lockSpace, minLockedSeconds],
  )
  if (rows.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1)', [rows.map((row) => row.locked_by)])
  return rows.length
}
