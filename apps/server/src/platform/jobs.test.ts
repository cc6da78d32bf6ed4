import { once } from 'node:events'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabases, type TestDatabases } from '../../test/engines.ts'
import { waitFor } from '../../test/wait.ts'
import { unlockAbandonedJobs } from './abandoned-jobs.ts'
import type { Config } from './config.ts'
import { defineJob, type JobDefinition } from './feature.ts'
import { runJobs, type RunningJobs } from './jobs.ts'
import { createPlatform, type Platform } from './platform.ts'

let databases: TestDatabases
let platform: Platform
const lines: { level: number; msg: string; job?: string; err?: { message: string } }[] = []
const log = pino({ level: 'warn' }, new Writable({ write: (chunk, _encoding, done) => (lines.push(JSON.parse(String(chunk))), done()) }))
const running: RunningJobs[] = []

function connect(): Platform {
  const config = { ...databases, smtpUrl: undefined, publicUrl: 'http://localhost', logLevel: 'warn' } as unknown as Config
  return createPlatform(config, 'test', { log })
}

async function start(...jobs: JobDefinition[]): Promise<RunningJobs> {
  const runner = await runJobs(platform, [{ name: 'test', jobs }])
  running.push(runner)
  return runner
}

interface JobRow {
  attempts: number
  max_attempts: number
  last_error: string | null
  locked_by: string | null
  run_at: Date
  payload: unknown
}
async function readJobs(name: string): Promise<JobRow[]> {
  const { rows } = await platform.pool.query<JobRow>(
    `select jobs.* from graphile_worker._private_jobs as jobs join graphile_worker._private_tasks as tasks on tasks.id = task_id
     where tasks.identifier = $1 order by jobs.id`, [name])
  return rows
}

beforeAll(async () => {
  databases = await createTestDatabases()
  platform = connect()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()))
  await platform.pool.query('truncate graphile_worker._private_jobs, graphile_worker._private_job_queues cascade')
  lines.length = 0
})
afterAll(async () => {
  await platform.close()
  await databases.drop()
})

