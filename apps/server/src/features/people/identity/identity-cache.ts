// The processor's memory of identifiers and profiles of one workspace. It holds the lease, so nobody else changes them;
// after a lost lease or a failed batch it is thrown away and read again.
import type { IdentityKind } from '../people.contract.ts'
import type { ProfileState } from '../profile/profile-state.ts'
import type { Identifier } from './identifiers.ts'

export interface NewIdentity extends Identifier {
  profileId: string
  isVerified: boolean
  sourceId: string
  at: number
}

export interface MergeRecord {
  id: string
  from: string
  into: string
  reason: string
  actor: string
  at: number
}

export interface SuggestionRecord {
  left: string
  right: string
  reason: string
  at: number
}

const maxProfiles = 40_000
/** Of each kind. */
const maxIdentities = 100_000

interface Owner {
  /** null: known not to exist. */
  profileId: string | null
  isVerified: boolean
}

export class IdentityCache {
  private readonly owners: Record<IdentityKind, Map<string, Owner>> = {
    user_id: new Map(), email: new Map(), phone: new Map(), external_id: new Map(), anonymous_id: new Map(),
  }
  private readonly profiles = new Map<string, ProfileState>()

  /** The profile an identifier came with; null is "known not to exist", undefined "not looked up". */
  owner(kind: IdentityKind, value: string): string | null | undefined {
    return this.owners[kind].get(value)?.profileId
  }

  /** Remembers what the database says, unless this process already knows better. */
  learnOwner(kind: IdentityKind, value: string, profileId: string | null, isVerified: boolean): void {
    const known = this.owners[kind]
    if (!known.has(value)) known.set(value, { profileId, isVerified })
  }

  setOwner({ kind, value }: Identifier, profileId: string, isVerified: boolean): void {
    this.owners[kind].set(value, { profileId, isVerified: isVerified || this.isVerified({ kind, value }) })
  }

  isVerified({ kind, value }: Identifier): boolean {
    return this.owners[kind].get(value)?.isVerified ?? false
  }

  hasProfile(id: string): boolean {
    return this.profiles.has(id)
  }

  /** False when this process already knows better. */
  learnProfile(profile: ProfileState): boolean {
    if (this.profiles.has(profile.id)) return false
    this.profiles.set(profile.id, profile)
    return true
  }

  addProfile(profile: ProfileState): void {
    this.profiles.set(profile.id, profile)
  }

  /** The profile that stands for `id` after all merges. */
  root(id: string): ProfileState {
    let profile = this.profiles.get(id)
    while (profile?.mergedInto) profile = this.profiles.get(profile.mergedInto)
    if (!profile) throw new Error(`The profile ${id} was not loaded.`)
    return profile
  }

  find(id: string): ProfileState | undefined {
    return this.profiles.get(id)
  }

  /** Forgets the oldest entries; profiles of batches after `committedBatch` are not in the database yet and stay. */
  trim(committedBatch: number): void {
    for (const [id, profile] of this.profiles) {
      if (this.profiles.size <= maxProfiles) break
      if (profile.touchedIn <= committedBatch) this.profiles.delete(id)
    }
    // A forgotten identifier is looked up again; one whose profile is not committed yet must not be.
    for (const known of Object.values(this.owners)) {
      for (const [value, { profileId }] of known) {
        if (known.size <= maxIdentities) break
        const profile = profileId === null ? undefined : this.profiles.get(profileId)
        if (!profile || profile.touchedIn <= committedBatch) known.delete(value)
      }
    }
  }

  /** Moves a profile to the young end, so that `trim` finds the idle ones first. */
  touch(profile: ProfileState, batch: number): void {
    profile.touchedIn = batch
    if (this.profiles.size > maxProfiles / 2) {
      this.profiles.delete(profile.id)
      this.profiles.set(profile.id, profile)
    }
  }
}
