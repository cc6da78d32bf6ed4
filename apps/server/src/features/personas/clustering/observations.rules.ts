// Turns what people did into what a mixture model reads: counts over the values of a block, and standardised measures.
import { addCounts, sumCounts, type Behaviour, type Counts } from './behaviour.ts'

/**
 * One composition, such as the categories of what somebody looks at. Counts of one person are not independent (a visit
 * is about one category), so they weigh as 1 / (1 + (n − 1) · correlation) of their number: Kish's design effect.
 */
interface BlockPlan {
  key: string
  values: string[]
  correlation: number
}

/** A number that most people have; centred on the median, scaled by the interquartile range / 1.349, cut at ±3. */
interface MeasurePlan {
  key: string
  median: number
  scale: number
}

/** What is looked at, decided by a sample; then everybody is seen in the same way. */
export interface ObservationPlan {
  blocks: BlockPlan[]
  measures: MeasurePlan[]
  eventNames: string[]
}

export interface Observations {
  people: number
  /** `counts`: a row of `size` for each person. */
  blocks: { key: string; size: number; counts: Float64Array }[]
  /** NaN where somebody has no value. */
  measures: { key: string; values: Float64Array }[]
}

/** Values that make up less than this of a block are counted together. */
const smallestShare = 0.01
const otherValue = '(other)'
/** A measure that fewer people have says nothing of most. */
const fewestWithValue = 0.03

const isDelivery = (name: string) => / (Delivered|Sent|Bounced|Dropped)$/.test(name)
const everOf = (behaviour: Behaviour, name: string) => behaviour.events[name]?.ever ?? 0

function mergeCounts(...all: Counts[]): Counts {
  const merged: Counts = {}
  for (const counts of all) addCounts(merged, counts)
  return merged
}

/** So many of so many, as two counts. */
function toYesNo(yes: number, all: number): Counts {
  return { yes: Math.min(yes, all), no: Math.max(0, all - yes) }
}

interface BlockSource {
  key: string
  correlation: number
  read(behaviour: Behaviour): Counts
}

/** Messages that are answered: `X Opened` and `X Clicked` of `X Delivered`, whatever X is called. */
export function listMessageReactions(names: readonly string[]): { delivered: string; reaction: string }[] {
  return names.flatMap((delivered) => {
    const kind = /^(.+) (Delivered|Sent)$/.exec(delivered)?.[1]
    const reactions = kind ? ['Opened', 'Clicked'].map((end) => `${kind} ${end}`).filter((name) => names.includes(name)) : []
    return reactions.map((reaction) => ({ delivered, reaction }))
  })
}

function listBlockSources(names: readonly string[]): BlockSource[] {
  const acts = names.filter((name) => !isDelivery(name))
  return [
    { key: 'category', correlation: 0.08, read: ({ counts }) => mergeCounts(counts.viewedCategory, counts.boughtCategory) },
    { key: 'source', correlation: 0.05, read: ({ counts }) => counts.visitSource },
    { key: 'device', correlation: 0.3, read: ({ counts }) => counts.device },
    { key: 'orderChannel', correlation: 0.1, read: ({ counts }) => counts.orderChannel },
    { key: 'month', correlation: 0.15, read: ({ counts }) => counts.month },
    { key: 'coupon', correlation: 0.1, read: (behaviour) => toYesNo(behaviour.couponOrders, Math.max(behaviour.orders, behaviour.couponOrders)) },
    { key: 'return', correlation: 0.2, read: (behaviour) => toYesNo(behaviour.returns, behaviour.orders) },
    { key: 'act', correlation: 0.2, read: (behaviour) => Object.fromEntries(acts.map((name) => [name, everOf(behaviour, name)])) },
    ...listMessageReactions(names).map(({ delivered, reaction }): BlockSource => ({
      key: reaction, correlation: 0.1, read: (behaviour) => toYesNo(everOf(behaviour, reaction), everOf(behaviour, delivered)),
    })),
  ]
}

/** Days of the last year in which somebody was a customer. */
function daysObserved(behaviour: Behaviour): number {
  return Math.min(365, Math.max(1, behaviour.tenureDays))
}

/** Against the visits before, per day: 0 is as ever, below 0 is fewer. */
function measureTrend({ visits, tenureDays }: Behaviour): number {
  const daysBefore = Math.max(90, Math.min(365, tenureDays) - 90)
  return Math.log1p(visits.days90) - Math.log1p(((visits.ever - visits.days90) * 90) / daysBefore)
}

const ifOrdered = (read: (behaviour: Behaviour) => number) => (behaviour: Behaviour) => (behaviour.orders > 0 && behaviour.items > 0 ? read(behaviour) : Number.NaN)

