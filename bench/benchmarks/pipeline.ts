// Sustained events a second from HTTP to profile and ClickHouse, beside a bare ClickHouse insert of the same rows.
import { encodeRows, exportTarget, parseEnvelope } from '../../apps/server/src/features/stream/index.ts'
import { defineBenchmark, round } from '../benchmark.ts'
import { makeEvent } from '../events.ts'
import { startInstallation, type Installation } from '../installation.ts'
import { batchEvents, sendFast, waitForExport } from '../saturate.ts'

const people = 20_000
const bareRows = 5_000
const warmUpEvents = 60_000
const totalEvents = Number(process.env["N"] ?? 600_000)

/** The same rows in the same format into a table of the same shape, one insert after the other. */
async function measureBareInsert({ clickhouse }: Installation): Promise<number> {
  await clickhouse.command('CREATE TABLE bare_events AS events')
  const batches = await Promise.all(Array.from({ length: 20 }, (_, index) => encodeBareRows(index * bareRows)))
  const startedAt = performance.now()
  for (const [index, bytes] of batches.entries()) await clickhouse.insertCompressed(exportTarget.replace('events', 'bare_events'), `bare-${index}`, bytes)
  return (batches.length * bareRows) / ((performance.now() - startedAt) / 1000)
}

function encodeBareRows(first: number): Promise<Buffer> {
  const events = Array.from({ length: bareRows }, (_, index) => {
    const seq = first + index + 1
    const parsed = parseEnvelope(JSON.stringify({ r: Date.now(), o: 'server', v: 1, e: makeEvent('bare', seq, people) }), 1, seq)
    if (!parsed.isValid) throw new Error(parsed.reason)
    return Object.assign(parsed.event, { profileId: `00000000-0000-7000-8000-${String((seq * 7919) % people).padStart(12, '0')}` })
  })
  return encodeRows(events)
}

export const pipeline = defineBenchmark({
  name: 'pipeline',
  about: `HTTP to profile and ClickHouse, ${people.toLocaleString('en')} active people, 10 % identify calls`,
  aims: { eventsPerSecond: '>= 20,000' },
  async run(say) {
    const installation = await startInstallation()
    try {
      await installation.startWorker()
      await sendFast(installation, { run: 'warm', events: warmUpEvents, people })
      await waitForExport(installation, warmUpEvents)
      const cpuBefore = installation.readCpu()
      const startedAt = performance.now()
      const load = await sendFast(installation, { run: 'run', events: totalEvents, people })
      say(`accepted ${round((load.answered * batchEvents) / load.seconds)} events/s; refused ${JSON.stringify(load.refused)}`)
      await waitForExport(installation, warmUpEvents + totalEvents)
      const eventsPerSecond = totalEvents / ((performance.now() - startedAt) / 1000)
      const cpu = Object.entries(installation.readCpu()).map(([name, seconds]) => `${name} ${round(seconds - (cpuBefore[name] ?? 0), 1)}`)
      say(`processor seconds: ${cpu.join(', ')}`)
      say(`from HTTP to ClickHouse: ${round(eventsPerSecond)} events/s`)
      const barePerSecond = await measureBareInsert(installation)
      say(`bare ClickHouse insert: ${round(barePerSecond)} rows/s`)
      return { eventsPerSecond: round(eventsPerSecond), barePerSecond: round(barePerSecond), ratioToBareInsert: round(eventsPerSecond / barePerSecond, 2) }
    } finally {
      await installation.close()
    }
  },
})
