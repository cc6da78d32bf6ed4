// The parts of a rule in words. What was chosen is marked, so that it can stand out when it is shown.
import type { TFunction } from 'i18next'
import type { Comparison, Duration, EventFilter, PropertyFilter, Window } from '@contract/segments/conditions.contract.ts'
import { formatDate, formatDateTime, formatNumber } from '../../../ui/format.ts'
import { labelProperty, labelValue } from './labels.ts'
import type { Scalar } from './operators.ts'
import { findDay, findDayStart, shiftDay } from './zoned-days.ts'

/** What a condition needs to say itself. */
export interface Words {
  t: TFunction<'segments'>
  timezone: string
  /** The name of a segment; its id where it is not known. */
  nameSegment: (id: string) => string
}

// Isolates of Unicode: they also keep a name written from right to left from turning the sentence around.
const start = '\u2068'
const end = '\u2069'

export function mark(text: string): string {
  return `${start}${text || '…'}${end}`
}

export interface SentencePart {
  text: string
  isChosen: boolean
}

/** Takes a sentence apart at its marks. */
export function splitSentence(sentence: string): SentencePart[] {
  return sentence
    .split(/(\u2068[^\u2069]*\u2069)/)
    .filter((text) => text !== '')
    .map((text) => (text.startsWith(start) ? { text: text.slice(1, -1), isChosen: true } : { text, isChosen: false }))
}

export function sayNumber(value: number): string {
  return Number.isFinite(value) ? formatNumber(value, { maximumFractionDigits: 6 }) : ''
}

/** "90 days" */
export function sayDuration({ amount, unit }: Duration, { t }: Words): string {
  return mark(t(`builder.duration.${unit}`, { count: Number.isFinite(amount) ? amount : 2, n: sayNumber(amount) || '…' }))
}

export function sayDate(date: string, { timezone }: Words): string {
  if (date === '') return mark('')
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date)
  return mark(isDay ? formatDate(`${date}T00:00:00Z`, 'UTC') : formatDateTime(date, timezone))
}

/** A day where the instant is its midnight, else the exact time. */
function sayInstant(instant: string, words: Words): string {
  const day = findDay(instant, words.timezone)
  return day && findDayStart(day, words.timezone) === new Date(instant).toISOString() ? sayDate(day, words) : sayDate(instant, words)
}

/** The end of a window lies after it: people name the last day. */
function sayEnd(instant: string, words: Words): string {
  const day = findDay(instant, words.timezone)
  return day && findDayStart(day, words.timezone) === new Date(instant).toISOString() ? sayDate(shiftDay(day, -1), words) : sayDate(instant, words)
}

export function sayWindow(window: Window, words: Words): string {
  if (window.kind === 'ever') return words.t('builder.say.ever')
  if (window.kind === 'sliding') return words.t('builder.say.sliding', { length: sayDuration(window.length, words) })
  return words.t('builder.say.between', { from: sayInstant(window.from, words), to: sayEnd(window.to, words) })
}

function sayScalar(property: string, value: Scalar, words: Words): string {
  return mark(typeof value === 'number' && !Number.isFinite(value) ? '' : labelValue(property, value, words.t))
}

function sayList(property: string, values: Scalar[], words: Words): string {
  const shown = values.slice(0, 5).map((value) => sayScalar(property, value, words))
  if (values.length > 5) shown.push(words.t('builder.say.more', { count: values.length - 5 }))
  return shown.length === 0 ? mark('') : shown.join(', ')
}

function sayOperand(property: string, comparison: Comparison, words: Words): Record<string, string> {
  if ('values' in comparison) return { value: sayList(property, comparison.values, words) }
  if ('value' in comparison) return { value: sayScalar(property, comparison.value, words) }
  if ('length' in comparison) return { value: sayDuration(comparison.length, words) }
  if ('date' in comparison) return { value: sayDate(comparison.date, words) }
  if ('days' in comparison) return { value: sayDuration({ amount: comparison.days, unit: 'days' }, words) }
  if ('from' in comparison) return { from: mark(sayNumber(comparison.from)), to: mark(sayNumber(comparison.to)) }
  return {}
}

/** "is at least 100" */
export function sayComparison(property: string, comparison: Comparison, words: Words): string {
  return words.t(`builder.say.comparison.${comparison.operator}`, sayOperand(property, comparison, words))
}

function sayFilter(filter: PropertyFilter, words: Words): string {
  return `${mark(labelProperty(filter.property, words.t))} ${sayComparison(filter.property, filter, words)}`
}

/** "did", "did not view": what one does with events of this kind. */
export function sayVerb(event: EventFilter, isDone: boolean, t: Words['t']): string {
  return t(`builder.verb.${event.type}.${isDone ? 'yes' : 'no'}`)
}

/** "Order Completed (where total is at least 100)" */
export function sayEvent(event: EventFilter, words: Words): string {
  const { t } = words
  const name = event.name === '*' ? mark(t(`builder.event.any.${event.type}`)) : event.type === 'track' ? mark(event.name) : t(`builder.say.eventOf.${event.type}`, { name: mark(event.name) })
  if (event.filters.length === 0) return name
  const filters = event.filters.map((filter) => sayFilter(filter, words)).join(` ${t('builder.joiner.all')} `)
  return t('builder.say.where', { event: name, filters })
}
