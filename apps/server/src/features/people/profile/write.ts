// Writes folded profiles and what resolving found, each kind in one statement, inside the batch's transaction.
import { uuidv7 } from 'uuidv7'
import type { PoolClient } from '../../../platform/postgres.ts'
import { textAt } from '../../../platform/stream-event.ts'
import { normaliseEmail, normalisePhone } from '../identity/identifiers.ts'
import type { IdentityWrites } from '../identity/resolve.ts'
import { nameOf } from './fold.ts'
import type { ProfileState } from './profile-state.ts'

const hourMs = 3_600_000

const upsertSql = `
  insert into profiles (workspace_id, id, merged_into, is_identified, name, email, phone, user_id, country, city, search_text,
    first_seen_at, last_seen_at, last_seen_hour, sessions, orders, revenue, traits, trait_stamps, stats, consent)
  select $1, * from unnest($2::uuid[], $3::uuid[], $4::bool[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::int[], $16::int[], $17::numeric[], $18::jsonb[], $19::jsonb[], $20::jsonb[], $21::jsonb[])
  on conflict (workspace_id, id) do update set
    merged_into = excluded.merged_into, is_identified = excluded.is_identified, name = excluded.name, email = excluded.email, phone = excluded.phone,
    user_id = excluded.user_id, country = excluded.country, city = excluded.city, search_text = excluded.search_text,
    first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, last_seen_hour = excluded.last_seen_hour,
    sessions = excluded.sessions, orders = excluded.orders, revenue = excluded.revenue, traits = excluded.traits,
    trait_stamps = excluded.trait_stamps, stats = excluded.stats, consent = excluded.consent`

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

/** What a search looks through: only people who can be named are in it, visitors would drown them. */
function searchTextOf(profile: ProfileState, name: string, email: string, phone: string): string {
  const { identifiers } = profile.stats
  if (identifiers.user_id + identifiers.email + identifiers.phone + identifiers.external_id === 0) return ''
  return [name, email, phone, profile.userId, textAt(profile.traits, 'company')].filter(Boolean).join(' ').toLowerCase().slice(0, 600)
}

/** Upserts profiles as they stand in memory. A profile must not be in `profiles` twice. */
export async function writeProfiles(client: Pick<PoolClient, 'query'>, workspaceId: number, profiles: readonly ProfileState[]): Promise<void> {
  if (profiles.length === 0) return
  const columns: unknown[][] = Array.from({ length: 20 }, () => [])
  for (const profile of profiles) {
    const { stats } = profile
    const name = nameOf(profile)
    const email = normaliseEmail(profile.traits['email']) ?? ''
    const phone = normalisePhone(profile.traits['phone']) ?? ''
    const { identifiers } = stats
    const values = [
      profile.id, profile.mergedInto, identifiers.user_id + identifiers.email + identifiers.phone + identifiers.external_id > 0, name, email || null,
      phone || null, profile.userId || null, profile.country || null, profile.city || null, searchTextOf(profile, name, email, phone),
      new Date(profile.firstSeenAt).toISOString(), new Date(profile.lastSeenAt).toISOString(),
      new Date(Math.floor(profile.lastSeenAt / hourMs) * hourMs).toISOString(), stats.sessions, stats.orders, stats.revenue,
      JSON.stringify(profile.traits), JSON.stringify(profile.stamps), JSON.stringify({ ...stats, locatedAt: profile.locatedAt }), JSON.stringify(profile.consent),
    ]
    for (let index = 0; index < values.length; index += 1) columns[index]!.push(values[index])
  }
  await client.query({ name: 'upsert-profiles', text: upsertSql, values: [workspaceId, ...columns] })
}

export async function writeIdentities(client: Pick<PoolClient, 'query'>, workspaceId: number, writes: IdentityWrites): Promise<void> {
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
