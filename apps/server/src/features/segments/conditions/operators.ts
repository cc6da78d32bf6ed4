// How a value is compared: each operator once, in memory, in SQL and in words. Both must say the same of every value.
import { toMilliseconds, type Comparison } from '../conditions.contract.ts'
import { anniversariesOn, localDay, startOfDay, type Moment } from './moment.ts'
import { decimal, maxExactNumber, quote } from './sql-text.ts'

/** What is known under a name; each form is undefined where the value has none. Times are milliseconds since 1970. */
export interface Value {
  text: string | undefined
  number: number | undefined
  time?: number | undefined
  list?: readonly string[] | undefined
}

/** The same as SQL expressions over one row; `has…` say whether the form is there. */
export interface ValueSql {
  text: string
  hasText: string
  number: string
  hasNumber: string
  time: string
  hasTime: string
  list: string
}

type Operator = Comparison['operator']
/** The member of the union in which an operator stands, alone or beside others. */
type Operand<O extends Operator, C = Comparison> = C extends { operator: infer P } ? (O extends P ? C : never) : never

interface OperatorDefinition<C> {
  test(value: Value, operand: C, moment: Moment): boolean
  sql(value: ValueSql, operand: C, moment: Moment): string
  words(operand: C): string
  /** The next instant after `moment` at which the answer changes by time alone; left out where it never does. */
  nextFlip?(value: Value, operand: C, moment: Moment): number
}

/** As Decimal(38, 6) keeps it. */
function exact(value: number): number {
  return Math.abs(value) < maxExactNumber ? Math.round(value * 1e6) / 1e6 : Math.round(value)
}

type Scalar = string | number | boolean

/** A number also answers to its text and a text to its number: forms and clients differ in which they send. */
function numberOf(value: Scalar): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined
}

function isOneOf(value: Value, operands: readonly Scalar[]): boolean {
  return operands.some((operand) => {
    const number = numberOf(operand)
    return value.text === String(operand) || (number !== undefined && value.number !== undefined && exact(value.number) === exact(number))
  })
}

function isOneOfSql(value: ValueSql, operands: readonly Scalar[]): string {
  const texts = operands.map((operand) => quote(String(operand)))
  const numbers = operands.flatMap((operand) => numberOf(operand) ?? []).map(decimal)
  const parts = [`(${value.hasText} AND ${value.text} IN (${texts.join(', ')}))`]
  if (numbers.length > 0) parts.push(`(${value.hasNumber} AND ${value.number} IN (${numbers.join(', ')}))`)
  return `(${parts.join(' OR ')})`
}

const positive = {
  equals: {
    test: (value: Value, { value: operand }: { value: Scalar }) => isOneOf(value, [operand]),
    sql: (value: ValueSql, { value: operand }: { value: Scalar }) => isOneOfSql(value, [operand]),
  },
  in: {
    test: (value: Value, { values }: { values: Scalar[] }) => isOneOf(value, values),
    sql: (value: ValueSql, { values }: { values: Scalar[] }) => isOneOfSql(value, values),
  },
  contains: {
    test: (value: Value, { value: operand }: { value: string }) => value.text?.includes(operand) ?? false,
    sql: (value: ValueSql, { value: operand }: { value: string }) => `(${value.hasText} AND position(${value.text}, ${quote(operand)}) > 0)`,
  },
  exists: {
    test: (value: Value) => value.text !== undefined || value.number !== undefined,
    sql: (value: ValueSql) => `(${value.hasText} OR ${value.hasNumber})`,
  },
  list_has: {
    test: (value: Value, { value: operand }: { value: Scalar }) => value.list?.includes(String(operand)) ?? false,
    sql: (value: ValueSql, { value: operand }: { value: Scalar }) => `has(${value.list}, ${quote(String(operand))})`,
  },
}

function numeric(words: string, test: (value: number, operand: number) => boolean, sign: string) {
  return {
    test: (value: Value, { value: operand }: { value: number }) => value.number !== undefined && test(exact(value.number), exact(operand)),
    sql: (value: ValueSql, { value: operand }: { value: number }) => `(${value.hasNumber} AND ${value.number} ${sign} ${decimal(operand)})`,
    words: ({ value: operand }: { value: number }) => `${words} ${operand}`,
  }
}

