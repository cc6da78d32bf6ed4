// Personas: what the API takes and replies, their live figures, and suggestions out of behaviour.
import { z } from 'zod'
import { id, instant, json } from '../../platform/contract.ts'

const line = z.string().trim().min(1).max(300)
const lines = z.array(line).max(20)

/** What people write about a persona. */
export const personaText = z.object({
  name: z.string().trim().min(1).max(100),
  summary: z.string().trim().max(2_000).default(''),
  goals: lines.default([]),
  frustrations: lines.default([]),
  motivations: lines.default([]),
  preferredChannels: lines.default([]).meta({ description: 'Where they like to meet the company, in words' }),
  quotes: lines.default([]).meta({ description: 'What people of this kind said, one sentence each' }),
})
export type PersonaText = z.infer<typeof personaText>

export const portrait = z.object({
  kind: z.enum(['drawn', 'uploaded']),
  seed: z.number().int().meta({ description: 'Decides the drawing; another number draws another face' }),
  url: z.string().meta({ description: 'Where the picture is; changes when the picture does' }),
})

const interval = z.object({ from: z.number(), to: z.number() })

/** What a card shows. Null values: nobody to measure on. */
export const personaOverview = z.object({
  size: z.number().int().meta({ description: 'People in the segment now' }),
  customers: z.number().int().meta({ description: 'Those of them who are identified' }),
  allCustomers: z.number().int().meta({ description: 'All identified people of the workspace' }),
  share: z.number().nullable().meta({ description: 'customers / allCustomers' }),
  revenue: z.number().meta({ description: 'To date, net of refunds, workspace currency' }),
  revenueMean: z.number().nullable().meta({ description: 'revenue / size' }),
  revenueShare: z.number().nullable().meta({ description: 'Of the revenue of all people' }),
  satisfaction: z
    .object({ mean: z.number(), n: z.number().int(), interval: interval.nullable().meta({ description: '95 %; null for one rating' }) })
    .nullable()
    .meta({ description: 'Mean of the newest star rating (1 to 5) of each person who gave one' }),
  currency: z.string(),
})
export type PersonaOverview = z.infer<typeof personaOverview>

export const persona = personaText.extend({
  id,
  portrait,
  segmentId: id.nullable(),
  segmentName: z.string().nullable().meta({ description: 'null when the segment is gone' }),
  overview: personaOverview.nullable().meta({ description: 'null without a segment' }),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
})
export type Persona = z.infer<typeof persona>
/** GET /v1/personas, by name. */
export const personaList = z.object({ items: z.array(persona) })

/** POST /v1/personas */
export const createPersonaRequest = personaText.extend({
  segmentId: id.nullable().default(null),
  portraitSeed: z.number().int().min(0).max(4_294_967_295).optional(),
})
export type CreatePersonaRequest = z.infer<typeof createPersonaRequest>
/** PATCH /v1/personas/:id: what is left out stays. A portraitSeed draws anew, in place of an uploaded picture too. */
export const updatePersonaRequest = z.object({
  name: personaText.shape.name.optional(),
  summary: z.string().trim().max(2_000).optional(),
  goals: lines.optional(),
  frustrations: lines.optional(),
  motivations: lines.optional(),
  preferredChannels: lines.optional(),
  quotes: lines.optional(),
  segmentId: id.nullable().optional(),
  portraitSeed: z.number().int().min(0).max(4_294_967_295).optional(),
})
export type UpdatePersonaRequest = z.infer<typeof updatePersonaRequest>

/** PUT /v1/personas/:id/portrait takes the bytes of a PNG, JPEG or WebP image; GET answers the picture. */
export const maxPortraitBytes = 2 * 1024 * 1024

