// Requests and replies on people: list, profile, timeline, merges, consent, companies.
import { z } from 'zod'
import { id, instant, json, pageOf, pageQuery } from '../../platform/contract.ts'

export const identityKinds = ['user_id', 'email', 'phone', 'external_id', 'anonymous_id'] as const
export const identityKind = z.enum(identityKinds)
export type IdentityKind = z.infer<typeof identityKind>

/** One row of the list. */
export const personRow = z.object({
  id,
  name: z.string().meta({ description: 'Best name known, else e-mail, user id or "Visitor 1a2b"' }),
  isIdentified: z.boolean(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  userId: z.string().nullable(),
  country: z.string().nullable().meta({ description: 'ISO 3166 two letters' }),
  city: z.string().nullable(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  sessions: z.number().int(),
  orders: z.number().int(),
  revenue: z.number().meta({ description: 'Net of refunds, workspace currency' }),
  traits: z.record(z.string(), json),
})
export type PersonRow = z.infer<typeof personRow>

/** GET /v1/people. `search` matches name, e-mail, ids and phone and forgives typing errors. */
export const peopleQuery = pageQuery.extend({
  search: z.string().max(200).optional(),
  identified: z.enum(['yes', 'no']).optional(),
  country: z.string().max(2).optional(),
  account: z.string().max(200).optional().meta({ description: 'Company id' }),
  ordered: z.enum(['yes', 'no']).optional(),
  seenWithinDays: z.coerce.number().int().min(1).max(3650).optional(),
  segment: id.optional().meta({ description: 'In this segment or list now' }),
  trait: z.string().max(300).optional().meta({ description: 'name=value, exact' }),
  sort: z.enum(['lastSeen', 'firstSeen', 'name', 'revenue', 'orders', 'sessions']).default('lastSeen'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
export const peoplePage = pageOf(personRow).extend({
  total: z.number().int().meta({ description: 'People that match; exact up to 10,000' }),
  isTotalExact: z.boolean(),
})
// GET /v1/people.csv takes the same query and streams every match.

export const identity = z.object({
  kind: identityKind,
  value: z.string(),
  isVerified: z.boolean().meta({ description: 'Given by the site\'s server, not only claimed by a browser' }),
  source: z.string().nullable().meta({ description: 'Name of the source that brought it' }),
  firstSeenAt: instant,
  lastSeenAt: instant.nullable(),
  profileId: id.meta({ description: 'The profile it came with, before any merge' }),
})

export const consentState = z.object({
  purpose: z.string(),
  channel: z.string().nullable().meta({ description: 'null: every channel' }),
  isGranted: z.boolean(),
  at: instant,
  source: z.string().nullable(),
})
export const device = z.object({ kind: z.string(), os: z.string().nullable(), browser: z.string().nullable(), lastSeenAt: instant })

/** What matters now, said in the head of the page. */
export const headline = z.object({
  kind: z.enum(['last_order', 'open_cart', 'open_matter', 'mood', 'value', 'last_seen']),
  text: z.string(),
  at: instant.nullable(),
  tone: z.enum(['good', 'neutral', 'bad']),
})

/** GET /v1/people/:id. An id that was merged away answers with the profile it went into. */
export const person = personRow.extend({
  identities: z.array(identity),
  consent: z.array(consentState),
  devices: z.array(device),
  companies: z.array(z.object({ id: z.string(), name: z.string() })),
  timezone: z.string().nullable(),
  language: z.string().nullable(),
  keyFigures: z.object({
    firstSeenAt: instant,
    lastSeenAt: instant,
    sessions: z.number().int(),
    pageViews: z.number().int(),
    events: z.number().int(),
    orders: z.number().int(),
    returns: z.number().int(),
    revenue: z.number().meta({ description: 'Orders less refunds' }),
    refunded: z.number(),
    averageOrder: z.number().nullable(),
    lifetimeValue: z.number().meta({ description: 'Historic: revenue net of refunds to date' }),
    lastOrderAt: instant.nullable(),
    currency: z.string(),
  }),
  headlines: z.array(headline),
  traitDetails: z.array(z.object({ name: z.string(), value: json, setAt: instant })),
  merges: z.array(
    z.object({ id, from: id, fromName: z.string(), into: id, at: instant, reason: z.string(), by: z.string(), undoneAt: instant.nullable() }),
  ),
  suggestions: z.array(z.object({ id, otherId: id, otherName: z.string(), reason: z.string(), at: instant })),
})
export type Person = z.infer<typeof person>

/** GET /v1/people/lookup?kind=email&value=… : the same reply, found by any identifier. Without a kind, every kind is tried. */
export const lookupQuery = z.object({ kind: identityKind.optional(), value: z.string().min(1).max(500) })

export const timelineChannels = ['web', 'app', 'store', 'email', 'phone', 'chat', 'social', 'system', 'other'] as const
/** One line of the timeline. A visit groups the events of one session and opens. */
export const timelineItem = z.object({
  key: z.string().meta({ description: 'Stable key of the line' }),
  kind: z.enum(['visit', 'event']),
  type: z.string().meta({ description: 'track, identify, page, …; of a visit: "visit"' }),
  name: z.string().meta({ description: 'Event name' }),
  title: z.string().meta({ description: 'As a person would say it' }),
  detail: z.string().nullable().meta({ description: 'A second, quieter line' }),
  icon: z.string().meta({ description: 'visit, order, return, cart, call, mail, chat, shop, note, person, consent, survey, app, merge, star' }),
  tone: z.enum(['good', 'neutral', 'bad']),
  channel: z.enum(timelineChannels),
  startedAt: instant,
  endedAt: instant,
  amount: z.number().nullable(),
  eventCount: z.number().int(),
  sessionId: z.string().nullable(),
  seqs: z.array(z.number().int()).meta({ description: 'Events in it, at most 20; GET …/events?session= gives all' }),
})
export type TimelineItem = z.infer<typeof timelineItem>
/** GET /v1/people/:id/timeline, newest first. */
export const timelineQuery = pageQuery.extend({
  channel: z.enum(timelineChannels).optional(),
  name: z.string().max(200).optional().meta({ description: 'Only events of this name' }),
  search: z.string().max(200).optional(),
  from: instant.optional(),
  to: instant.optional(),
})
export const timelinePage = pageOf(timelineItem)

export const personEvent = z.object({
  seq: z.number().int(),
  messageId: z.string(),
  type: z.string(),
  name: z.string(),
  title: z.string(),
  time: instant,
  receivedAt: instant,
  channel: z.enum(timelineChannels),
  origin: z.string(),
  sessionId: z.string().nullable(),
  payload: json,
})
export type PersonEvent = z.infer<typeof personEvent>
/** GET /v1/people/:id/events, newest first: the raw events. */
export const personEventsQuery = pageQuery.extend({
  session: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  seqs: z.string().max(400).optional().meta({ description: 'Comma separated' }),
})
export const personEventsPage = pageOf(personEvent)

/** PATCH /v1/people/:id/traits: null removes a trait. Takes effect as an event in the stream; the reply is the profile after it. */
export const editTraitsRequest = z.object({
  traits: z.record(z.string().min(1).max(200), json).refine((traits) => Object.keys(traits).length <= 100, 'At most 100 traits'),
})
/** POST /v1/people: creates or finds a person by identifiers. */
export const createPersonRequest = z.object({
  userId: z.string().min(1).max(500).optional(),
  email: z.email().max(320).optional(),
  phone: z.string().max(40).optional(),
  traits: z.record(z.string().min(1).max(200), json).default({}),
})
/** POST /v1/people/:id/notes */
export const noteRequest = z.object({ text: z.string().trim().min(1).max(5000) })
/** POST /v1/people/:id/interactions: something that happened away from any screen. */
export const interactionRequest = z.object({
  kind: z.enum(['call', 'store_visit', 'meeting', 'letter', 'other']),
  direction: z.enum(['in', 'out']).default('in'),
  summary: z.string().trim().min(1).max(2000),
  outcome: z.enum(['resolved', 'open', 'none']).default('none'),
  place: z.string().trim().max(200).optional(),
  durationMinutes: z.number().min(0).max(1440).optional(),
  at: instant.optional(),
})
/** PUT /v1/people/:id/consent */
export const consentRequest = z.object({
  purpose: z.string().trim().min(1).max(100),
  channel: z.string().trim().min(1).max(50).nullable().default(null),
  isGranted: z.boolean(),
})
/** POST /v1/people/:id/merge: `otherId` goes into `:id`. */
export const mergeRequest = z.object({ otherId: id, reason: z.string().trim().max(500).default('') })
// POST /v1/merges/:id/undo and POST /v1/merge-suggestions/:id/dismiss take no body; undo replies with `undoReply`.
export const undoReply = z.object({ profileId: id, restoredId: id })

/** GET /v1/merge-suggestions */
export const mergeSuggestion = z.object({
  id,
  reason: z.string(),
  at: instant,
  left: personRow,
  right: personRow,
})
export const mergeSuggestionPage = pageOf(mergeSuggestion)

/** GET /v1/companies */
export const company = z.object({
  id: z.string(),
  name: z.string(),
  traits: z.record(z.string(), json),
  people: z.number().int(),
  revenue: z.number(),
  firstSeenAt: instant,
  lastSeenAt: instant,
})
export type Company = z.infer<typeof company>
export const companiesQuery = pageQuery.extend({ search: z.string().max(200).optional() })
export const companyPage = pageOf(company)
