import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { Role } from './access.contract.ts'
import type { AccessTables, StreamTables } from './access.tables.ts'
import { pickFreeSlug, toSlug } from './access.rules.ts'

/** A workspace's settings, as the server uses them. */
export interface WorkspaceRecord {
  id: number
  slug: string
  name: string
  currency: string
  timezone: string
  keepIp: boolean
  isDemo: boolean
  createdAt: Date
}

const columns = ['id', 'slug', 'name', 'currency', 'timezone', 'keep_ip as keepIp', 'is_demo as isDemo', 'created_at as createdAt'] as const

export async function findWorkspace(db: Db, id: number): Promise<WorkspaceRecord | undefined> {
  return db.withTables<AccessTables>().selectFrom('workspaces').select(columns).where('id', '=', id).executeTakeFirst()
}

export async function findWorkspaceBySlug(db: Db, slug: string): Promise<WorkspaceRecord | undefined> {
  return db.withTables<AccessTables>().selectFrom('workspaces').select(columns).where('slug', '=', slug).executeTakeFirst()
}

/** People's own workspaces first, oldest first. */
export async function listWorkspaces(db: Db): Promise<WorkspaceRecord[]> {
  return db.withTables<AccessTables>().selectFrom('workspaces').select(columns).orderBy('is_demo').orderBy('id').execute()
}

export async function listMemberships(db: Db, userId: string): Promise<(WorkspaceRecord & { role: Role })[]> {
  return db
    .withTables<AccessTables>()
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select([...columns, 'role'])
    .where('user_id', '=', userId)
    .orderBy('is_demo')
    .orderBy('id')
    .execute()
}

/** Inserts the workspace with a slug of its own, and the rows that its stream starts from. */
export async function insertWorkspace(
  tx: Db,
  workspace: { name: string; currency: string; timezone: string; isDemo: boolean },
): Promise<WorkspaceRecord> {
  const tables = tx.withTables<AccessTables & StreamTables>()
  const base = toSlug(workspace.name)
  const similar = await tables.selectFrom('workspaces').select('slug').where('slug', 'like', `${base}%`).execute()
  const taken = new Set(similar.map((row) => row.slug))
  let inserted: WorkspaceRecord | undefined
  while (!inserted) {
    const slug = pickFreeSlug(base, taken)
    const { name, currency, timezone, isDemo } = workspace
    inserted = await tables
      .insertInto('workspaces')
      .values({ slug, name, currency, timezone, is_demo: isDemo })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning(columns)
      .executeTakeFirst()
    // Someone else took it between the two statements.
    taken.add(slug)
  }
  await tables.insertInto('workspace_streams').values({ workspace_id: inserted.id }).execute()
  await tables.insertInto('stream_cursors').values({ workspace_id: inserted.id }).execute()
  return inserted
}

export async function updateWorkspaceRow(
  tx: Db,
  id: number,
  changes: { name?: string; currency?: string; timezone?: string; keepIp?: boolean },
): Promise<WorkspaceRecord> {
  const { keepIp, ...rest } = changes
  return tx
    .withTables<AccessTables>()
    .updateTable('workspaces')
    .set({ ...rest, keep_ip: keepIp })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export async function lockWorkspace(tx: Db, id: number): Promise<WorkspaceRecord> {
  return tx.withTables<AccessTables>().selectFrom('workspaces').select(columns).where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
}

/** Whether PostgreSQL can find calendar days in this zone. */
export async function hasTimezone(db: Db, timezone: string): Promise<boolean> {
  const { rows } = await sql`select from pg_timezone_names where lower(name) = lower(${timezone}) limit 1`.execute(db)
  return rows.length > 0
}
