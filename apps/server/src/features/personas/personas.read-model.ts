// Live figures of a persona: value and satisfaction from profiles, behaviour from events.
import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../platform/clickhouse.ts'
import type { Db } from '../../platform/postgres.ts'
import { measureMean } from '../surveys/index.ts'
import type { PersonaOverview } from './personas.contract.ts'
import type { PersonActs } from './lift.rules.ts'

/** Enough to tell shares to about 2 percentage points. */
export const mostLookedAt = 2_000

interface Totals {
  people: number
  customers: number
  revenue: number
  ratings: number
  meanRating: number | null
  deviation: number | null
}

const totalsSql = sql`count(*)::int as people, (count(*) filter (where is_identified))::int as customers, coalesce(sum(revenue), 0)::float8 as revenue,
  count(stats -> 'lastRating' ->> 'stars')::int as ratings, avg((stats -> 'lastRating' ->> 'stars')::float8) as "meanRating",
  stddev_samp((stats -> 'lastRating' ->> 'stars')::float8) as deviation`

/** The whole workspace, for shares. */
export async function readTotals(db: Db, workspaceId: number): Promise<Totals> {
  const { rows } = await sql<Totals>`select ${totalsSql} from profiles where workspace_id = ${workspaceId} and merged_into is null`.execute(db)
  return rows[0]!
}

/** The mean of stars from 1 to 5; null where nobody gave any. */
function describeRatings({ ratings, meanRating, deviation }: Totals): PersonaOverview['satisfaction'] {
  const { value, n, interval } = measureMean({ n: ratings, mean: meanRating ?? 0, deviation: deviation ?? 0, scale: { from: 1, to: 5 } })
  return value === null ? null : { mean: value, n, interval: interval && { from: interval.from, to: interval.to } }
}

/** Size, value and satisfaction of the people `ids`. */
export async function readOverview(db: Db, workspaceId: number, ids: readonly string[], all: Totals & { currency: string }): Promise<PersonaOverview> {
  const { rows } = await sql<Totals>`
    select ${totalsSql} from profiles where workspace_id = ${workspaceId} and merged_into is null and id = any(${ids}::uuid[])`.execute(db)
  const own = rows[0]!
  return {
    size: own.people, customers: own.customers, allCustomers: all.customers,
    share: all.customers > 0 ? own.customers / all.customers : null,
    revenue: own.revenue,
    revenueMean: own.people > 0 ? own.revenue / own.people : null,
    revenueShare: all.revenue > 0 ? own.revenue / all.revenue : null,
    satisfaction: describeRatings(own),
    currency: all.currency,
  }
}

/** A stable choice that has nothing to do with who people are, with the profiles that were merged into each. */
async function chooseProfiles(db: Db, workspaceId: number, ids: readonly string[] | 'all'): Promise<Map<string, string>> {
  const condition = ids === 'all' ? sql`is_identified` : sql`id = any(${ids}::uuid[])`
  const { rows } = await sql<{ root: string; id: string }>`
    with recursive chosen as (
      select id from profiles where workspace_id = ${workspaceId} and merged_into is null and ${condition} order by md5(id::text), id limit ${mostLookedAt}),
    members as (
      select id as root, id from chosen
      union select members.root, profiles.id from profiles join members on profiles.merged_into = members.id where profiles.workspace_id = ${workspaceId})
    select root, id from members`.execute(db)
  return new Map(rows.map((row) => [row.id, row.root]))
}

interface ActsRow {
  id: string
  names: string[]
  orders: [string, string][]
  appVisits: number
  webVisits: number
}

async function readActsOf(clickhouse: ClickHouse, workspaceId: number, profiles: Map<string, string>, now: number): Promise<PersonActs[]> {
  if (profiles.size === 0) return []
  const list = [...profiles.keys()].map((id) => `'${z.uuid().parse(id)}'`).join(',')
  const rows = await clickhouse.query<ActsRow>(
    `SELECT profile_id AS id, groupUniqArrayIf(name, type = 'track' AND origin != 'system' AND NOT match(name, ' (Delivered|Sent|Bounced|Dropped)$')) AS names,
       groupUniqArrayIf((if(text_properties['order_id'] != '', text_properties['order_id'], toString(seq)),
         multiIf(text_properties['channel'] != '', text_properties['channel'], text_properties['context.channel'] != '', text_properties['context.channel'], session_id != '', 'web', 'other')),
         type = 'track' AND name = 'Order Completed') AS orders,
       uniqIf(session_id, type = 'screen' AND session_id != '') AS appVisits, uniqIf(session_id, type = 'page' AND session_id != '') AS webVisits
     FROM events WHERE workspace_id = {workspace:UInt32} AND profile_id IN (${list})
       AND time > fromUnixTimestamp64Milli({since:Int64}) AND time <= fromUnixTimestamp64Milli({now:Int64}) GROUP BY id`,
    { workspace: workspaceId, since: now - 365 * 86_400_000, now },
  )
  const people = new Map<string, PersonActs>([...new Set(profiles.values())].map((root) => [root, { names: new Set(), orders: {}, visits: {} }]))
  const add = (counts: Record<string, number>, key: string, count: number) => void (count > 0 && (counts[key] = (counts[key] ?? 0) + count))
  for (const row of rows) {
    const person = people.get(profiles.get(row.id)!)!
    for (const name of row.names) person.names.add(name)
    for (const [, channel] of row.orders) add(person.orders, channel, 1)
    add(person.visits, 'app', row.appVisits)
    add(person.visits, 'web', row.webVisits)
  }
  return [...people.values()]
}

/** What up to 2,000 of the people `ids`, or of all customers, did in the last 365 days before `now` (milliseconds). */
export async function readActs({ db, clickhouse }: { db: Db; clickhouse: ClickHouse }, workspaceId: number, ids: readonly string[] | 'all', now: number): Promise<PersonActs[]> {
  return readActsOf(clickhouse, workspaceId, await chooseProfiles(db, workspaceId, ids), now)
}

