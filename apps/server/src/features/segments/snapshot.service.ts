// Who was in a segment at a past moment, rebuilt from the stream.
import type { z } from 'zod'
import { RapportError } from '../../platform/errors.ts'
import type { Platform } from '../../platform/platform.ts'
import { readRows } from '../people/index.ts'
import { instantSql, quote, uuidSql } from './conditions/sql-text.ts'
import { loadRuleEnvironment } from './rule-environment.ts'
import { peopleThenSql } from './people-then.ts'
import { compileRule, redirectSql, type RuleEnvironment } from './rule-sql.ts'
import { readSegment } from './segments.service.ts'
import { segmentEntered, type Segment, type Snapshot, type snapshotQuery } from './segments.contract.ts'
import { toldSql } from './told-changes.ts'

/** Those whose latest entry or exit by then was an entry. */
function toldMembersSql(segment: Segment, environment: RuleEnvironment): string {
  const { root, join } = redirectSql(environment)
  return `SELECT ${root} AS id FROM events${join}
    WHERE workspace_id = ${environment.workspaceId} AND ${toldSql} AND text_properties['segment_id'] = ${quote(segment.id)} AND time <= ${instantSql(environment.now)}
    GROUP BY id HAVING argMax(name, seq) = '${segmentEntered}'`
}

/** From the moment the segment was made, its entries and exits tell. Before it, its rule is asked of the stream as it was then. */
function membersSql(segment: Segment, environment: RuleEnvironment): string {
  const isBefore = environment.now < Date.parse(segment.createdAt)
  return isBefore && segment.definition ? compileRule(segment.definition, environment, peopleThenSql(environment)) : toldMembersSql(segment, environment)
}

/** One page of the people with their number. @throws not_found, invalid_request for a moment to come */
export async function readSnapshot(platform: Platform, workspaceId: number, segmentId: string, { at, cursor, limit }: z.output<typeof snapshotQuery>): Promise<Snapshot> {
  const now = Date.parse(at)
  if (now > platform.clock.now()) throw new RapportError('invalid_request', 'at: a snapshot is of a past moment.')
  const segment = await readSegment(platform, workspaceId, segmentId)
  const members = membersSql(segment, await loadRuleEnvironment(platform, workspaceId, now))
  const after = cursor && /^[0-9a-f-]{36}$/.test(cursor) ? `WHERE id > ${uuidSql(cursor)}` : ''
  const [counted, page] = await Promise.all([
    platform.clickhouse.query<{ count: number }>(`SELECT count() AS count FROM (${members})`),
    platform.clickhouse.query<{ id: string }>(`SELECT id FROM (${members}) ${after} ORDER BY id LIMIT ${limit + 1}`),
  ])
  const ids = page.slice(0, limit).map((row) => row.id)
  const people = await readRows(platform.db, workspaceId, ids)
  return {
    at, count: counted[0]?.count ?? 0, items: ids.flatMap((id) => people.get(id) ?? []),
    nextCursor: page.length > limit ? (ids.at(-1) ?? null) : null,
  }
}
