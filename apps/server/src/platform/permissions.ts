// What may be done, and by which role. Every route names one permission; a route without one stops the server.

/** Everything a route can ask for, besides the open doors in `OpenAccess`. */
export const permissions = [
  'people:read',
  'people:write',
  'segments:read',
  'segments:write',
  'surveys:read',
  'surveys:write',
  'responses:read',
  'responses:write',
  'events:read',
  'events:write',
  'events:manage',
  'catalogue:read',
  'catalogue:write',
  'sources:read',
  'sources:write',
  'connectors:read',
  'connectors:write',
  'settings:read',
  'settings:write',
  'team:read',
  'team:manage',
  'audit:read',
  'outbox:read',
  'demo:load',
] as const
export type Permission = (typeof permissions)[number]

/** Routes that need no role: `public` anyone, `signed-in` any person with a session, `write-key` a source's public key. */
export const openAccess = ['public', 'signed-in', 'write-key'] as const
export type OpenAccess = (typeof openAccess)[number]

const reading: Permission[] = ['people:read', 'segments:read', 'surveys:read', 'responses:read', 'events:read', 'catalogue:read', 'sources:read', 'connectors:read', 'settings:read', 'team:read']

/** Roles from most to least; `owner` alone may also change other owners (checked in the access feature). */
export const rolePermissions: Record<string, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  marketer: [...reading, 'people:write', 'segments:write', 'surveys:write', 'responses:write', 'events:write', 'catalogue:write', 'connectors:write', 'outbox:read'],
  agent: [...reading, 'people:write', 'events:write', 'outbox:read'],
  analyst: [...reading, 'catalogue:write', 'segments:write', 'responses:write'],
  viewer: reading,
}

export function isPermission(value: unknown): value is Permission {
  return permissions.includes(value as Permission)
}
