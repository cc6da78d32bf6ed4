// What the history in ClickHouse says of people: their series, and where they were a member.
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import { segmentEntered, segmentLeft } from '../segments.contract.ts'
import { quote, uuidSql } from '../conditions/sql-text.ts'
import type { SeriesRecord } from './definitions.ts'
import { seriesKind } from './series/index.ts'
import type { FilledSeries } from './live-writes.ts'
import { filterToSql } from '../conditions/event-match.ts'

export interface HistoryQuery {
  workspaceId: number
  series: readonly SeriesRecord[]
  /** Events up to this position. */
  toSeq: number
  now: number
}

type Row = { id: string } & Record<string, unknown>

/** The events of which the series are made. */
function eventsSql({ workspaceId, series, toSeq }: HistoryQuery, where = '1'): string {
  const rows = new Set(series.flatMap(({ definition }) => seriesKind(definition).filters(definition).map(filterToSql)))
  return `FROM events WHERE workspace_id = ${workspaceId} AND seq <= ${toSeq} AND ${where} AND (${[...rows].join(' OR ')})`
}

function selectSql(query: HistoryQuery, where: string): string {
  const columns = query.series.map(({ definition, ref }) => `${seriesKind(definition).toSql(definition, query.now)} AS s${ref}`)
  return `SELECT profile_id AS id, ${columns.join(', ')} ${eventsSql(query, where)} GROUP BY profile_id`
}

function readRow(row: Row, series: readonly SeriesRecord[]): FilledSeries {
  return series.flatMap((record) => {
    const kind = seriesKind(record.definition)
    const state = kind.fromRow(row[`s${record.ref}`], record.definition)
    return kind.isEmpty(state) ? [] : [[record, state] as const]
  })
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** People between two ids, in ClickHouse's order of ids: after the one, up to the other; null for no bound. */
export interface Range {
  after: string | null
  upTo: string | null
}

const rangeSql = ({ after, upTo }: Range) => `profile_id > ${uuidSql(after ?? nobody)}${upTo === null ? '' : ` AND profile_id <= ${uuidSql(upTo)}`}`

/**
 * The series of all profiles in a range. Profiles are those the events came with, before merges. Bounds on both sides
 * read little beside the range; a limit would have every part of the table merged in order, at five times the cost.
 */
export async function readSeriesRange(clickhouse: ClickHouse, query: HistoryQuery & Range): Promise<{ id: string; filled: FilledSeries }[]> {
  const rows = await clickhouse.query<Row>(`${selectSql(query, rangeSql(query))} SETTINGS max_threads = 1`)
  return rows.map((row) => ({ id: row.id, filled: readRow(row, query.series) }))
}

/** The series of the first `limit` profiles, in ClickHouse's order of ids. */
export async function readFirstSeries(clickhouse: ClickHouse, query: HistoryQuery & { limit: number }): Promise<{ id: string; filled: FilledSeries }[]> {
  const rows = await clickhouse.query<Row>(
    `${selectSql(query, `profile_id > ${uuidSql(nobody)}`)} ORDER BY profile_id LIMIT ${query.limit} SETTINGS optimize_aggregation_in_order = 1, max_threads = 1`,
  )
  return rows.map((row) => ({ id: row.id, filled: readRow(row, query.series) }))
}

/** How many profiles there are to read. */
export async function countSeriesProfiles(clickhouse: ClickHouse, query: HistoryQuery): Promise<number> {
  const [row] = await clickhouse.query<{ count: number }>(`SELECT uniq(profile_id) AS count ${eventsSql(query)}`)
  return row?.count ?? 0
}

/** One profile of so many shows where pages end. */
const profilesPerSample = 100

/** Divides the profiles after an id into ranges of about `pagePeople`: where each but the last ends. `people`: how many there are, for showing progress. */
export async function planPages(clickhouse: ClickHouse, query: HistoryQuery & { after: string | null }, pagePeople: number): Promise<{ people: number; ends: string[] }> {
  const [row] = await clickhouse.query<{ people: number; ends: string[] }>(
    `SELECT people, arrayFilter((id, number) -> number % ${Math.max(1, pagePeople / profilesPerSample)} = 0, ids, arrayEnumerate(ids)) AS ends FROM (
       SELECT uniq(profile_id) AS people, arraySort(groupUniqArrayIf(profile_id, cityHash64(profile_id) % ${profilesPerSample} = 0)) AS ids
       ${eventsSql(query, rangeSql({ after: query.after, upTo: null }))})`,
  )
  return row ?? { people: 0, ends: [] }
}

/** The series of these profiles as their events came with them. */
export async function readSeriesOf(clickhouse: ClickHouse, query: HistoryQuery, profileIds: readonly string[]): Promise<Map<string, FilledSeries>> {
  if (query.series.length === 0 || profileIds.length === 0) return new Map()
  const rows = await clickhouse.query<Row>(selectSql(query, `profile_id IN (${profileIds.map(uuidSql).join(', ')})`))
  return new Map(rows.map((row) => [row.id, readRow(row, query.series)]))
}

/** Everyone of whom events came after a position, by the ids they came with. */
export async function listProfilesSince(clickhouse: ClickHouse, workspaceId: number, seq: number): Promise<string[]> {
  const rows = await clickhouse.query<{ id: string }>(`SELECT DISTINCT profile_id AS id FROM events WHERE workspace_id = ${workspaceId} AND seq > ${seq}`)
  return rows.map((row) => row.id)
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