describe('add', () => {
  test('takes many at once; of one key the last counts, also within one call', async () => {
    const plain = Array.from({ length: 2_500 }, (_none, index) => ({ name: 'many', payload: { index } }))
    await platform.jobs.add(platform.db, plain)
    expect((await readJobs('many')).map((job) => job.payload)).toEqual(plain.map((request) => request.payload))
    await platform.jobs.add(platform.db, [{ name: 'keyed', payload: { n: 1 }, key: 'k' }, { name: 'keyed', payload: { n: 2 }, key: 'k' }])
    await platform.jobs.add(platform.db, [{ name: 'keyed', payload: { n: 3 }, key: 'k', runAt: new Date('2030-01-01T00:00:00Z'), maxAttempts: 3 }])
    expect(await readJobs('keyed')).toMatchObject([{ payload: { n: 3 }, run_at: new Date('2030-01-01T00:00:00Z'), max_attempts: 3 }])
    await platform.jobs.add(platform.db, [])
  })

  test('makes few jobs of many batched ones, in their order', async () => {
    const batched = Array.from({ length: 600 }, (_none, index) => ({ name: 'batched', payload: { index }, isBatched: true }))
    await platform.jobs.add(platform.db, [...batched.slice(0, 300), { name: 'alone', payload: {} }, ...batched.slice(300)])
    const jobs = (await readJobs('batched')).map((job) => (job.payload as { items: unknown[] }).items)
    expect(jobs.map((items) => items.length)).toEqual([250, 250, 100])
    expect(jobs.flat()).toEqual(batched.map((request) => request.payload))
    expect(await readJobs('alone')).toHaveLength(1)
  })

  test('belongs to the transaction', async () => {
    const failing = platform.db.transaction().execute(async (tx) => {
      await platform.jobs.add(tx, [{ name: 'undone', payload: {} }])
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    expect(await readJobs('undone')).toEqual([])
  })
})

describe('runJobs', () => {
  test('runs a job with its parsed payload', async () => {
    const seen: unknown[] = []
    const schema = z.object({ at: z.iso.datetime(), count: z.number().default(1) })
    await start(defineJob({ name: 'note', schema, handle: async (payload) => void seen.push(payload) }))
    await platform.jobs.add(platform.db, [{ name: 'note', payload: { at: '2026-11-21T00:00:00Z' } }])
    await waitFor('the job', () => seen.length > 0)
    expect(seen).toEqual([{ at: '2026-11-21T00:00:00Z', count: 1 }])
    await waitFor('its removal', async () => (await readJobs('note')).length === 0)
  })

  test('gives up at once on a payload that does not fit, and says so', async () => {
    let calls = 0
    await start(defineJob({ name: 'strict', schema: z.object({ id: z.uuid() }), handle: async () => void calls++ }))
    await platform.jobs.add(platform.db, [{ name: 'strict', payload: { id: 7 } }])
    const [job] = await waitFor('the failure', async () => (await readJobs('strict')).some((row) => row.last_error) && readJobs('strict'))
    expect(job).toMatchObject({ attempts: 1, max_attempts: 1, locked_by: null, last_error: expect.stringContaining('does not fit the job') })
    expect(calls).toBe(0)
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, job: 'strict', err: expect.objectContaining({ message: expect.stringContaining('id') }) }))
  })

  test('tries again what throws, up to the limit of its definition', async () => {
    let calls = 0
    const handle = async () => {
      calls += 1
      throw new Error('always')
    }
    await start(defineJob({ name: 'twice', schema: z.object({}), maxAttempts: 2, handle }))
    await platform.jobs.add(platform.db, [{ name: 'twice', payload: {} }])
    await waitFor('the second failure', async () => (await readJobs('twice'))[0]?.max_attempts === 2)
    expect(calls).toBe(2)
  })

  test('runs the jobs of one queue one after the other, over two workers', async () => {
    let now = 0
    let most = 0
    let done = 0
    const handle = async () => {
      most = Math.max(most, ++now)
      await platform.pool.query('select pg_sleep(0.02)')
      now -= 1
      done += 1
    }
    const job = defineJob({ name: 'queued', schema: z.object({}), handle })
    await Promise.all([start(job), start(job)])
    await platform.jobs.add(platform.db, Array.from({ length: 12 }, () => ({ name: 'queued', payload: {}, queue: 'one' })))
    await waitFor('all', () => done === 12)
    expect(most).toBe(1)
  })

  test('stops after what is under way, which hears of it', async () => {
    let wasAborted = false
    let hasBegun = false
    const handle: JobDefinition['handle'] = async (_payload, _platform, signal) => {
      hasBegun = true
      await once(signal!, 'abort')
      wasAborted = true
    }
    const runner = await start(defineJob({ name: 'long', schema: z.object({}), handle }))
    await platform.jobs.add(platform.db, [{ name: 'long', payload: {} }])
    await waitFor('its begin', () => hasBegun)
    await runner.stop()
    expect(wasAborted).toBe(true)
    expect(await readJobs('long')).toEqual([])
  })

  test('goes on after the database cut every connection', async () => {
    let calls = 0
    await start(defineJob({ name: 'after', schema: z.object({}), handle: async () => void calls++ }))
    await platform.jobs.add(platform.db, [{ name: 'after', payload: {} }])
    await waitFor('the first', () => calls === 1)
    await platform.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
    await waitFor('a new connection', () => platform.jobs.add(platform.db, [{ name: 'after', payload: {} }]).then(() => true))
    await waitFor('the second', () => calls > 1)
    expect(calls).toBe(2)
  })

  test('knows the lines of its timetable', async () => {
    await start(defineJob({ name: 'nightly', schema: z.object({}), cron: '5 2 * * *', handle: async () => {} }))
    const { rows } = await waitFor('the timetable', async () => {
      const found = await platform.pool.query(`select identifier from graphile_worker._private_known_crontabs where identifier in ('nightly', 'clean-up-job-queues') order by 1`)
      return found.rows.length === 2 && found
    })
    expect(rows).toEqual([{ identifier: 'clean-up-job-queues' }, { identifier: 'nightly' }])
  })
})

describe('unlockAbandonedJobs', () => {
  test('frees the job of a worker that is gone, not of one that runs', async () => {
    let hasBegun = false
    const ending = new AbortController()
    const handle = async () => {
      hasBegun = true
      await once(ending.signal, 'abort')
    }
    await start(defineJob({ name: 'held', schema: z.object({}), handle }))
    await platform.jobs.add(platform.db, [{ name: 'held', payload: {} }, { name: 'orphan', payload: {}, queue: 'lost' }])
    await waitFor('its begin', () => hasBegun)
    await platform.pool.query(`update graphile_worker._private_jobs set locked_by = 'gone', locked_at = now() - interval '1 hour'
      where task_id = (select id from graphile_worker._private_tasks where identifier = 'orphan')`)
    await platform.pool.query(`update graphile_worker._private_job_queues set locked_by = 'gone', locked_at = now() - interval '1 hour'`)
    await waitFor('the announcement', async () => {
      const { rows } = await platform.pool.query(
        `select from pg_locks where locktype = 'advisory' and classid = 74650001 and objid::bigint = (hashtext($1)::bigint & 4294967295)`,
        [(await readJobs('held'))[0]!.locked_by],
      )
      return rows.length > 0
    })
    const unlocked = await unlockAbandonedJobs(platform.pool, 0)
    const [orphan, held] = [await readJobs('orphan'), await readJobs('held')]
    ending.abort()
    expect(unlocked).toBe(1)
    expect(orphan).toMatchObject([{ locked_by: null }])
    expect(held[0]?.locked_by).not.toBeNull()
  })
})
