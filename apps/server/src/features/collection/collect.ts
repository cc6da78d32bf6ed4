// The use case of collection: envelopes for every event of a request, durable before the answer.
import { RapportError } from '../../platform/errors.ts'
import type { Origin } from '../../platform/event-log.ts'
import type { Platform } from '../../platform/platform.ts'
import type { WriteKey } from '../sources/index.ts'
import { parseEnvelope } from '../stream/index.ts'
import { createEdge, toEnvelope, type Problem } from './envelopes.ts'
import { maxBatchEvents } from './limits.ts'

export interface Collector {
  platform: Platform
  findCountry: (ip: string) => string | undefined
}

export interface CollectRequest {
  source: WriteKey
  origin: Origin
  events: unknown[]
  /** Set where the path names the type. */
  type?: string
  /** Timestamps are history and taken as they are. */
  isImport?: boolean
  sentAt: string | undefined
  ip: string
  userAgent: string | undefined
  anonymousId: string | undefined
  /** The caller wants to be told of each event that will be rejected. */
  isStrict: boolean
}

export interface CollectResult {
  status: number
  reply: { success: boolean; accepted?: number; errors?: Problem[] }
}

/** Resolves after the events are on disk. @throws invalid_request for over 2,500 events, overloaded, unavailable */
export async function collect({ platform, findCountry }: Collector, request: CollectRequest): Promise<CollectResult> {
  if (request.events.length > maxBatchEvents) {
    throw new RapportError('invalid_request', `A batch may have ${maxBatchEvents} events; this one has ${request.events.length}.`)
  }
  const edge = createEdge(
    {
      receivedAt: platform.clock.now(),
      origin: request.isImport ? 'import' : request.origin,
      isVerified: request.origin === 'server',
      sourceId: request.source.id,
      sentAt: request.sentAt,
      userAgent: request.userAgent,
      ip: request.ip,
      keepIp: request.source.keepIp,
      anonymousId: request.anonymousId,
    },
    findCountry,
  )
  let bytes = 0
  const bodies = request.events.map((event) => {
    const body = toEnvelope(event, request.type, edge)
    bytes += body.length
    return body
  })
  await platform.eventLog.append(request.source.workspaceId, bodies, bytes)
  return request.isStrict ? describeProblems(bodies) : { status: 200, reply: { success: true } }
}

/** 200 when all are good, 207 when some are, 400 when none is. Bad ones are kept under rejected events in any case. */
function describeProblems(bodies: string[]): CollectResult {
  const errors = bodies.flatMap((body, index): Problem[] => {
    const parsed = parseEnvelope(body)
    return parsed.isValid ? [] : [{ index, messageId: parsed.messageId || null, code: parsed.code, reason: parsed.reason }]
  })
  const accepted = bodies.length - errors.length
  const status = errors.length === 0 ? 200 : accepted === 0 ? 400 : 207
  return { status, reply: { success: errors.length === 0, accepted, ...(errors.length > 0 ? { errors } : {}) } }
}
