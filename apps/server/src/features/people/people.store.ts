// SQL on one person: the profile, identifiers, merges, suggestions.
import { sql } from 'kysely'
import type { Db, PoolClient } from '../../platform/postgres.ts'
import type { PeopleTables } from './people.tables.ts'
import type { IdentityKind } from './people.contract.ts'
import { toProfileState, type ProfileRow } from './identity/load.ts'
import type { ProfileState } from './profile/profile-state.ts'

export type FullProfileRow = ProfileRow & {
  name: string
  is_identified: boolean
  email: string | null
  phone: string | null
  sessions: number
  orders: number
  revenue: number
}

const fullColumns = sql`id, merged_into, name, is_identified, email, phone, user_id, country, city, first_seen_at, last_seen_at, sessions, orders, revenue,
  traits, trait_stamps, stats, consent`

/** The profile that stands for `id` after all merges; undefined when there is none. */
export async function findProfile(db: Db, workspaceId: number, id: string): Promise<FullProfileRow | undefined> {
  let wanted: string | null = id
  while (wanted) {
    const row: FullProfileRow | undefined = (
      await sql<FullProfileRow>`select ${fullColumns} from profiles where workspace_id = ${workspaceId} and id = ${wanted}`.execute(db)
    ).rows[0]
    if (!row || !row.merged_into) return row
    wanted = row.merged_into
  }
  return undefined
}

/** `id` and every profile that went into it, at any depth: whose rows a read must take together. */
export async function listMemberIds(db: Db, workspaceId: number, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive members as (
      select ${id}::uuid as id
      union select profiles.id from profiles join members on profiles.merged_into = members.id where profiles.workspace_id = ${workspaceId})
    select id from members`.execute(db)
  return rows.map((row) => row.id)
}

/** The same for a plain connection inside a transaction. */
export async function readMemberIds(client: Pick<PoolClient, 'query'>, workspaceId: number, id: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive members as (
      select $2::uuid as id
      union select profiles.id from profiles join members on profiles.merged_into = members.id where profiles.workspace_id = $1)
    select id from members`,
    [workspaceId, id],
  )
  return rows.map((row) => row.id)
}

/** The profile of an identifier; without a kind the more certain kinds come first. */
export async function findByIdentifier(db: Db, workspaceId: number, kind: IdentityKind | undefined, values: string[]): Promise<string | undefined> {
  const { rows } = await sql<{ profile_id: string }>`
    select profile_id from identities
    where workspace_id = ${workspaceId} and (${kind ?? null}::text is null or kind = ${kind ?? null}) and value = any(${values}::text[])
    order by array_position(array['user_id', 'email', 'phone', 'external_id', 'anonymous_id'], kind) limit 1`.execute(db)
  return rows[0]?.profile_id
}

export async function listIdentities(db: Db, workspaceId: number, profileIds: string[]) {
  return db
    .withTables<PeopleTables>()
    .selectFrom('identities')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('profile_id', 'in', profileIds)
    .orderBy('first_seen_at')
    .orderBy('value')
    .limit(200)
    .execute()
}

export async function listMerges(db: Db, workspaceId: number, profileIds: string[]) {
  const { rows } = await sql<{ id: string; from: string; fromName: string; into: string; at: Date; reason: string; by: string; undoneAt: Date | null }>`
    select merges.id, from_profile_id as "from", coalesce(profiles.name, '') as "fromName", into_profile_id as "into", at, reason, actor as "by", undone_at as "undoneAt"
    from profile_merges as merges
    left join profiles on profiles.workspace_id = merges.workspace_id and profiles.id = merges.from_profile_id
    where merges.workspace_id = ${workspaceId} and merges.into_profile_id = any(${profileIds}::uuid[])
    order by at desc limit 100`.execute(db)
  return rows
}

