// Finds the properties of events that take few values, such as a category or a channel: what a readable rule can ask for.
import type { ClickHouse } from '../../../platform/clickhouse.ts'

/** Properties as `event\nproperty`, and those of their values that enough people have as `event\nproperty\nvalue`. */
export interface PropertyValues {
  pairs: string[]
  values: string[]
}

const maxPairs = 24
const maxValuesPerPair = 12
/** Values that fewer people have describe nobody. */
const smallestShareOfPeople = 0.02
/** A look at so many events is enough to see which properties there are. */
const maxEventsLookedAt = 500_000

const scopeSql = "workspace_id = {workspace:UInt32} AND time <= fromUnixTimestamp64Milli({now:Int64}) AND type = 'track' AND has({names:Array(String)}, name) AND NOT match(name, ' (Delivered|Sent|Bounced|Dropped)$')"

/** Takes whole people, so that the share of people who have a value is right. */
async function sliceOf(clickhouse: ClickHouse, params: Record<string, unknown>): Promise<{ sql: string; people: number }> {
  const [found] = await clickhouse.query<{ events: number; people: number }>(`SELECT count() AS events, uniq(profile_id) AS people FROM events WHERE ${scopeSql}`, params)
  const parts = Math.max(1, Math.ceil((found?.events ?? 0) / maxEventsLookedAt))
  return { sql: `cityHash64(profile_id) % ${parts} = 0`, people: (found?.people ?? 0) / parts }
}

/** The most telling properties of the events `names`: few values, on most of the events, shared by many people. */
export async function findPropertyValues(clickhouse: ClickHouse, workspaceId: number, { names, now }: { names: string[]; now: number }): Promise<PropertyValues> {
  const params = { workspace: workspaceId, names, now }
  const slice = await sliceOf(clickhouse, params)
  const pairs = await clickhouse.query<{ pair: string }>(
    `SELECT concat(name, '\\n', property) AS pair FROM events ARRAY JOIN mapKeys(text_properties) AS property, mapValues(text_properties) AS value
     WHERE ${scopeSql} AND ${slice.sql} AND NOT startsWith(property, 'context.') AND property != 'currency'
     GROUP BY name, property HAVING uniq(value) BETWEEN 2 AND 30 AND uniq(profile_id) > 20 * uniq(value)
     ORDER BY uniq(profile_id) DESC, pair LIMIT ${maxPairs}`,
    params,
  )
  const wanted = pairs.map((row) => row.pair)
  if (wanted.length === 0) return { pairs: [], values: [] }
  const values = await clickhouse.query<{ key: string }>(
    `SELECT concat(name, '\\n', property, '\\n', value) AS key FROM events ARRAY JOIN mapKeys(text_properties) AS property, mapValues(text_properties) AS value
     WHERE ${scopeSql} AND ${slice.sql} AND has({pairs:Array(String)}, concat(name, '\\n', property)) AND length(value) BETWEEN 1 AND 100
     GROUP BY name, property, value HAVING uniq(profile_id) >= {fewest:Float64}
     ORDER BY uniq(profile_id) DESC, key LIMIT ${maxValuesPerPair} BY name, property`,
    { ...params, pairs: wanted, fewest: slice.people * smallestShareOfPeople },
  )
  return { pairs: wanted, values: values.map((row) => row.key) }
}
