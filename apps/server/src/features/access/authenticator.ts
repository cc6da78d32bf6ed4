import { RapportError } from '../../platform/errors.ts'
import type { Authenticate, Principal } from '../../platform/http.ts'
import { rolePermissions } from '../../platform/permissions.ts'
import type { Platform } from '../../platform/platform.ts'
import { resumeSession, type Session } from './sessions.service.ts'

export const sessionCookie = 'rapport_session'

const permissionSets = new Map(Object.entries(rolePermissions).map(([role, list]) => [role, new Set<string>(list)]))
const none: ReadonlySet<string> = new Set()

/** The workspace that a request names: in the header, or in the address where headers cannot be set (EventSource). */
function readSlug(request: Parameters<Authenticate>[0]): string | undefined {
  const header = request.headers['x-rapport-workspace']
  if (typeof header === 'string' && header !== '') return header
  const { workspace } = (request.query ?? {}) as { workspace?: unknown }
  return typeof workspace === 'string' && workspace !== '' ? workspace : undefined
}

function toPrincipal(session: Session, slug: string | undefined, needsWorkspace: boolean): Principal {
  const { userId, userName, memberships } = session
  const membership = slug === undefined ? memberships[0] : memberships.find((candidate) => candidate.slug === slug)
  if (!membership && needsWorkspace) {
    if (slug === undefined) throw new RapportError('forbidden', 'You are in no workspace. Create one, or ask for an invitation.')
    throw new RapportError('not_found', `You are in no workspace "${slug}".`)
  }
  return {
    kind: 'user',
    id: userId,
    name: userName,
    workspaceId: membership?.workspaceId ?? null,
    role: membership?.role ?? null,
    permissions: (membership && permissionSets.get(membership.role)) ?? none,
  }
}

/**
 * Who is calling: a program with `Authorization: Bearer rsk_…`, else the person of the session cookie. `findKey` knows
 * the secret keys. Other Authorization schemes belong to proxies in front of Rapport and are left alone.
 */
export function createAuthenticator(platform: Platform, findKey: (key: string) => Promise<Principal | undefined>): Authenticate {
  return async (request) => {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (bearer !== undefined) {
      const principal = await findKey(bearer)
      if (!principal) throw new RapportError('invalid_key')
      return principal
    }
    const token = request.cookies[sessionCookie]
    const session = token ? await resumeSession(platform, token) : undefined
    return session && toPrincipal(session, readSlug(request), request.routeOptions.config.access !== 'signed-in')
  }
}
