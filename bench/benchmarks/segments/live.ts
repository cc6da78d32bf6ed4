// The stream with 200 segments: how much slower it gets, how soon an event tells, how exactly time does, what is kept of people.
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile, round } from '../../benchmark.ts'
import { startInstallation, type Installation } from '../../installation.ts'
import { sendFast, waitUntilIdle } from '../../saturate.ts'
import { sendSteadily } from '../../send-steadily.ts'
import { makeMix } from './mix.ts'
import { watchTransitions } from './watch-transitions.ts'

const people = 20_000
const warmUpEvents = 120_000
const totalEvents = Number(process.env['N'] ?? 300_000)
/** Longer than the shortest windows of the mix. */
const steadySeconds = 140
const settleSeconds = 10
const mebibyte = 1024 * 1024

type Say = (line: string) => void

async function countEvents({ postgres }: Installation): Promise<number> {
  const { rows } = await postgres.pool.query<{ seq: number }>('select last_seq as seq from workspace_streams where workspace_id = 1')
  return rows[0]!.seq
}

async function measureThroughput(installation: Installation, say: Say): Promise<number> {
  await sendFast(installation, { run: 'warm', events: warmUpEvents, people })
  await waitUntilIdle(installation)
  const countBefore = await countEvents(installation)
  const cpuBefore = installation.readCpu()
  const startedAt = performance.now()
  await sendFast(installation, { run: 'run', events: totalEvents, people })
  await waitUntilIdle(installation)
  const eventsPerSecond = totalEvents / ((performance.now() - startedAt) / 1000)
  const cpu = Object.entries(installation.readCpu()).map(([name, seconds]) => `${name} ${round(seconds - (cpuBefore[name] ?? 0), 1)}`)
  const made = (await countEvents(installation)) - countBefore - totalEvents
  say(`${round(eventsPerSecond)} events/s, ${made} more made by Rapport meanwhile; processor seconds: ${cpu.join(', ')}`)
  return eventsPerSecond
}

async function measureLags(installation: Installation, say: Say): Promise<{ enterP95Ms: number; leaveLagP95Ms: number }> {
  const watch = await watchTransitions(installation)
  const load = sendSteadily(installation, { run: 'steady', perSecond: 1_000, people, until: AbortSignal.timeout(steadySeconds * 1_000) })
  await sleep(settleSeconds * 1_000)
  watch.take()
  await load
  const seen = watch.take()
  await watch.stop()
  const entered = seen.filter((one) => one.isEntered && one.cause === 'event').map((one) => one.lagMs)
  const left = seen.filter((one) => !one.isEntered && one.cause === 'time').map((one) => one.lagMs)
  say(`${entered.length} entries by events, ${left.length} exits by time alone; half within ${percentile(entered, 0.5)} and ${percentile(left, 0.5)} ms`)
  return { enterP95Ms: round(percentile(entered, 0.95)), leaveLagP95Ms: round(percentile(left, 0.95)) }
}

async function measureStates({ postgres }: Installation, say: Say): Promise<number> {
  const { rows } = await postgres.pool.query<{ people: number; bytes: number; json: number }>(
    `select count(*) as people, pg_total_relation_size('segment_states') as bytes, coalesce(avg(length(state::text)), 0)::float8 as json from segment_states`,
  )
  const { people: kept, bytes, json } = rows[0]!
  say(`states of ${kept} people: ${round(bytes / mebibyte)} MiB with indexes, ${round(json)} bytes of JSON each`)
  return round((bytes / mebibyte / kept) * 1_000_000)
}

/** Events sent a second without a segment, on an installation of its own. */
export async function measureBare(say: Say): Promise<number> {
  const installation = await startInstallation()
  try {
    await installation.startWorker()
    return await measureThroughput(installation, say)
  } finally {
    await installation.close()
  }
}

export async function measureLive(say: Say): Promise<{ eventsPerSecond: number; enterP95Ms: number; leaveLagP95Ms: number; mibPerMillionPeople: number }> {
  const installation = await startInstallation()
  try {
    await installation.startWorker()
    const startedAt = performance.now()
    say(`${await makeMix(installation)} segments in force after ${round((performance.now() - startedAt) / 1_000)} s`)
    // Before the stream is saturated: what comes into windows at full speed goes out of them at full speed.
    const lags = await measureLags(installation, say)
    const eventsPerSecond = await measureThroughput(installation, say)
    return { eventsPerSecond, ...lags, mibPerMillionPeople: await measureStates(installation, say) }
  } finally {
    await installation.close()
  }
}
