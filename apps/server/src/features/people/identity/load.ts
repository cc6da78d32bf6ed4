// Reads what a batch needs to know of identifiers and profiles into the processor's memory.
import type { PoolClient } from '../../../platform/postgres.ts'
import type { StreamEvent } from '../../../platform/stream-event.ts'
import type { IdentityKind } from '../people.contract.ts'
import { createStats, type ConsentRecord, type ProfileState, type ProfileStats } from '../profile/profile-state.ts'
import type { Stamp } from '../profile/stamped-traits.ts'
import { readIdentifiers } from './identifiers.ts'
import type { IdentityCache } from './identity-cache.ts'

type Queryable = Pick<PoolClient, 'query'>

const identitiesSql = `
  select wanted.kind, wanted.value, identities.profile_id, coalesce(identities.is_verified, false) as is_verified
  from unnest($2::text[], $3::text[]) as wanted (kind, value)
  left join identities on identities.workspace_id = $1 and identities.kind = wanted.kind and identities.value = wanted.value`

const profilesSql = `
  select id, merged_into, user_id, country, city, first_seen_at, last_seen_at, traits, trait_stamps, stats, consent
  from profiles where workspace_id = $1 and id = any($2::uuid[])`

export interface ProfileRow {
  id: string
  merged_into: string | null
  user_id: string | null
  country: string | null
  city: string | null
  first_seen_at: Date
  last_seen_at: Date
  traits: Record<string, unknown>
  trait_stamps: Record<string, Stamp>
  stats: Partial<ProfileStats> & { locatedAt?: number }
  consent: Record<string, ConsentRecord>
}

export function toProfileState(row: ProfileRow): ProfileState {
  const { locatedAt, ...stats } = row.stats
  return {
    id: row.id, isPersonChanged: false, mergedInto: row.merged_into, touchedIn: 0,
    traits: row.traits, stamps: row.trait_stamps, consent: row.consent,
    userId: row.user_id ?? '', country: row.country ?? '', city: row.city ?? '', locatedAt: locatedAt ?? 0,
    firstSeenAt: row.first_seen_at.getTime(), lastSeenAt: row.last_seen_at.getTime(),
    stats: { ...createStats(), ...stats },
  }
}

/** Reads these profiles and those they went into, unless they are in memory. Returns those that were read. */
export async function loadProfiles(client: Queryable, workspaceId: number, ids: Iterable<string>, cache: IdentityCache): Promise<ProfileState[]> {
  const learned: ProfileState[] = []
  let missing = [...new Set(ids)].filter((id) => !cache.hasProfile(id))
  // A merged profile leads to the one it went into, at most a few steps.
  while (missing.length > 0) {
    const { rows } = await client.query<ProfileRow>({ name: 'load-profiles', text: profilesSql, values: [workspaceId, missing] })
    for (const row of rows) {
      const profile = toProfileState(row)
      if (cache.learnProfile(profile)) learned.push(profile)
    }
    missing = rows.flatMap((row) => (row.merged_into && !cache.hasProfile(row.merged_into) ? [row.merged_into] : []))
  }
  return learned
}

/** After it, every identifier of `events` is known to exist or not, and every profile they lead to is in memory. Returns the profiles that were read. */
export async function loadForEvents(client: Queryable, workspaceId: number, events: readonly StreamEvent[], cache: IdentityCache): Promise<ProfileState[]> {
  const kinds: string[] = []
  const values: string[] = []
  const asked = new Set<string>()
  const wanted = new Set<string>()
  for (const event of events) {
    if (event.givenProfileId) wanted.add(event.givenProfileId)
    for (const { kind, value } of readIdentifiers(event)) {
      const owner = cache.owner(kind, value)
      if (owner) wanted.add(owner)
      const key = `${kind}\n${value}`
      if (owner !== undefined || asked.has(key)) continue
      asked.add(key)
      kinds.push(kind)
      values.push(value)
    }
  }
  if (kinds.length > 0) {
    const { rows } = await client.query<{ kind: IdentityKind; value: string; profile_id: string | null; is_verified: boolean }>({
      name: 'load-identities', text: identitiesSql, values: [workspaceId, kinds, values],
    })
    for (const row of rows) {
      cache.learnOwner(row.kind, row.value, row.profile_id, row.is_verified)
      if (row.profile_id) wanted.add(row.profile_id)
    }
  }
  return loadProfiles(client, workspaceId, wanted, cache)
}
