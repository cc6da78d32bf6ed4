/** Visits: a session ends after a pause without events, or when a new campaign brings the visitor. */
import type { Campaign } from './campaign.ts'
import { parseJson } from './json.ts'
import { createId } from './message-id.ts'
import type { Store } from './storage.ts'

export interface Session {
  id: string
  lastAtMs: number
  /** The campaign that brought this visit; null for direct, referral and search. */
  campaign: Campaign | null
}

export interface Sessions {
  /** The session that an action of the visitor belongs to, extended or begun by it. */
  touch(campaign: Campaign | null): Session
  /** The page's session for what the page itself reports (vitals, errors): extends and begins nothing. */
  peek(): Session
  end(): void
}

export function createSessions(store: Store, timeoutMs: number): Sessions {
  // A background tab's vitals belong to the visit that loaded the page, also hours later.
  let latest: Session | null = null

  const read = () => parseJson<Session>(store.get('session'))

  const sessions: Sessions = {
    touch(campaign) {
      const nowMs = Date.now()
      let session = read()
      const isNewCampaign = campaign !== null && JSON.stringify(campaign) !== JSON.stringify(session?.campaign)
      // Shared by all tabs; a negative pause is a clock that was set back, not a new visit.
      if (!session || nowMs - session.lastAtMs >= timeoutMs || isNewCampaign) {
        session = { id: createId(), lastAtMs: nowMs, campaign }
      }
      session.lastAtMs = nowMs
      store.set('session', JSON.stringify(session))
      return (latest = session)
    },
    peek: () => latest ?? read() ?? sessions.touch(null),
    end() {
      latest = null
      store.remove('session')
    },
  }
  return sessions
}
