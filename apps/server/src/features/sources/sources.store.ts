import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { Source } from './sources.contract.ts'
import type { SourceTables } from './sources.tables.ts'

export interface SourceRecord {
  id: string
  name: string
  platform: Source['platform']
  writeKey: string
  allowedOrigins: string[]
  createdAt: Date
  revokedAt: Date | null
}

const columns = [
  'id',
  'name',
  'platform',
  'write_key as writeKey',
  'allowed_origins as allowedOrigins',
  'created_at as createdAt',
  'revoked_at as revokedAt',
] as const

export type SourceWithVolume = SourceRecord & { firstEventAt: Date | null; lastEventAt: Date | null; eventsToday: number }

/** Sources, running ones first, with what came through them; `today` is the workspace's calendar day. */
export async function listSources(db: Db, workspaceId: number, today: string, id?: string): Promise<SourceWithVolume[]> {
  const tables = db.withTables<SourceTables>()
  const volumes = tables
    .selectFrom('source_volumes')
    .where('workspace_id', '=', workspaceId)
    .groupBy('source_id')
    .select(({ fn }) => [
      'source_id as sourceId',
      fn.min('first_event_at').as('firstEventAt'),
      fn.max('last_event_at').as('lastEventAt'),
      sql<number>`coalesce(sum(events) filter (where day = ${today}::date), 0)::float8`.as('eventsToday'),
    ])
    .as('volumes')
  let query = tables
    .selectFrom('write_keys')
    .leftJoin(volumes, 'volumes.sourceId', 'write_keys.id')
    .select([...columns, 'firstEventAt', 'lastEventAt', sql<number>`coalesce("eventsToday", 0)`.as('eventsToday')])
    .where('workspace_id', '=', workspaceId)
    .orderBy(sql`revoked_at is not null`)
    .orderBy('created_at')
    .orderBy('id')
  if (id !== undefined) query = query.where('id', '=', id)
  return query.execute()
}

export async function insertSource(
  tx: Db,
  workspaceId: number,
  source: Pick<SourceRecord, 'id' | 'name' | 'platform' | 'writeKey' | 'allowedOrigins'>,
): Promise<SourceRecord> {
  return tx
    .withTables<SourceTables>()
    .insertInto('write_keys')
    .values({
      id: source.id,
      workspace_id: workspaceId,
      name: source.name,
      platform: source.platform,
      write_key: source.writeKey,
      allowed_origins: source.allowedOrigins,
      revoked_at: null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export async function lockSource(tx: Db, workspaceId: number, id: string): Promise<SourceRecord | undefined> {
  return tx
    .withTables<SourceTables>()
    .selectFrom('write_keys')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateSourceRow(
  tx: Db,
  workspaceId: number,
  id: string,
  changes: { name?: string; allowedOrigins?: string[]; revokedAt?: Date | null },
): Promise<SourceRecord> {
  return tx
    .withTables<SourceTables>()
    .updateTable('write_keys')
    .set({ name: changes.name, allowed_origins: changes.allowedOrigins, revoked_at: changes.revokedAt })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export async function findSourceByWriteKey(db: Db, writeKey: string): Promise<(SourceRecord & { workspaceId: number }) | undefined> {
  return db
    .withTables<SourceTables>()
    .selectFrom('write_keys')
    .select([...columns, 'workspace_id as workspaceId'])
    .where('write_key', '=', writeKey)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

export async function listSourceNames(db: Db, workspaceId: number): Promise<{ id: string; name: string }[]> {
  return db.withTables<SourceTables>().selectFrom('write_keys').select(['id', 'name']).where('workspace_id', '=', workspaceId).execute()
}
