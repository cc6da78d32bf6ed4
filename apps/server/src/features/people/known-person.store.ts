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

/** What a page or a server names somebody by. */
export interface NamedBy {
  profileId?: string | undefined
  userId?: string | undefined
  anonymousId?: string | undefined
}

/** The profile that each names, as if nobody had ever been merged, and whether that is so. `offset 0`: who is named is looked up once, not wherever it is used. */
const namedPeopleSql = `
  select person, named.id, is_identified as "isIdentified", array[named.id::text] as "memberIds", coalesce("userIds"[:200], '{}') as "userIds", coalesce("anonymousIds"[:200], '{}') as "anonymousIds",
    merged_into is not null or (select true from profiles where workspace_id = $1 and merged_into = named.id limit 1) is not null as "isMerged"
  from (
    select person, coalesce(
      "profileId",
      (select profile_id from identities where workspace_id = $1 and kind = 'user_id' and value = given."userId"),
      (select profile_id from identities where workspace_id = $1 and kind = 'anonymous_id' and value = given."anonymousId")) as id
    from json_to_recordset($2::json) as given (person int, "profileId" uuid, "userId" text, "anonymousId" text) offset 0) as named,
  lateral (select is_identified, merged_into from profiles where workspace_id = $1 and profiles.id = named.id limit 1) as profiles,
  lateral (
    select array_agg(value order by first_seen_at desc) filter (where kind = 'user_id') as "userIds", array_agg(value order by first_seen_at desc) filter (where kind = 'anonymous_id') as "anonymousIds"
    from identities where workspace_id = $1 and profile_id = named.id) as identifiers`

/** The same through all merges, of profiles. Each join looks up in an index whatever the statistics say: `limit` and `offset 0` keep the planner from reading whole tables instead. */
const mergedPeopleSql = `
  with recursive path as (
    select person, profiles.* from json_to_recordset($2::json) as given (person int, id uuid), lateral (
      select profiles.id, merged_into, is_identified from profiles where workspace_id = $1 and profiles.id = given.id limit 1) as profiles
    union all
    select path.person, profiles.* from path, lateral (
      select profiles.id, merged_into, is_identified from profiles where workspace_id = $1 and profiles.id = path.merged_into limit 1) as profiles),
  root as materialized (select person, id, is_identified from path where merged_into is null),
  members as (
    select person, id from root
    union
    select person, profiles.id from members, lateral (select profiles.id from profiles where workspace_id = $1 and profiles.merged_into = members.id offset 0) as profiles),
  identifiers as materialized (
    select person, found.* from members, lateral (select kind, value, first_seen_at from identities where workspace_id = $1 and profile_id = members.id offset 0) as found)
  select person, root.id, is_identified as "isIdentified", array(select id::text from members where members.person = root.person) as "memberIds",
    array(select value from identifiers where identifiers.person = root.person and kind = 'user_id' order by first_seen_at desc limit 200) as "userIds",
    array(select value from identifiers where identifiers.person = root.person and kind = 'anonymous_id' order by first_seen_at desc limit 200) as "anonymousIds"
  from root`

type Found = KnownPerson & { person: number }

/** Each by profile, else by user id, else by anonymous id; undefined where none of them is known. In the order given. */
export async function findKnownPeople(client: Pick<PoolClient, 'query'>, workspaceId: number, named: readonly NamedBy[]): Promise<(KnownPerson | undefined)[]> {
  const given = named.flatMap(({ profileId, userId, anonymousId }, person) => (profileId || userId || anonymousId ? [{ person, profileId, userId, anonymousId }] : []))
  if (given.length === 0) return named.map(() => undefined)
  const { rows: people } = await client.query<Found & { isMerged: boolean }>({ name: 'named-people', text: namedPeopleSql, values: [workspaceId, JSON.stringify(given)] })
  // Most people were never merged: following merges costs several times as much.
  const alone = people.filter(({ isMerged }) => !isMerged)
  const merged = people.filter(({ isMerged }) => isMerged).map(({ person, id }) => ({ person, id }))
  const { rows: joined } = merged.length > 0 ? await client.query<Found>({ name: 'merged-people', text: mergedPeopleSql, values: [workspaceId, JSON.stringify(merged)] }) : { rows: [] }
  const found = new Map([...alone, ...joined].map(({ person, id, isIdentified, memberIds, userIds, anonymousIds }) => [person, { id, isIdentified, memberIds, userIds, anonymousIds }]))
  return named.map((_, person) => found.get(person))
}

/** The same of one. */
export async function findKnownPerson(client: Pick<PoolClient, 'query'>, workspaceId: number, by: NamedBy): Promise<KnownPerson | undefined> {
  return (await findKnownPeople(client, workspaceId, [by]))[0]
}
