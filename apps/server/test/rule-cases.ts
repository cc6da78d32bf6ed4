// Random rules and random histories out of one number: small alphabets, so that rules and events meet, and times that
// lie exactly on the edges of windows.
import type { Comparison, Condition, Definition, EventFilter, LeafCondition, TextComparison } from '../src/features/segments/conditions.contract.ts'
import { lengthOf, type Happening } from './rule-oracle.ts'

export interface Dice {
  /** 0 ≤ n < sides. */
  below(sides: number): number
  pick<T>(list: readonly T[]): T
  /** True once in `times`. */
  once(times: number): boolean
}

/** The same seed, the same numbers (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  function draw(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (sides: number) => Math.floor(draw() * sides)
  return { below, pick: (list) => list[below(list.length)]!, once: (times) => below(times) === 0 }
}

type Span = { amount: number; unit: 'minutes' | 'hours' | 'days' | 'weeks' }
export const spans: readonly Span[] = [{ amount: 10, unit: 'minutes' }, { amount: 2, unit: 'hours' }, { amount: 1, unit: 'days' }, { amount: 3, unit: 'days' }]
const trackNames = ['Order Completed', 'Product Viewed', "O'Brien \\ \"said\" 🎈"]
const texts = ['plus', 'free', 'ab', "a'b\\c", '12', '2.50', 'true', 'naïve ☕', '']
const numbers = [-2.5, -1, 0, 0.1, 0.2, 1, 2.5, 3, 12, 100.000001, 9_007_199_255, 4e15]
const properties = ['total', 'plan', 'flag', 'tags', 'deep.level', 'tags.length', "it's"]
const dayMs = 86_400_000
const iso = (time: number) => new Date(time).toISOString()

/** Around an instant: the moments that rules tell apart. */
export function nearEdge(dice: Dice, instant: number): number {
  return instant - dice.pick([0, 1, ...spans.flatMap((span) => [lengthOf(span) - 1, lengthOf(span), lengthOf(span) + 1]), dice.below(4 * dayMs)])
}

function drawScalar(dice: Dice): string | number | boolean {
  return dice.once(2) ? dice.pick(texts) : dice.once(3) ? dice.once(2) : dice.pick(numbers)
}

function drawTextComparison(dice: Dice): TextComparison {
  const operator = dice.pick(['equals', 'not_equals', 'contains', 'not_contains', 'starts_with', 'ends_with', 'in', 'not_in', 'exists', 'not_exists', 'greater', 'at_least', 'less', 'at_most', 'between'] as const)
  switch (operator) {
    case 'equals': case 'not_equals': return { operator, value: drawScalar(dice) }
    case 'contains': case 'not_contains': case 'starts_with': case 'ends_with': return { operator, value: dice.pick(['a', 'plus', "'", '\\', '☕', '2', '[']) }
    case 'in': case 'not_in': return { operator, values: [drawScalar(dice), drawScalar(dice)] }
    case 'exists': case 'not_exists': return { operator }
    case 'greater': case 'at_least': case 'less': case 'at_most': return { operator, value: dice.pick(numbers) }
    case 'between': return { operator, from: dice.pick(numbers), to: dice.pick(numbers) }
  }
}

function drawComparison(dice: Dice, around: number): Comparison {
  const length = dice.pick(spans)
  return dice.pick<() => Comparison>([
    () => drawTextComparison(dice),
    () => ({ operator: dice.pick(['before', 'after'] as const), date: dice.once(3) ? iso(around).slice(0, 10) : iso(nearEdge(dice, around)) }),
    () => ({ operator: dice.pick(['within_last', 'more_than_ago', 'within_next'] as const), length }),
    () => ({ operator: 'anniversary_within', days: dice.pick([0, 1, 3, 30, 366]) }),
    () => ({ operator: dice.pick(['list_has', 'list_lacks'] as const), value: drawScalar(dice) }),
  ])()
}

function drawEvents(dice: Dice): EventFilter {
  const type = dice.once(5) ? dice.pick(['page', 'screen', 'any'] as const) : 'track'
  const name = dice.once(5) ? '*' : type === 'track' || type === 'any' ? dice.pick(trackNames) : 'Home'
  return { type, name, filters: dice.once(3) ? [{ property: dice.pick(properties), ...drawTextComparison(dice) }] : [] }
}

function drawEventCondition(dice: Dice, around: number): LeafCondition {
  const bounds = [nearEdge(dice, around), nearEdge(dice, around) + 1].toSorted((left, right) => left - right) as [number, number]
  const window = dice.once(4) ? { kind: 'ever' as const } : dice.once(5) && bounds[0] < bounds[1] ? { kind: 'between' as const, from: iso(bounds[0]), to: iso(bounds[1]) } : { kind: 'sliding' as const, length: dice.pick(spans) }
  const operator = dice.pick(['at_least', 'at_most', 'exactly', 'greater', 'less'] as const)
  const event = drawEvents(dice)
  const counted = dice.pick(['count', 'count', 'distinct', 'measured'] as const)
  if (counted === 'count') return { type: 'event', event, aggregate: { function: 'count' }, operator, value: dice.below(4), window }
  if (counted === 'distinct') return { type: 'event', event, aggregate: { function: 'distinct', property: dice.pick(properties) }, operator, value: dice.below(4), window }
  return { type: 'event', event, aggregate: { function: dice.pick(['sum', 'average', 'min', 'max'] as const), property: dice.pick(['total', 'total', 'deep.level']) }, operator, value: dice.pick([-1, 0, 0.1, 0.3, 1, 2.5, 3.5]), window }
}