const measureSources: Record<string, (behaviour: Behaviour, now: number) => number> = {
  recency: (behaviour) => Math.log1p(behaviour.recencyDays),
  tenure: (behaviour) => Math.log1p(behaviour.tenureDays),
  orders: (behaviour) => Math.log1p(behaviour.orders),
  revenue: (behaviour) => Math.log1p(Math.max(0, behaviour.revenue)),
  visits: (behaviour) => Math.log1p(behaviour.visits.ever),
  visitRate: (behaviour) => Math.log((behaviour.visits.ever + 1) / Math.max(30, daysObserved(behaviour) - behaviour.recencyDays)),
  trend: measureTrend,
  orderRecency: (behaviour, now) => {
    const last = behaviour.events['Order Completed']?.last
    return last === undefined ? Number.NaN : Math.log1p(Math.max(0, now - last) / 86_400_000)
  },
  basketSize: ifOrdered(({ items, orders }) => Math.log(Math.max(1, items / orders))),
  orderValue: ifOrdered(({ ordered, orders }) => Math.log1p(Math.max(0, ordered / orders))),
  // Three views at the usual price are added: one dear product is no taste.
  priceLevel: ({ priceLevel: { sum, n } }) => (n > 0 ? sum / (n + 3) : Number.NaN),
  rating: ({ rating: { sum, n } }) => (n > 0 ? sum / n : Number.NaN),
}

function readMeasure(key: string, behaviour: Behaviour, now: number): number {
  const source = measureSources[key]
  if (source) return source(behaviour, now)
  const answer = behaviour.answers[key.slice('answer:'.length)]
  return answer && answer.n > 0 ? answer.sum / answer.n : Number.NaN
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!
}

function planMeasure(key: string, values: readonly number[]): MeasurePlan | undefined {
  const sorted = values.filter(Number.isFinite).toSorted((left, right) => left - right)
  if (sorted.length < Math.max(10, values.length * fewestWithValue) || sorted[0] === sorted.at(-1)) return undefined
  const robust = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.349
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length)
  return { key, median: quantile(sorted, 0.5), scale: robust > deviation / 10 ? robust : deviation }
}

function planBlock({ key, correlation, read }: BlockSource, behaviours: readonly Behaviour[]): BlockPlan | undefined {
  const shares: Counts = {}
  let withAny = 0
  for (const behaviour of behaviours) {
    const counts = read(behaviour)
    const total = sumCounts(counts)
    if (total === 0) continue
    withAny += 1
    for (const [value, count] of Object.entries(counts)) shares[value] = (shares[value] ?? 0) + count / total
  }
  const values = Object.keys(shares).filter((value) => shares[value]! / withAny >= smallestShare).toSorted()
  const isWorthIt = withAny >= behaviours.length * fewestWithValue && Object.keys(shares).length > 1
  return isWorthIt ? { key, correlation, values: [...values, otherValue] } : undefined
}

/** Finds out what there is to look at: which categories, sources, devices, events, messages and answers the data holds. */
export function planObservations(behaviours: readonly Behaviour[], { eventNames, now }: { eventNames: string[]; now: number }): ObservationPlan {
  const answers = [...new Set(behaviours.flatMap((behaviour) => Object.keys(behaviour.answers)))].toSorted().slice(0, 40)
  const keys = [...Object.keys(measureSources), ...answers.map((name) => `answer:${name}`)]
  return {
    eventNames,
    blocks: listBlockSources(eventNames).flatMap((source) => planBlock(source, behaviours) ?? []),
    measures: keys.flatMap((key) => planMeasure(key, behaviours.map((behaviour) => readMeasure(key, behaviour, now))) ?? []),
  }
}

function observeBlock({ values, correlation }: BlockPlan, read: BlockSource['read'], behaviours: readonly Behaviour[]): Float64Array {
  const places = new Map(values.map((value, place) => [value, place]))
  const counts = new Float64Array(behaviours.length * values.length)
  behaviours.forEach((behaviour, person) => {
    const own = read(behaviour)
    const total = sumCounts(own)
    if (total === 0) return
    const weight = 1 / (1 + Math.max(0, total - 1) * correlation)
    for (const [value, count] of Object.entries(own)) counts[person * values.length + (places.get(value) ?? values.length - 1)]! += count * weight
  })
  return counts
}

export function observe(plan: ObservationPlan, behaviours: readonly Behaviour[], now: number): Observations {
  const sources = new Map(listBlockSources(plan.eventNames).map((source) => [source.key, source]))
  return {
    people: behaviours.length,
    blocks: plan.blocks.map((block) => ({ key: block.key, size: block.values.length, counts: observeBlock(block, sources.get(block.key)!.read, behaviours) })),
    measures: plan.measures.map(({ key, median, scale }) => ({
      key, values: Float64Array.from(behaviours, (behaviour) => Math.max(-3, Math.min(3, (readMeasure(key, behaviour, now) - median) / scale))),
    })),
  }
}
