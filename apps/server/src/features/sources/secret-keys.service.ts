import { uuidv7 } from 'uuidv7'
import { recordChange } from '../audit/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { hashSecretKey, keyCachesOf } from './key-lookup.ts'
import { insertSecretKey, listSecretKeyRows, revokeSecretKeyRow, type SecretKeyRecord } from './secret-keys.store.ts'
import type { CreatedSecretKey, CreateSecretKeyRequest, SecretKey } from './sources.contract.ts'
import { createSecretKey, takePrefix } from './sources.rules.ts'

function toSecretKey(record: SecretKeyRecord): SecretKey {
  const { id, name, prefix, scopes, createdAt, revokedAt, lastUsedAt } = record
  return {
    id,
    name,
    prefix,
    scopes,
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}

export async function listSecretKeys(db: Db, workspaceId: number): Promise<SecretKey[]> {
  return (await listSecretKeyRows(db, workspaceId)).map(toSecretKey)
}

/** Makes a secret key; the reply is the only place where it can ever be read. */
export async function addSecretKey(
  tx: Db,
  actor: Principal | 'system',
  workspaceId: number,
  request: CreateSecretKeyRequest,
): Promise<CreatedSecretKey> {
  const key = createSecretKey()
  const { name } = request
  const scopes = [...new Set(request.scopes)]
  const record = await insertSecretKey(tx, workspaceId, { id: uuidv7(), name, prefix: takePrefix(key), scopes, keyHash: hashSecretKey(key) })
  await recordChange(tx, {
    workspaceId,
    actor,
    action: 'key.created',
    target: { kind: 'key', id: record.id, name },
    before: null,
    after: { name, prefix: record.prefix, scopes },
  })
  return { ...toSecretKey(record), key }
}

/** Lets `work` call the API with a secret key of its own, which is revoked afterwards, come what may. */
export async function withSecretKey<R>(db: Db, workspaceId: number, request: CreateSecretKeyRequest, work: (key: string) => Promise<R>): Promise<R> {
  const { id, key } = await db.transaction().execute((tx) => addSecretKey(tx, 'system', workspaceId, request))
  try {
    return await work(key)
  } finally {
    await revokeSecretKeyRow(db, workspaceId, id, new Date())
  }
}

/** Ends a secret key: at once in this process, within seconds in others. Revoking twice is not an error. */
export async function revokeSecretKey(platform: Platform, actor: Principal, workspaceId: number, id: string): Promise<SecretKey> {
  const { db, clock, signals } = platform
  const revoked = await db.transaction().execute(async (tx) => {
    const record = await revokeSecretKeyRow(tx, workspaceId, id, new Date(clock.now()))
    if (!record) return undefined
    const { name, prefix, scopes } = record
    const target = { kind: 'key', id, name }
    await recordChange(tx, { workspaceId, actor, action: 'key.revoked', target, before: { name, prefix, scopes }, after: null })
    return record
  })
  if (revoked) {
    keyCachesOf(platform).secretKeys.forget(revoked.keyHash.toString('hex'))
    await signals.send({ kind: 'definitions', workspaceId }).catch(() => {})
  }
  const key = (await listSecretKeys(db, workspaceId)).find((candidate) => candidate.id === id)
  if (!key) throw notFound('secret key')
  return key
}
