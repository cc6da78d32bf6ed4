import { sql, type Generated } from 'kysely'
import type { Db } from '../../platform/postgres.ts'

type OutboxTables = {
  outbox_messages: {
    workspace_id: number
    id: string
    received_at: Generated<Date>
    mail_from: string
    rcpt_to: string[]
    subject: string
    size_bytes: number
    source: Buffer
  }
}

const columns = ['id', 'received_at as receivedAt', 'mail_from as from', 'rcpt_to as to', 'subject', 'size_bytes as sizeBytes'] as const

export interface StoredMessage {
  id: string
  receivedAt: Date
  from: string
  to: string[]
  subject: string
  sizeBytes: number
}

/** Newest first. A message's id is a UUIDv7, so its order is that of arrival. */
export async function listMessages(
  db: Db,
  workspaceId: number,
  options: { search: string | undefined; beforeId: string | undefined; limit: number },
): Promise<StoredMessage[]> {
  let query = db
    .withTables<OutboxTables>()
    .selectFrom('outbox_messages')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(options.limit)
  if (options.beforeId) query = query.where('id', '<', options.beforeId)
  if (options.search) {
    query = query.where(sql<boolean>`strpos(lower(concat_ws(' ', subject, mail_from, array_to_string(rcpt_to, ' '))), lower(${options.search})) > 0`)
  }
  return query.execute()
}

export async function findMessage(db: Db, workspaceId: number, id: string): Promise<(StoredMessage & { source: Buffer }) | undefined> {
  return db
    .withTables<OutboxTables>()
    .selectFrom('outbox_messages')
    .select([...columns, 'source'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Removes messages that came before `before`, over all workspaces. */
export async function deleteOldMessages(db: Db, before: Date): Promise<void> {
  await db.withTables<OutboxTables>().deleteFrom('outbox_messages').where('received_at', '<', before).execute()
}
