// What the history in ClickHouse says of people: their series, and where they were a member.
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import { segmentEntered, segmentLeft } from '../segments.contract.ts'
import { quote, uuidSql } from '../conditions/sql-text.ts'
import type { SeriesRecord } from './definitions.ts'
import { seriesKind } from './series/index.ts'
import type { FilledSeries } from './live-writes.ts'
import { filterToSql } from '../conditions/event-match.ts'

interface HistoryQuery {
  workspaceId: number
  series: readonly SeriesRecord[]
  /** Events up to this position. */
  toSeq: number
  now: number
}

type Row = { id: string } & Record<string, unknown>

function selectSql({ workspaceId, series, toSeq, now }: HistoryQuery, where: string): string {
  const columns = series.map(({ definition, ref }) => `${seriesKind(definition).toSql(definition, now)} AS s${ref}`)
  const rows = new Set(series.flatMap(({ definition }) => seriesKind(definition).filters(definition).map(filterToSql)))
  return `SELECT profile_id AS id, ${columns.join(', ')} FROM events
    WHERE workspace_id = ${workspaceId} AND seq <= ${toSeq} AND ${where} AND (${[...rows].join(' OR ')}) GROUP BY profile_id`
}

function readRow(row: Row, series: readonly SeriesRecord[]): FilledSeries {
  return series.flatMap((record) => {
    const kind = seriesKind(record.definition)
    const state = kind.fromRow(row[`s${record.ref}`], record.definition)
    return kind.isEmpty(state) ? [] : [[record, state] as const]
  })
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** The series of the next `limit` profiles after `position`, in ClickHouse's order of ids. Profiles are those the events came with, before merges. */
export async function readSeriesPage(clickhouse: ClickHouse, query: HistoryQuery & { position: string | null; limit: number }): Promise<{ id: string; filled: FilledSeries }[]> {
  const rows = await clickhouse.query<Row>(
    `${selectSql(query, `profile_id > ${uuidSql(query.position ?? nobody)}`)} ORDER BY profile_id LIMIT ${query.limit} SETTINGS optimize_aggregation_in_order = 1, max_threads = 1`,
  )
  return rows.map((row) => ({ id: row.id, filled: readRow(row, query.series) }))
}

/** How many profiles there are to read: for showing progress. */
export async function countSeriesProfiles(clickhouse: ClickHouse, { workspaceId, series, toSeq }: HistoryQuery): Promise<number> {
  const rows = new Set(series.flatMap(({ definition }) => seriesKind(definition).filters(definition).map(filterToSql)))
  const [row] = await clickhouse.query<{ count: number }>(
    `SELECT uniq(profile_id) AS count FROM events WHERE workspace_id = ${workspaceId} AND seq <= ${toSeq} AND (${[...rows].join(' OR ')})`,
  )
  return row?.count ?? 0
}

/** The series of these profiles as their events came with them. */
export async function readSeriesOf(clickhouse: ClickHouse, query: HistoryQuery, profileIds: readonly string[]): Promise<Map<string, FilledSeries>> {
  if (query.series.length === 0 || profileIds.length === 0) return new Map()
  const rows = await clickhouse.query<Row>(selectSql(query, `profile_id IN (${profileIds.map(uuidSql).join(', ')})`))
  return new Map(rows.map((row) => [row.id, readRow(row, query.series)]))
}

export interface ToldMembership {
  profileId: string
  segmentId: string
  isIn: boolean
  since: number
  seq: number
}

/** The latest entry or exit of these profiles, for each segment. */
export async function readToldMemberships(clickhouse: ClickHouse, workspaceId: number, profileIds: readonly string[]): Promise<ToldMembership[]> {
  if (profileIds.length === 0) return []
  const rows = await clickhouse.query<{ profileId: string; segmentId: string; told: string; since: number; last: number }>(
    `SELECT profile_id AS profileId, text_properties['segment_id'] AS segmentId, argMax(name, seq) AS told, argMax(toUnixTimestamp64Milli(time), seq) AS since, max(seq) AS last
     FROM events WHERE workspace_id = ${workspaceId} AND profile_id IN (${profileIds.map(uuidSql).join(', ')}) AND type = 'track'
       AND name IN (${quote(segmentEntered)}, ${quote(segmentLeft)}) AND origin = 'system' GROUP BY profileId, segmentId`,
  )
  return rows.map((row) => ({ profileId: row.profileId, segmentId: row.segmentId, isIn: row.told === segmentEntered, since: row.since, seq: row.last }))
}
