import { uuidv7 } from 'uuidv7'
import { readWorkspace } from '../access/index.ts'
import { recordChange } from '../audit/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { keyCachesOf } from './key-lookup.ts'
import type { CreateSourceRequest, Source, UpdateSourceRequest } from './sources.contract.ts'
import { createWriteKey, normalizeOrigin, toCalendarDay } from './sources.rules.ts'
import { insertSource, listSourceNames, listSources, lockSource, updateSourceRow, type SourceRecord } from './sources.store.ts'

function normalizeOrigins(origins: readonly string[]): string[] {
  return [...new Set(origins.map(normalizeOrigin))]
}

/** A source as the audit log shows it. */
function toAudited(source: SourceRecord) {
  const { name, platform, writeKey, allowedOrigins, revokedAt } = source
  return { name, platform, writeKey, allowedOrigins, revokedAt: revokedAt?.toISOString() ?? null }
}

export async function readSources(platform: Platform, workspaceId: number, id?: string): Promise<Source[]> {
  const workspace = await readWorkspace(platform.db, workspaceId)
  const today = toCalendarDay(platform.clock.now(), workspace?.timezone ?? 'UTC')
  const sources = await listSources(platform.db, workspaceId, today, id)
  return sources.map((source) => ({
    ...source,
    createdAt: source.createdAt.toISOString(),
    revokedAt: source.revokedAt?.toISOString() ?? null,
    firstEventAt: source.firstEventAt?.toISOString() ?? null,
    lastEventAt: source.lastEventAt?.toISOString() ?? null,
  }))
}

export async function readSource(platform: Platform, workspaceId: number, id: string): Promise<Source> {
  const [source] = await readSources(platform, workspaceId, id)
  if (!source) throw notFound('source')
  return source
}

/** Inserts a source with a new write key and records it, in the caller's transaction. */
export async function addSource(tx: Db, actor: Principal | 'system', workspaceId: number, request: CreateSourceRequest): Promise<SourceRecord> {
  const source = await insertSource(tx, workspaceId, {
    id: uuidv7(),
    name: request.name,
    platform: request.platform,
    writeKey: createWriteKey(),
    allowedOrigins: normalizeOrigins(request.allowedOrigins),
  })
  await recordChange(tx, {
    workspaceId,
    actor,
    action: 'source.created',
    target: { kind: 'source', id: source.id, name: source.name },
    before: null,
    after: toAudited(source),
  })
  return source
}

export async function createSource(platform: Platform, actor: Principal, workspaceId: number, request: CreateSourceRequest): Promise<Source> {
  const { id } = await platform.db.transaction().execute((tx) => addSource(tx, actor, workspaceId, request))
  return readSource(platform, workspaceId, id)
}

function nameAction(before: SourceRecord, after: SourceRecord): string {
  if (!before.revokedAt && after.revokedAt) return 'source.revoked'
  if (before.revokedAt && !after.revokedAt) return 'source.restored'
  return 'source.updated'
}

/** Renames, restricts, revokes or restores a source; this process acts on it at once, others within seconds. */
export async function updateSource(platform: Platform, actor: Principal, workspaceId: number, id: string, request: UpdateSourceRequest): Promise<Source> {
  const writeKey = await platform.db.transaction().execute(async (tx) => {
    const before = await lockSource(tx, workspaceId, id)
    if (!before) throw notFound('source')
    const { name = before.name, revoked = before.revokedAt !== null } = request
    const allowedOrigins = request.allowedOrigins ? normalizeOrigins(request.allowedOrigins) : before.allowedOrigins
    const revokedAt = revoked ? (before.revokedAt ?? new Date(platform.clock.now())) : null
    const isSame = name === before.name && allowedOrigins.join() === before.allowedOrigins.join() && revokedAt === before.revokedAt
    if (isSame) return undefined
    const after = await updateSourceRow(tx, workspaceId, id, { name, allowedOrigins, revokedAt })
    await recordChange(tx, {
      workspaceId,
      actor,
      action: nameAction(before, after),
      target: { kind: 'source', id, name: after.name },
      before: toAudited(before),
      after: toAudited(after),
    })
    return after.writeKey
  })
  if (writeKey) {
    keyCachesOf(platform).writeKeys.forget(writeKey)
    await platform.signals.send({ kind: 'definitions', workspaceId }).catch(() => {})
  }
  return readSource(platform, workspaceId, id)
}

/** Names of all sources by id, revoked ones too: events keep the source they came from. */
export async function readSourceNames(db: Db, workspaceId: number): Promise<Map<string, string>> {
  return new Map((await listSourceNames(db, workspaceId)).map(({ id, name }) => [id, name]))
}
