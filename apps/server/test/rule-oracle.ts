// What a rule must say of a person, read off the raw list of what was sent: plain code over arrays that shares nothing
// with the two evaluators it judges.
import { createHash } from 'node:crypto'
import type { Comparison, Condition, Definition, EventFilter, LeafCondition, Window } from '../src/features/segments/conditions.contract.ts'

/** One thing that was sent, in the order of the stream. Times are milliseconds since 1970. */
export interface Happening {
  type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'
  name: string
  time: number
  receivedAt: number
  /** Who sent it: a user id, an anonymous id or an e-mail address. */
  sender: string
  properties: Record<string, unknown>
  traits: Record<string, unknown>
  groupId: string
}

/** All that decides a rule's answer. */
export interface World {
  happenings: readonly Happening[]
  /** The senders that are one person with this one. */
  togetherWith(sender: string): ReadonlySet<string>
  profileId(sender: string): string
  rule(segmentId: string): Definition | null | undefined
  isListed(segmentId: string, sender: string, now: number): boolean
  timezone: string
}

/** The moment: `now`, and what had been received by then. */
export interface Asked {
  sender: string
  now: number
  isKnown: (happening: Happening) => boolean
}

interface Forms {
  text?: string
  number?: number
  time?: number
  list?: string[]
}

const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 }
export const lengthOf = (span: { amount: number; unit: keyof typeof unitMs }): number => span.amount * unitMs[span.unit]

/** Sums, averages, extremes and different values leave larger numbers out. */
const isMeasured = (value: number) => Math.abs(value) < 9_007_199_254
const micros = (value: number) => Math.round(value * 1e6)
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function lookUp(record: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path]
  return path.split('.').reduce<unknown>((found, part) => (isObject(found) && Object.hasOwn(found, part) ? found[part] : undefined), record)
}

function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 1e14 || value < 1e9 ? undefined : value >= 1e11 ? value : value * 1000
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined
  const time = new Date(value).getTime()
  return Number.isNaN(time) ? undefined : time
}

function formsOf(value: unknown): Forms {
  if (value === undefined || value === null || isObject(value)) return {}
  const time = readTime(value)
  const dated = time === undefined ? {} : { time }
  if (typeof value === 'number') return { number: value, ...dated }
  if (Array.isArray(value)) return { text: JSON.stringify(value), list: value.map(String) }
  return { text: String(value), ...dated }
}

function numberIn(value: string | number | boolean): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
}

function isEqual(forms: Forms, operand: string | number | boolean): boolean {
  const number = numberIn(operand)
  return forms.text === String(operand) || (number !== undefined && forms.number !== undefined && micros(number) === micros(forms.number))
}

const calendars = new Map<string, Intl.DateTimeFormat>()

