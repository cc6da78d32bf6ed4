// What folding a batch has changed so far: who was touched, where they stand, what is to be told.
import type { ProfileState } from '../../people/index.ts'
import type { StateWrite } from './kept-states.ts'
import type { LiveWrites, MembershipWrite, Transition } from './live-writes.ts'

export class GatheredChanges {
  readonly touched = new Map<string, ProfileState>()
  /** People who are not in memory and of whom only the state is known: asked nothing but what they were brought for. */
  readonly bare = new Map<string, StateWrite>()
  /** Segments that events told of and nobody knows. */
  readonly unknownIds = new Set<string>()
  private readonly memberships = new Map<string, MembershipWrite>()
  private readonly removed = new Set<string>()
  private transitions: Transition[] = []

  /** Where a person stands in a segment; what was said before in the batch no longer counts. */
  write(membership: MembershipWrite): void {
    this.memberships.set(`${membership.segment.ref} ${membership.profileId}`, membership)
  }

  tell(transition: Transition): void {
    this.transitions.push(transition)
  }

  /** The profile went into another. */
  remove(profileId: string): void {
    this.touched.delete(profileId)
    for (const [key, write] of this.memberships) if (write.profileId === profileId) this.memberships.delete(key)
    this.removed.add(profileId)
  }

  /** Hands everything over and begins anew. */
  take(states: LiveWrites['states'], companyIds: string[]): LiveWrites {
    const writes: LiveWrites = {
      touched: [...this.touched.values()], states, memberships: [...this.memberships.values()], transitions: this.transitions,
      removedIds: [...this.removed], unknownIds: [...this.unknownIds], companyIds,
    }
    this.transitions = []
    for (const kept of [this.touched, this.bare, this.unknownIds, this.memberships, this.removed]) kept.clear()
    return writes
  }
}
