import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { deleteSessionsExpiredBefore, endSession, extendSession, findSession, insertSession, type SessionRecord } from './sessions.store.ts'
import { createToken, hashToken } from './tokens.ts'

const dayMilliseconds = 86_400_000
/** A session ends when it is not used for this long. */
export const sessionDays = 30
const touchEveryMilliseconds = 60_000
/** How long an ended session still tells when its person was last seen. */
const keptAfterEndDays = 180

export type Session = SessionRecord & { tokenHash: Buffer }

/** Starts a session and returns its token, which only the browser keeps. */
export async function startSession(tx: Db, secret: string, session: { userId: string; userAgent: string; now: number }): Promise<string> {
  const { userId, userAgent, now } = session
  const token = createToken()
  await insertSession(tx, {
    tokenHash: hashToken(secret, token),
    userId,
    createdAt: new Date(now),
    expiresAt: new Date(now + sessionDays * dayMilliseconds),
    userAgent: userAgent.slice(0, 500),
  })
  return token
}

/**
 * The session of a token, extended at most once a minute. It is read anew for every request, by two primary keys: a
 * session that was ended or a member who was removed is out at once, in every process.
 */
export async function resumeSession(platform: Platform, token: string): Promise<Session | undefined> {
  const now = platform.clock.now()
  const tokenHash = hashToken(platform.config.secret, token)
  const session = await findSession(platform.db, tokenHash, new Date(now))
  if (!session) return undefined
  if (now - session.lastSeenAt.getTime() >= touchEveryMilliseconds) {
    try {
      await extendSession(platform.db, tokenHash, new Date(now), new Date(now + sessionDays * dayMilliseconds))
    } catch (error) {
      // A full disk must not lock people out of reading.
      platform.log.warn({ error: String(error) }, 'A session could not be extended')
    }
  }
  return { ...session, tokenHash }
}

export async function signOut(platform: Platform, token: string): Promise<void> {
  await endSession(platform.db, hashToken(platform.config.secret, token), new Date(platform.clock.now()))
}

export async function deleteOldSessions(platform: Platform): Promise<void> {
  await deleteSessionsExpiredBefore(platform.db, new Date(platform.clock.now() - keptAfterEndDays * dayMilliseconds))
}
