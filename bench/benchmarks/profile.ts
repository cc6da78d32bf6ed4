// The 360 page's API with 5 million events stored: the person and the first page of the timeline, asked side by side.
import { defineBenchmark, percentile, round } from '../benchmark.ts'
import { startInstallation, type Installation } from '../installation.ts'

const people = 25_000
const events = 5_000_000
const requests = 400

/** A profile with a given number, as a UUID: the same in both databases. */
const profileSql = "lpad(to_hex(number), 8, '0') || '-0000-7000-8000-000000000000'"

async function fill({ postgres, clickhouse }: Installation): Promise<void> {
  await postgres.pool.query(
    `insert into profiles (workspace_id, id, is_identified, name, email, user_id, search_text, first_seen_at, last_seen_at, last_seen_hour, sessions, orders, revenue, traits, trait_stamps, stats)
     select 1, (${profileSql})::uuid, true, 'Customer ' || number, 'customer-' || number || '@shop.example', 'customer-' || number,
       'customer ' || number || ' customer-' || number || '@shop.example', now() - interval '300 days', now(), date_trunc('hour', now()), 17, 4, 200,
       jsonb_build_object('name', 'Customer ' || number, 'plan', 'plus'), json_build_object('name', '[1, 1]'::json, 'plan', '[1, 1]'::json),
       '{"events": 200, "orders": 4, "revenue": 200}'
     from generate_series(0, ${people - 1}) as number`,
  )
  await postgres.pool.query(
    `insert into identities (workspace_id, kind, value, profile_id, is_verified, first_seen_at)
     select 1, 'user_id', 'customer-' || number, (${profileSql})::uuid, true, now() from generate_series(0, ${people - 1}) as number`,
  )
  await postgres.pool.query('analyze profiles; analyze identities')
  const chunk = 500_000
  for (let first = 0; first < events; first += chunk) {
    // Each person: sessions of 12 events, spread over 300 days.
    await clickhouse.command(`INSERT INTO events SELECT 1, number + 1, concat('m', toString(number)), if(number % 3 = 0, 'page', 'track'),
        multiIf(number % 3 = 0, 'Product', number % 50 = 1, 'Order Completed', 'Product Viewed'),
        now64(3) - toIntervalSecond(intDiv(number, ${people}) % 200 * 129600 + number % 3000), now64(3), 'browser', '', toUUID(concat(lower(leftPad(hex(toUInt32(number % ${people})), 8, '0')), '-0000-7000-8000-000000000000')),
        concat('customer-', toString(number % ${people})), '', concat('s', toString(number % ${people}), '-', toString(intDiv(intDiv(number, ${people}), 12))), '',
        map('product_id', toString(number % 500), 'category', toString(number % 20), 'context.page.path', '/products'), map('price', toDecimal128(number % 100, 6)),
        concat('{"type":"track","event":"Product Viewed","userId":"customer-', toString(number % ${people}), '","properties":{"product_id":"', toString(number % 500), '","name":"Product","price":10},"context":{"page":{"path":"/products"}}}')
      FROM numbers(${first}, ${chunk})`)
  }
}

async function open({ url, secretKey }: Installation, index: number): Promise<number> {
  const id = `${index.toString(16).padStart(8, '0')}-0000-7000-8000-000000000000`
  const headers = { authorization: `Bearer ${secretKey}` }
  const startedAt = performance.now()
  const replies = await Promise.all([`/v1/people/${id}`, `/v1/people/${id}/timeline?limit=30`].map((path) => fetch(url + path, { headers })))
  const bodies = await Promise.all(replies.map((reply) => reply.text()))
  if (replies.some((reply) => reply.status !== 200)) throw new Error(`The page of ${id} did not open: ${bodies.join(' ').slice(0, 300)}`)
  return performance.now() - startedAt
}

export const profile = defineBenchmark({
  name: 'profile',
  about: 'the 360 page (person and timeline) with 5 million events stored',
  aims: { p95Ms: '< 50' },
  async run(say) {
    const installation = await startInstallation()
    try {
      await fill(installation)
      say('5 million events stored')
      const times: number[] = []
      for (let index = 0; index < 50; index += 1) await open(installation, (index * 31) % people)
      for (let index = 0; index < requests; index += 1) times.push(await open(installation, (index * 7919 + 13) % people))
      return { p50Ms: round(percentile(times, 0.5), 1), p95Ms: round(percentile(times, 0.95), 1) }
    } finally {
      await installation.close()
    }
  },
})
