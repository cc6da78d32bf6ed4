// The collection API: Segment's wire format. Described here for people and OpenAPI; read leniently by the server.
import { z } from 'zod'
import { json } from '../../platform/contract.ts'

export const eventTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const

/** One event as a client sends it, at most 32 KB of JSON. */
export const collectedEvent = z
  .looseObject({
    type: z.enum(eventTypes).optional().meta({ description: 'Needed in a batch' }),
    messageId: z.string().optional().meta({ description: 'The same id within 30 days counts once' }),
    userId: z.string().optional(),
    anonymousId: z.string().optional(),
    event: z.string().optional().meta({ description: 'Name of a track event, "Object Action"' }),
    name: z.string().optional().meta({ description: 'Name of a page or screen' }),
    groupId: z.string().optional(),
    previousId: z.string().optional(),
    properties: z.record(z.string(), json).optional(),
    traits: z.record(z.string(), json).optional(),
    context: z.record(z.string(), json).optional(),
    timestamp: z.string().optional().meta({ description: 'ISO 8601; corrected by the drift of the client\'s clock where sentAt is given' }),
    sentAt: z.string().optional(),
  })
  .meta({ id: 'CollectedEvent' })

/** At most 2,500 events and 500 KB. */
export const collectedBatch = z.looseObject({
  batch: z.array(collectedEvent),
  writeKey: z.string().optional(),
  sentAt: z.string().optional(),
  context: z.record(z.string(), json).optional(),
})

/** `errors` only with the header X-Strict-Mode: 1. */
export const collectReply = z.object({
  success: z.boolean(),
  accepted: z.number().int().optional(),
  errors: z
    .array(z.object({ index: z.number().int(), messageId: z.string().nullable(), code: z.string(), reason: z.string() }))
    .optional(),
})