/** Milliseconds since 1970 of an ISO date or instant. */
export function toInstant(date: string): number {
  return Date.parse(date)
}

function timed<C>(options: {
  words: (operand: C) => string
  test: (time: number, operand: C, now: number) => boolean
  sql: (time: string, operand: C, now: number) => string
  flips?: (time: number, operand: C) => number[]
}): OperatorDefinition<C> {
  const { flips } = options
  return {
    words: options.words,
    test: (value, operand, { now }) => value.time !== undefined && options.test(value.time, operand, now),
    sql: (value, operand, { now }) => `(${value.hasTime} AND ${options.sql(value.time, operand, now)})`,
    ...(flips ? { nextFlip: (value: Value, operand: C, { now }: Moment) => (value.time === undefined ? Infinity : firstAfter(flips(value.time, operand), now)) } : {}),
  }
}

function firstAfter(instants: readonly number[], now: number): number {
  return Math.min(Infinity, ...instants.filter((instant) => instant > now))
}

const show = (value: Scalar) => (typeof value === 'string' ? `"${value}"` : String(value))
export function showDuration({ amount, unit }: { amount: number; unit: string }): string {
  return amount === 1 ? `1 ${unit.slice(0, -1)}` : `${amount} ${unit}`
}

const datedPattern = /^\d{4}-(\d\d-\d\d)/

function readMonthDay({ text }: Value): string | undefined {
  return text === undefined ? undefined : datedPattern.exec(text)?.[1]
}

function listMonthDays(days: number, moment: Moment): string[] {
  const today = localDay(moment)
  return Array.from({ length: days + 1 }, (_, ahead) => anniversariesOn(today + ahead)).flat()
}

/** The answer can only change at a local midnight: looks ahead for the first at which it does. */
function nextAnniversaryFlip(value: Value, { days }: { days: number }, moment: Moment): number {
  const monthDay = readMonthDay(value)
  if (monthDay === undefined) return Infinity
  const today = localDay(moment)
  const holdsOn = (day: number) => Array.from({ length: days + 1 }, (_, ahead) => anniversariesOn(day + ahead)).some((list) => list.includes(monthDay))
  const holdsNow = holdsOn(today)
  for (let day = today + 1; day <= today + 368; day++) if (holdsOn(day) !== holdsNow) return startOfDay(day, moment.timezone)
  return Infinity
}

type Definitions = { [O in Operator]: OperatorDefinition<Operand<O>> }

