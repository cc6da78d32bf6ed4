// Entries and exits as the stream tells them.
import type { ClickHouse } from '../../platform/clickhouse.ts'
import { uuidSql } from './conditions/sql-text.ts'
import { segmentEntered, segmentLeft, type ChangeCause } from './segments.contract.ts'

export interface ToldChange {
  segmentId: string
  profileId: string
  direction: 'entered' | 'left'
  /** Milliseconds since 1970. */
  at: number
  seq: number
  cause: ChangeCause
  reason: string
}

/** The rows of `events` that tell them. */
export const toldSql = `type = 'track' AND name IN ('${segmentEntered}', '${segmentLeft}') AND origin = 'system'`

const columns = `text_properties['segment_id'] AS segmentId, profile_id AS profileId, if(name = '${segmentEntered}', 'entered', 'left') AS direction,
  toUnixTimestamp64Milli(time) AS at, seq, text_properties['cause'] AS cause, text_properties['reason'] AS reason`

/** Of one segment, newest first. */
export async function listChanges(
  clickhouse: ClickHouse, workspaceId: number, segmentId: string, { before, limit }: { before?: { at: number; seq: number }; limit: number },
): Promise<ToldChange[]> {
  return clickhouse.query<ToldChange>(
    `SELECT ${columns} FROM events WHERE workspace_id = {workspace:UInt32} AND ${toldSql} AND text_properties['segment_id'] = {segment:String}
       ${before ? 'AND (toUnixTimestamp64Milli(time), seq) < ({at:Int64}, {seq:UInt64})' : ''} ORDER BY time DESC, seq DESC LIMIT {limit:UInt32}`,
    { workspace: workspaceId, segment: segmentId, limit, ...before },
  )
}

/** The latest of each segment for one person, by all their profiles; newest first. */
export async function listChangesOf(clickhouse: ClickHouse, workspaceId: number, profileIds: readonly string[], segmentId?: string): Promise<ToldChange[]> {
  return clickhouse.query<ToldChange>(
    `SELECT ${columns} FROM events WHERE workspace_id = {workspace:UInt32} AND profile_id IN (${profileIds.map(uuidSql).join(', ')}) AND ${toldSql}
       ${segmentId ? "AND text_properties['segment_id'] = {segment:String}" : ''} ORDER BY seq DESC LIMIT 1 BY segmentId LIMIT 50`,
    { workspace: workspaceId, ...(segmentId ? { segment: segmentId } : {}) },
  )
}
