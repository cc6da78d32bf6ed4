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

/** Each join looks up in an index whatever the statistics say: `limit` and `offset 0` keep the planner from reading whole tables instead. */
const knownPeopleSql = `
  with recursive given as materialized (
    select * from json_to_recordset($2::json) as given (person int, "profileId" uuid, "userId" text, "anonymousId" text)),
  named as (
    select person, "profileId" as id, 0 as rank from given where "profileId" is not null
    union all select person, found.profile_id, 1 from given, lateral (
      select profile_id from identities where workspace_id = $1 and kind = 'user_id' and value = given."userId" limit 1) as found
    union all select person, found.profile_id, 2 from given, lateral (
      select profile_id from identities where workspace_id = $1 and kind = 'anonymous_id' and value = given."anonymousId" limit 1) as found),
  path as (
    select first.person, profiles.* from (select distinct on (person) person, id from named order by person, rank) as first, lateral (
      select profiles.id, merged_into, is_identified from profiles where workspace_id = $1 and profiles.id = first.id limit 1) as profiles
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

/** Each by profile, else by user id, else by anonymous id; undefined where none of them is known. In the order given. */
export async function findKnownPeople(client: Pick<PoolClient, 'query'>, workspaceId: number, named: readonly NamedBy[]): Promise<(KnownPerson | undefined)[]> {
  const given = named.flatMap(({ profileId, userId, anonymousId }, person) => (profileId || userId || anonymousId ? [{ person, profileId, userId, anonymousId }] : []))
  if (given.length === 0) return named.map(() => undefined)
  const { rows } = await client.query<KnownPerson & { person: number }>({ name: 'known-people', text: knownPeopleSql, values: [workspaceId, JSON.stringify(given)] })
  const found = new Map(rows.map(({ person, ...known }) => [person, known]))
  return named.map((_, person) => found.get(person))
}

/** The same of one. */
export async function findKnownPerson(client: Pick<PoolClient, 'query'>, workspaceId: number, by: NamedBy): Promise<KnownPerson | undefined> {
  return (await findKnownPeople(client, workspaceId, [by]))[0]
}
