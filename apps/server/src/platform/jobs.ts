// Background jobs on graphile-worker: added in the caller's transaction, run by any worker process.
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, type Job, type JobHelpers, type Runner, type Task, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import { z } from 'zod'
import { keepJobsRecoverable } from './abandoned-jobs.ts'
import type { Feature, JobDefinition } from './feature.ts'
import type { Platform } from './platform.ts'
import type { Db, PoolClient } from './postgres.ts'

export interface JobRequest {
  name: string
  payload: unknown
  /** Two waiting jobs of the same key are one: the newer payload and time replace the older. */
  key?: string
  /** Jobs of one queue run one after the other, over all workers. For few, lasting things: a queue is a row. */
  queue?: string
  runAt?: Date
  maxAttempts?: number
  /** Added together with others of its name, it becomes one job with them, whose payload is `{ items: [payload, …] }`. */
  isBatched?: boolean
}

export interface Jobs {
  /** Adds jobs inside `tx` (or right away with the plain database), in one statement for up to 1,000. */
  add(tx: Db, requests: readonly JobRequest[]): Promise<void>
}

const maxJobsPerStatement = 1_000
const maxItemsPerJob = 250

/** graphile-worker refuses one statement that names a key twice; of these the last one counts. */
function dropReplaced(requests: readonly JobRequest[]): JobRequest[] {
  const lastByKey = new Map(requests.filter((request) => request.key !== undefined).map((request) => [request.key, request]))
  return requests.filter((request) => request.key === undefined || lastByKey.get(request.key) === request)
}

/** Makes one job of batched requests of one name, at most 250 each. Their order stays. */
function joinBatched(requests: readonly JobRequest[]): readonly JobRequest[] {
  if (!requests.some((request) => request.isBatched)) return requests
  const joined = requests.filter((request) => !request.isBatched)
  for (const [name, group] of Map.groupBy(requests.filter((request) => request.isBatched), (request) => request.name)) {
    for (let start = 0; start < group.length; start += maxItemsPerJob) {
      joined.push({ name, payload: { items: group.slice(start, start + maxItemsPerJob).map((request) => request.payload) } })
    }
  }
  return joined
}

function toSpec(request: JobRequest): object {
  return {
    identifier: request.name,
    payload: request.payload,
    queue_name: request.queue,
    run_at: request.runAt,
    max_attempts: request.maxAttempts,
    job_key: request.key,
  }
}

/** The payloads of as many statements as are needed, each a JSON text. */
function toStatements(requests: readonly JobRequest[]): string[] {
  const distinct = dropReplaced(joinBatched(requests))
  const statements: string[] = []
  for (let start = 0; start < distinct.length; start += maxJobsPerStatement) {
    statements.push(JSON.stringify(distinct.slice(start, start + maxJobsPerStatement).map(toSpec)))
  }
  return statements
}

export function createJobs(): Jobs {
  return {
    async add(tx, requests) {
      for (const specs of toStatements(requests)) {
        await sql`select count(*) from graphile_worker.add_jobs(
          array(select json_populate_recordset(null::graphile_worker.job_spec, ${specs}::json)))`.execute(tx)
      }
    },
  }
}

/** The same on a plain connection, inside the stream processor's transaction. */
export async function addJobs(client: Pick<PoolClient, 'query'>, requests: readonly JobRequest[]): Promise<void> {
  for (const specs of toStatements(requests)) {
    await client.query(
      'select count(*) from graphile_worker.add_jobs(array(select json_populate_recordset(null::graphile_worker.job_spec, $1::json)))',
      [specs],
    )
  }
}

/** No further attempt: the job stays in its table with the error, for whoever looks into it. */
async function giveUp(helpers: JobHelpers): Promise<void> {
  await helpers.query('update graphile_worker._private_jobs set max_attempts = attempts where id = $1', [helpers.job.id])
}

