// Requests and replies on segments, static lists and computed traits.
import { z } from 'zod'
import { id, instant, json, pageOf, pageQuery } from '../../platform/contract.ts'
import { personRow } from '../people/people.contract.ts'
import { definition, isStorableText, unstorableText, type Definition } from './conditions.contract.ts'

export const segmentEntered = 'Segment Entered'
export const segmentLeft = 'Segment Left'

/** Why somebody came in or went out: an event, time alone, two profiles becoming one or two again, a new or edited rule, a person's or an import's doing. */
export const changeCause = z.enum(['event', 'time', 'merge', 'first_fill', 'edited', 'manual', 'import'])
export type ChangeCause = z.infer<typeof changeCause>

/** A rule as it is stored: what `definition` describes, sent back as it is. */
const storedRule: z.ZodType<Definition | null> = z.any().meta({ description: 'The rule, as POST /v1/segments takes it; null for a static list' })

export const segment = z.object({
  id,
  name: z.string(),
  description: z.string(),
  kind: z.enum(['live', 'static']).meta({ description: 'live: a rule decides, at every moment; static: a list kept by hand or import' }),
  definition: storedRule,
  version: z.number().int(),
  status: z.enum(['filling', 'ready', 'failed']).meta({ description: 'filling: being built for the first time or after an edit' }),
  progress: z.number().min(0).max(1).nullable().meta({ description: 'Share of the filling that is done' }),
  problem: z.string().nullable().meta({ description: 'Why filling failed' }),
  size: z.number().int().meta({ description: 'People in it now' }),
  sizeBefore: z.number().int().nullable().meta({ description: 'People in it 7 days ago; null when it is younger' }),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
})
export type Segment = z.infer<typeof segment>

