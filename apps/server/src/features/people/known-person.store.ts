// Who is behind the identifiers that a page names, with everything else they are known by: asked for every survey that is due.
import type { PoolClient } from '../../platform/postgres.ts'

export interface KnownPerson {
  /** The profile that stands for the person after all merges. */
  id: string
  isIdentified: boolean
  /** `id` and every profile that went into it. */
  memberIds: string[]
  /** The newest 200 of each kind. */
  userIds: string[]
  anonymousIds: string[]
}

/** Each join looks up in an index whatever the statistics say: `limit` and `offset 0` keep the planner from reading whole tables instead. */
const knownPersonSql = `
  with recursive named as (
    select $2::uuid as id, 0 as rank where $2::uuid is not null
    union all select profile_id, 1 from identities where workspace_id = $1 and kind = 'user_id' and value = $3
    union all select profile_id, 2 from identities where workspace_id = $1 and kind = 'anonymous_id' and value = $4),
  path as (
    select profiles.* from (select id from named order by rank limit 1) as first, lateral (
      select profiles.id, merged_into, is_identified from profiles where workspace_id = $1 and profiles.id = first.id limit 1) as profiles
    union all
    select profiles.* from path, lateral (
      select profiles.id, merged_into, is_identified from profiles where workspace_id = $1 and profiles.id = path.merged_into limit 1) as profiles),
  root as (select id, is_identified from path where merged_into is null),
  members as (
    select id from root
    union
    select profiles.id from members, lateral (select profiles.id from profiles where workspace_id = $1 and profiles.merged_into = members.id offset 0) as profiles),
  identifiers as (
    select found.* from members, lateral (select kind, value, first_seen_at from identities where workspace_id = $1 and profile_id = members.id offset 0) as found)
  select root.id, is_identified as "isIdentified", array(select id::text from members) as "memberIds",
    array(select value from identifiers where kind = 'user_id' order by first_seen_at desc limit 200) as "userIds",
    array(select value from identifiers where kind = 'anonymous_id' order by first_seen_at desc limit 200) as "anonymousIds"
  from root`

/** By profile, else by user id, else by anonymous id; undefined where none of them is known. */
export async function findKnownPerson(
  client: Pick<PoolClient, 'query'>, workspaceId: number, by: { profileId?: string | undefined; userId?: string | undefined; anonymousId?: string | undefined },
): Promise<KnownPerson | undefined> {
  if (!by.profileId && !by.userId && !by.anonymousId) return undefined
  const values = [workspaceId, by.profileId ?? null, by.userId ?? null, by.anonymousId ?? null]
  const { rows } = await client.query<KnownPerson>({ name: 'known-person', text: knownPersonSql, values })
  return rows[0]
}
