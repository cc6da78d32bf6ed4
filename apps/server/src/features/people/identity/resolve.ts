// Decides whose event it is: finds, creates, adopts, merges. In order, one event after the other, in memory.
import { uuidv7 } from 'uuidv7'
import type { StreamEvent } from '../../../platform/stream-event.ts'
import type { EventChanges } from '../../stream/stream.contract.ts'
import { combineProfiles } from '../profile/combine.ts'
import { createProfileState, isIdentified, type ProfileState } from '../profile/profile-state.ts'
import { identityLimits, isBlocked, readClaims, type Identifier } from './identifiers.ts'
import type { IdentityCache, MergeRecord, NewIdentity, SuggestionRecord } from './identity-cache.ts'

/** What resolving a batch adds to the database. */
export interface IdentityWrites {
  identities: NewIdentity[]
  merges: MergeRecord[]
  suggestions: SuggestionRecord[]
}

export interface Resolved {
  /** The profile the identifiers came with: written with the event, so that undoing a merge moves nothing. */
  ownId: string
  /** The profile that stands for the person now. */
  profile: ProfileState
  changes: EventChanges
}

export class Resolver {
  private readonly cache: IdentityCache
  readonly writes: IdentityWrites = { identities: [], merges: [], suggestions: [] }

  constructor(cache: IdentityCache) {
    this.cache = cache
  }

  /** undefined when the event names nobody that could be a person. */
  resolve(event: StreamEvent): Resolved | undefined {
    const changes: EventChanges = {}
    const ownId = this.findOwn(event, changes)
    if (!ownId) return undefined
    for (const claim of readClaims(event)) this.claim(claim, ownId, event, changes)
    if (event.type === 'alias' && event.previousId) this.alias(event, ownId, changes)
    return { ownId, profile: this.cache.root(ownId), changes }
  }

  private findOwn(event: StreamEvent, changes: EventChanges): string | undefined {
    if (event.givenProfileId) return this.cache.find(event.givenProfileId) ? event.givenProfileId : undefined
    const userId = event.userId && !isBlocked(event.userId) ? event.userId : ''
    const anonymousId = event.anonymousId && !isBlocked(event.anonymousId) ? event.anonymousId : ''
    if (userId) return this.findKnown(userId, anonymousId, event, changes)
    if (anonymousId) return this.cache.owner('anonymous_id', anonymousId) ?? this.createWith({ kind: 'anonymous_id', value: anonymousId }, event, changes)
    // A server may know somebody by e-mail, phone or an external id alone; a page may not.
    const [first] = event.isVerified ? readClaims(event) : []
    return first && (this.cache.owner(first.kind, first.value) ?? this.createWith(first, event, changes))
  }

  /** An event with a user id is that user's; an anonymous id that nobody has claimed joins them. */
  private findKnown(userId: string, anonymousId: string, event: StreamEvent, changes: EventChanges): string {
    const user: Identifier = { kind: 'user_id', value: userId }
    const anonymousOwner = anonymousId ? this.cache.owner('anonymous_id', anonymousId) : null
    let own = this.cache.owner('user_id', userId)
    if (own) {
      if (event.isVerified && !this.cache.isVerified(user)) this.verify(user, own, event)
      if (anonymousOwner) this.join(anonymousOwner, own, 'The same browser signed in', event, changes)
    } else if (anonymousOwner && !isIdentified(this.cache.root(anonymousOwner))) {
      // Adopted in place: the visitor's profile becomes the customer's, nothing is merged.
      own = anonymousOwner
      this.attach(user, own, event, changes)
    } else {
      own = this.createWith(user, event, changes)
    }
    if (anonymousId && !anonymousOwner) this.attach({ kind: 'anonymous_id', value: anonymousId }, own, event, changes)
    return own
  }

  private createWith(identifier: Identifier, event: StreamEvent, changes: EventChanges): string {
    const profile = createProfileState(uuidv7(), event.time)
    this.cache.addProfile(profile)
    changes.profileCreated = true
    this.attach(identifier, profile.id, event, changes)
    return profile.id
  }

  private attach(identifier: Identifier, profileId: string, event: StreamEvent, changes: EventChanges): void {
    this.cache.setOwner(identifier, profileId, event.isVerified)
    const profile = this.cache.root(profileId)
    profile.stats.identifiers[identifier.kind] += 1
    profile.isPersonChanged = true
    this.writes.identities.push({ ...identifier, profileId, isVerified: event.isVerified, sourceId: event.sourceId, at: event.time })
    ;(changes.identities ??= []).push(identifier)
  }

  private verify(identifier: Identifier, profileId: string, event: StreamEvent): void {
    this.cache.setOwner(identifier, profileId, true)
    this.writes.identities.push({ ...identifier, profileId, isVerified: true, sourceId: event.sourceId, at: event.time })
  }

  /** An unidentified profile goes into the one that is identified; two identified ones stay apart. */
  private join(otherId: string, ownId: string, reason: string, event: StreamEvent, changes: EventChanges): boolean {
    const other = this.cache.root(otherId)
    const own = this.cache.root(ownId)
    if (other === own) return true
    if (isIdentified(other)) return false
    this.merge(other, own, reason, event, changes)
    return true
  }

  private merge(from: ProfileState, into: ProfileState, reason: string, event: StreamEvent, changes: EventChanges): void {
    combineProfiles(into, from)
    from.mergedInto = into.id
    from.isPersonChanged = true
    this.writes.merges.push({ id: uuidv7(), from: from.id, into: into.id, reason, actor: 'Rapport', at: event.receivedAt })
    ;(changes.merged ??= []).push({ from: from.id, into: into.id })
  }

  private suggest(ownId: string, otherId: string, reason: string, event: StreamEvent, changes: EventChanges): void {
    changes.suggestion = reason
    const pair = [this.cache.root(ownId).id, this.cache.root(otherId).id].toSorted()
    if (pair[0] === pair[1]) return
    this.writes.suggestions.push({ left: pair[0]!, right: pair[1]!, reason, at: event.receivedAt })
  }

  private claim(claim: Identifier, ownId: string, event: StreamEvent, changes: EventChanges): void {
    const owner = this.cache.owner(claim.kind, claim.value)
    const own = this.cache.root(ownId)
    if (!owner) {
      if (own.stats.identifiers[claim.kind] < identityLimits[claim.kind]) this.attach(claim, ownId, event, changes)
      else changes.suggestion = `Kept as a trait: this person already has ${identityLimits[claim.kind]} of this kind.`
      return
    }
    const other = this.cache.root(owner)
    if (other === own) {
      if (event.isVerified && !this.cache.isVerified(claim)) this.verify(claim, owner, event)
    } else if (isIdentified(other)) {
      this.suggest(ownId, owner, `Both gave ${claim.value}`, event, changes)
    } else {
      this.merge(other, own, `Both gave ${claim.value}`, event, changes)
    }
  }

  private alias(event: StreamEvent, ownId: string, changes: EventChanges): void {
    const previous = this.cache.owner('user_id', event.previousId) ?? this.cache.owner('anonymous_id', event.previousId)
    if (!previous) {
      this.attach({ kind: 'anonymous_id', value: event.previousId }, ownId, event, changes)
    } else if (!this.join(previous, ownId, 'Alias', event, changes)) {
      this.suggest(ownId, previous, `An alias call named ${event.previousId}`, event, changes)
    }
  }
}
