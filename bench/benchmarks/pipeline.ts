// Sustained events a second from HTTP to profile and ClickHouse, beside a bare ClickHouse insert of the same rows.
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import { defineBenchmark, round } from '../benchmark.ts'
import { makeBatch } from '../events.ts'
import { buildRequest, sendLoad } from '../http-load.ts'
import { startInstallation, type Installation } from '../installation.ts'

const people = 20_000
const batchEvents = 500
const warmUpEvents = 60_000
const totalEvents = Number(process.env["N"] ?? 600_000)

/** Every event once, as fast as it is taken; memory for a few batches at a time. */
function everyEvent(writeKey: string, run: string, events: number): () => Buffer | undefined {
  let sent = 0
  return () => {
    if (sent >= events) return undefined
    const request = buildRequest('/v1/batch', writeKey, makeBatch(run, sent, batchEvents, people))
    sent += batchEvents
    return request
  }
}

/** Until as many events are in ClickHouse as were sent in all. */
async function waitForExport({ clickhouse }: Installation, events: number): Promise<void> {
  for (;;) {
    const [row] = await clickhouse.query<{ count: number }>('SELECT count() AS count FROM events')
    if ((row?.count ?? 0) >= events) return
    await sleep(100)
  }
}

async function measureBareInsert({ clickhouse }: Installation): Promise<number> {
  const rows = await clickhouse.query<object>('SELECT * FROM events ORDER BY seq LIMIT 5000')
  await clickhouse.command('CREATE TABLE bare_events AS events')
  const bytes = await promisify(zstdCompress)(Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')))
  const startedAt = performance.now()
  const inserts = 40
  for (let index = 0; index < inserts; index += 1) await clickhouse.insertCompressed('bare_events', `bare-${index}`, bytes)
  return (inserts * rows.length) / ((performance.now() - startedAt) / 1000)
}

export const pipeline = defineBenchmark({
  name: 'pipeline',
  about: `HTTP to profile and ClickHouse, ${people.toLocaleString('en')} active people, 10 % identify calls`,
  aims: { eventsPerSecond: '>= 20,000' },
  async run(say) {
    const installation = await startInstallation()
    try {
      const { port, writeKey } = installation
      await installation.startWorker()
      await sendLoad(port, 4, everyEvent(writeKey, 'warm', warmUpEvents))
      await waitForExport(installation, warmUpEvents)
      const startedAt = performance.now()
      const load = await sendLoad(port, 4, everyEvent(writeKey, 'run', totalEvents))
      say(`accepted ${round((load.answered * batchEvents) / load.seconds)} events/s; refused ${JSON.stringify(load.refused)}`)
      await waitForExport(installation, warmUpEvents + totalEvents)
      const eventsPerSecond = totalEvents / ((performance.now() - startedAt) / 1000)
      say(`from HTTP to ClickHouse: ${round(eventsPerSecond)} events/s`)
      const barePerSecond = await measureBareInsert(installation)
      say(`bare ClickHouse insert: ${round(barePerSecond)} rows/s`)
      return { eventsPerSecond: round(eventsPerSecond), barePerSecond: round(barePerSecond), ratioToBareInsert: round(eventsPerSecond / barePerSecond, 2) }
    } finally {
      await installation.close()
    }
  },
})
