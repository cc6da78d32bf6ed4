import { uuidv7 } from 'uuidv7'
import type { Config } from '../../platform/config.ts'
import { RapportError } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import { rolePermissions } from '../../platform/permissions.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import type { SetupRequest } from './access.contract.ts'
import { adoptEmptyWorkspaces, findUserByEmail, hasOwner, insertUser } from './members.store.ts'
import { hashPassword } from './passwords.ts'
import { startSession } from './sessions.service.ts'
import { deleteSetupLinks, hasSetupLink, lockSetup, replaceSetupLink } from './setup-links.store.ts'
import { createToken, hashToken } from './tokens.ts'
import { createWorkspace } from './workspaces.service.ts'

/**
 * The link under which the first owner is made; undefined once there is one. A new link makes the one before invalid.
 * @example const link = await createSetupLink(platform.db, platform.config)
 */
export async function createSetupLink(db: Db, config: Pick<Config, 'publicUrl' | 'secret'>): Promise<string | undefined> {
  return db.transaction().execute(async (tx) => {
    await lockSetup(tx)
    if (await hasOwner(tx)) return undefined
    const token = createToken()
    await replaceSetupLink(tx, hashToken(config.secret, token))
    return `${config.publicUrl}/setup#token=${token}`
  })
}

export async function isSetUp(db: Db): Promise<boolean> {
  return hasOwner(db)
}

interface FirstOwner {
  name: string
  email: string
  password: string
  workspace: { name: string; currency: string; timezone: string }
}

async function createFirstOwner(tx: Db, owner: FirstOwner, now: Date): Promise<string> {
  const { name, email, password, workspace } = owner
  if (await findUserByEmail(tx, email)) throw new RapportError('conflict', `There is an account for ${email} already.`)
  const id = uuidv7()
  await insertUser(tx, { id, email, name, passwordHash: await hashPassword(password), createdAt: now })
  const actor: Principal = { kind: 'user', id, name, workspaceId: null, role: 'owner', permissions: new Set(rolePermissions.owner) }
  await createWorkspace(tx, { ...workspace, ownerIds: [id], actor })
  await adoptEmptyWorkspaces(tx, id)
  await deleteSetupLinks(tx)
  return id
}

/** Makes the first owner and workspace and signs the owner in. @throws gone when the token is not the newest */
export async function completeSetup(platform: Platform, request: SetupRequest, userAgent: string): Promise<{ userId: string; token: string }> {
  const now = platform.clock.now()
  return platform.db.transaction().execute(async (tx) => {
    await lockSetup(tx)
    if (await hasOwner(tx)) throw new RapportError('gone', 'Rapport is set up already. Sign in, or ask an owner for an invitation.')
    if (!(await hasSetupLink(tx, hashToken(platform.config.secret, request.token)))) {
      throw new RapportError('gone', 'This link is no longer valid. Use the newest one that Rapport printed when it started.')
    }
    const { name, email, password, workspaceName, currency, timezone } = request
    const userId = await createFirstOwner(tx, { name, email, password, workspace: { name: workspaceName, currency, timezone } }, new Date(now))
    return { userId, token: await startSession(tx, platform.config.secret, { userId, userAgent, now }) }
  })
}

/** Makes the first owner, with a workspace, unless there is one already: for starts without a browser. */
export async function ensureOwner(db: Db, owner: { email: string; password: string }): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockSetup(tx)
    if (await hasOwner(tx)) return
    const email = owner.email.trim().toLowerCase()
    const name = email.split('@')[0]!
    await createFirstOwner(
      tx,
      { name, email, password: owner.password, workspace: { name: 'My workspace', currency: 'EUR', timezone: 'UTC' } },
      new Date(),
    )
  })
}
