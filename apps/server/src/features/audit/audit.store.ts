import { sql, type Generated, type JSONColumnType } from 'kysely'
import type { Db } from '../../platform/postgres.ts'

type AuditTables = {
  audit_log: {
    workspace_id: number
    id: Generated<number>
    at: Generated<Date>
    actor_kind: 'user' | 'key' | 'system'
    actor_id: string | null
    actor_name: string
    action: string
    target_kind: string
    target_id: string
    target_name: string
    before: JSONColumnType<object, string | null, never> | null
    after: JSONColumnType<object, string | null, never> | null
  }
}

export interface NewEntry {
  actor: { kind: 'user' | 'key' | 'system'; id: string | null; name: string }
  action: string
  target: { kind: string; id: string; name: string }
  before: unknown
  after: unknown
}

function toJson(value: unknown): string | null {
  return value == null ? null : JSON.stringify(value)
}

export async function insertEntry(tx: Db, workspaceId: number, entry: NewEntry): Promise<void> {
  await tx
    .withTables<AuditTables>()
    .insertInto('audit_log')
    .values({
      workspace_id: workspaceId,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      actor_name: entry.actor.name,
      action: entry.action,
      target_kind: entry.target.kind,
      target_id: entry.target.id,
      target_name: entry.target.name,
      before: toJson(entry.before),
      after: toJson(entry.after),
    })
    .execute()
}

/** Newest first, older than `beforeId` when it is given. */
export async function listEntries(
  db: Db,
  workspaceId: number,
  options: { beforeId: number | undefined; limit: number; action: string | undefined; target: string | undefined },
) {
  const { beforeId, action, target } = options
  let query = db
    .withTables<AuditTables>()
    .selectFrom('audit_log')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(options.limit)
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  if (action) query = query.where(sql<boolean>`starts_with(action, ${action})`)
  if (target) {
    query = query.where((where) =>
      where.or([
        where('target_kind', '=', target),
        where('target_id', '=', target),
        sql<boolean>`strpos(lower(target_name), lower(${target})) > 0`,
      ]),
    )
  }
  return query.execute()
}
