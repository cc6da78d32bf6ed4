import type { Db } from '../../platform/postgres.ts'
import type { Role } from './access.contract.ts'
import type { AccessTables } from './access.tables.ts'

export async function insertSession(
  tx: Db,
  session: { tokenHash: Buffer; userId: string; createdAt: Date; expiresAt: Date; userAgent: string },
): Promise<void> {
  await tx
    .withTables<AccessTables>()
    .insertInto('sessions')
    .values({
      token_hash: session.tokenHash,
      user_id: session.userId,
      created_at: session.createdAt,
      last_seen_at: session.createdAt,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
    })
    .execute()
}

export interface SessionRecord {
  userId: string
  userName: string
  lastSeenAt: Date
  memberships: { workspaceId: number; slug: string; role: Role }[]
}

/** The person behind a running session with their workspaces, in one query because every request asks. */
export async function findSession(db: Db, tokenHash: Buffer, now: Date): Promise<SessionRecord | undefined> {
  const rows = await db
    .withTables<AccessTables>()
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .leftJoin('members', 'members.user_id', 'users.id')
    .leftJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select(['users.id as userId', 'users.name as userName', 'last_seen_at as lastSeenAt', 'workspaces.id as workspaceId', 'slug', 'role'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .orderBy('is_demo')
    .orderBy('workspaces.id')
    .execute()
  const [first] = rows
  if (!first) return undefined
  const memberships = rows.flatMap(({ workspaceId, slug, role }) =>
    workspaceId !== null && slug !== null && role !== null ? [{ workspaceId, slug, role }] : [],
  )
  return { userId: first.userId, userName: first.userName, lastSeenAt: first.lastSeenAt, memberships }
}

export async function extendSession(db: Db, tokenHash: Buffer, now: Date, expiresAt: Date): Promise<void> {
  await db.withTables<AccessTables>().updateTable('sessions').set({ last_seen_at: now, expires_at: expiresAt }).where('token_hash', '=', tokenHash).execute()
}

/** Ends one session. The row stays a while: it tells when the person was last seen. */
export async function endSession(db: Db, tokenHash: Buffer, now: Date): Promise<void> {
  await db.withTables<AccessTables>().updateTable('sessions').set({ expires_at: now }).where('token_hash', '=', tokenHash).where('expires_at', '>', now).execute()
}

/** Ends all sessions of a person but one. */
export async function endOtherSessions(tx: Db, userId: string, keptTokenHash: Buffer, now: Date): Promise<void> {
  await tx
    .withTables<AccessTables>()
    .updateTable('sessions')
    .set({ expires_at: now })
    .where('user_id', '=', userId)
    .where('token_hash', '!=', keptTokenHash)
    .where('expires_at', '>', now)
    .execute()
}

export async function deleteSessionsExpiredBefore(db: Db, before: Date): Promise<void> {
  await db.withTables<AccessTables>().deleteFrom('sessions').where('expires_at', '<', before).execute()
}
