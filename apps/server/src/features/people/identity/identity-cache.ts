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
const maxIdentities = 150_000

function keyOf(kind: IdentityKind, value: string): string {
  return `${kind}\n${value}`
}

export class IdentityCache {
  private readonly owners = new Map<string, string>()
  private readonly verified = new Set<string>()
  private readonly profiles = new Map<string, ProfileState>()

  /** The profile an identifier came with; null is "known not to exist", undefined "not looked up". */
  owner(kind: IdentityKind, value: string): string | null | undefined {
    const found = this.owners.get(keyOf(kind, value))
    return found === '' ? null : found
  }

  /** Remembers what the database says, unless this process already knows better. */
  learnOwner(kind: IdentityKind, value: string, profileId: string | null, isVerified: boolean): void {
    const key = keyOf(kind, value)
    if (this.owners.has(key)) return
    this.owners.set(key, profileId ?? '')
    if (isVerified) this.verified.add(key)
  }

  setOwner(identity: Identifier, profileId: string, isVerified: boolean): void {
    const key = keyOf(identity.kind, identity.value)
    this.owners.set(key, profileId)
    if (isVerified) this.verified.add(key)
  }

  isVerified(identity: Identifier): boolean {
    return this.verified.has(keyOf(identity.kind, identity.value))
  }

  hasProfile(id: string): boolean {
    return this.profiles.has(id)
  }

  learnProfile(profile: ProfileState): void {
    if (!this.profiles.has(profile.id)) this.profiles.set(profile.id, profile)
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
    if (this.owners.size <= maxIdentities) return
    // A forgotten identifier is looked up again; one whose profile is not committed yet must not be.
    for (const [key, profileId] of this.owners) {
      if (this.owners.size <= maxIdentities) break
      const profile = profileId === '' ? undefined : this.profiles.get(profileId)
      if (!profile || profile.touchedIn <= committedBatch) {
        this.owners.delete(key)
        this.verified.delete(key)
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
