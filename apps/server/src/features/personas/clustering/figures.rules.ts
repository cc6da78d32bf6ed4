// Figures by which clusters are compared and told apart in words: one number for each customer, NaN where there is none.
import { addCounts, sumCounts, type Behaviour, type Counts } from './behaviour.ts'
import { listMessageReactions } from './observations.rules.ts'

/**
 * How a figure is said: `rate` and `amount` as a ratio to the others, `share` in percent, `days` as a time ago, `stars`
 * and `number` as they are.
 */
export type FigureUnit = 'rate' | 'amount' | 'share' | 'days' | 'stars' | 'number'

export interface Figure {
  /** `orders`, `category:garden`, `act:Support Contacted` … */
  key: string
  /** What it is, as it stands in a sentence: "orders", "of orders in shops". */
  subject: string
  unit: FigureUnit
  values: Float64Array
}

/** Values of a block that fewer people meet are not compared. */
const fewestWithValue = 0.03
const shortestYears = 30 / 365

const places: Record<string, string> = { store: 'in shops', web: 'on the site', app: 'in the app', phone: 'by phone', email: 'by e-mail', chat: 'by chat' }
/** Where an order was placed, or a channel, as said in a sentence. */
export const sayPlace = (channel: string) => places[channel] ?? `by “${channel}”`

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

const years = ({ tenureDays }: Behaviour) => Math.max(shortestYears, Math.min(365, tenureDays) / 365)
const share = (part: number, whole: number) => (whole > 0 ? part / whole : Number.NaN)

type Reader = (behaviour: Behaviour) => number

const plain: [key: string, subject: string, unit: FigureUnit, read: Reader][] = [
  ['orders', 'orders', 'rate', (behaviour) => behaviour.orders / years(behaviour)],
  ['visits', 'visits', 'rate', (behaviour) => behaviour.visits.ever / years(behaviour)],
  ['revenue', 'spends', 'amount', (behaviour) => Math.max(0, behaviour.revenue) / years(behaviour)],
  ['orderValue', 'average order', 'amount', ({ ordered, orders }) => share(ordered, orders)],
  ['basketSize', 'things an order', 'amount', ({ items, orders }) => share(items, orders)],
  ['priceLevel', 'price of what they look at, against the usual', 'amount', ({ priceLevel: { sum, n } }) => (n > 0 ? Math.exp(sum / (n + 3)) : Number.NaN)],
  ['recency', 'last active', 'days', ({ recencyDays }) => recencyDays],
  ['tenure', 'known', 'days', ({ tenureDays }) => tenureDays],
  ['trend', 'of all visits in the last 90 days', 'share', ({ visits }) => share(visits.days90, visits.ever)],
  ['coupon', 'of orders with a coupon', 'share', ({ couponOrders, orders }) => share(Math.min(couponOrders, orders), orders)],
  ['return', 'of orders returned', 'share', ({ returns, orders }) => share(Math.min(returns, orders), orders)],
  ['rating', 'stars given', 'stars', ({ rating: { sum, n } }) => share(sum, n)],
]

/** One figure for each value of a block that enough people meet: their share of it. */
function compareBlock(behaviours: readonly Behaviour[], key: string, read: (behaviour: Behaviour) => Counts, toSubject: (value: string) => string): Figure[] {
  const all = behaviours.map((behaviour) => {
    const counts = read(behaviour)
    return { counts, total: sumCounts(counts) }
  })
  const people: Counts = {}
  for (const { counts } of all) for (const value of Object.keys(counts)) people[value] = (people[value] ?? 0) + 1
  const values = Object.keys(people).filter((value) => value !== '' && people[value]! >= behaviours.length * fewestWithValue).toSorted()
  return values.map((value) => ({
    key: `${key}:${value}`, subject: toSubject(value), unit: 'share', values: Float64Array.from(all, ({ counts, total }) => share(counts[value] ?? 0, total)),
  }))
}

function mergeCategories({ counts }: Behaviour): Counts {
  const merged: Counts = {}
  addCounts(merged, counts.viewedCategory)
  addCounts(merged, counts.boughtCategory)
  return merged
}

/** Shares of two neighbouring months, for what somebody does at one time of the year. */
function compareSeasons(behaviours: readonly Behaviour[]): Figure[] {
  return monthNames.map((name, month) => {
    const next = (month + 1) % 12
    const ofBoth = ({ counts }: Behaviour) => share((counts.month[month + 1] ?? 0) + (counts.month[next + 1] ?? 0), sumCounts(counts.month))
    return { key: `season:${month + 1}`, subject: `of visits and orders in ${name} and ${monthNames[next]}`, unit: 'share', values: Float64Array.from(behaviours, ofBoth) }
  })
}

function compareActs(behaviours: readonly Behaviour[], names: readonly string[]): Figure[] {
  const known = new Set(['Order Completed', ...listMessageReactions(names).flatMap(({ delivered, reaction }) => [delivered, reaction])])
  return names
    .filter((name) => !known.has(name) && behaviours.filter(({ events }) => events[name]).length >= behaviours.length * fewestWithValue)
    .map((name) => ({ key: `act:${name}`, subject: `“${name}”`, unit: 'rate', values: Float64Array.from(behaviours, (behaviour) => (behaviour.events[name]?.ever ?? 0) / years(behaviour)) }))
}

function compareMessages(behaviours: readonly Behaviour[], names: readonly string[]): Figure[] {
  return listMessageReactions(names).map(({ delivered, reaction }) => ({
    key: `message:${reaction}`, subject: `“${reaction}” of those delivered`, unit: 'share',
    values: Float64Array.from(behaviours, ({ events }) => share(events[reaction]?.ever ?? 0, events[delivered]?.ever ?? 0)),
  }))
}

function compareAnswers(behaviours: readonly Behaviour[]): Figure[] {
  const names = [...new Set(behaviours.flatMap(({ answers }) => Object.keys(answers)))].toSorted().slice(0, 40)
  return names.map((name) => ({
    key: `answer:${name}`, subject: `“${name}” answered`, unit: 'number', values: Float64Array.from(behaviours, ({ answers }) => share(answers[name]?.sum ?? 0, answers[name]?.n ?? 0)),
  }))
}

/** Every figure that the data has. */
export function listFigures(behaviours: readonly Behaviour[], names: readonly string[]): Figure[] {
  return [
    ...plain.map(([key, subject, unit, read]): Figure => ({ key, subject, unit, values: Float64Array.from(behaviours, read) })),
    ...compareBlock(behaviours, 'channel', ({ counts }) => counts.orderChannel, (value) => `of orders ${sayPlace(value)}`),
    ...compareBlock(behaviours, 'category', mergeCategories, (value) => `of what they look at and buy is “${value}”`),
    ...compareBlock(behaviours, 'source', ({ counts }) => counts.visitSource, (value) => (value === 'direct' ? 'of visits come directly' : `of visits come from “${value}”`)),
    ...compareBlock(behaviours, 'device', ({ counts }) => counts.device, (value) => `of visits ${value === 'app' ? 'in the app' : `on ${value}`}`),
    ...compareSeasons(behaviours),
    ...compareMessages(behaviours, names),
    ...compareActs(behaviours, names),
    ...compareAnswers(behaviours),
  ]
}
