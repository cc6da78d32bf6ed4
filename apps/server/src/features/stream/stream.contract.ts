// What can be seen of the stream: counters, live events, rejected events and their replay.
import { z } from 'zod'
import { id, instant, json, pageOf, pageQuery } from '../../platform/contract.ts'

/** GET /v1/stream/counters. Always accepted = stored = processed + duplicate + rejected + waiting. */
export const streamCounters = z.object({
  accepted: z.number().int().meta({ description: 'Events acknowledged with 200 since the workspace began' }),
  stored: z.number().int().meta({ description: 'Events in the log, those already pruned from it included' }),
  processed: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  waiting: z.number().int(),
  exporting: z.number().int().meta({ description: 'Processed, on their way into ClickHouse' }),
  perSecond: z.number().meta({ description: 'Accepted a second, over the last 10 seconds' }),
  delaySeconds: z.number().meta({ description: 'Age of the oldest waiting event, seconds' }),
})
export type StreamCounters = z.infer<typeof streamCounters>

/** What one event did when it was processed. */
export const eventChanges = z.object({
  profileCreated: z.boolean().optional(),
  traits: z.array(z.object({ name: z.string(), from: json, to: json })).optional(),
  identities: z.array(z.object({ kind: z.string(), value: z.string() })).optional().meta({ description: 'Identifiers that were new' }),
  merged: z.array(z.object({ from: id, into: id })).optional(),
  suggestion: z.string().optional().meta({ description: 'Why a merge is suggested rather than made' }),
  consent: z.array(z.object({ purpose: z.string(), channel: z.string().nullable(), isGranted: z.boolean() })).optional(),
})
export type EventChanges = z.infer<typeof eventChanges>

export const liveEvent = z.object({
  seq: z.number().int().meta({ description: 'Position in the workspace\'s stream' }),
  status: z.enum(['processed', 'duplicate', 'rejected']),
  messageId: z.string(),
  type: z.string(),
  name: z.string().meta({ description: 'Event name, page title or the type' }),
  time: instant,
  receivedAt: instant,
  source: z.object({ id, name: z.string() }).nullable(),
  profile: z.object({ id, name: z.string() }).nullable(),
  reason: z.string().nullable().meta({ description: 'Why it was rejected' }),
  isBot: z.boolean(),
  changes: eventChanges,
  payload: json,
})
export type LiveEvent = z.infer<typeof liveEvent>

/** GET /v1/stream/recent: the newest first. */
export const recentQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  status: z.enum(['processed', 'duplicate', 'rejected']).optional(),
  afterSeq: z.coerce.number().int().min(0).optional(),
})
export const recentReply = z.object({ items: z.array(liveEvent) })

/**
 * GET /v1/stream/live (server-sent events). Messages:
 * `event: processed`, data: `{ "toSeq": 120, "profileIds": ["…"] }` after each batch; profileIds is cut at 50, then `"more": true`.
 * `event: exported`, data: `{ "toSeq": 120 }`: those events can now be read from the timeline.
 */
export const liveSignal = z.object({ toSeq: z.number().int(), profileIds: z.array(id).optional(), more: z.boolean().optional() })
export type LiveSignal = z.infer<typeof liveSignal>

export const rejectedEvent = z.object({
  seq: z.number().int(),
  receivedAt: instant,
  source: z.object({ id, name: z.string() }).nullable(),
  code: z.string().meta({ description: 'Stable code, e.g. "no_identifier"' }),
  reason: z.string(),
  payload: json,
  replayedAt: instant.nullable(),
})
export type RejectedEvent = z.infer<typeof rejectedEvent>
/** GET /v1/stream/rejected */
export const rejectedQuery = pageQuery.extend({ code: z.string().max(60).optional(), replayed: z.enum(['yes', 'no']).optional() })
export const rejectedPage = pageOf(rejectedEvent).extend({
  reasons: z.array(z.object({ code: z.string(), count: z.number().int() })).meta({ description: 'Not yet replayed, by code' }),
})
/** POST /v1/stream/rejected/replay: sends them through again, e.g. after a schema was mended. Either seqs or a code. */
export const replayRequest = z.object({
  seqs: z.array(z.number().int()).max(1000).optional(),
  code: z.string().max(60).optional(),
})
export const replayReply = z.object({ replayed: z.number().int() })

/** GET /v1/home: what is arriving now. */
export const home = z.object({
  counters: streamCounters,
  people: z.object({ total: z.number().int(), identified: z.number().int(), newLast7Days: z.number().int(), newPrior7Days: z.number().int() }),
  revenue: z.object({ last30Days: z.number(), prior30Days: z.number(), orders: z.number().int(), priorOrders: z.number().int(), currency: z.string() }),
  visits: z.object({ last24Hours: z.number().int(), prior24Hours: z.number().int() }),
  perHour: z.array(z.object({ hour: instant, events: z.number().int() })).meta({ description: 'The last 48 hours' }),
  perDay: z.array(z.object({ day: z.iso.date(), events: z.number().int(), people: z.number().int(), revenue: z.number() })).meta({ description: 'The last 30 days, workspace zone' }),
  topEvents: z.array(z.object({ name: z.string(), count: z.number().int() })).meta({ description: 'The last 24 hours' }),
  sources: z.number().int(),
})
export type Home = z.infer<typeof home>
