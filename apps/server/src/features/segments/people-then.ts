// Who people were at a past moment, out of the stream: what `people` mirrors now, as one query over the events up to then.
import { instantSql } from './conditions/sql-text.ts'
import { redirectSql, type RuleEnvironment } from './rule-sql.ts'

const datePattern = '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d(T|$)'

/** (name, is text, text, number) of everything that one event says of its person. */
const saidSql = `arrayConcat(
  if(type = 'identify', arrayMap((name, value) -> (name, 1, value, toDecimal128(0, 6)), mapKeys(text_properties), mapValues(text_properties)), []),
  if(type = 'identify', arrayMap((name, value) -> (name, 0, '', value), mapKeys(number_properties), mapValues(number_properties)), []),
  if(text_properties['context.country'] != '', [('$country', 1, text_properties['context.country'], toDecimal128(0, 6))], []),
  if(type = 'identify' AND text_properties['email'] != '', [('$email', 1, lower(text_properties['email']), toDecimal128(0, 6))], []),
  if(type = 'identify' AND text_properties['phone'] != '', [('$phone', 1, text_properties['phone'], toDecimal128(0, 6))], []),
  if(user_id != '' OR (type = 'identify' AND text_properties['email'] != ''), [('$identified', 1, 'true', toDecimal128(0, 6))], []),
  if(type = 'track' AND name IN ('Consent Granted', 'Consent Withdrawn'), [(concat('$consent.', text_properties['purpose'], '|', text_properties['channel']), 1, if(name = 'Consent Granted', 'granted', 'withdrawn'), toDecimal128(0, 6))], []),
  if(type = 'group', [(concat('$company.', group_id), 1, group_id, toDecimal128(0, 6))], []))`

const amountSql = "if(mapContains(number_properties, 'total'), number_properties['total'], if(mapContains(number_properties, 'revenue'), number_properties['revenue'], number_properties['value']))"
const sumsSql = `
  min(time) AS first_seen, countIf(type = 'track' AND name = 'Order Completed') AS orders,
  sumIf(${amountSql}, type = 'track' AND name = 'Order Completed') - sumIf(${amountSql}, type = 'track' AND name IN ('Order Refunded', 'Order Cancelled')) AS revenue,
  arraySort(groupUniqArrayIf(text_properties['context.device'], text_properties['context.device'] != '')) AS devices`

/**
 * Rows as `people` has them: id, texts, numbers, times, lists, as of `environment.now`. A trait that was taken away again
 * shows its last value, and merges are those of today.
 */
export function peopleThenSql(environment: RuleEnvironment): string {
  const { root, join } = redirectSql(environment)
  const events = `FROM events${join} WHERE workspace_id = ${environment.workspaceId} AND time <= ${instantSql(environment.now)}`
  const said = `SELECT ${root} AS person, time, seq, arrayJoin(${saidSql}) AS said ${events}`
  const latest = `SELECT person, said.1 AS label, argMax((said.2, said.3, said.4), (time, seq)) AS value FROM (${said}) GROUP BY person, label`
  const known = `SELECT person, groupArray((label, value.1, value.2, value.3)) AS facts FROM (${latest}) GROUP BY person`
  return `(SELECT sums.person AS id,
      CAST((arrayMap(fact -> fact.1, arrayFilter(fact -> fact.2 = 1, facts) AS worded), arrayMap(fact -> fact.3, worded)), 'Map(String, String)') AS texts,
      CAST((arrayConcat(arrayMap(fact -> fact.1, arrayFilter(fact -> fact.2 = 0, facts) AS counted), ['$orders', '$revenue']),
        arrayConcat(arrayMap(fact -> fact.4, counted), [toDecimal128(orders, 6), revenue])), 'Map(String, Decimal(38, 6))') AS numbers,
      CAST((arrayConcat(arrayMap(fact -> fact.1, arrayFilter(fact -> match(fact.3, '${datePattern}'), worded) AS dated), ['$first_seen']),
        arrayConcat(arrayMap(fact -> toUnixTimestamp64Milli(parseDateTime64BestEffortOrZero(fact.3, 3, 'UTC')), dated), [toUnixTimestamp64Milli(first_seen)])), 'Map(String, Int64)') AS times,
      CAST((arrayConcat(arrayMap(fact -> fact.1, arrayFilter(fact -> startsWith(fact.3, '['), worded) AS listed), ['$device', '$companies']),
        arrayConcat(arrayMap(fact -> JSONExtract(fact.3, 'Array(String)'), listed), [devices, arrayMap(fact -> fact.3, arrayFilter(fact -> startsWith(fact.1, '$company.'), worded))])), 'Map(String, Array(String))') AS lists
    FROM (SELECT ${root} AS person, ${sumsSql} ${events} GROUP BY person) AS sums LEFT JOIN (${known}) AS known ON sums.person = known.person)`
}
