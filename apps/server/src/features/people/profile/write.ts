// Writes folded profiles and what resolving found, each kind in one statement, inside the batch's transaction.
import { uuidv7 } from 'uuidv7'
import type { PoolClient } from '../../../platform/postgres.ts'
import { textAt } from '../../../platform/stream-event.ts'
import { normaliseEmail, normalisePhone } from '../identity/identifiers.ts'
import type { IdentityWrites } from '../identity/resolve.ts'
import { nameOf } from './fold.ts'
import { createStats, type ProfileState, type ProfileStats } from './profile-state.ts'

type Queryable = Pick<PoolClient, 'query'>

/** Separates JSON texts in one parameter: JSON never contains it unescaped, so that nothing has to be quoted. */
const separator = '\u001e'
const hourMs = 3_600_000

const statNames = Object.keys(createStats()) as (keyof ProfileStats)[]

const upsertSql = `
  insert into profiles (workspace_id, id, merged_into, is_identified, name, email, phone, user_id, country, city, search_text,
    first_seen_at, last_seen_at, last_seen_hour, sessions, orders, revenue, traits, trait_stamps, consent, stats)
  select $1, id, merged_into, is_identified, name, email, phone, user_id, country, city, search_text,
    to_timestamp(first_ms / 1000.0), to_timestamp(last_ms / 1000.0), to_timestamp(hour_ms / 1000.0), sessions, orders, revenue, traits, stamps, consent, stats
  from unnest($2::uuid[], $3::uuid[], $4::bool[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::float8[], $13::float8[], $14::float8[], $15::int[], $16::int[], $17::numeric[],
    string_to_array($18, E'\\x1e')::jsonb[], string_to_array($19, E'\\x1e')::json[], string_to_array($20, E'\\x1e')::jsonb[], string_to_array($21, E'\\x1e')::json[])
    as given (id, merged_into, is_identified, name, email, phone, user_id, country, city, search_text, first_ms, last_ms, hour_ms, sessions, orders, revenue,
      traits, stamps, consent, stats)
  on conflict (workspace_id, id) do update set
    merged_into = excluded.merged_into, is_identified = excluded.is_identified, name = excluded.name, email = excluded.email, phone = excluded.phone,
    user_id = excluded.user_id, country = excluded.country, city = excluded.city, search_text = excluded.search_text,
    first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, last_seen_hour = excluded.last_seen_hour,
    sessions = excluded.sessions, orders = excluded.orders, revenue = excluded.revenue, traits = excluded.traits,
    trait_stamps = excluded.trait_stamps, stats = excluded.stats, consent = excluded.consent`

/** What most events change: figures. Who the person is stays as it is and is not sent again. */
const updateSql = `
  update profiles set first_seen_at = to_timestamp(first_ms / 1000.0), last_seen_at = to_timestamp(last_ms / 1000.0), last_seen_hour = to_timestamp(hour_ms / 1000.0),
    country = given.country, city = given.city, sessions = given.sessions, orders = given.orders, revenue = given.revenue, stats = given.stats
  from unnest($2::uuid[], $3::float8[], $4::float8[], $5::float8[], $6::text[], $7::text[], $8::int[], $9::int[], $10::numeric[],
    string_to_array($11, E'\\x1e')::json[]) as given (id, first_ms, last_ms, hour_ms, country, city, sessions, orders, revenue, stats)
  where profiles.workspace_id = $1 and profiles.id = given.id`

const identitiesSql = `
  insert into identities (workspace_id, kind, value, profile_id, is_verified, source_id, first_seen_at)
  select distinct on (kind, value) $1::int, kind, value, profile_id, is_verified, source_id, first_seen_at
  from unnest($2::text[], $3::text[], $4::uuid[], $5::bool[], $6::uuid[], $7::timestamptz[]) as given (kind, value, profile_id, is_verified, source_id, first_seen_at)
  order by kind, value, is_verified desc
  on conflict (workspace_id, kind, value) do update set is_verified = identities.is_verified or excluded.is_verified`

const mergesSql = `
  insert into profile_merges (workspace_id, id, from_profile_id, into_profile_id, reason, actor, at)
  select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[])`

const suggestionsSql = `
  insert into merge_suggestions (workspace_id, id, left_profile_id, right_profile_id, reason, at)
  select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[])
  on conflict (workspace_id, left_profile_id, right_profile_id) do nothing`

function canBeNamed({ stats: { identifiers } }: ProfileState): boolean {
  return identifiers.user_id + identifiers.email + identifiers.phone + identifiers.external_id > 0
}

/** What a search looks through: only people who can be named are in it, visitors would drown them. */
function searchTextOf(profile: ProfileState, name: string, email: string, phone: string): string {
  if (!canBeNamed(profile)) return ''
  return [name, email, phone, profile.userId, textAt(profile.traits, 'company')].filter(Boolean).join(' ').toLowerCase().slice(0, 600)
}