function drawLeaf(dice: Dice, around: number, segmentIds: readonly string[]): LeafCondition {
  const leaf = dice.below(segmentIds.length > 0 ? 12 : 11)
  if (leaf < 4) return drawEventCondition(dice, around)
  if (leaf === 4) {
    const time = dice.once(3) ? { operator: dice.pick(['before', 'after'] as const), date: iso(nearEdge(dice, around)) } : { operator: dice.pick(['within_last', 'more_than_ago'] as const), length: dice.pick(spans) }
    return { type: 'event_time', event: drawEvents(dice), which: dice.pick(['first', 'last'] as const), time }
  }
  if (leaf === 5 || leaf === 6) {
    const window = dice.once(2) ? { kind: 'ever' as const } : { kind: 'sliding' as const, length: dice.pick(spans) }
    return {
      type: 'sequence', first: drawEvents(dice), second: drawEvents(dice), ...(dice.once(3) ? { without: drawEvents(dice) } : {}), within: dice.pick(spans),
      isFollowed: dice.once(2), window,
    }
  }
  if (leaf === 7) return { type: 'trait', trait: dice.pick(['plan', 'score', 'tags', 'born', 'trial', 'address.city', '$orders', '$email', '$identified', '$first_seen']), ...drawComparison(dice, around) }
  if (leaf === 8) return { type: 'company', trait: dice.pick(['plan', 'score', 'born', 'trial', '$id']), ...drawComparison(dice, around) }
  if (leaf === 9) return { type: 'consent', purpose: 'marketing', channel: dice.pick([null, 'email', 'sms']), state: dice.pick(['granted', 'withdrawn', 'unknown'] as const) }
  if (leaf === 10) return dice.once(2) ? { type: 'channel', channel: dice.pick(['email', 'sms'] as const), isReachable: dice.once(2) } : { type: 'random', percent: dice.pick([0, 0.5, 30, 50, 100]), salt: dice.pick(['', "s'"]) }
  return { type: 'segment', segmentId: dice.pick(segmentIds), isMember: dice.once(2) }
}

/** A rule with leaves of every kind; may ask for membership in `segmentIds`. `around`: the instant its dates lie close to. */
export function drawRule(dice: Dice, around: number, segmentIds: readonly string[]): Definition {
  const drawGroup = (depth: number): Definition => ({
    type: dice.pick(['all', 'all', 'any', 'none'] as const),
    conditions: Array.from({ length: 1 + dice.below(3) }, (): Condition => (depth < 3 && dice.once(4) ? drawGroup(depth + 1) : drawLeaf(dice, around, segmentIds))),
  })
  return drawGroup(0)
}

function drawProperties(dice: Dice): Record<string, unknown> {
  const drawn: Record<string, unknown> = {}
  if (!dice.once(3)) drawn['total'] = dice.once(8) ? dice.pick(texts) : dice.pick(numbers)
  if (dice.once(2)) drawn['plan'] = dice.pick(texts)
  if (dice.once(3)) drawn['flag'] = dice.once(2)
  if (dice.once(3)) drawn['tags'] = [dice.pick(texts), dice.pick(numbers)]
  if (dice.once(3)) drawn['deep'] = { level: dice.pick([...texts, ...numbers]), other: null }
  if (dice.once(4)) drawn["it's"] = dice.pick(texts)
  return drawn
}

function drawTraits(dice: Dice, now: number): Record<string, unknown> {
  const drawn: Record<string, unknown> = {}
  if (dice.once(2)) drawn['plan'] = dice.once(6) ? null : dice.pick(texts)
  if (dice.once(2)) drawn['score'] = dice.once(5) ? dice.pick(texts) : dice.pick(numbers)
  if (dice.once(3)) drawn['tags'] = [dice.pick(texts), dice.pick(numbers), true].slice(dice.below(3))
  // Birthdays around the day, the 29th of February among them.
  if (dice.once(2)) drawn['born'] = dice.pick(['1996-02-29', '1990-02-28', `1987${iso(now + (dice.below(5) - 2) * dayMs).slice(4, 10)}`, iso(now - 400 * dayMs)])
  if (dice.once(2)) drawn['trial'] = dice.pick([iso(nearEdge(dice, now)), iso(now + lengthOf(dice.pick(spans)) + dice.below(3) - 1), Math.round(now / 1000) + 3_600, now + 7_200_000])
  if (dice.once(4)) drawn['address'] = { city: dice.pick(texts) }
  return drawn
}

/** What one sender sends at `now`. */
export function drawHappening(dice: Dice, sender: string, now: number): Happening {
  const time = dice.once(6) ? now : nearEdge(dice, now)
  const happening: Happening = { type: 'track', name: '', time, receivedAt: now, sender, properties: {}, traits: {}, groupId: '' }
  const kind = dice.below(12)
  if (kind < 6) return { ...happening, name: dice.pick(trackNames), properties: drawProperties(dice) }
  if (kind === 6) return { ...happening, type: dice.pick(['page', 'screen'] as const), name: 'Home', properties: drawProperties(dice) }
  if (kind === 7) return { ...happening, type: 'group', groupId: dice.pick(['acme', "b'ros"]), traits: drawTraits(dice, now) }
  if (kind === 8 || kind === 9) return { ...happening, name: dice.pick(['Consent Granted', 'Consent Withdrawn']), properties: { purpose: 'marketing', ...(dice.once(2) ? {} : { channel: dice.pick(['email', 'sms']) }) } }
  const contact = dice.once(3) ? { email: `${sender.replaceAll(/[^a-z0-9]/g, '')}@shop.example` } : dice.once(3) ? { phone: `+4917012345${sender.length}${sender.charCodeAt(sender.length - 1)}` } : {}
  return { ...happening, type: 'identify', traits: { ...drawTraits(dice, now), ...(sender.startsWith('anonymous') ? {} : contact) } }
}
