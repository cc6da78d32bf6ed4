// Who sends: finds the source of a collection request by its write key, wherever the client put it.
import type { FastifyRequest } from 'fastify'
import { RapportError } from '../../platform/errors.ts'
import type { Origin } from '../../platform/event-log.ts'
import { isOriginAllowed, type WriteKey, type WriteKeyCache } from '../sources/index.ts'

export interface Caller {
  source: WriteKey
  origin: Origin
}

function readBasicUser(header: string | undefined): string | undefined {
  if (!header || header.slice(0, 6).toLowerCase() !== 'basic ') return undefined
  return Buffer.from(header.slice(6), 'base64').toString('utf8').split(':')[0] || undefined
}

function readBearer(header: string | undefined): string | undefined {
  return header && header.slice(0, 7).toLowerCase() === 'bearer ' ? header.slice(7).trim() : undefined
}

/** From the Authorization header (Basic or Bearer), the body's `writeKey` or `api_key`, or the query. */
export function readWriteKey(request: FastifyRequest, body: unknown): string | undefined {
  const { authorization } = request.headers
  const own = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const query = (request.query ?? {}) as Record<string, unknown>
  const candidates = [readBasicUser(authorization), readBearer(authorization), own['writeKey'], own['api_key'], query['writeKey']]
  return candidates.find((value): value is string => typeof value === 'string' && value !== '')
}

/** A server's word about who somebody is counts as verified; a page's does not, whatever key it uses. */
function findOrigin(request: FastifyRequest, source: WriteKey): Origin {
  // Not sec-fetch-mode: Node's own fetch sends it as well.
  const isPage = request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined
  return isPage || source.platform === 'browser' || source.platform === 'mobile' ? 'browser' : 'server'
}

/** @throws invalid_key, origin_not_allowed */
export async function identifyCaller(request: FastifyRequest, body: unknown, keys: WriteKeyCache): Promise<Caller> {
  const writeKey = readWriteKey(request, body)
  if (!writeKey) throw new RapportError('invalid_key', 'Send the write key: Basic authentication (user name = key), "writeKey" in the body or in the query.')
  const found = keys.get(writeKey)
  const source = found instanceof Promise ? await found : found
  if (!source) throw new RapportError('invalid_key')
  const { origin } = request.headers
  if (origin !== undefined && !isOriginAllowed(origin, source.allowedOrigins)) throw new RapportError('origin_not_allowed')
  return { source, origin: findOrigin(request, source) }
}