/** First, last and the hour of last, as columns of milliseconds since 1970. */
function toSeenColumns(profiles: readonly ProfileState[]): string[] {
  return [
    toPlainArray(profiles.map((profile) => profile.firstSeenAt)),
    toPlainArray(profiles.map((profile) => profile.lastSeenAt)),
    toPlainArray(profiles.map((profile) => Math.floor(profile.lastSeenAt / hourMs) * hourMs)),
  ]
}

function toJson(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(separator)
}

/** Only what differs from a new profile's figures: most are zero or empty for most people. */
function statsOf({ stats, locatedAt }: ProfileState): object {
  const kept: Record<string, unknown> = {}
  if (locatedAt > 0) kept['locatedAt'] = locatedAt
  for (const name of statNames) {
    const value = stats[name]
    if (value !== null && value !== 0 && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)) kept[name] = value
  }
  return kept
}

/** An array parameter of values that need no quoting: the driver would look at every character of each. */
function toPlainArray(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`
}

function toUpsertValues(profiles: readonly ProfileState[]): unknown[] {
  const column = <T>(pick: (profile: ProfileState) => T) => profiles.map(pick)
  const names = column(nameOf)
  const emails = column((profile) => normaliseEmail(profile.traits['email']) ?? null)
  const phones = column((profile) => normalisePhone(profile.traits['phone']) ?? null)
  return [
    toPlainArray(column((profile) => profile.id)), column((profile) => profile.mergedInto), column(canBeNamed), names, emails, phones,
    column((profile) => profile.userId || null), column((profile) => profile.country || null), column((profile) => profile.city || null),
    profiles.map((profile, index) => searchTextOf(profile, names[index]!, emails[index] ?? '', phones[index] ?? '')),
    ...toSeenColumns(profiles),
    toPlainArray(column(({ stats }) => stats.sessions)), toPlainArray(column(({ stats }) => stats.orders)), toPlainArray(column(({ stats }) => stats.revenue)),
    toJson(column((profile) => profile.traits)), toJson(column((profile) => profile.stamps)), toJson(column((profile) => profile.consent)), toJson(column(statsOf)),
  ]
}

function toUpdateValues(profiles: readonly ProfileState[]): unknown[] {
  const column = <T>(pick: (profile: ProfileState) => T) => profiles.map(pick)
  return [
    toPlainArray(column((profile) => profile.id)), ...toSeenColumns(profiles),
    column((profile) => profile.country || null), column((profile) => profile.city || null),
    toPlainArray(column(({ stats }) => stats.sessions)), toPlainArray(column(({ stats }) => stats.orders)), toPlainArray(column(({ stats }) => stats.revenue)), toJson(column(statsOf)),
  ]
}

/** Profiles as they stood at one moment, ready to be written. */
export interface ProfileWrites {
  upserts: unknown[] | undefined
  updates: unknown[] | undefined
}

/**
 * Takes the profiles' state now. The next batch folds into the same objects while this one is being written: what is
 * written must not hold any of it. A profile must not be in `profiles` twice.
 */
export function snapshotProfiles(profiles: readonly ProfileState[]): ProfileWrites {
  const { changed, counted } = Object.groupBy(profiles, (profile) => (profile.isPersonChanged ? 'changed' : 'counted'))
  for (const profile of changed ?? []) profile.isPersonChanged = false
  return { upserts: changed && toUpsertValues(changed), updates: counted && toUpdateValues(counted) }
}

export async function writeProfiles(client: Queryable, workspaceId: number, { upserts, updates }: ProfileWrites): Promise<void> {
  if (upserts) await client.query({ name: 'upsert-profiles', text: upsertSql, values: [workspaceId, ...upserts] })
  if (updates) await client.query({ name: 'update-figures', text: updateSql, values: [workspaceId, ...updates] })
}

export async function writeIdentities(client: Queryable, workspaceId: number, writes: IdentityWrites): Promise<void> {
  const { identities, merges, suggestions } = writes
  if (identities.length > 0) {
    await client.query({
      name: 'insert-identities', text: identitiesSql,
      values: [
        workspaceId, identities.map((row) => row.kind), identities.map((row) => row.value), identities.map((row) => row.profileId),
        identities.map((row) => row.isVerified), identities.map((row) => row.sourceId || null), identities.map((row) => new Date(row.at).toISOString()),
      ],
    })
  }
  if (merges.length > 0) {
    await client.query(mergesSql, [
      workspaceId, merges.map((row) => row.id), merges.map((row) => row.from), merges.map((row) => row.into),
      merges.map((row) => row.reason), merges.map((row) => row.actor), merges.map((row) => new Date(row.at).toISOString()),
    ])
  }
  if (suggestions.length > 0) {
    await client.query(suggestionsSql, [
      workspaceId, suggestions.map(() => uuidv7()), suggestions.map((row) => row.left), suggestions.map((row) => row.right),
      suggestions.map((row) => row.reason), suggestions.map((row) => new Date(row.at).toISOString()),
    ])
  }
}
