import { findWorkspaceBySlug, listWorkspaces, type WorkspaceRecord } from '../access/index.ts'
import { RapportError } from '../../platform/errors.ts'
import type { Db } from '../../platform/postgres.ts'
import { addSecretKey } from './secret-keys.service.ts'
import { scopes } from './sources.contract.ts'
import { addSource } from './sources.service.ts'

async function chooseWorkspace(db: Db, slug: string | undefined): Promise<WorkspaceRecord> {
  if (slug !== undefined) {
    const workspace = await findWorkspaceBySlug(db, slug)
    if (workspace) return workspace
  }
  const workspaces = await listWorkspaces(db)
  if (workspaces.length === 0) {
    throw new RapportError('not_found', 'There is no workspace yet. Set Rapport up in the browser, or start it with RAPPORT_OWNER_EMAIL and RAPPORT_OWNER_PASSWORD.')
  }
  if (slug !== undefined) {
    throw new RapportError('not_found', `There is no workspace "${slug}". There is: ${workspaces.map((workspace) => workspace.slug).join(', ')}.`)
  }
  return workspaces[0]!
}

/**
 * Creates a key for the command line and returns it alone. Without a workspace's slug it belongs to the first one; a
 * secret key gets every scope.
 * @throws not_found when there is no such workspace
 * @example const writeKey = await createKey(db, { kind: 'write', name: 'Till', workspace: 'shop' })
 */
export async function createKey(db: Db, request: { kind: 'write' | 'secret'; name: string; workspace?: string }): Promise<string> {
  const { kind, name } = request
  return db.transaction().execute(async (tx) => {
    const { id } = await chooseWorkspace(tx, request.workspace)
    if (kind === 'secret') return (await addSecretKey(tx, 'system', id, { name, scopes: [...scopes] })).key
    return (await addSource(tx, 'system', id, { name, platform: 'http', allowedOrigins: [] })).writeKey
  })
}
