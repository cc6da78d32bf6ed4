// Home: what is arriving now and how the last weeks went, from ClickHouse and the profiles.
import { sql } from 'kysely'
import type { Platform } from '../../platform/platform.ts'
import type { Home } from './stream.contract.ts'
import { describeCounters } from './counters.read-model.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

interface Facts {
  currency: string
  timezone: string
  total: number
  identified: number
  newLast7: number
  newPrior7: number
  sources: number
}

async function readFacts({ db, clock }: Platform, workspaceId: number): Promise<Facts> {
  const now = clock.now()
  const week = new Date(now - 7 * dayMs)
  const twoWeeks = new Date(now - 14 * dayMs)
  const { rows } = await sql<Facts>`
    select workspaces.currency, workspaces.timezone, people.total, people.identified, people."newLast7", people."newPrior7",
      (select count(*) from write_keys where workspace_id = workspaces.id and revoked_at is null) as sources
    from workspaces, lateral (
      select count(*) as total, count(*) filter (where is_identified) as identified,
        count(*) filter (where first_seen_at >= ${week}) as "newLast7",
        count(*) filter (where first_seen_at >= ${twoWeeks} and first_seen_at < ${week}) as "newPrior7"
      from profiles where workspace_id = workspaces.id and merged_into is null
    ) as people
    where workspaces.id = ${workspaceId}`.execute(db)
  return rows[0]!
}

/** Orders less refunds; `amount` is what the customer paid. */
const amountSql = "if(mapContains(number_properties, 'total'), number_properties['total'], number_properties['revenue'])"
const revenueSql = `sumIf(toFloat64(${amountSql}), name = 'Order Completed') - sumIf(toFloat64(${amountSql}), name IN ('Order Refunded', 'Order Cancelled'))`

/** An event is never received before its time, so old partitions need not be opened. */
const since = (interval: string) => `workspace_id = {workspace:UInt32} AND time >= now64(3) - INTERVAL ${interval} AND received_at >= now64(3) - INTERVAL ${interval}`
/** What was done to a person (a message delivered, a note written) makes nobody active. */
const activeSql = "uniqIf(profile_id, origin != 'system' AND NOT match(name, ' (Delivered|Sent|Bounced|Dropped)$'))"

const recentSql = `
  SELECT toStartOfHour(time) AS hour, count() AS events
  FROM events WHERE ${since('48 HOUR')} GROUP BY hour ORDER BY hour`
const topSql = `
  SELECT if(name = '', type, name) AS label, count() AS count
  FROM events WHERE ${since('24 HOUR')} GROUP BY label ORDER BY count DESC LIMIT 8`
const visitsSql = `
  SELECT uniqExactIf(session_id, time >= now64(3) - INTERVAL 24 HOUR) AS last, uniqExactIf(session_id, time < now64(3) - INTERVAL 24 HOUR) AS prior
  FROM events WHERE ${since('48 HOUR')} AND session_id != ''`
const daysSql = `
  SELECT toString(toDate(time, {zone:String})) AS day, count() AS events, ${activeSql} AS people, ${revenueSql} AS revenue, countIf(name = 'Order Completed') AS orders
  FROM events WHERE ${since('60 DAY')} GROUP BY day ORDER BY day`

export async function describeHome(platform: Platform, workspaceId: number): Promise<Home> {
  const { clickhouse, clock } = platform
  const facts = await readFacts(platform, workspaceId)
  const params = { workspace: workspaceId, zone: facts.timezone }
  const [counters, hours, top, visits, days] = await Promise.all([
    describeCounters(platform, workspaceId),
    clickhouse.query<{ hour: string; events: number }>(recentSql, params),
    clickhouse.query<{ label: string; count: number }>(topSql, params),
    clickhouse.query<{ last: number; prior: number }>(visitsSql, params),
    clickhouse.query<{ day: string; events: number; people: number; revenue: number; orders: number }>(daysSql, params),
  ])
  const newest = new Date(clock.now() - 30 * dayMs).toISOString().slice(0, 10)
  const recent = days.filter((row) => row.day > newest)
  const earlier = days.filter((row) => row.day <= newest)
  const sum = (rows: typeof days, pick: (row: (typeof days)[number]) => number) => Math.round(rows.reduce((total, row) => total + pick(row), 0) * 100) / 100
  return {
    counters,
    people: { total: facts.total, identified: facts.identified, newLast7Days: facts.newLast7, newPrior7Days: facts.newPrior7 },
    revenue: {
      last30Days: sum(recent, (row) => row.revenue), prior30Days: sum(earlier, (row) => row.revenue),
      orders: sum(recent, (row) => row.orders), priorOrders: sum(earlier, (row) => row.orders), currency: facts.currency,
    },
    visits: { last24Hours: visits[0]?.last ?? 0, prior24Hours: visits[0]?.prior ?? 0 },
    perHour: fillHours(hours, clock.now()),
    perDay: recent.map(({ day, events, people, revenue }) => ({ day, events, people, revenue: Math.round(revenue * 100) / 100 })),
    topEvents: top.map((row) => ({ name: row.label, count: row.count })),
    sources: facts.sources,
  }
}

/** Hours without events are zeros, not gaps. */
function fillHours(rows: { hour: string; events: number }[], now: number): Home['perHour'] {
  const known = new Map(rows.map((row) => [Date.parse(`${row.hour.replace(' ', 'T')}Z`), row.events]))
  const first = Math.floor(now / hourMs) * hourMs - 47 * hourMs
  return Array.from({ length: 48 }, (_, index) => {
    const hour = first + index * hourMs
    return { hour: new Date(hour).toISOString(), events: known.get(hour) ?? 0 }
  })
}