/** GET /v1/segments */
export const segmentsQuery = z.object({
  search: z.string().max(200).optional(),
  kind: z.enum(['live', 'static']).optional(),
  sort: z.enum(['name', 'size', 'updated']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
})
export const segmentList = z.object({ items: z.array(segment.extend({ sizes: z.array(z.number().int()).meta({ description: 'Size at the end of each of the last 14 days' }) })) })
export type SegmentRow = z.infer<typeof segmentList>['items'][number]

/** POST /v1/segments; a static list is made without a definition. */
const description = z.string().max(1_000).refine(isStorableText, unstorableText)
export const createSegmentRequest = z.object({
  name: z.string().trim().min(1).max(100).refine(isStorableText, unstorableText),
  description: description.default(''),
  kind: z.enum(['live', 'static']).default('live'),
  definition: definition.optional(),
})
export type CreateSegmentRequest = z.infer<typeof createSegmentRequest>
/** PATCH /v1/segments/:id: what is left out stays; another definition is a new version. */
export const updateSegmentRequest = z.object({
  name: createSegmentRequest.shape.name.optional(),
  description: description.optional(),
  definition: definition.optional(),
})
// POST /v1/segments/:id/duplicate replies with the new segment. DELETE /v1/segments/:id: conflict while others use it.

/** GET /v1/segments/:id/versions, newest first. POST /v1/segments/:id/versions/:version/restore makes a new version of an old one. */
export const segmentVersion = z.object({ version: z.number().int(), definition: storedRule, at: instant, by: z.string() })
export type SegmentVersion = z.infer<typeof segmentVersion>
export const segmentVersionList = z.object({ items: z.array(segmentVersion) })

/** POST /v1/segments/preview: who a rule that is not saved yet would hold. */
export const previewRequest = z.object({
  definition,
  segmentId: id.optional().meta({ description: 'The segment that is being edited, so that cycles are seen' }),
  limit: z.number().int().min(0).max(50).default(8),
})
export const preview = z.object({
  count: z.number().int(),
  people: z.number().int().meta({ description: 'All people of the workspace' }),
  sample: z.array(personRow),
  elapsedMs: z.number(),
})
export type Preview = z.infer<typeof preview>

/** GET /v1/segments/:id/members, the newest first; members.csv streams them all. */
export const membersQuery = pageQuery.extend({ search: z.string().max(200).optional() })
export const member = personRow.extend({ since: instant, cause: changeCause })
export type Member = z.infer<typeof member>
export const memberPage = pageOf(member).extend({ total: z.number().int() })

/** POST /v1/segments/:id/members (static lists): people by id or by any identifier. DELETE takes the same. */
export const changeMembersRequest = z.object({
  profileIds: z.array(id).max(10_000).default([]),
  identifiers: z.array(z.string().min(1).max(500)).max(10_000).default([]).meta({ description: 'User ids, e-mail addresses, phone numbers, external ids' }),
})
export const changeMembersReply = z.object({
  changed: z.number().int(),
  unchanged: z.number().int(),
  unknown: z.array(z.string()).meta({ description: 'Identifiers that nobody has, up to 1,000' }),
  unknownCount: z.number().int(),
})
export type ChangeMembersReply = z.infer<typeof changeMembersReply>
/** POST /v1/segments/:id/import with a CSV text (text/csv, up to 10 MB): the first column that holds identifiers, or `?column=`. Replies changeMembersReply. */
export const importQuery = z.object({ column: z.string().max(200).optional() })

/** GET /v1/segments/:id/history: the size at the end of each day (hour, for 48 hours and less), oldest first. */
export const historyQuery = z.object({ days: z.coerce.number().int().min(1).max(730).default(30) })
export const history = z.object({ points: z.array(z.object({ at: instant, size: z.number().int(), entered: z.number().int(), left: z.number().int() })) })
export type SegmentHistory = z.infer<typeof history>

/** GET /v1/segments/:id/changes: who came and went, newest first. */
export const segmentChange = z.object({
  profile: z.object({ id, name: z.string() }),
  direction: z.enum(['entered', 'left']),
  at: instant,
  cause: changeCause,
  reason: z.string().meta({ description: 'In words: "the third order is older than 90 days"' }),
})
export type SegmentChange = z.infer<typeof segmentChange>
export const segmentChangePage = pageOf(segmentChange)

/** GET /v1/segments/:id/overlaps: how many people it shares with each other segment, most first. */
export const overlapList = z.object({ items: z.array(z.object({ id, name: z.string(), size: z.number().int(), shared: z.number().int() })) })
export type OverlapList = z.infer<typeof overlapList>

/** GET /v1/segments/:id/usage: what would break without it. */
export const usageList = z.object({ items: z.array(z.object({ kind: z.enum(['segment', 'persona', 'connector', 'survey']), id, name: z.string() })) })
export type UsageList = z.infer<typeof usageList>

/** GET /v1/segments/:id/snapshot?at=: who was in it at a past moment, rebuilt from the stream. */
export const snapshotQuery = pageQuery.extend({ at: instant })
export const snapshot = pageOf(personRow).extend({ at: instant, count: z.number().int() })
export type Snapshot = z.infer<typeof snapshot>

/** One node of an explained tree, with the value behind each leaf. */
export interface Explained {
  type: string
  holds: boolean
  /** The condition in words. */
  text: string
  /** What was found: "2 of 3 orders, the newest 2026-03-01"; empty for groups. */
  found: string
  /** When it changes by time alone, if nothing happens before. */
  changesAt: string | null
  conditions?: Explained[]
}
export const explained: z.ZodType<Explained> = z
  .lazy(() =>
    z.object({
      type: z.string(), holds: z.boolean(), text: z.string(), found: z.string(), changesAt: instant.nullable(), conditions: z.array(explained).optional(),
    }),
  )
  .meta({ id: 'ExplainedCondition' })
/** POST /v1/segments/explain: why a person is or isn't held by a rule, as of now. Give a segment's id or a rule that is not saved. */
export const explainRequest = z.object({ profileId: id, segmentId: id.optional(), definition: definition.optional() })
export const explanation = z.object({
  profileId: id,
  name: z.string(),
  isMember: z.boolean(),
  since: instant.nullable(),
  lastChange: segmentChange.omit({ profile: true }).nullable().meta({ description: 'The last time this person came or went, of a saved segment' }),
  tree: explained.nullable().meta({ description: 'null for a static list' }),
})
export type Explanation = z.infer<typeof explanation>

/** GET /v1/people/:id/segments: what a person is in now, and what they left lately. */
export const personSegments = z.object({
  items: z.array(z.object({ id, name: z.string(), kind: z.enum(['live', 'static']), since: instant, cause: changeCause, reason: z.string() })),
  left: z.array(z.object({ id, name: z.string(), at: instant, cause: changeCause, reason: z.string() })),
})
export type PersonSegments = z.infer<typeof personSegments>

/** GET /v1/segments/values: values of a property or trait that were really seen, most frequent first; for autocompletion. */
export const valuesQuery = z.object({
  event: z.string().max(200).optional().meta({ description: "Event name; '*' any; left out: a trait" }),
  type: z.string().max(20).optional(),
  property: z.string().min(1).max(200),
  search: z.string().max(200).optional(),
})
export const valueList = z.object({ items: z.array(z.object({ value: z.string(), count: z.number().int() })) })
export type ValueList = z.infer<typeof valueList>

/** GET /v1/segments/conditions: the kinds of conditions with a JSON Schema each. */
export const conditionTypeList = z.object({ items: z.array(z.object({ type: z.string(), label: z.string(), description: z.string(), configSchema: json, example: json })) })

/** PUT /v1/segments/:id/webhook: entries and exits go to this address, signed; null stops it. GET tells. */
export const webhookRequest = z.object({ url: z.url().max(500).nullable() })
export const webhook = z.object({ url: z.string().nullable(), connectorId: id.nullable(), delivered: z.number().int(), failed: z.number().int(), waiting: z.number().int(), lastError: z.string().nullable(), signingSecret: z.string().nullable().meta({ description: 'Shown once, when it is made' }) })
export type SegmentWebhook = z.infer<typeof webhook>
