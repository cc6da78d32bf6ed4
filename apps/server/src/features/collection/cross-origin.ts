// What pages of any site may call: nothing here ever reads a cookie.
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Any site may call. */
export function allowCrossOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('access-control-allow-origin', '*')
  reply.header('cross-origin-resource-policy', 'cross-origin')
  // Browsers hide it from scripts of other origins otherwise, and clients would come back too early.
  reply.header('access-control-expose-headers', 'Retry-After')
  if (request.method !== 'OPTIONS') return
  reply.headers({
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? 'authorization, content-type',
    'access-control-max-age': '86400',
  })
}
