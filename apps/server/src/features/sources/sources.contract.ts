// Sources are where events come from; each has a write key. Secret keys open the API to programs.
import { z } from 'zod'
import { id, instant } from '../../platform/contract.ts'

export const platforms = ['browser', 'server', 'mobile', 'http', 'import'] as const

/** Scopes a secret key can have. Each is a permission of the same name. */
export const scopes = ['people:read', 'people:write', 'segments:read', 'segments:write', 'surveys:read', 'surveys:write', 'responses:read', 'responses:write', 'events:read', 'events:write', 'events:manage', 'catalogue:read', 'catalogue:write', 'connectors:read', 'connectors:write', 'settings:read'] as const

/** An origin as browsers send it: scheme, host and port; a leading `*.` stands for every subdomain. */
export const origin = z
  .string()
  .max(200)
  .regex(/^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i, 'An origin such as https://shop.example.com')

export const source = z.object({
  id,
  name: z.string(),
  platform: z.enum(platforms),
  writeKey: z.string().meta({ description: 'Public: it can only send events' }),
  allowedOrigins: z.array(z.string()).meta({ description: 'Empty: any website may use it' }),
  createdAt: instant,
  revokedAt: instant.nullable(),
  firstEventAt: instant.nullable(),
  lastEventAt: instant.nullable(),
  eventsToday: z.number().int().meta({ description: 'Accepted since midnight in the workspace\'s zone' }),
})
export type Source = z.infer<typeof source>
/** GET and PATCH /v1/sources/:id */
export const sourceParams = z.object({ id })
/** GET /v1/sources */
export const sourceList = z.object({ items: z.array(source) })
/** POST /v1/sources */
export const createSourceRequest = z.object({
  name: z.string().trim().min(1).max(80),
  platform: z.enum(platforms).default('browser'),
  allowedOrigins: z.array(origin).max(50).default([]),
})
export type CreateSourceRequest = z.infer<typeof createSourceRequest>
/** PATCH /v1/sources/:id */
export const updateSourceRequest = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  allowedOrigins: z.array(origin).max(50).optional(),
  revoked: z.boolean().optional(),
})
export type UpdateSourceRequest = z.infer<typeof updateSourceRequest>

export const secretKey = z.object({
  id,
  name: z.string(),
  prefix: z.string().meta({ description: 'First characters, to recognise it by' }),
  scopes: z.array(z.enum(scopes)),
  createdAt: instant,
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})
export type SecretKey = z.infer<typeof secretKey>
/** GET /v1/secret-keys */
export const secretKeyList = z.object({ items: z.array(secretKey) })
/** POST /v1/secret-keys: the reply holds the key; it is shown this once. */
export const createSecretKeyRequest = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(z.enum(scopes)).min(1),
})
export type CreateSecretKeyRequest = z.infer<typeof createSecretKeyRequest>
export const createdSecretKey = secretKey.extend({ key: z.string() })
export type CreatedSecretKey = z.infer<typeof createdSecretKey>
/** DELETE /v1/secret-keys/:id revokes it. */
export const keyParams = z.object({ id })
