// The condition tree of a segment: what the builder edits, the API takes and both evaluators read.
import { z } from 'zod'
import { id, instant } from '../../platform/contract.ts'

/** Whether the databases can keep a text as it is. */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
export const unstorableText = 'A text may not hold the character NUL or half of a surrogate pair.'

/** A span of time: days are 24 hours, weeks 7 days. At most ten years. */
export const duration = z
  .object({ amount: z.number().int().min(1).max(100_000), unit: z.enum(['minutes', 'hours', 'days', 'weeks']) })
  .refine((span) => toMilliseconds(span) <= 3_660 * 86_400_000, 'A span of time is at most ten years.')
export type Duration = z.infer<typeof duration>

const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 }

/** Milliseconds of a span of time. */
export function toMilliseconds({ amount, unit }: { amount: number; unit: keyof typeof unitMs }): number {
  return amount * unitMs[unit]
}

/**
 * When the events lie that count. `sliding`: t − length < time ≤ t, at every moment t. `between`: from ≤ time < to.
 * `ever`: all that was ever received.
 */
export const window = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sliding'), length: duration }),
  z.object({ kind: z.literal('between'), from: instant, to: instant }),
  z.object({ kind: z.literal('ever') }),
])
export type Window = z.infer<typeof window>

const scalar = z.union([z.string().max(500), z.number(), z.boolean()])

/**
 * Compares one value with an operand. Texts are compared exactly, upper and lower case apart. Negative operators are the
 * opposite of the positive ones: they also hold where there is no value.
 */
export const textComparison = z.discriminatedUnion('operator', [
  z.object({ operator: z.enum(['equals', 'not_equals']), value: scalar }),
  z.object({ operator: z.enum(['contains', 'not_contains', 'starts_with', 'ends_with']), value: z.string().min(1).max(500) }),
  z.object({ operator: z.enum(['in', 'not_in']), values: z.array(scalar).min(1).max(1_000) }),
  z.object({ operator: z.enum(['exists', 'not_exists']) }),
  z.object({ operator: z.enum(['greater', 'at_least', 'less', 'at_most']), value: z.number() }),
  z.object({ operator: z.literal('between'), from: z.number(), to: z.number() }).meta({ description: 'Both ends included' }),
])
export type TextComparison = z.infer<typeof textComparison>

/** An instant, or a date (its midnight in UTC). */
const date = z.union([z.iso.date(), instant])

/** The same for traits, which may also be dates and lists. */
export const comparison = z.discriminatedUnion('operator', [
  ...textComparison.options,
  z.object({ operator: z.enum(['before', 'after']), date }).meta({ description: 'A trait that holds a date: before the date; at or after it' }),
  z.object({ operator: z.enum(['within_last', 'more_than_ago']), length: duration }).meta({ description: 't − length < date ≤ t; date ≤ t − length' }),
  z.object({ operator: z.literal('within_next'), length: duration }).meta({ description: 't < date ≤ t + length' }),
  z.object({ operator: z.literal('anniversary_within'), days: z.number().int().min(0).max(366) }).meta({ description: 'The day and month come up today or within this many days, in the zone of the workspace' }),
  z.object({ operator: z.enum(['list_has', 'list_lacks']), value: scalar }),
])
export type Comparison = z.infer<typeof comparison>

const name = z.string().min(1).max(200)

export const propertyFilter = z.intersection(z.object({ property: name }), textComparison)
export type PropertyFilter = z.infer<typeof propertyFilter>

/** Which events: a track by its name, pages or screens by their name, '*' for any name. All filters must hold. */
export const eventFilter = z.object({
  type: z.enum(['track', 'page', 'screen', 'any']).default('track').meta({ description: 'any: whatever the type' }),
  name: z.string().min(1).max(200).meta({ description: "'*' for any name; then only what people did, not what Rapport sent or noted" }),
  filters: z.array(propertyFilter).max(10).default([]).meta({ description: 'Properties by dotted name; what is known of the sender under context.country, context.device, context.page.path, context.campaign.source …' }),
})
export type EventFilter = z.infer<typeof eventFilter>

