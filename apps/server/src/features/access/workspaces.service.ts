import { recordChange } from '../audit/index.ts'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import type { UpdateWorkspaceRequest, Workspace } from './access.contract.ts'
import { isNamedTimezone } from './access.rules.ts'
import { insertMember } from './members.store.ts'
import { findWorkspace, hasTimezone, insertWorkspace, listWorkspaces, lockWorkspace, updateWorkspaceRow, type WorkspaceRecord } from './workspaces.store.ts'

export function toWorkspace(record: WorkspaceRecord): Workspace {
  const { slug, name, currency, timezone, keepIp, isDemo, createdAt } = record
  return { slug, name, currency, timezone, keepIp, isDemo, createdAt: createdAt.toISOString() }
}

/** Days are cut by JavaScript and by PostgreSQL: a zone that one of them does not know would stop the stream. */
async function assertTimezone(db: Db, timezone: string): Promise<void> {
  if (isNamedTimezone(timezone) && (await hasTimezone(db, timezone))) return
  const message = 'Use a name of the IANA list, such as Europe/Berlin.'
  throw new RapportError('invalid_request', `timezone: ${message}`, { details: [{ path: 'timezone', message }] })
}

interface NewWorkspace {
  name: string
  /** ISO 4217; EUR when left out. */
  currency?: string
  /** IANA zone; UTC when left out. */
  timezone?: string
  isDemo?: boolean
  /** Who owns it. Without any, the first owner of this Rapport gets it when they set it up. */
  ownerIds: readonly string[]
  actor: Principal | 'system'
}

/**
 * Creates a workspace with an address made from its name and an empty stream.
 * @throws invalid_request for a zone that does not exist
 */
export async function createWorkspace(tx: Db, options: NewWorkspace): Promise<WorkspaceRecord> {
  const { name, currency = 'EUR', timezone = 'UTC', isDemo = false, ownerIds, actor } = options
  await assertTimezone(tx, timezone)
  const workspace = await insertWorkspace(tx, { name, currency, timezone, isDemo })
  for (const ownerId of ownerIds) await insertMember(tx, workspace.id, ownerId, 'owner')
  await recordChange(tx, {
    workspaceId: workspace.id,
    actor,
    action: 'workspace.created',
    target: { kind: 'workspace', id: workspace.slug, name },
    before: null,
    after: toWorkspace(workspace),
  })
  return workspace
}

export async function readSettings(db: Db, workspaceId: number): Promise<Workspace> {
  const workspace = await findWorkspace(db, workspaceId)
  if (!workspace) throw notFound('workspace')
  return toWorkspace(workspace)
}

export async function updateWorkspace(platform: Platform, actor: Principal, workspaceId: number, changes: UpdateWorkspaceRequest): Promise<Workspace> {
  if (changes.timezone) await assertTimezone(platform.db, changes.timezone)
  const workspace = await platform.db.transaction().execute(async (tx) => {
    const before = await lockWorkspace(tx, workspaceId)
    const isChange = (Object.keys(changes) as (keyof UpdateWorkspaceRequest)[]).some(
      (key) => changes[key] !== undefined && changes[key] !== before[key],
    )
    if (!isChange) return before
    const after = await updateWorkspaceRow(tx, workspaceId, changes)
    await recordChange(tx, {
      workspaceId,
      actor,
      action: 'workspace.updated',
      target: { kind: 'workspace', id: after.slug, name: after.name },
      before: toWorkspace(before),
      after: toWorkspace(after),
    })
    return after
  })
  // Others keep the workspace's settings for a few seconds; without this hint they would learn of the change later.
  await platform.signals.send({ kind: 'definitions', workspaceId }).catch(() => {})
  return toWorkspace(workspace)
}

export async function listWorkspaceIds(db: Db): Promise<number[]> {
  return (await listWorkspaces(db)).map((workspace) => workspace.id)
}
