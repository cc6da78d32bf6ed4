import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { SecretKey } from './sources.contract.ts'
import type { SourceTables } from './sources.tables.ts'

export interface SecretKeyRecord {
  id: string
  name: string
  prefix: string
  scopes: SecretKey['scopes']
  createdAt: Date
  revokedAt: Date | null
  lastUsedAt: Date | null
}

const columns = ['id', 'name', 'prefix', 'scopes', 'created_at as createdAt', 'revoked_at as revokedAt', 'last_used_at as lastUsedAt'] as const

export async function listSecretKeyRows(db: Db, workspaceId: number): Promise<SecretKeyRecord[]> {
  return db
    .withTables<SourceTables>()
    .selectFrom('secret_keys')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy(sql`revoked_at is not null`)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export async function insertSecretKey(
  tx: Db,
  workspaceId: number,
  key: Pick<SecretKeyRecord, 'id' | 'name' | 'prefix' | 'scopes'> & { keyHash: Buffer },
): Promise<SecretKeyRecord> {
  return tx
    .withTables<SourceTables>()
    .insertInto('secret_keys')
    .values({
      id: key.id,
      workspace_id: workspaceId,
      name: key.name,
      prefix: key.prefix,
      key_hash: key.keyHash,
      scopes: key.scopes,
      revoked_at: null,
      last_used_at: null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** The key as it was while it still worked, and its hash; undefined when there is none to revoke. */
export async function revokeSecretKeyRow(
  tx: Db,
  workspaceId: number,
  id: string,
  at: Date,
): Promise<(SecretKeyRecord & { keyHash: Buffer }) | undefined> {
  return tx
    .withTables<SourceTables>()
    .updateTable('secret_keys')
    .set({ revoked_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning([...columns, 'key_hash as keyHash'])
    .executeTakeFirst()
}

export async function findSecretKeyByHash(db: Db, keyHash: Buffer): Promise<(SecretKeyRecord & { workspaceId: number }) | undefined> {
  return db
    .withTables<SourceTables>()
    .selectFrom('secret_keys')
    .select([...columns, 'workspace_id as workspaceId'])
    .where('key_hash', '=', keyHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

export async function markSecretKeyUsed(db: Db, id: string, at: Date): Promise<void> {
  await db.withTables<SourceTables>().updateTable('secret_keys').set({ last_used_at: at }).where('id', '=', id).execute()
}
