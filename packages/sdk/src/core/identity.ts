/** Who the visitor is, as this browser knows it: an anonymous id always, a user id once identified. */
import type { Properties } from '../event.ts'
import { parseJson } from './json.ts'
import { createId } from './message-id.ts'
import type { Store } from './storage.ts'

export interface User {
  anonymousId: string
  userId: string | null
  traits: Properties
}

export interface Identity {
  anonymousId(): string
  userId(): string | null
  groupId(): string | null
  /** The site's proof of the user id. */
  signature(): string | null
  setSignature(signature: string): void
  traits(): Properties
  setAnonymousId(anonymousId: string): void
  /** Takes over the user id and merges the traits. Returns true if another person was here before. */
  identify(userId: string | null, traits: Properties): boolean
  setGroup(groupId: string): void
  /** Forgets the person; the next events belong to a new anonymous id. */
  reset(): void
}

export function createIdentity(store: Store): Identity {
  // Sites call localStorage.clear() at sign-out; the page must not turn into another visitor by that.
  let lastAnonymousId: string | null = null

  const identity: Identity = {
    anonymousId() {
      const stored = store.get('anonymousId')
      if (stored) return (lastAnonymousId = stored)
      identity.setAnonymousId(lastAnonymousId ?? createId())
      return lastAnonymousId!
    },
    userId: () => store.get('userId'),
    groupId: () => store.get('groupId'),
    signature: () => store.get('signature'),
    setSignature: (signature) => store.set('signature', signature),
    traits: () => parseJson<Properties>(store.get('traits')) ?? {},
    setAnonymousId(anonymousId) {
      lastAnonymousId = anonymousId
      store.set('anonymousId', anonymousId)
    },
    identify(userId, traits) {
      const previous = identity.userId()
      const isSomeoneElse = previous !== null && userId !== null && previous !== userId
      if (isSomeoneElse) identity.reset()
      if (userId !== null) store.set('userId', userId)
      store.set('traits', JSON.stringify({ ...identity.traits(), ...traits }))
      return isSomeoneElse
    },
    setGroup: (groupId) => store.set('groupId', groupId),
    reset() {
      for (const key of ['userId', 'signature', 'traits', 'groupId']) store.remove(key)
      identity.setAnonymousId(createId())
    },
  }
  return identity
}