export const traitCondition = z.intersection(
  z.object({ type: z.literal('trait'), trait: name.meta({ description: 'Dotted name; $country, $city, $language, $timezone, $device, $email, $phone, $identified, $first_seen, $orders, $revenue for what Rapport knows itself' }) }),
  comparison,
)
export const eventCondition = z.object({
  type: z.literal('event'),
  event: eventFilter,
  aggregate: z
    .discriminatedUnion('function', [
      z.object({ function: z.literal('count') }),
      z.object({ function: z.enum(['sum', 'average', 'min', 'max', 'distinct']), property: name }),
    ])
    .default({ function: 'count' }),
  operator: z.enum(['at_least', 'at_most', 'exactly', 'greater', 'less']).meta({ description: 'at_most 0 is "did not". Average, min and max of no event hold for no operator; sum, count and distinct are 0' }),
  value: z.number().min(-1e12).max(1e12).meta({ description: 'For count and distinct a whole number up to 1,000' }),
  window,
})
export const eventTimeCondition = z.object({
  type: z.literal('event_time'),
  event: eventFilter,
  which: z.enum(['first', 'last']),
  time: z.discriminatedUnion('operator', [
    z.object({ operator: z.enum(['before', 'after']), date }),
    z.object({ operator: z.enum(['within_last', 'more_than_ago']), length: duration }),
  ]),
})
export const sequenceCondition = z.object({
  type: z.literal('sequence'),
  first: eventFilter,
  second: eventFilter,
  within: duration.meta({ description: 'second.time − first.time, at most' }),
  without: eventFilter.optional().meta({ description: 'None of these lies strictly between the two' }),
  isFollowed: z.boolean().default(true).meta({ description: 'false: the time passed without the second (and without one of `without`)' }),
  window: z.discriminatedUnion('kind', [window.options[0], window.options[2]]).meta({ description: 'When the last of the two lies; with isFollowed false, when the first does' }),
})
export const segmentCondition = z.object({ type: z.literal('segment'), segmentId: id, isMember: z.boolean().default(true) })
export const companyCondition = z.intersection(z.object({ type: z.literal('company'), trait: name.meta({ description: 'A trait of any company of the person; $id for its id' }) }), comparison)
export const consentCondition = z.object({
  type: z.literal('consent'),
  purpose: z.string().min(1).max(100),
  channel: z.string().min(1).max(50).nullable().default(null).meta({ description: 'null: given for every channel' }),
  state: z.enum(['granted', 'withdrawn', 'unknown']),
})
export const channelCondition = z.object({
  type: z.literal('channel'),
  channel: z.enum(['email', 'sms']),
  isReachable: z.boolean().default(true).meta({ description: 'Has an address for it and has not withdrawn consent to marketing on it' }),
})
export const randomCondition = z.object({
  type: z.literal('random'),
  percent: z.number().min(0).max(100),
  salt: z.string().max(100).default('').meta({ description: 'Another salt draws other people' }),
})

export const leafConditions = [
  traitCondition, eventCondition, eventTimeCondition, sequenceCondition, segmentCondition, companyCondition, consentCondition, channelCondition, randomCondition,
] as const

export type LeafCondition = z.infer<(typeof leafConditions)[number]>
export interface GroupCondition {
  type: 'all' | 'any' | 'none'
  conditions: Condition[]
}
export type Condition = GroupCondition | LeafCondition

/** A tree of conditions. `all` of nothing holds for everyone, `any` of nothing for nobody, `none` of nothing for everyone. */
export const condition: z.ZodType<Condition> = z
  .lazy(() => z.union([z.object({ type: z.enum(['all', 'any', 'none']), conditions: z.array(condition).max(50) }), ...leafConditions]))
  .meta({ id: 'Condition', description: 'all, any or none of conditions, nested; or one condition' })

/** Groups within groups, and leaves in all. */
export const maxDepth = 8
export const maxLeaves = 100

/** A segment's rule: at the top always a group. */
export const definition = z.object({ type: z.enum(['all', 'any', 'none']), conditions: z.array(condition).max(50) })
export type Definition = z.infer<typeof definition>