/** GET /v1/personas/:id/figures: what its people do, as of now. */
export const behaviour = z.object({
  event: z.string(),
  people: z.number().int().meta({ description: 'People of the persona, among those looked at, who did it in the last 365 days' }),
  share: z.number(),
  shareOfAll: z.number().meta({ description: 'Share of all customers who did it' }),
  lift: z.number().meta({ description: 'share / shareOfAll: 1 is as everybody' }),
})
export const channelShare = z.object({
  channel: z.string(),
  count: z.number().int(),
  share: z.number(),
  shareOfAll: z.number(),
  lift: z.number().nullable(),
})
export const personaFigures = z.object({
  overview: personaOverview,
  lookedAt: z.number().int().meta({ description: 'People of the persona whose events were read, at most 2,000' }),
  comparedWith: z.number().int().meta({ description: 'Customers whose events they were compared with, at most 2,000' }),
  behaviours: z.array(behaviour).meta({ description: 'What they do more than others, the strongest first' }),
  orderChannels: z.array(channelShare).meta({ description: 'Where their orders were placed' }),
  visitChannels: z.array(channelShare).meta({ description: 'Site or app' }),
  observedChannel: z.string().nullable().meta({ description: 'Where most of their orders, else visits, are' }),
})
export type PersonaFigures = z.infer<typeof personaFigures>

export const clusterDifference = z.object({
  key: z.string(),
  text: z.string().meta({ description: '"orders 2.3 × as often"' }),
  effect: z.number().meta({ description: "Cohen's d: difference in standard deviations" }),
  value: z.number().meta({ description: 'Mean of the cluster; of days the median' }),
  others: z.number().meta({ description: 'The same of everybody else' }),
  unit: z.enum(['rate', 'amount', 'share', 'days', 'stars', 'number']),
  n: z.number().int().meta({ description: 'People of the cluster who have a value' }),
})
export type ClusterDifference = z.infer<typeof clusterDifference>

export const fidelity = z.object({
  precision: z.number().meta({ description: 'Of those the rule holds, the share that is in the cluster' }),
  recall: z.number().meta({ description: 'Of the cluster, the share that the rule holds' }),
  f1: z.number().meta({ description: 'Harmonic mean of the two' }),
  n: z.number().int().meta({ description: 'People it was measured on: a third of all, who did not teach the rule' }),
})

export const suggestion = z.object({
  id,
  state: z.enum(['open', 'accepted', 'dismissed']),
  persona: personaText,
  portraitSeed: z.number().int(),
  size: z.number().int(),
  share: z.number(),
  differences: z.array(clusterDifference),
  definition: json.meta({ description: 'The rule, as POST /v1/segments takes it' }),
  ruleText: z.string().meta({ description: 'The rule in words' }),
  fidelity,
  personaId: id.nullable().meta({ description: 'The persona it became' }),
})
export type Suggestion = z.infer<typeof suggestion>

/** POST /v1/personas/suggestions begins a run; GET /v1/personas/suggestions answers the newest one. */
export const requestSuggestions = z.object({ seed: z.number().int().min(1).max(1_000_000).default(1).meta({ description: 'The same people and seed give the same clusters' }) })
export const suggestionRun = z.object({
  id,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  stage: z.enum(['waiting', 'reading', 'clustering', 'describing', 'done']),
  progress: z.number().min(0).max(1),
  peopleRead: z.number().int(),
  people: z.number().int().meta({ description: 'Customers to be looked at' }),
  message: z.string().nullable().meta({ description: 'Why it failed' }),
  k: z.number().int().nullable().meta({ description: 'Clusters found' }),
  silhouette: z.number().nullable().meta({ description: '0 to 1: how clearly people belong to their cluster; chose k' }),
  tried: z.array(z.object({ k: z.number().int(), silhouette: z.number(), distanceSilhouette: z.number() })),
  seed: z.number().int(),
  requestedBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  suggestions: z.array(suggestion),
})
export type SuggestionRun = z.infer<typeof suggestionRun>
export const newestRun = z.object({ run: suggestionRun.nullable() })

/** POST /v1/personas/suggestions/:id/accept: the persona as edited; what is left out is taken as suggested. */
export const acceptRequest = updatePersonaRequest.omit({ segmentId: true })
export type AcceptRequest = z.infer<typeof acceptRequest>
