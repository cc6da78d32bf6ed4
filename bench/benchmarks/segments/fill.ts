// Filling from a long history: the compiled query beside one by hand, the whole filling while the stream goes on, previews.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Definition } from '../../../apps/server/src/features/segments/conditions.contract.ts'
import { compileRule } from '../../../apps/server/src/features/segments/index.ts'
import { percentile, round } from '../../benchmark.ts'
import { startInstallation, type Installation } from '../../installation.ts'
import { sendSteadily } from '../../send-steadily.ts'
import { fillEvents, fillPeople, moveStream } from './history.ts'
import { makeSegment, rules, waitUntilReady } from './mix.ts'

/** SCALE=0.1 for a trial with a tenth of everything. */
const scale = Number(process.env['SCALE'] ?? 1)
const people = 1_000_000 * scale
const events = 20_000_000 * scale
/** What previews are asked of. */
const fewPeople = people / 4
const fewEvents = events / 4
const previewRules = 40
const rounds = 7
const windowDays = 30
const streamPerSecond = 200

type Say = (line: string) => void

/** Looked at three products in 30 days, and ordered nothing in them: almost everyone is asked. */
const filled: Definition = {
  type: 'all',
  conditions: [
    { type: 'event', event: { type: 'track', name: 'Product Viewed', filters: [] }, aggregate: { function: 'count' }, operator: 'at_least', value: 3, window: { kind: 'sliding', length: { amount: windowDays, unit: 'days' } } },
    { type: 'event', event: { type: 'track', name: 'Order Completed', filters: [] }, aggregate: { function: 'count' }, operator: 'at_most', value: 0, window: { kind: 'sliding', length: { amount: windowDays, unit: 'days' } } },
  ],
}

/** What somebody who knows ClickHouse writes for it. */
function writeByHand(now: number): string {
  const at = (time: number) => `fromUnixTimestamp64Milli(${time}, 'UTC')`
  return `SELECT profile_id AS id FROM events
    WHERE workspace_id = 1 AND type = 'track' AND name IN ('Product Viewed', 'Order Completed') AND time > ${at(now - windowDays * 86_400_000)} AND time <= ${at(now)}
    GROUP BY profile_id HAVING countIf(name = 'Product Viewed') >= 3 AND countIf(name = 'Order Completed') = 0`
}

async function measureRatio({ clickhouse }: Installation, say: Say): Promise<number> {
  const now = Date.now()
  const compiled = compileRule(filled, { workspaceId: 1, now, timezone: 'UTC', hasRedirects: false, findRule: () => undefined, companies: new Map() })
  const times = { compiled: [] as number[], byHand: [] as number[] }
  const answers = new Set<string>()
  for (let index = 0; index < rounds * 2; index += 1) {
    const [kind, query] = index % 2 ? (['byHand', writeByHand(now)] as const) : (['compiled', compiled] as const)
    const startedAt = performance.now()
    const [row] = await clickhouse.query<{ count: number; sum: number }>(`SELECT count() AS count, sum(cityHash64(id) % 1000003) AS sum FROM (${query})`)
    times[kind].push(performance.now() - startedAt)
    answers.add(`${row!.count} people (${row!.sum})`)
  }
  if (answers.size !== 1) throw new Error(`The two queries do not say the same: ${[...answers].join(', ')}`)
  const [left, right] = [percentile(times.compiled, 0.5), percentile(times.byHand, 0.5)]
  say(`${[...answers].join()}: compiled ${round(left)} ms, by hand ${round(right)} ms`)
  return left / right
}

async function measurePreviews({ url, secretKey }: Installation, say: Say): Promise<number> {
  const step = Math.max(1, Math.floor(rules.length / previewRules))
  const times: { ms: number; definition: Definition }[] = []
  for (let index = 0; index < rules.length; index += step) {
    const definition = rules[index]!
    const startedAt = performance.now()
    const response = await fetch(`${url}/v1/segments/preview`, {
      method: 'POST', headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ definition }),
    })
    const body = await response.text()
    if (response.status !== 200) throw new Error(`A preview failed: ${body.slice(0, 300)}`)
    times.push({ ms: performance.now() - startedAt, definition })
  }
  const slowest = times.toSorted((left, right) => right.ms - left.ms)[0]!
  const each = times.map(({ ms }) => ms)
  say(`${times.length} previews, half within ${round(percentile(each, 0.5))} ms; the slowest ${round(slowest.ms)} ms: ${JSON.stringify(slowest.definition.conditions).slice(0, 160)}`)
  return percentile(each, 0.95)
}

