/** Whether anything may leave the browser, and be stored in it, at all. */
import { consentKey, type Store } from './storage.ts'

export interface Consent {
  /** `pending`: events are gathered in memory until the visitor decides; `out`: they are discarded. */
  state(): 'in' | 'out' | 'pending'
  /** Brings storage in line with the choice, which another tab may have made. */
  apply(): void
  optIn(): void
  optOut(): void
}

export function createConsent(store: Store, isRequired: boolean): Consent {
  const consent: Consent = {
    state() {
      const choice = store.get(consentKey)
      if (choice === 'in' || choice === 'out') return choice
      return isRequired ? 'pending' : 'in'
    },
    apply() {
      if (consent.state() === 'in') store.release()
      else store.hold()
    },
    optIn() {
      store.set(consentKey, 'in')
      consent.apply()
    },
    optOut() {
      store.purge()
      store.set(consentKey, 'out')
      consent.apply()
    },
  }
  return consent
}
