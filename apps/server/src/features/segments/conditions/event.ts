// Did or did not do something: how often, or how much of a property, in a window.
import { z } from 'zod'
import { toMilliseconds, type EventFilter, type eventCondition, type Window } from '../conditions.contract.ts'
import { roundKeep } from '../live/series/index.ts'
import { distinctTimes, type DistinctDefinition, type DistinctState } from '../live/series/distinct.ts'
import { extremeOf, type ExtremeDefinition, type ExtremeState } from '../live/series/extreme.ts'
import { microsSql, scopeToSql } from '../live/series/scope-sql.ts'
import { countBetween, countWithin, nthNewest, type TimesDefinition, type TimesState } from '../live/series/times.ts'
import { totalOf, type ValuesDefinition, type ValuesState } from '../live/series/values.ts'
import { defineCondition, oncePerCondition, type SeriesChange, type SqlContext, type Subject } from './define-condition.ts'
import { describeFilter } from './event-match.ts'
import { describeWindow, ordinal, showInstant } from './event-words.ts'
import type { Moment } from './moment.ts'
import { showDuration } from './operators.ts'
import { instantSql, quote } from './sql-text.ts'

type EventCondition = z.infer<typeof eventCondition>
type Operator = EventCondition['operator']

const signs: Record<Operator, string> = { at_least: '>=', at_most: '<=', exactly: '=', greater: '>', less: '<' }

function compare(left: number | bigint, operator: Operator, right: number | bigint): boolean {
  if (operator === 'at_least') return left >= right
  if (operator === 'at_most') return left <= right
  if (operator === 'greater') return left > right
  return operator === 'less' ? left < right : left === right
}

const windowLength = (window: Window) => (window.kind === 'sliding' ? toMilliseconds(window.length) : null)
const lengthOf = oncePerCondition(({ window }: EventCondition) => windowLength(window))

function scopeOf({ event, window }: EventCondition): { event: EventFilter; from?: number; to?: number } {
  return window.kind === 'between' ? { event, from: Date.parse(window.from), to: Date.parse(window.to) } : { event }
}

/** "At least N" needs N entries to answer, everything else one more: to know that there are more than N. */
function keepFor({ value }: EventCondition): number {
  return roundKeep(Math.min(1_000, Math.max(0, Math.floor(value))) + 1)
}

type Definition = TimesDefinition | ValuesDefinition | ExtremeDefinition | DistinctDefinition

const seriesOf = oncePerCondition((condition: EventCondition): Definition => {
  const { aggregate, window } = condition
  const scope = scopeOf(condition)
  const windowMs = windowLength(window)
  if (aggregate.function === 'count') return { kind: 'times', ...scope, keep: keepFor(condition) }
  const { property } = aggregate
  if (aggregate.function === 'distinct') return { kind: 'distinct', ...scope, property, keep: keepFor(condition) }
  if (aggregate.function === 'min' || aggregate.function === 'max') return { kind: 'extreme', ...scope, property, direction: aggregate.function, windowMs }
  return { kind: 'values', ...scope, property, windowMs }
})

/** What a condition measures, with the instants at which time alone takes something out of the window. */
interface Measured {
  /** undefined: there is nothing to compare (the average of no event). Counts, or millionths. */
  amount: number | bigint | undefined
  /** Count by which an average is divided; 1 otherwise. */
  divisor: bigint
  leaving: () => number
  newest: number | undefined
}

/**
 * With which entry's leaving a count that is now `count` next crosses the value: its rank, 1 for the newest; 0 for never.
 * Counts only fall with time: "at least" flips when the whole-th newest leaves, "at most" when the one beyond it does.
 */
function crossingRank(count: number, { operator, value }: EventCondition): number {
  let rank = Math.floor(value) + 1
  if (operator === 'at_least' || operator === 'less') rank = Math.ceil(value)
  // "Exactly" holds from the one's leaving until the other's.
  if (operator === 'exactly' && count < rank) rank -= 1
  return rank >= 1 && rank <= count ? rank : 0
}

/** How many of a count's events are in its window. Most questions are this one, so nothing is made along the way. */
function countOf(condition: EventCondition, subject: Subject, now: number): number {
  const times = subject.series(seriesOf(condition)) as TimesState
  const lengthMs = lengthOf(condition)
  return lengthMs === null ? times.n : countWithin(times, lengthMs, now)
}

