// People and their events of 300 days, put straight into both databases.
import type { Installation } from '../../installation.ts'
import { exportTarget } from '../../../apps/server/src/features/stream/index.ts'

/** A person's id by number: ordered by time in its first half, random in its second, as real ones are. The same in both databases. */
const idInPostgres = "(lpad(to_hex(number), 8, '0') || '-0000-7000-8' || substr(md5(number::text), 1, 3) || '-' || substr(md5(number::text), 4, 12))::uuid"
const hashInClickhouse = 'lower(hex(MD5(toString(person))))'
const idInClickhouse = `toUUID(concat(lower(leftPad(hex(toUInt32(person)), 8, '0')), '-0000-7000-8', substring(${hashInClickhouse}, 1, 3), '-', substring(${hashInClickhouse}, 4, 12)))`

export interface Range {
  /** Numbers of the people: first to before. */
  first: number
  before: number
}

/** Profiles and their mirror. The first 20,000 can be told by the identifiers that bench/events.ts gives them. */
export async function fillPeople({ postgres, clickhouse }: Installation, { first, before }: Range): Promise<void> {
  await postgres.pool.query(
    `insert into profiles (workspace_id, id, is_identified, name, user_id, first_seen_at, last_seen_at, last_seen_hour, sessions, orders, revenue, traits, trait_stamps, stats)
     select 1, ${idInPostgres}, true, 'Customer ' || number, 'customer-' || number, now() - interval '300 days', now(), date_trunc('hour', now()), 17, 1, 50,
       jsonb_build_object('name', 'Customer ' || number, 'plan', case number % 2 when 0 then 'free' else 'plus' end), json_build_object('name', '[1, 1]'::json, 'plan', '[1, 1]'::json),
       '{"events": 20, "orders": 1, "revenue": 50, "identifiers": {"user_id": 1, "email": 0, "phone": 0, "external_id": 0, "anonymous_id": 1}}'
     from generate_series($1::int, $2::int) as number`,
    [first, before - 1],
  )
  await postgres.pool.query(
    `insert into identities (workspace_id, kind, value, profile_id, is_verified, first_seen_at)
     select 1, kind, prefix || number, ${idInPostgres}, true, now()
     from generate_series($1::int, $2::int) as number, (values ('user_id', 'customer-'), ('anonymous_id', 'visitor-')) as given (kind, prefix)`,
    [first, Math.min(before, 20_000) - 1],
  )
  await clickhouse.command(
    `INSERT INTO people (workspace_id, id, version, is_deleted, texts, numbers, times, lists)
     SELECT 1, ${idInClickhouse}, 0, 0, map('name', concat('Customer ', toString(person)), 'plan', if(person % 2 = 0, 'free', 'plus'), '$identified', 'true'),
       map('$orders', toDecimal128(person % 6, 6), '$revenue', toDecimal128(person % 300, 6)), map('$first_seen', toUnixTimestamp(now() - INTERVAL 300 DAY) * 1000),
       map('$device', ['desktop'], '$companies', [])
     FROM (SELECT number AS person FROM numbers(${first}, ${before - first}))`,
  )
}

export interface Events {
  people: Range
  firstSeq: number
  count: number
}

const days = 300
const slices = 10

/** Events of the kinds that bench/events.ts sends, in slices of time: each insert meets few partitions. Some people are more active than others. */
export async function fillEvents({ clickhouse }: Installation, { people: { first, before }, firstSeq, count }: Events): Promise<void> {
  const sliceEvents = count / slices
  const sliceMs = (days / slices) * 86_400_000
  const begin = Date.now() - days * 86_400_000
  for (let slice = 0; slice < slices; slice += 1) {
    await clickhouse.command(
      `INSERT INTO ${exportTarget}
       SELECT 1, ${firstSeq + slice * sliceEvents} + number, concat('h', toString(${firstSeq + slice * sliceEvents} + number)), type, name, at, at, 'browser', '', ${idInClickhouse}, concat('customer-', toString(person)),
         '', concat('s', toString(person), '-${slice}'), '',
         if(name = 'Order Completed', map('order_id', toString(number), 'currency', 'EUR'), map('product_id', concat('p-', toString(number % 500)), 'category', concat('category-', toString(number % 20)), 'path', concat('/products/', toString(number % 500)), 'context.page.path', '/products', 'context.locale', 'de-DE')),
         if(name = 'Order Completed', map('total', toDecimal128(20 + number % 200, 6)), map('price', toDecimal128(5 + number % 100, 6))),
         concat('{"type":"', type, '","userId":"customer-', toString(person), '","properties":{"product_id":"p-', toString(number % 500), '","name":"Product ","price":10},"context":{"page":{"path":"/products"}}}')
       FROM (
         SELECT number, ${first} + toUInt64(floor(${before - first} * pow(cityHash64(number, ${slice}, ${first}) / 18446744073709551616., 1.5))) AS person,
           fromUnixTimestamp64Milli(toInt64(${begin + slice * sliceMs} + cityHash64(${slice}, number) % ${sliceMs}), 'UTC') AS at,
           multiIf(number % 10 = 0, 'identify', number % 10 < 4, 'page', 'track') AS type,
           multiIf(number % 10 = 0, '', number % 10 < 4, 'Product', number % 50 = 5, 'Order Completed', 'Product Viewed') AS name
         FROM numbers(${sliceEvents}))`,
    )
  }
}

/** The stream goes on after what was put in beside it. Before a worker is started. */
export async function moveStream({ postgres }: Installation, seq: number): Promise<void> {
  await postgres.pool.query('update workspace_streams set last_seq = $1 where workspace_id = 1', [seq])
  await postgres.pool.query(
    'insert into stream_cursors (workspace_id, processed_seq) values (1, $1) on conflict (workspace_id) do update set processed_seq = excluded.processed_seq', [seq],
  )
  await postgres.pool.query('analyze profiles; analyze identities')
}
