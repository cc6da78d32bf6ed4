import { createHash } from 'node:crypto'
import { readWorkspace } from '../access/index.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { createKeyCache, type KeyCache } from './key-cache.ts'
import { findSecretKeyByHash, markSecretKeyUsed, type SecretKeyRecord } from './secret-keys.store.ts'
import type { Source } from './sources.contract.ts'
import { secretKeyPattern, writeKeyPattern } from './sources.rules.ts'
import { findSourceByWriteKey } from './sources.store.ts'

/** What collection needs to know of a write key. */
export interface WriteKey {
  /** Id of the source. */
  id: string
  /** Name of the source. */
  name: string
  workspaceId: number
  allowedOrigins: readonly string[]
  platform: Source['platform']
  keepIp: boolean
}

/** The running source of a write key. */
export async function findWriteKey(db: Db, writeKey: string): Promise<WriteKey | undefined> {
  const source = await findSourceByWriteKey(db, writeKey)
  const workspace = source && (await readWorkspace(db, source.workspaceId))
  if (!source || !workspace) return undefined
  const { id, name, workspaceId, allowedOrigins, platform } = source
  return { id, name, workspaceId, allowedOrigins, platform, keepIp: workspace.keepIp }
}

const touchEveryMilliseconds = 60_000

async function loadSecretKey(platform: Platform, keyHash: string): Promise<(SecretKeyRecord & { workspaceId: number }) | undefined> {
  const record = await findSecretKeyByHash(platform.db, Buffer.from(keyHash, 'hex'))
  const now = platform.clock.now()
  if (record && now - (record.lastUsedAt?.getTime() ?? 0) >= touchEveryMilliseconds) {
    await markSecretKeyUsed(platform.db, record.id, new Date(now)).catch((error: unknown) => {
      platform.log.warn({ error: String(error) }, "A secret key's last use could not be noted")
    })
  }
  return record
}

interface KeyCaches {
  writeKeys: KeyCache<WriteKey>
  /** By SHA-256, hex: no secret stays in memory. */
  secretKeys: KeyCache<SecretKeyRecord & { workspaceId: number }>
}

// One pair per process, so that a route that revokes a key reaches what the look-ups of other routes remember.
const cachesOfPlatforms = new WeakMap<Platform, KeyCaches>()

export function keyCachesOf(platform: Platform): KeyCaches {
  let caches = cachesOfPlatforms.get(platform)
  if (!caches) {
    caches = {
      writeKeys: createKeyCache(platform, (key) => findWriteKey(platform.db, key)),
      secretKeys: createKeyCache(platform, (keyHash) => loadSecretKey(platform, keyHash)),
    }
    cachesOfPlatforms.set(platform, caches)
  }
  return caches
}

export interface WriteKeyCache {
  /** The value itself when it was looked up within 5 s, else a promise; undefined for an unknown or revoked key. */
  get(writeKey: string): WriteKey | undefined | Promise<WriteKey | undefined>
}

/** Write keys for the hot path of collection: a key in use is answered from memory. */
export function createWriteKeyCache(platform: Platform): WriteKeyCache {
  const { writeKeys } = keyCachesOf(platform)
  return { get: (writeKey) => (writeKeyPattern.test(writeKey) ? writeKeys.get(writeKey) : undefined) }
}

export function hashSecretKey(secretKey: string): Buffer {
  return createHash('sha256').update(secretKey).digest()
}

/** The program that a secret key stands for; undefined for an unknown or revoked key. */
export async function findSecretKey(platform: Platform, secretKey: string): Promise<Principal | undefined> {
  if (!secretKeyPattern.test(secretKey)) return undefined
  const record = await keyCachesOf(platform).secretKeys.get(hashSecretKey(secretKey).toString('hex'))
  if (!record) return undefined
  return { kind: 'key', id: record.id, name: record.name, workspaceId: record.workspaceId, role: null, permissions: new Set(record.scopes) }
}