const operators: Definitions = {
  equals: { ...positive.equals, words: ({ value }) => `is ${show(value)}` },
  not_equals: negated(positive.equals, ({ value }) => `is not ${show(value)}`),
  contains: { ...positive.contains, words: ({ value }) => `contains ${show(value)}` },
  not_contains: negated(positive.contains, ({ value }) => `does not contain ${show(value)}`),
  starts_with: {
    test: (value, { value: operand }) => value.text?.startsWith(operand) ?? false,
    sql: (value, { value: operand }) => `(${value.hasText} AND startsWith(${value.text}, ${quote(operand)}))`,
    words: ({ value }) => `starts with ${show(value)}`,
  },
  ends_with: {
    test: (value, { value: operand }) => value.text?.endsWith(operand) ?? false,
    sql: (value, { value: operand }) => `(${value.hasText} AND endsWith(${value.text}, ${quote(operand)}))`,
    words: ({ value }) => `ends with ${show(value)}`,
  },
  in: { ...positive.in, words: ({ values }) => `is one of ${values.slice(0, 5).map(show).join(', ')}${values.length > 5 ? ` and ${values.length - 5} more` : ''}` },
  not_in: negated(positive.in, ({ values }) => `is none of ${values.slice(0, 5).map(show).join(', ')}${values.length > 5 ? ` and ${values.length - 5} more` : ''}`),
  exists: { ...positive.exists, words: () => 'is known' },
  not_exists: negated(positive.exists, () => 'is not known'),
  greater: numeric('is more than', (value, operand) => value > operand, '>'),
  at_least: numeric('is at least', (value, operand) => value >= operand, '>='),
  less: numeric('is less than', (value, operand) => value < operand, '<'),
  at_most: numeric('is at most', (value, operand) => value <= operand, '<='),
  between: {
    test: (value, { from, to }) => value.number !== undefined && exact(value.number) >= exact(from) && exact(value.number) <= exact(to),
    sql: (value, { from, to }) => `(${value.hasNumber} AND ${value.number} >= ${decimal(from)} AND ${value.number} <= ${decimal(to)})`,
    words: ({ from, to }) => `is between ${from} and ${to}`,
  },
  before: timed({ words: ({ date }) => `is before ${date}`, test: (time, { date }) => time < toInstant(date), sql: (time, { date }) => `${time} < ${toInstant(date)}` }),
  after: timed({ words: ({ date }) => `is on or after ${date}`, test: (time, { date }) => time >= toInstant(date), sql: (time, { date }) => `${time} >= ${toInstant(date)}` }),
  within_last: timed({
    words: ({ length }) => `lies in the last ${showDuration(length)}`,
    test: (time, { length }, now) => time > now - toMilliseconds(length) && time <= now,
    sql: (time, { length }, now) => `${time} > ${now - toMilliseconds(length)} AND ${time} <= ${now}`,
    flips: (time, { length }) => [time, time + toMilliseconds(length)],
  }),
  more_than_ago: timed({
    words: ({ length }) => `lies ${showDuration(length)} ago or longer`,
    test: (time, { length }, now) => time <= now - toMilliseconds(length),
    sql: (time, { length }, now) => `${time} <= ${now - toMilliseconds(length)}`,
    flips: (time, { length }) => [time + toMilliseconds(length)],
  }),
  within_next: timed({
    words: ({ length }) => `lies in the next ${showDuration(length)}`,
    test: (time, { length }, now) => time > now && time <= now + toMilliseconds(length),
    sql: (time, { length }, now) => `${time} > ${now} AND ${time} <= ${now + toMilliseconds(length)}`,
    flips: (time, { length }) => [time - toMilliseconds(length), time],
  }),
  anniversary_within: {
    test: (value, { days }, moment) => {
      const monthDay = readMonthDay(value)
      return monthDay !== undefined && listMonthDays(days, moment).includes(monthDay)
    },
    sql: (value, { days }, moment) =>
      `(match(${value.text}, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d') AND substring(${value.text}, 6, 5) IN (${[...new Set(listMonthDays(days, moment))].map(quote).join(', ')}))`,
    words: ({ days }) => (days === 0 ? 'has its day today' : `has its day within ${days} days`),
    nextFlip: nextAnniversaryFlip,
  },
  list_has: { ...positive.list_has, words: ({ value }) => `has ${show(value)}` },
  list_lacks: negated(positive.list_has, ({ value }) => `has no ${show(value)}`),
}

function negated<C>(of: Pick<OperatorDefinition<C>, 'test' | 'sql'>, words: (operand: C) => string): OperatorDefinition<C> {
  return { test: (value, operand, moment) => !of.test(value, operand, moment), sql: (value, operand, moment) => `NOT ${of.sql(value, operand, moment)}`, words }
}

// The table is typed operator by operator; whoever looks one up has the operand that belongs to it.
const lookUp = ({ operator }: Comparison) => operators[operator] as OperatorDefinition<Comparison>

export function testComparison(value: Value, comparison: Comparison, moment: Moment): boolean {
  return lookUp(comparison).test(value, comparison, moment)
}

export function comparisonToSql(value: ValueSql, comparison: Comparison, moment: Moment): string {
  return lookUp(comparison).sql(value, comparison, moment)
}

export function describeComparison(comparison: Comparison): string {
  return lookUp(comparison).words(comparison)
}

/** The next instant at which the comparison changes by time alone, milliseconds; Infinity when it never does. */
export function nextComparisonFlip(value: Value, comparison: Comparison, moment: Moment): number {
  return lookUp(comparison).nextFlip?.(value, comparison, moment) ?? Infinity
}

/** Whether time alone can change the answer. */
export function isTimed(comparison: Comparison): boolean {
  return lookUp(comparison).nextFlip !== undefined
}