/** Open suggestions; both sides as they stand after merges, those that are one person by now left out. */
export async function listSuggestions(
  db: Db, workspaceId: number, query: { profileIds?: string[]; beforeId?: string; limit: number },
): Promise<{ id: string; leftId: string; rightId: string; reason: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; leftId: string; rightId: string; reason: string; at: Date }>`
    select suggestions.id, coalesce(l.merged_into, l.id) as "leftId", coalesce(r.merged_into, r.id) as "rightId", suggestions.reason, suggestions.at
    from merge_suggestions as suggestions
    join profiles as l on l.workspace_id = suggestions.workspace_id and l.id = left_profile_id
    join profiles as r on r.workspace_id = suggestions.workspace_id and r.id = right_profile_id
    where suggestions.workspace_id = ${workspaceId} and dismissed_at is null
      and coalesce(l.merged_into, l.id) <> coalesce(r.merged_into, r.id)
      and (${query.profileIds ?? null}::uuid[] is null or left_profile_id = any(${query.profileIds ?? null}::uuid[]) or right_profile_id = any(${query.profileIds ?? null}::uuid[]))
      and (${query.beforeId ?? null}::uuid is null or suggestions.id < ${query.beforeId ?? null}::uuid)
    order by suggestions.id desc limit ${query.limit}`.execute(db)
  return rows
}

/** False when there is no such open suggestion. */
export async function dismissSuggestion(db: Db, workspaceId: number, id: string, now: Date): Promise<boolean> {
  const result = await db
    .withTables<PeopleTables>()
    .updateTable('merge_suggestions')
    .set({ dismissed_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('dismissed_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function readCompanyNames(db: Db, workspaceId: number, ids: string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; name: string }>`
    select id, coalesce(traits ->> 'name', id) as name from companies where workspace_id = ${workspaceId} and id = any(${ids}::text[]) order by 2`.execute(db)
  return rows
}

/** The person `id` leads to after all merges, with all profiles that are theirs. */
export async function findPersonId(db: Db, workspaceId: number, id: string): Promise<{ id: string; memberIds: string[] } | undefined> {
  const profile = await findProfile(db, workspaceId, id)
  return profile && { id: profile.id, memberIds: await listMemberIds(db, workspaceId, profile.id) }
}

/** The same with what is known of them. */
export async function findPersonState(db: Db, workspaceId: number, id: string): Promise<{ profile: ProfileState; name: string; memberIds: string[] } | undefined> {
  const row = await findProfile(db, workspaceId, id)
  return row && { profile: toProfileState(row), name: row.name, memberIds: await listMemberIds(db, workspaceId, row.id) }
}

/** The people behind identifiers of any kind, after merges: identifier → profile. Unknown ones are left out. */
export async function findByIdentifiers(db: Db, workspaceId: number, values: readonly string[]): Promise<Map<string, string>> {
  if (values.length === 0) return new Map()
  const { rows } = await sql<{ value: string; id: string }>`
    with recursive found as (
      select distinct on (value) value, profile_id as id from identities
      where workspace_id = ${workspaceId} and value = any(${values}::text[])
      order by value, array_position(array['user_id', 'email', 'phone', 'external_id', 'anonymous_id'], kind)),
    roots as (
      select found.value, profiles.id, profiles.merged_into from found join profiles on profiles.workspace_id = ${workspaceId} and profiles.id = found.id
      union all select roots.value, profiles.id, profiles.merged_into from roots join profiles on profiles.workspace_id = ${workspaceId} and profiles.id = roots.merged_into)
    select value, id from roots where merged_into is null`.execute(db)
  return new Map(rows.map((row) => [row.value, row.id]))
}

/** The people that profiles lead to after merges: profile → person. Erased ones are left out. */
export async function findRoots(db: Db, workspaceId: number, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ start: string; id: string }>`
    with recursive roots as (
      select id as start, id, merged_into from profiles where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])
      union all select roots.start, profiles.id, profiles.merged_into from roots join profiles on profiles.workspace_id = ${workspaceId} and profiles.id = roots.merged_into)
    select start, id from roots where merged_into is null`.execute(db)
  return new Map(rows.map((row) => [row.start, row.id]))
}
