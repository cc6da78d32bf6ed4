// Durable accepts a second over HTTP, beside a bare PostgreSQL insert of the same bytes in the same run.
import { defineBenchmark, round } from '../benchmark.ts'
import { makeBatch, makeEvent } from '../events.ts'
import { buildRequest, sendLoad } from '../http-load.ts'
import { startInstallation, type Installation } from '../installation.ts'

const seconds = 8
const people = 20_000
const batchEvents = 100

/** Requests made beforehand, so that making them is not measured; repeated ids do no harm, nothing is processed here. */
function repeatFor(requests: Buffer[], forSeconds: number): () => Buffer | undefined {
  const until = performance.now() + forSeconds * 1000
  let index = 0
  return () => (performance.now() > until ? undefined : requests[index++ % requests.length])
}

async function measureHttp({ port }: Installation, requests: Buffer[], connections: number, eventsEach: number): Promise<number> {
  await sendLoad(port, connections, repeatFor(requests, 2))
  const result = await sendLoad(port, connections, repeatFor(requests, seconds))
  return (result.answered * eventsEach) / result.seconds
}

/** The same rows as the log holds, in a table of the same shape, 5,000 a statement, one statement after the other. */
async function measureBareInsert({ postgres }: Installation): Promise<number> {
  const { rows } = await postgres.pool.query<{ body: string }>('select body from event_log order by seq limit 5000')
  const text = rows.map((row) => row.body).join('\u001e')
  await postgres.pool.query(`create table bare_log (workspace_id integer not null, seq bigint generated always as identity, received_at timestamptz not null,
    body text not null, primary key (workspace_id, seq)) with (toast_tuple_target = 8160)`)
  const until = performance.now() + seconds * 1000
  const startedAt = performance.now()
  let inserted = 0
  while (performance.now() < until) {
    // One text parameter, split by a character that JSON never contains: the fastest way in that was found.
    await postgres.pool.query({ name: 'bare', text: "insert into bare_log (workspace_id, received_at, body) select 1, now(), body from string_to_table($1, E'\\x1e') as body", values: [text] })
    inserted += rows.length
  }
  return inserted / ((performance.now() - startedAt) / 1000)
}

export const ingest = defineBenchmark({
  name: 'ingest',
  about: 'durable accepts over HTTP in batches of 100 and one by one; no worker runs',
  aims: { ratioToBareInsert: '>= 0.5', singlePerSecond: '>= 10,000' },
  async run(say) {
    const installation = await startInstallation()
    try {
      const { writeKey } = installation
      const batches = Array.from({ length: 60 }, (_, index) => buildRequest('/v1/batch', writeKey, makeBatch('ingest', index * batchEvents, batchEvents, people)))
      const singles = Array.from({ length: 2_000 }, (_, index) => buildRequest('/v1/track', writeKey, JSON.stringify(makeEvent('single', index * 10 + 7, people))))
      say(`one batch is ${round(batches[0]!.length / 1024)} KB`)
      const batchedPerSecond = await measureHttp(installation, batches, 12, batchEvents)
      say(`batches: ${round(batchedPerSecond)} events/s`)
      const singlePerSecond = await measureHttp(installation, singles, 96, 1)
      say(`single: ${round(singlePerSecond)} events/s`)
      const barePerSecond = await measureBareInsert(installation)
      say(`bare insert: ${round(barePerSecond)} rows/s`)
      return {
        batchedPerSecond: round(batchedPerSecond), singlePerSecond: round(singlePerSecond), barePerSecond: round(barePerSecond),
        ratioToBareInsert: round(batchedPerSecond / barePerSecond, 2),
      }
    } finally {
      await installation.close()
    }
  },
})
