// Counts what customers did: profiles from PostgreSQL, events from ClickHouse, one page of customers at a time.
import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import type { Db } from '../../../platform/postgres.ts'
import { surveyAnswered } from '../../surveys/surveys.contract.ts'
import type { PropertyValues } from './property-values.read-model.ts'
import { addCounts, countedKinds, type Behaviour, type CountedKind, type Counts, type EventCounts, type Total } from './behaviour.ts'

const dayMs = 86_400_000
/** Events of more names say little and cost much. */
const maxEventNames = 40

interface ProfileRow {
  id: string
  memberIds: string[]
  firstSeenAt: Date
  lastSeenAt: Date
  createdAt: string | null
  orders: number
  revenue: number
  returns: number
  country: string | null
  lastRating: number | null
}

/** All identified customers, in a stable order that has nothing to do with who they are. */
export async function listCustomerIds(db: Db, workspaceId: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from profiles where workspace_id = ${workspaceId} and is_identified and merged_into is null
    order by md5(id::text), id`.execute(db)
  return rows.map((row) => row.id)
}

async function readProfiles(db: Db, workspaceId: number, ids: readonly string[]): Promise<ProfileRow[]> {
  const { rows } = await sql<ProfileRow>`
    with recursive members as (
      select id as root, id from unnest(${ids}::uuid[]) as wanted (id)
      union select members.root, profiles.id from profiles join members on profiles.merged_into = members.id where profiles.workspace_id = ${workspaceId}),
    grouped as (select root, array_agg(id::text) as "memberIds" from members group by root)
    select profiles.id, "memberIds", first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", traits ->> 'createdAt' as "createdAt",
      orders, revenue, coalesce((stats ->> 'returns')::int, 0) as returns, country, (stats -> 'lastRating' ->> 'stars')::float8 as "lastRating"
    from profiles join grouped on grouped.root = profiles.id
    where workspace_id = ${workspaceId} order by profiles.id`.execute(db)
  return rows
}

/** Whose events, until when; the same parameters serve all queries. */
interface EventScope {
  workspace: number
  names: string[]
  now: number
  /** Condition on `profile_id`. */
  isOfPage: string
  properties: PropertyValues
}

/** So many ids, merged profiles included, stay below ClickHouse's limit of 256 KB a query. */
export const customersPerPage = 2_000

const scopeSql = 'workspace_id = {workspace:UInt32} AND time <= fromUnixTimestamp64Milli({now:Int64})'

/** Written into the query: as a parameter the list would not fit into the address of the request. */
function listProfiles(ids: Iterable<string>): string {
  return `profile_id IN (${[...ids].map((id) => `'${z.uuid().parse(id)}'`).join(',')})`
}
const since = (days: number) => `time > fromUnixTimestamp64Milli({now:Int64} - ${days * dayMs})`
const millis = (column: string) => `toUnixTimestamp64Milli(${column})`

/** The names of tracked events by how many people have them, most first. */
export async function listEventNames(clickhouse: ClickHouse, workspaceId: number, now: number): Promise<string[]> {
  const rows = await clickhouse.query<{ name: string }>(
    `SELECT name FROM events WHERE ${scopeSql} AND type = 'track' AND origin != 'system' GROUP BY name ORDER BY uniq(profile_id) DESC, name LIMIT ${maxEventNames}`,
    { workspace: workspaceId, now },
  )
  return rows.map((row) => row.name)
}

function toParameters({ workspace, names, now }: EventScope): Record<string, unknown> {
  return { workspace, names, now }
}

async function readEventCounts(clickhouse: ClickHouse, scope: EventScope) {
  return clickhouse.query<{ id: string; events: [string, number, number, number, number, number, number][] }>(
    `SELECT id, groupArray((name, ever, days30, days90, days180, first, last)) AS events FROM (
       SELECT profile_id AS id, name, count() AS ever, countIf(${since(30)}) AS days30, countIf(${since(90)}) AS days90, countIf(${since(180)}) AS days180,
         ${millis('min(time)')} AS first, ${millis('max(time)')} AS last
       FROM events WHERE ${scopeSql} AND ${scope.isOfPage} AND type = 'track' AND has({names:Array(String)}, name) GROUP BY id, name)
     GROUP BY id`,
    toParameters(scope),
  )
}

/** A visit's source: its campaign, else the other site that referred it, else direct. */
const sourceSql = `multiIf(campaign != '', campaign, referrer != '' AND referrer != site, referrer, 'direct')`

async function readVisits(clickhouse: ClickHouse, scope: EventScope) {
  return clickhouse.query<{ id: string; ever: number; days30: number; days90: number; days180: number; sources: Counts; devices: Counts; months: Counts }>(
    `SELECT id, count() AS ever, countIf(${since(30)}) AS days30, countIf(${since(90)}) AS days90, countIf(${since(180)}) AS days180,
       sumMap(map(${sourceSql}, toUInt32(1))) AS sources, sumMap(map(device, toUInt32(1))) AS devices, sumMap(map(toString(toMonth(time)), toUInt32(1))) AS months
     FROM (
       SELECT profile_id AS id, session_id, min(events.time) AS time,
         argMinIf(text_properties['context.campaign.source'], events.time, text_properties['context.campaign.source'] != '') AS campaign,
         cutWWW(domain(argMin(text_properties['context.page.referrer'], (events.time, seq)))) AS referrer,
         cutWWW(domain(argMin(text_properties['context.page.url'], (events.time, seq)))) AS site,
         if(countIf(type = 'screen') > 0, 'app', anyIf(text_properties['context.device'], text_properties['context.device'] != '')) AS device
       FROM events WHERE workspace_id = {workspace:UInt32} AND events.time <= fromUnixTimestamp64Milli({now:Int64}) AND ${scope.isOfPage} AND session_id != '' GROUP BY id, session_id)
     GROUP BY id`,
    toParameters(scope),
  )
}

/** One order counts once, however often it was reported. Product lists are read from the payload, where they are whole. */
async function readOrders(clickhouse: ClickHouse, scope: EventScope) {
  return clickhouse.query<{ id: string; items: number; ordered: number; coupons: number; channels: Counts; categories: Counts; months: Counts }>(
    `SELECT id, sum(items) AS items, sum(total) AS ordered, countIf(coupon) AS coupons, sumMap(map(channel, toUInt32(1))) AS channels,
       sumMap(map(toString(toMonth(at)), toUInt32(1))) AS months,
       sumMap(mapFromArrays(arrayDistinct(categories), arrayMap(one -> toUInt32(arrayCount(other -> other = one, categories)), arrayDistinct(categories)))) AS categories
     FROM (
       SELECT profile_id AS id, if(text_properties['order_id'] != '', text_properties['order_id'], toString(seq)) AS order, min(time) AS at,
         any(multiIf(text_properties['channel'] != '', text_properties['channel'], text_properties['context.channel'] != '', text_properties['context.channel'],
           session_id != '' OR text_properties['context.page.path'] != '', 'web', 'other')) AS channel,
         max(text_properties['coupon'] != '') AS coupon,
         any(toFloat64(multiIf(mapContains(number_properties, 'total'), number_properties['total'], mapContains(number_properties, 'revenue'), number_properties['revenue'], number_properties['value']))) AS total,
         argMin(JSONExtractArrayRaw(payload, 'properties', 'products'), seq) AS products,
         arraySum(product -> greatest(toFloat64(JSONExtractFloat(product, 'quantity')), 1), products) AS items,
         arrayFilter(category -> category != '', arrayMap(product -> JSONExtractString(product, 'category'), products)) AS categories
       FROM events WHERE ${scopeSql} AND ${scope.isOfPage} AND type = 'track' AND name = 'Order Completed' GROUP BY id, order)
     GROUP BY id`,
    toParameters(scope),
  )
}

/** Products looked at or put into the cart: Segment's e-commerce events carry a category and a price. */
async function readProducts(clickhouse: ClickHouse, scope: EventScope) {
  return clickhouse.query<{ id: string; categories: Counts; priceSum: number; prices: number }>(
    `WITH usual AS (
       SELECT text_properties['category'] AS category, avg(log(toFloat64(number_properties['price']))) AS level FROM events
       WHERE ${scopeSql} AND type = 'track' AND name = 'Product Viewed' AND number_properties['price'] > 0 GROUP BY category)
     SELECT profile_id AS id, sumMap(map(text_properties['category'], toUInt32(1))) AS categories,
       sumIf(log(greatest(toFloat64(number_properties['price']), 0.01)) - level, name = 'Product Viewed' AND number_properties['price'] > 0) AS priceSum,
       countIf(name = 'Product Viewed' AND number_properties['price'] > 0) AS prices
     FROM events LEFT JOIN usual ON usual.category = text_properties['category']
     WHERE ${scopeSql} AND ${scope.isOfPage} AND type = 'track' AND startsWith(name, 'Product ') AND text_properties['category'] != '' AND name != 'Product Reviewed' GROUP BY id`,
    toParameters(scope),
  )
}

async function readRatings(clickhouse: ClickHouse, scope: EventScope) {
  return clickhouse.query<{ id: string; sum: number; n: number }>(
    `SELECT profile_id AS id, sum(toFloat64(number_properties['rating'])) AS sum, count() AS n FROM events
     WHERE ${scopeSql} AND ${scope.isOfPage} AND type = 'track' AND number_properties['rating'] BETWEEN 1 AND 5 GROUP BY id`,
    toParameters(scope),
  )
}

/** How often a property of an event had one of the values that rules may ask for. */
async function readPropertyCounts(clickhouse: ClickHouse, scope: EventScope) {
  const { pairs, values } = scope.properties
  if (pairs.length === 0) return []
  // Each event looks up only the few properties that are asked of its name; all others are not unpacked.
  return clickhouse.query<{ id: string; found: [string, number][] }>(
    `SELECT id, groupArray((key, n)) AS found FROM (
       SELECT profile_id AS id, arrayJoin(arrayFlatten(arrayMap(
           property -> if(mapContains(text_properties, property),
             [concat(name, '\\n', property, '\\n', text_properties[property]), concat(name, '\\n', property, '\\n*')], []),
           arrayMap(pair -> substring(pair, length(name) + 2), arrayFilter(pair -> startsWith(pair, concat(name, '\\n')), {pairs:Array(String)}))))) AS key,
         count() AS n
       FROM events WHERE ${scopeSql} AND ${scope.isOfPage} AND type = 'track' AND has({pairNames:Array(String)}, name)
       GROUP BY id, key HAVING endsWith(key, '\\n*') OR has({values:Array(String)}, key))
     GROUP BY id`,
    { ...toParameters(scope), pairs, values, pairNames: [...new Set(pairs.map((pair) => pair.slice(0, pair.indexOf('\n'))))] },
  )
}

async function readAnswers(clickhouse: ClickHouse, scope: EventScope) {
  return clickhouse.query<{ id: string; answers: [string, number, number][] }>(
    `SELECT id, groupArray((key, sum, n)) AS answers FROM (
       SELECT profile_id AS id, text_properties['title'] AS key, sum(toFloat64(number_properties['score'])) AS sum, count() AS n
       FROM events WHERE ${scopeSql} AND ${scope.isOfPage} AND type = 'track' AND name = '${surveyAnswered}' AND mapContains(number_properties, 'score') GROUP BY id, key)
     GROUP BY id`,
    toParameters(scope),
  )
}

function toBehaviour(profile: ProfileRow, now: number): Behaviour {
  const knownSince = Math.min(profile.firstSeenAt.getTime(), Date.parse(profile.createdAt ?? '') || Infinity)
  return {
    id: profile.id,
    tenureDays: Math.max(0, now - knownSince) / dayMs,
    recencyDays: Math.max(0, now - profile.lastSeenAt.getTime()) / dayMs,
    orders: profile.orders, revenue: profile.revenue, returns: profile.returns, country: profile.country ?? '', lastRating: profile.lastRating,
    visits: { ever: 0, days30: 0, days90: 0, days180: 0 },
    items: 0, ordered: 0, couponOrders: 0,
    counts: Object.fromEntries(countedKinds.map((kind) => [kind, {}])) as Record<CountedKind, Counts>,
    events: {}, properties: {}, priceLevel: { sum: 0, n: 0 }, rating: { sum: 0, n: 0 }, answers: {},
  }
}

function addEventCounts(into: Record<string, EventCounts>, [name, ever, days30, days90, days180, first, last]: [string, number, number, number, number, number, number]): void {
  const known = (into[name] ??= { ever: 0, days30: 0, days90: 0, days180: 0, first: Infinity, last: 0 })
  known.ever += ever
  known.days30 += days30
  known.days90 += days90
  known.days180 += days180
  known.first = Math.min(known.first, first)
  known.last = Math.max(known.last, last)
}

function addTotal(into: Total, sum: number, n: number): void {
  into.sum += sum
  into.n += n
}

/** What the customers of one page did, until `now` (milliseconds). Ids that are nobody's are left out. */
export async function readBehaviours(
  { db, clickhouse }: { db: Db; clickhouse: ClickHouse }, workspaceId: number, ids: readonly string[], { names, properties, now }: { names: string[]; properties: PropertyValues; now: number },
): Promise<Behaviour[]> {
  if (ids.length === 0) return []
  const profiles = await readProfiles(db, workspaceId, ids)
  const byMember = new Map<string, Behaviour>()
  const behaviours = profiles.map((profile) => {
    const behaviour = toBehaviour(profile, now)
    for (const id of profile.memberIds) byMember.set(id, behaviour)
    return behaviour
  })
  const scope: EventScope = { workspace: workspaceId, names, now, properties, isOfPage: listProfiles(byMember.keys()) }
  for (const { id, events } of await readEventCounts(clickhouse, scope)) for (const event of events) addEventCounts(byMember.get(id)!.events, event)
  for (const row of await readVisits(clickhouse, scope)) {
    const { visits, counts } = byMember.get(row.id)!
    for (const key of ['ever', 'days30', 'days90', 'days180'] as const) visits[key] += row[key]
    addCounts(counts.visitSource, row.sources)
    addCounts(counts.device, row.devices)
    addCounts(counts.month, row.months)
  }
  for (const row of await readOrders(clickhouse, scope)) {
    const behaviour = byMember.get(row.id)!
    behaviour.items += row.items
    behaviour.ordered += row.ordered
    behaviour.couponOrders += row.coupons
    addCounts(behaviour.counts.orderChannel, row.channels)
    addCounts(behaviour.counts.boughtCategory, row.categories)
    addCounts(behaviour.counts.month, row.months)
  }
  for (const row of await readProducts(clickhouse, scope)) {
    const behaviour = byMember.get(row.id)!
    addCounts(behaviour.counts.viewedCategory, row.categories)
    addTotal(behaviour.priceLevel, row.priceSum, row.prices)
  }
  for (const { id, found } of await readPropertyCounts(clickhouse, scope)) addCounts(byMember.get(id)!.properties, Object.fromEntries(found))
  for (const row of await readRatings(clickhouse, scope)) addTotal(byMember.get(row.id)!.rating, row.sum, row.n)
  for (const row of await readAnswers(clickhouse, scope)) {
    const { answers } = byMember.get(row.id)!
    for (const [key, sum, n] of row.answers) addTotal((answers[key] ??= { sum: 0, n: 0 }), sum, n)
  }
  return behaviours
}