function nextCount(condition: EventCondition, subject: Subject, now: number): number {
  const lengthMs = lengthOf(condition)
  if (lengthMs === null) return Infinity
  const times = subject.series(seriesOf(condition)) as TimesState
  const rank = crossingRank(countWithin(times, lengthMs, now), condition)
  return rank === 0 ? Infinity : nthNewest(times, rank, now)! + lengthMs
}

/**
 * A count that was enough, or is not enough yet. What had not happened when the person was last asked counts as new,
 * whatever the clocks of several machines say. Not for "exactly": more may bring the instant nearer at which it is few enough.
 */
function isUnmoved(condition: EventCondition, { before, after, askedAt, now }: SeriesChange): boolean {
  const { aggregate, operator, value } = condition
  if (aggregate.function !== 'count' || operator === 'exactly') return false
  const lengthMs = lengthOf(condition)
  const [older, newer] = [before as TimesState, after as TimesState]
  if (lengthMs === null) return compare(older.n, operator, value) === compare(newer.n, operator, value)
  return compare(countBetween(older, now - lengthMs, askedAt), operator, value) === compare(countBetween(newer, now - lengthMs, Infinity), operator, value)
}

function measure(condition: EventCondition, subject: Subject, { now }: Moment): Measured {
  const definition = seriesOf(condition)
  const lengthMs = windowLength(condition.window)
  const state = subject.series(definition)
  if (definition.kind === 'times') {
    return { amount: countOf(condition, subject, now), divisor: 1n, newest: nthNewest(state as TimesState, 1, now), leaving: () => nextCount(condition, subject, now) }
  }
  if (definition.kind === 'distinct') {
    const found = distinctTimes(state as DistinctState, lengthMs ?? Infinity, now)
    const rank = lengthMs === null ? 0 : crossingRank(found.length, condition)
    return { amount: found.length, divisor: 1n, newest: found[0], leaving: () => (rank === 0 ? Infinity : found[rank - 1]! + lengthMs!) }
  }
  if (definition.kind === 'extreme') {
    const found = extremeOf(state as ExtremeState, definition, now)
    return { amount: found && BigInt(found.micros), divisor: 1n, newest: undefined, leaving: () => found?.leavesAt ?? Infinity }
  }
  const values = state as ValuesState
  const { count, micros } = totalOf(values, definition, now)
  const isAverage = condition.aggregate.function === 'average'
  const entries = lengthMs === null ? [] : values.v.filter(([time]) => time <= now && time > now - lengthMs)
  const oldest = Math.min(Infinity, entries.at(-1)?.[0] ?? Infinity, values.x?.[2] ?? Infinity)
  return {
    amount: isAverage && count === 0 ? undefined : micros, divisor: isAverage ? BigInt(count) : 1n, newest: entries[0]?.[0],
    leaving: () => (lengthMs === null ? Infinity : oldest + lengthMs),
  }
}

const isCounted = ({ aggregate }: EventCondition) => aggregate.function === 'count' || aggregate.function === 'distinct'
const toMicros = (value: number) => BigInt(Math.round(value * 1e6))

function holds(condition: EventCondition, subject: Subject, moment: Moment): boolean {
  if (condition.aggregate.function === 'count') return compare(countOf(condition, subject, moment.now), condition.operator, condition.value)
  const { amount, divisor } = measure(condition, subject, moment)
  if (amount === undefined) return false
  return isCounted(condition) ? compare(amount, condition.operator, condition.value) : compare(amount, condition.operator, toMicros(condition.value) * divisor)
}

function windowSql({ window }: EventCondition, now: number): string {
  const length = windowLength(window)
  return `${length === null ? '' : ` AND time > ${instantSql(now - length)}`} AND time <= ${instantSql(now)}`
}

