// SQL on memberships: who is in a segment, who came and went, what a person is in.
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { ChangeCause } from './segments.contract.ts'

/** A condition on a column of profile ids: in this segment now. */
export function isMemberOf(workspaceId: number, segmentId: string, profileId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${profileId} in (select profile_id from segment_memberships where workspace_id = ${workspaceId} and segment_id = ${segmentId})`
}

export interface MemberRow {
  profileId: string
  since: Date
  cause: ChangeCause
}

/** One page, the newest first. `search` matches a part of name, e-mail or ids. */
export async function listMembers(
  db: Db, workspaceId: number, segmentId: string, { search, after, limit }: { search?: string; after?: { since: Date; id: string }; limit: number },
): Promise<MemberRow[]> {
  const pattern = search?.trim() ? `%${search.trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<MemberRow>`
    select members.profile_id as "profileId", members.since, members.cause
    from segment_memberships as members
    ${pattern === null ? sql`` : sql`join profiles on profiles.workspace_id = members.workspace_id and profiles.id = members.profile_id and profiles.search_text like ${pattern}`}
    where members.workspace_id = ${workspaceId} and members.segment_id = ${segmentId}
      ${after ? sql`and (members.since, members.profile_id) < (${after.since}, ${after.id}::uuid)` : sql``}
    order by members.since desc, members.profile_id desc limit ${limit}`.execute(db)
  return rows
}

export async function findMembership(db: Db, workspaceId: number, segmentId: string, profileId: string): Promise<MemberRow | undefined> {
  const { rows } = await sql<MemberRow>`
    select profile_id as "profileId", since, cause from segment_memberships
    where workspace_id = ${workspaceId} and segment_id = ${segmentId} and profile_id = ${profileId}`.execute(db)
  return rows[0]
}

export async function listMemberIds(db: Db, workspaceId: number, segmentId: string): Promise<string[]> {
  const { rows } = await sql<{ profile_id: string }>`select profile_id from segment_memberships where workspace_id = ${workspaceId} and segment_id = ${segmentId}`.execute(db)
  return rows.map((row) => row.profile_id)
}

export interface PersonMembership {
  id: string
  name: string
  kind: 'live' | 'static'
  since: Date
  cause: ChangeCause
  reason: string
}

export async function listPersonMemberships(db: Db, workspaceId: number, profileId: string): Promise<PersonMembership[]> {
  const { rows } = await sql<PersonMembership>`
    select segments.id, segments.name, segments.kind, members.since, members.cause, members.reason
    from segment_memberships as members join segments on segments.workspace_id = members.workspace_id and segments.id = members.segment_id
    where members.workspace_id = ${workspaceId} and members.profile_id = ${profileId} order by members.since desc`.execute(db)
  return rows
}

/** How many people a segment shares with each other one, most first. */
export async function listOverlaps(db: Db, workspaceId: number, segmentId: string): Promise<{ id: string; name: string; size: number; shared: number }[]> {
  const { rows } = await sql<{ id: string; name: string; size: number; shared: number }>`
    select segments.id, segments.name, segments.size, count(*)::int as shared
    from segment_memberships as own
    join segment_memberships as other on other.workspace_id = own.workspace_id and other.profile_id = own.profile_id and other.segment_id <> own.segment_id
    join segments on segments.workspace_id = other.workspace_id and segments.id = other.segment_id
    where own.workspace_id = ${workspaceId} and own.segment_id = ${segmentId}
    group by segments.id, segments.name, segments.size order by shared desc, segments.name limit 50`.execute(db)
  return rows
}

/** Size, entries and exits at the end of each step, oldest first. A step is an hour for 2 days and less, else a day. */
export async function readHistory(db: Db, workspaceId: number, segmentId: string, { days, now }: { days: number; now: Date }) {
  const step = days <= 2 ? sql`interval '1 hour'` : sql`interval '1 day'`
  const { rows } = await sql<{ at: Date; size: number; entered: number; gone: number }>`
    select steps.at, coalesce(before.size, 0) as size, coalesce(sums.entered, 0)::int as entered, coalesce(sums.gone, 0)::int as gone
    from generate_series(${now}::timestamptz - make_interval(days => ${days}::int), ${now}::timestamptz, ${step}) as steps (at)
    left join lateral (
      select size from segment_sizes where workspace_id = ${workspaceId} and segment_id = ${segmentId} and hour <= steps.at order by hour desc limit 1) as before on true
    left join lateral (
      select sum(entered) as entered, sum(gone) as gone from segment_sizes
      where workspace_id = ${workspaceId} and segment_id = ${segmentId} and hour > steps.at - ${step} and hour <= steps.at) as sums on true
    order by steps.at`.execute(db)
  return rows
}
