// The borders between fifths of all customers, for RFM scores (recency, frequency, monetary value; Bult and Wansbeek 1995).
import type { Platform } from '../../../platform/platform.ts'
import { instantSql } from '../conditions/sql-text.ts'
import { rowTime } from '../live/series/define-series.ts'
import { microsSql, scopeToSql } from '../live/series/scope-sql.ts'
import { loadRuleEnvironment } from '../rule-environment.ts'
import { redirectSql } from '../rule-sql.ts'
import { orderEvent, type RfmThresholds } from './computations.ts'

const levels = 'quantilesExact(0.2, 0.4, 0.6, 0.8)'

/** Over everyone with an order in the last `days` days: time of the last order (ms), orders, amount. Empty where nobody ordered. */
export async function computeThresholds(platform: Platform, workspaceId: number, days: number): Promise<RfmThresholds> {
  const environment = await loadRuleEnvironment(platform, workspaceId)
  const { root, join } = redirectSql(environment)
  const { has, value } = microsSql('total')
  const { now } = environment
  const [row] = await platform.clickhouse.query<RfmThresholds & { people: number }>(
    `SELECT count() AS people, ${levels}(last) AS recency, ${levels}(orders) AS frequency, ${levels}(amount) AS money FROM (
       SELECT ${root} AS id, max(${rowTime}) AS last, count() AS orders, toFloat64(sumIf(${value}, ${has})) / 1000000 AS amount
       FROM events${join} WHERE workspace_id = ${workspaceId} AND ${scopeToSql({ event: orderEvent })} AND time > ${instantSql(now - days * 86_400_000)} AND time <= ${instantSql(now)} GROUP BY id)`,
  )
  if (!row || row.people === 0) return { recency: [], frequency: [], money: [] }
  return { recency: row.recency, frequency: row.frequency, money: row.money }
}