function toSql(condition: EventCondition, context: SqlContext): string {
  const { aggregate, operator, value } = condition
  const rows = `${scopeToSql(scopeOf(condition))}${windowSql(condition, context.now)}`
  const sign = signs[operator]
  if (aggregate.function === 'count') return `${context.aggregate(`countIf(${rows})`, rows)} ${sign} ${value}`
  if (aggregate.function === 'distinct') {
    const key = quote(aggregate.property)
    const some = `(${rows} AND (mapContains(text_properties, ${key}) OR ${microsSql(aggregate.property).has}))`
    return `${context.aggregate(`uniqExactIf(if(mapContains(text_properties, ${key}), concat('t', text_properties[${key}]), concat('n', toString(number_properties[${key}]))), ${some})`, some)} ${sign} ${value}`
  }
  const number = microsSql(aggregate.property)
  const some = `(${rows} AND ${number.has})`
  const operand = `toInt256(${toMicros(value)})`
  if (aggregate.function === 'sum') return `${context.aggregate(`sumIf(toInt256(${number.value}), ${some})`, some)} ${sign} ${operand}`
  const count = context.aggregate(`countIf(${some})`, some)
  if (aggregate.function === 'average') return `(${count} > 0 AND ${context.aggregate(`sumIf(toInt256(${number.value}), ${some})`, some)} ${sign} ${operand} * ${count})`
  return `(${count} > 0 AND toInt256(${context.aggregate(`${aggregate.function}If(${number.value}, ${some})`, some)}) ${sign} ${operand})`
}

/** Sums and counts of nothing are 0; of averages, minima and maxima there are none. */
function holdsWithoutEvents(condition: EventCondition): boolean {
  const { function: name } = condition.aggregate
  return (name === 'count' || name === 'distinct' || name === 'sum') && compare(0, condition.operator, condition.value)
}

const operatorWords: Record<Operator, string> = { at_least: 'at least', at_most: 'at most', exactly: 'exactly', greater: 'more than', less: 'less than' }

function words(condition: EventCondition): string {
  const { aggregate, operator, value, event } = condition
  const what = describeFilter(event)
  const when = describeWindow(condition.window)
  if (aggregate.function === 'count') {
    if ((operator === 'at_most' || operator === 'exactly') && value === 0) return `did not do ${what} ${when === 'ever' ? 'ever' : when}`
    return `did ${what} ${operatorWords[operator]} ${value} ${value === 1 ? 'time' : 'times'} ${when}`
  }
  const measured = aggregate.function === 'distinct' ? `different values of ${aggregate.property}` : `${aggregate.function} of ${aggregate.property}`
  return `${measured} in ${what} is ${operatorWords[operator]} ${value} ${when}`
}

function found(condition: EventCondition, subject: Subject, moment: Moment): string {
  const { amount, divisor, newest } = measure(condition, subject, moment)
  if (amount === undefined) return 'no such event'
  const shown = isCounted(condition) ? String(amount) : String(Math.round(Number(amount) / Number(divisor)) / 1e6)
  const unit = condition.aggregate.function === 'count' ? (shown === '1' ? ' time' : ' times') : ''
  return `${shown}${unit}${newest === undefined ? '' : `, the newest ${showInstant(newest)}`}`
}

function flipReason(condition: EventCondition, isHolding: boolean): string {
  const { aggregate, operator, value, window, event } = condition
  const span = window.kind === 'sliding' ? showDuration(window.length) : ''
  if (aggregate.function !== 'count') return `${words(condition)} ${isHolding ? 'holds again' : 'no longer holds'}: something is older than ${span}`
  const rank = operator === 'at_most' || operator === 'exactly' ? Math.floor(value) + 1 : operator === 'greater' ? Math.floor(value) + 1 : Math.ceil(value)
  const isLast = rank === 1
  return `the ${isLast ? 'last' : ordinal(rank)} ${describeFilter(event)} is older than ${span}`
}

export const event = defineCondition<EventCondition>({
  type: 'event',
  label: 'Did or did not do',
  description: 'How often something was done, or how much of a property it came to, in a window.',
  configSchema: z.object({ event: z.object({ name: z.string() }), operator: z.string(), value: z.number() }),
  example: { event: { name: 'Order Completed' }, operator: 'at_least', value: 3 },
  series: (condition) => [seriesOf(condition)],
  holds,
  nextFlip: (condition, subject, moment) => (condition.aggregate.function === 'count' ? nextCount(condition, subject, moment.now) : measure(condition, subject, moment).leaving()),
  toSql,
  holdsWithoutEvents,
  isUnmoved,
  flipsWithoutEvents: () => false,
  moreEventsMakeIt: (condition) => (isCounted(condition) && condition.operator !== 'exactly' ? condition.operator === 'at_least' || condition.operator === 'greater' : undefined),
  onlyEndsByTime: (condition) => isCounted(condition) && (condition.operator === 'at_least' || condition.operator === 'greater'),
  words,
  found,
  flipReason,
})
