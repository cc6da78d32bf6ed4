// The catalogue that fills itself: every event and trait seen, with types, examples and volumes.
import { z } from 'zod'
import { instant, json } from '../../platform/contract.ts'

export const observedType = z.enum(['text', 'number', 'boolean', 'date', 'list', 'object', 'null'])
export const propertyEntry = z.object({
  name: z.string().meta({ description: 'Dotted path, e.g. cart.total' }),
  types: z.array(observedType),
  examples: z.array(z.string()).meta({ description: 'Up to 5 different values, cut at 80 characters' }),
  firstSeenAt: instant,
  lastSeenAt: instant,
  description: z.string(),
  isBlocked: z.boolean().meta({ description: 'Removed from events as they arrive' }),
})
export type PropertyEntry = z.infer<typeof propertyEntry>

export const eventEntry = z.object({
  name: z.string(),
  type: z.string().meta({ description: 'track, page, screen, identify, group, alias' }),
  count: z.number().int(),
  countToday: z.number().int(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  description: z.string(),
  isBlocked: z.boolean().meta({ description: 'Rejected as they arrive' }),
  isReserved: z.boolean().meta({ description: 'Made by Rapport itself; no write key can send it' }),
  schema: json.nullable().meta({ description: 'JSON Schema (draft 2020-12 subset) that the properties are checked against' }),
  schemaMode: z.enum(['off', 'warn', 'reject']),
  violations: z.number().int().meta({ description: 'Events that did not fit the schema' }),
})
export type EventEntry = z.infer<typeof eventEntry>

/** GET /v1/catalogue/events */
export const catalogueQuery = z.object({ search: z.string().max(200).optional(), type: z.string().max(20).optional() })
export const eventEntryList = z.object({ items: z.array(eventEntry) })
/** GET /v1/catalogue/events/:type/:name */
export const eventEntryDetail = eventEntry.extend({
  properties: z.array(propertyEntry),
  perDay: z.array(z.object({ day: z.iso.date(), count: z.number().int() })).meta({ description: 'The last 30 days' }),
})
export type EventEntryDetail = z.infer<typeof eventEntryDetail>
/** PATCH /v1/catalogue/events/:type/:name */
export const updateEventRequest = z.object({
  description: z.string().max(1000).optional(),
  isBlocked: z.boolean().optional(),
  schema: z.record(z.string(), json).nullable().optional(),
  schemaMode: z.enum(['off', 'warn', 'reject']).optional(),
})
/** PATCH /v1/catalogue/events/:type/:name/properties/:property and PATCH /v1/catalogue/traits/:trait */
export const updatePropertyRequest = z.object({ description: z.string().max(1000).optional(), isBlocked: z.boolean().optional() })
/** GET /v1/catalogue/traits */
export const traitEntryList = z.object({ items: z.array(propertyEntry) })