function toTask(job: JobDefinition, platform: Platform): Task {
  return async (raw, helpers) => {
    const { _cron, ...rest } = (raw ?? {}) as Record<string, unknown>
    const payload = job.schema.safeParse(rest)
    if (!payload.success) {
      await giveUp(helpers)
      throw new Error(`The payload does not fit the job and never will: ${z.prettifyError(payload.error)}`)
    }
    try {
      await job.handle(payload.data, platform, helpers.abortSignal)
    } catch (error) {
      if (job.maxAttempts !== undefined && helpers.job.attempts >= job.maxAttempts) await giveUp(helpers)
      throw error
    }
  }
}

function createLogger({ log }: Platform): Logger {
  return new Logger(() => (level, message, meta) => {
    const err = meta?.['error']
    const job = meta?.['job'] as Job | undefined
    if (meta?.['failure'] && job) {
      log.error({ err, job: job.task_identifier, jobId: job.id, attempt: job.attempts }, 'A job failed')
    } else if (level === 'error') log.error({ err }, message)
    else if (level === 'warning') log.warn({ err }, message)
  })
}

export interface RunningJobs {
  /** Takes no further job and waits for those under way, whose signal is aborted after a second. */
  stop(): Promise<void>
}

/** Queues whose connector, journey … is gone leave an empty row behind. */
const cleanUpQueues: JobDefinition = {
  name: 'clean-up-job-queues',
  schema: z.object({}),
  cron: '7 4 * * *',
  async handle(_payload, { db }) {
    await sql`delete from graphile_worker._private_job_queues as queues where locked_at is null
      and not exists (select from graphile_worker._private_jobs as jobs where jobs.job_queue_id = queues.id)`.execute(db)
  },
}

/** Nobody is told when a queue becomes free for its next job, so look once the end of this one is surely written. */
function continueQueues(events: WorkerEvents): void {
  events.on('job:complete', ({ worker, job }) => {
    if (job.job_queue_id !== null) setTimeout(() => worker.workerPool.nudge(1), 25).unref()
  })
}

/**
 * Starts running the jobs of `features` in this process. graphile-worker ends its run when it cannot tell the database
 * that a job is done; it is then started again, so that a database that was away stops nothing for good.
 */
export async function runJobs(platform: Platform, features: readonly Feature[]): Promise<RunningJobs> {
  const definitions = [...features.flatMap((feature) => feature.jobs ?? []), cleanUpQueues]
  const taskList = Object.fromEntries(definitions.map((job) => [job.name, toTask(job, platform)]))
  // Times are UTC. The key keeps ticks from piling up behind a slow run.
  const crontab = definitions
    .filter((job) => job.cron)
    .map((job) => `${job.cron} ${job.name} ?jobKey=${job.name}&jobKeyMode=preserve_run_at`)
    .join('\n')
  const stopping = new AbortController()

  function start(): Promise<Runner> {
    const events: WorkerEvents = new EventEmitter()
    keepJobsRecoverable(events, platform, stopping.signal)
    continueQueues(events)
    return run({
      pgPool: platform.pool,
      concurrency: 8,
      noHandleSignals: true,
      // For jobs whose time comes and for missed notifications: new jobs are announced by NOTIFY.
      pollInterval: 2_000,
      gracefulShutdownAbortTimeout: 1_000,
      // One query fetches for all eight, idle or not.
      preset: { worker: { localQueue: { size: 12 }, completeJobBatchDelay: 5 } },
      events,
      taskList,
      crontab,
      logger: createLogger(platform),
    })
  }

  let runner = await start()
  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      await runner.promise.catch(() => {})
      while (!stopping.signal.aborted) {
        platform.log.warn('The job runner stopped by itself; starting it again')
        await sleep(1_000, undefined, { signal: stopping.signal }).catch(() => {})
        if (stopping.signal.aborted) return
        try {
          runner = await start()
          break
        } catch (error) {
          platform.log.warn({ err: error }, 'The job runner does not start')
        }
      }
    }
  }
  const supervision = supervise()
  return {
    async stop() {
      stopping.abort()
      await runner.stop().catch(() => {})
      await supervision
    },
  }
}
