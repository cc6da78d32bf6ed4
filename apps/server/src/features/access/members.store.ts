import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { Role } from './access.contract.ts'
import type { AccessTables } from './access.tables.ts'

export interface UserRecord {
  id: string
  email: string
  name: string
  passwordHash: string
}

const userColumns = ['id', 'email', 'name', 'password_hash as passwordHash'] as const

export async function findUserByEmail(db: Db, email: string): Promise<UserRecord | undefined> {
  return db.withTables<AccessTables>().selectFrom('users').select(userColumns).where('email', '=', email).executeTakeFirst()
}

export async function findUser(db: Db, id: string): Promise<UserRecord | undefined> {
  return db.withTables<AccessTables>().selectFrom('users').select(userColumns).where('id', '=', id).executeTakeFirst()
}

export async function insertUser(tx: Db, user: UserRecord & { createdAt: Date }): Promise<void> {
  await tx
    .withTables<AccessTables>()
    .insertInto('users')
    .values({ id: user.id, email: user.email, name: user.name, password_hash: user.passwordHash, created_at: user.createdAt })
    .execute()
}

export async function updateUser(tx: Db, id: string, changes: { name?: string; passwordHash?: string }): Promise<void> {
  await tx
    .withTables<AccessTables>()
    .updateTable('users')
    .set({ name: changes.name, password_hash: changes.passwordHash })
    .where('id', '=', id)
    .execute()
}

export async function hasOwner(db: Db): Promise<boolean> {
  const row = await db.withTables<AccessTables>().selectFrom('members').select('user_id').where('role', '=', 'owner').limit(1).executeTakeFirst()
  return row !== undefined
}

/** Everyone who owns a workspace. */
export async function listOwnerIds(db: Db): Promise<string[]> {
  const rows = await db.withTables<AccessTables>().selectFrom('members').select('user_id').distinct().where('role', '=', 'owner').execute()
  return rows.map((row) => row.user_id)
}

/** Returns false when the person is a member already; the role then stays. */
export async function insertMember(tx: Db, workspaceId: number, userId: string, role: Role): Promise<boolean> {
  const row = await tx
    .withTables<AccessTables>()
    .insertInto('members')
    .values({ workspace_id: workspaceId, user_id: userId, role })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'user_id']).doNothing())
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Workspaces that were made before anyone had an account, such as the demo brand at the first start. */
export async function adoptEmptyWorkspaces(tx: Db, userId: string): Promise<void> {
  await sql`insert into members (workspace_id, user_id, role)
    select id, ${userId}, 'owner' from workspaces
    where not exists (select from members where members.workspace_id = workspaces.id)`.execute(tx)
}

export async function listMembers(db: Db, workspaceId: number) {
  return db
    .withTables<AccessTables>()
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(({ selectFrom }) => [
      'users.id as userId',
      'users.name',
      'users.email',
      'members.role',
      'members.joined_at as joinedAt',
      selectFrom('sessions')
        .whereRef('sessions.user_id', '=', 'users.id')
        .select(({ fn }) => fn.max('last_seen_at').as('at'))
        .as('lastSeenAt'),
    ])
    .where('workspace_id', '=', workspaceId)
    .orderBy('users.name')
    .orderBy('users.id')
    .execute()
}

export interface MemberRecord {
  userId: string
  name: string
  email: string
  role: Role
}

/** One member and the number of owners, locked until the transaction ends so that two owners cannot leave at once. */
export async function lockMember(tx: Db, workspaceId: number, userId: string): Promise<{ member: MemberRecord | undefined; owners: number }> {
  const rows = await tx
    .withTables<AccessTables>()
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['users.id as userId', 'users.name', 'users.email', 'members.role'])
    .where('workspace_id', '=', workspaceId)
    .where((where) => where.or([where('role', '=', 'owner'), where('user_id', '=', userId)]))
    .orderBy('user_id')
    .forUpdate('members')
    .execute()
  return { member: rows.find((row) => row.userId === userId), owners: rows.filter((row) => row.role === 'owner').length }
}

export async function isMemberEmail(db: Db, workspaceId: number, email: string): Promise<boolean> {
  const row = await db
    .withTables<AccessTables>()
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', email)
    .executeTakeFirst()
  return row !== undefined
}

export async function updateMemberRole(tx: Db, workspaceId: number, userId: string, role: Role): Promise<void> {
  await tx.withTables<AccessTables>().updateTable('members').set({ role }).where('workspace_id', '=', workspaceId).where('user_id', '=', userId).execute()
}

export async function deleteMember(tx: Db, workspaceId: number, userId: string): Promise<void> {
  await tx.withTables<AccessTables>().deleteFrom('members').where('workspace_id', '=', workspaceId).where('user_id', '=', userId).execute()
}