/** How long the oldest waiting event has been waiting, over and over until `isOver`; the longest of all, milliseconds. */
async function watchDelay({ postgres }: Installation, isOver: () => boolean): Promise<number> {
  let worst = 0
  while (!isOver()) {
    const { rows } = await postgres.pool.query<{ at: Date }>(
      `select received_at as at from event_log, (select processed_seq from stream_cursors where workspace_id = 1) as stream
       where workspace_id = 1 and seq > processed_seq and starts_with(split_part(body, ',', 2), '"o":"server"') order by seq limit 1`,
    )
    if (rows[0]) worst = Math.max(worst, Date.now() - rows[0].at.getTime())
    // Often enough to see a second; the question itself goes through all that waits.
    await sleep(200)
  }
  return worst
}

async function measureFill(installation: Installation, say: Say): Promise<{ firstFillSeconds: number; fillWorstDelayMs: number }> {
  let isOver = false
  const ending = new AbortController()
  const load = sendSteadily(installation, { run: 'beside', perSecond: streamPerSecond, people: Math.min(20_000, people), until: ending.signal })
  await sleep(3_000)
  const cpuBefore = installation.readCpu()
  const startedAt = performance.now()
  const delay = watchDelay(installation, () => isOver)
  await makeSegment(installation, 'Looking, not buying', filled)
  await waitUntilReady(installation)
  const seconds = (performance.now() - startedAt) / 1_000
  isOver = true
  ending.abort()
  await load
  const cpu = Object.entries(installation.readCpu()).map(([name, used]) => `${name} ${round(used - (cpuBefore[name] ?? 0), 1)}`)
  const { rows } = await installation.postgres.pool.query<{ size: number; states: number }>(
    'select (select size from segments where workspace_id = 1) as size, (select count(*) from segment_states where workspace_id = 1) as states',
  )
  say(`filled in ${round(seconds, 1)} s: ${rows[0]!.size} of ${people} people in it, ${rows[0]!.states} states; processor seconds: ${cpu.join(', ')}`)
  return { firstFillSeconds: round(seconds, 1), fillWorstDelayMs: round(await delay) }
}

/** Until ClickHouse has put its parts together: it does so after any load. */
async function waitForMerges({ clickhouse }: Installation): Promise<void> {
  for (let quiet = 0; quiet < 10; ) {
    const [row] = await clickhouse.query<{ count: number }>('SELECT count() AS count FROM system.merges')
    quiet = row?.count === 0 ? quiet + 1 : 0
    await sleep(200)
  }
}

export async function measureHistory(say: Say): Promise<{ firstFillRatio: number; firstFillSeconds: number; fillWorstDelayMs: number; previewMs: number }> {
  const installation = await startInstallation()
  try {
    const startedAt = performance.now()
    await fillPeople(installation, { first: 0, before: fewPeople })
    await fillEvents(installation, { people: { first: 0, before: fewPeople }, firstSeq: 1, count: fewEvents })
    await waitForMerges(installation)
    say(`${fewEvents} events of ${fewPeople} people after ${round((performance.now() - startedAt) / 1_000)} s`)
    const previewMs = await measurePreviews(installation, say)
    await fillPeople(installation, { first: fewPeople, before: people })
    await fillEvents(installation, { people: { first: fewPeople, before: people }, firstSeq: fewEvents + 1, count: events - fewEvents })
    await moveStream(installation, events)
    await waitForMerges(installation)
    say(`${events} events of ${people} people after ${round((performance.now() - startedAt) / 1_000)} s`)
    const firstFillRatio = await measureRatio(installation, say)
    await installation.startWorker()
    return { firstFillRatio: round(firstFillRatio, 2), ...(await measureFill(installation, say)), previewMs: round(previewMs) }
  } finally {
    await installation.close()
  }
}
