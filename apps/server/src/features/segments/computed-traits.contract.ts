// Requests and replies on computed traits: values that Rapport works out of a person's events and keeps as traits.
import { z } from 'zod'
import { id, instant, json } from '../../platform/contract.ts'
import { personRow } from '../people/people.contract.ts'
import { eventFilter, window } from './conditions.contract.ts'

const property = z.string().min(1).max(200)

/**
 * What is worked out. `count` … `days_since` read the events of `event` in `window`; `rfm` reads orders:
 * R (recency), F (frequency) and M (money) from 1 to 5, the fifth of all customers somebody is in, 5 the best;
 * `lifetime_value` is revenue to date, net of refunds.
 */
export const computation = z.discriminatedUnion('function', [
  z.object({ function: z.literal('count'), event: eventFilter, window }),
  z.object({ function: z.enum(['sum', 'average', 'min', 'max', 'distinct', 'most_frequent']), event: eventFilter, window, property }),
  z.object({ function: z.enum(['first', 'last']), event: eventFilter, property: property.meta({ description: 'Its value at the first or last event; $time for the time' }) }),
  z.object({ function: z.literal('last_list'), event: eventFilter, property, size: z.number().int().min(1).max(50) }).meta({ description: 'The values at the newest events, newest first' }),
  z.object({ function: z.literal('days_since'), event: eventFilter, which: z.enum(['first', 'last']) }).meta({ description: 'Whole days of 24 hours' }),
  z.object({ function: z.literal('lifetime_value') }),
  z.object({ function: z.literal('rfm'), part: z.enum(['recency', 'frequency', 'money', 'score']).meta({ description: 'score: the three digits, 555 the best' }), days: z.number().int().min(1).max(3_650).default(365) }),
])
export type Computation = z.infer<typeof computation>

export const computedTrait = z.object({
  id,
  key: z.string().meta({ description: 'Name of the trait' }),
  name: z.string(),
  description: z.string(),
  computation,
  status: z.enum(['filling', 'ready', 'failed']),
  progress: z.number().min(0).max(1).nullable(),
  problem: z.string().nullable(),
  people: z.number().int().meta({ description: 'People with a value' }),
  createdAt: instant,
  createdBy: z.string(),
})
export type ComputedTrait = z.infer<typeof computedTrait>
/** GET /v1/computed-traits */
export const computedTraitList = z.object({ items: z.array(computedTrait) })
/** POST /v1/computed-traits */
export const createComputedTraitRequest = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'Lower-case letters, digits and underscores, beginning with a letter.'),
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1_000).default(''),
  computation,
})
export type CreateComputedTraitRequest = z.infer<typeof createComputedTraitRequest>
/** PATCH /v1/computed-traits/:id; another computation is filled anew. DELETE removes the trait from everyone. */
export const updateComputedTraitRequest = z.object({
  name: createComputedTraitRequest.shape.name.optional(),
  description: z.string().max(1_000).optional(),
  computation: computation.optional(),
})
/** POST /v1/computed-traits/preview: the value for some people, as it would be now. */
export const computedPreviewRequest = z.object({ computation })
export const computedPreview = z.object({
  people: z.number().int().meta({ description: 'People who would have a value' }),
  sample: z.array(z.object({ person: personRow, value: json })),
  distribution: z.array(z.object({ label: z.string(), count: z.number().int() })).meta({ description: 'Up to 10 groups of values' }),
  elapsedMs: z.number(),
})
export type ComputedPreview = z.infer<typeof computedPreview>