/** 2027-03-01: the date as Canadians write it. */
export function localDate(instant: number, timezone: string): string {
  let calendar = calendars.get(timezone)
  if (!calendar) calendars.set(timezone, (calendar = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' })))
  return calendar.format(instant)
}

function comesUp(text: string | undefined, days: number, now: number, timezone: string): boolean {
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return false
  const monthDay = text.slice(5, 10)
  const [year, month, day] = localDate(now, timezone).split('-').map(Number) as [number, number, number]
  for (let ahead = 0; ahead <= days; ahead++) {
    const date = new Date(Date.UTC(year, month - 1, day + ahead))
    const isLeapYear = new Date(Date.UTC(date.getUTCFullYear(), 1, 29)).getUTCDate() === 29
    const shown = date.toISOString().slice(5, 10)
    if (shown === monthDay || (shown === '02-28' && monthDay === '02-29' && !isLeapYear)) return true
  }
  return false
}

export function compares(forms: Forms, comparison: Comparison, now: number, timezone: string): boolean {
  const { text, number, time, list } = forms
  const hasNumber = (test: (value: number) => boolean) => number !== undefined && test(micros(number))
  switch (comparison.operator) {
    case 'equals': return isEqual(forms, comparison.value)
    case 'not_equals': return !isEqual(forms, comparison.value)
    case 'in': return comparison.values.some((value) => isEqual(forms, value))
    case 'not_in': return !comparison.values.some((value) => isEqual(forms, value))
    case 'contains': return text !== undefined && text.includes(comparison.value)
    case 'not_contains': return !(text !== undefined && text.includes(comparison.value))
    case 'starts_with': return text !== undefined && text.startsWith(comparison.value)
    case 'ends_with': return text !== undefined && text.endsWith(comparison.value)
    case 'exists': return text !== undefined || number !== undefined
    case 'not_exists': return text === undefined && number === undefined
    case 'greater': return hasNumber((value) => value > micros(comparison.value))
    case 'at_least': return hasNumber((value) => value >= micros(comparison.value))
    case 'less': return hasNumber((value) => value < micros(comparison.value))
    case 'at_most': return hasNumber((value) => value <= micros(comparison.value))
    case 'between': return hasNumber((value) => value >= micros(comparison.from) && value <= micros(comparison.to))
    case 'before': return time !== undefined && time < Date.parse(comparison.date)
    case 'after': return time !== undefined && time >= Date.parse(comparison.date)
    case 'within_last': return time !== undefined && time <= now && time > now - lengthOf(comparison.length)
    case 'more_than_ago': return time !== undefined && time <= now - lengthOf(comparison.length)
    case 'within_next': return time !== undefined && time > now && time <= now + lengthOf(comparison.length)
    case 'anniversary_within': return comesUp(text, comparison.days, now, timezone)
    case 'list_has': return list?.includes(String(comparison.value)) ?? false
    case 'list_lacks': return !(list?.includes(String(comparison.value)) ?? false)
  }
}

/** The latest (time, order of sending) decides each name; null takes it away. */
function latestTraits(happenings: readonly Happening[]): Record<string, unknown> {
  const latest = new Map<string, { time: number; value: unknown }>()
  for (const { time, traits } of happenings) {
    for (const [name, value] of Object.entries(traits)) if (time >= (latest.get(name)?.time ?? -Infinity)) latest.set(name, { time, value })
  }
  return Object.fromEntries([...latest].map(([name, { value }]) => [name, value]))
}

function eventsOf(world: World, { sender, now, isKnown }: Asked): Happening[] {
  const together = world.togetherWith(sender)
  return world.happenings.filter((happening) => together.has(happening.sender) && happening.time <= now && isKnown(happening))
}

function matches(filter: EventFilter, happening: Happening): boolean {
  if (filter.type !== 'any' && filter.type !== happening.type) return false
  if (filter.name !== '*' && filter.name !== happening.name) return false
  const values = happening.type === 'identify' || happening.type === 'group' ? happening.traits : happening.properties
  return filter.filters.every((wanted) => compares(propertyOf(values, wanted.property), wanted, 0, 'UTC'))
}

function propertyOf(values: Record<string, unknown>, property: string): Forms {
  const counted = property.endsWith('.length') ? lookUp(values, property.slice(0, -'.length'.length)) : undefined
  if (Array.isArray(counted)) return { number: counted.length }
  const { text, number } = formsOf(lookUp(values, property))
  return { ...(text === undefined ? {} : { text }), ...(number === undefined ? {} : { number }) }
}

function isInWindow(time: number, window: Window, now: number): boolean {
  if (window.kind === 'ever') return true
  if (window.kind === 'sliding') return time > now - lengthOf(window.length)
  return time >= Date.parse(window.from) && time < Date.parse(window.to)
}

type Leaf<T extends LeafCondition['type']> = Extract<LeafCondition, { type: T }>

function measures({ aggregate, operator, value, window, event }: Leaf<'event'>, world: World, asked: Asked): boolean {
  const found = eventsOf(world, asked).filter((happening) => matches(event, happening) && isInWindow(happening.time, window, asked.now))
  const holds = (amount: number, operand: number) =>
    operator === 'at_least' ? amount >= operand : operator === 'at_most' ? amount <= operand : operator === 'greater' ? amount > operand : operator === 'less' ? amount < operand : amount === operand
  if (aggregate.function === 'count') return holds(found.length, value)
  const values = found.map((happening) => propertyOf(happening.type === 'identify' || happening.type === 'group' ? happening.traits : happening.properties, aggregate.property))
  if (aggregate.function === 'distinct') {
    return holds(new Set(values.flatMap(({ text, number }) => (text !== undefined ? [`text ${text}`] : number !== undefined && isMeasured(number) ? [`number ${micros(number)}`] : []))).size, value)
  }
  const numbers = values.flatMap(({ number }) => (number === undefined || !isMeasured(number) ? [] : [micros(number)]))
  const sum = numbers.reduce((total, number) => total + number, 0)
  if (aggregate.function === 'sum') return holds(sum, micros(value))
  if (numbers.length === 0) return false
  if (aggregate.function === 'average') return holds(sum, micros(value) * numbers.length)
  return holds(aggregate.function === 'min' ? Math.min(...numbers) : Math.max(...numbers), micros(value))
}

function followsOn({ first, second, without, within, isFollowed, window }: Leaf<'sequence'>, world: World, asked: Asked): boolean {
  const all = eventsOf(world, asked)
  const { now } = asked
  return all.some((begin) => {
    if (!matches(first, begin)) return false
    const ends = all.filter((end) => {
      if (!matches(second, end) || end.time <= begin.time || end.time > begin.time + lengthOf(within)) return false
      return !without || !all.some((between) => matches(without, between) && between.time > begin.time && between.time < end.time)
    })
    if (isFollowed) return ends.some((end) => isInWindow(end.time, window, now))
    return ends.length === 0 && begin.time + lengthOf(within) <= now && isInWindow(begin.time, window, now)
  })
}

function emailOf(traits: Record<string, unknown>): string | undefined {
  const { email } = traits
  return typeof email === 'string' && /^\S+@\S+\.\S{2,}$/.test(email.trim()) ? email.trim().toLowerCase() : undefined
}

function phoneOf({ phone }: Record<string, unknown>): string | undefined {
  return typeof phone === 'string' && phone.replace(/\D/g, '').length >= 7 ? phone : undefined
}

function knownOf(name: string, world: World, asked: Asked): Forms {
  const mine = eventsOf(world, asked)
  const traits = latestTraits(mine.filter(({ type }) => type === 'identify'))
  if (name === '$email' || name === '$phone') {
    const text = name === '$email' ? emailOf(traits) : phoneOf(traits)
    return text === undefined ? {} : { text }
  }
  if (name === '$orders') return { number: mine.filter((one) => one.type === 'track' && one.name === 'Order Completed').length }
  if (name === '$first_seen') return { time: Math.min(...mine.map(({ time }) => time)) }
  if (name === '$identified') return { text: String([...world.togetherWith(asked.sender)].some((sender) => !sender.startsWith('anonymous') && mine.some((one) => one.sender === sender))) }
  return name.startsWith('$') ? {} : formsOf(lookUp(traits, name))
}

function isMemberOfSuchCompany(condition: Leaf<'company'>, world: World, asked: Asked): boolean {
  const own = new Set(eventsOf(world, asked).filter(({ type }) => type === 'group').map(({ groupId }) => groupId))
  return [...own].some((id) => {
    const traits = latestTraits(world.happenings.filter((one) => one.type === 'group' && one.groupId === id && asked.isKnown(one)))
    return compares(condition.trait === '$id' ? { text: id } : formsOf(lookUp(traits, condition.trait)), condition, asked.now, world.timezone)
  })
}

function consentTo(purpose: string, channel: string | null, world: World, asked: Asked): 'granted' | 'withdrawn' | 'unknown' {
  let latest = { time: -Infinity, name: '' }
  for (const { type, name, time, properties } of eventsOf(world, asked)) {
    if (type !== 'track' || (name !== 'Consent Granted' && name !== 'Consent Withdrawn')) continue
    if (properties['purpose'] === purpose && (properties['channel'] ?? null) === channel && time >= latest.time) latest = { time, name }
  }
  return latest.name === '' ? 'unknown' : latest.name === 'Consent Granted' ? 'granted' : 'withdrawn'
}

function isReachable(channel: 'email' | 'sms', world: World, asked: Asked): boolean {
  const address = knownOf(channel === 'email' ? '$email' : '$phone', world, asked).text
  return address !== undefined && [channel, null].every((one) => consentTo('marketing', one, world, asked) !== 'withdrawn')
}

function isDrawn({ percent, salt }: Leaf<'random'>, profileId: string): boolean {
  const first = BigInt(`0x${createHash('sha256').update(`${salt}:${profileId}`).digest('hex').slice(0, 16)}`)
  return Number(first % 1_000_000n) < Math.round(percent * 10_000)
}

/** Whether the rule holds for the person of a sender at a moment. */
export function holdsFor(condition: Condition, world: World, asked: Asked): boolean {
  switch (condition.type) {
    case 'all': return condition.conditions.every((part) => holdsFor(part, world, asked))
    case 'any': return condition.conditions.some((part) => holdsFor(part, world, asked))
    case 'none': return !condition.conditions.some((part) => holdsFor(part, world, asked))
    case 'trait': return compares(knownOf(condition.trait, world, asked), condition, asked.now, world.timezone)
    case 'event': return measures(condition, world, asked)
    case 'event_time': {
      const times = eventsOf(world, asked).filter((one) => matches(condition.event, one)).map(({ time }) => time)
      return times.length > 0 && compares({ time: condition.which === 'first' ? Math.min(...times) : Math.max(...times) }, condition.time as Comparison, asked.now, world.timezone)
    }
    case 'sequence': return followsOn(condition, world, asked)
    case 'company': return isMemberOfSuchCompany(condition, world, asked)
    case 'consent': return consentTo(condition.purpose, condition.channel, world, asked) === condition.state
    case 'channel': return isReachable(condition.channel, world, asked) === condition.isReachable
    case 'random': return isDrawn(condition, world.profileId(asked.sender))
    case 'segment': {
      const rule = world.rule(condition.segmentId)
      const isIn = rule === null ? world.isListed(condition.segmentId, asked.sender, asked.now) : rule !== undefined && holdsFor(rule, world, asked)
      return isIn === condition.isMember
    }
  }
}
