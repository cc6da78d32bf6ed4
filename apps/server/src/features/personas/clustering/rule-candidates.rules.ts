// Conditions that a rule may be made of, and for whom each holds: everything the rule language can say about what was counted.
import type { EventFilter, LeafCondition, Window } from '../../segments/conditions.contract.ts'
import type { Behaviour } from './behaviour.ts'

export interface Candidate {
  condition: LeafCondition
  /** 1 for everybody it holds for, in the order of the behaviours. */
  holds: Uint8Array
}

const dayMs = 86_400_000
/** Events that fewer people have cannot tell a cluster. */
const fewestWithEvent = 0.05
const maxEvents = 24
const cutsPerFigure = 10
const windowDays = [30, 90, 180] as const
const agoDays = [30, 60, 90, 120, 180, 270]
const isMessage = (name: string) => / (Delivered|Sent|Bounced|Dropped)$/.test(name)

const ever: Window = { kind: 'ever' }
const slidingDays = (amount: number): Window => ({ kind: 'sliding', length: { amount, unit: 'days' } })
const track = (name: string, filters: EventFilter['filters'] = []): EventFilter => ({ type: 'track', name, filters })

/** Up to ten different values that split people into about equal parts; the smallest one splits nobody off. */
function findCuts(values: Float64Array): number[] {
  const sorted = values.toSorted()
  const cuts = Array.from({ length: cutsPerFigure }, (_, part) => sorted[Math.floor(((part + 1) / (cutsPerFigure + 1)) * sorted.length)]!)
  return [...new Set([...cuts, ...(sorted[0] === 0 ? [1] : [])])].filter((cut) => cut > sorted[0]!).toSorted((left, right) => left - right)
}

type Compare = 'at_least' | 'at_most'

/** "At least" and "at most the next lower" for each cut of a figure. `below` is the step to the next lower value. */
function compareFigure(values: Float64Array, below: number, toCondition: (operator: Compare, value: number) => LeafCondition): Candidate[] {
  return findCuts(values).flatMap((cut) => [
    { condition: toCondition('at_least', cut), holds: Uint8Array.from(values, (value) => (value >= cut ? 1 : 0)) },
    { condition: toCondition('at_most', cut - below), holds: Uint8Array.from(values, (value) => (value <= cut - below ? 1 : 0)) },
  ])
}

/** To one significant digit below its own: 1,234.56 is 1,200. */
function roundAmount(value: number): number {
  if (value <= 0) return 0
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1)
  return Math.round(value / step) * step
}

function compareTraits(behaviours: readonly Behaviour[]): Candidate[] {
  const orders = Float64Array.from(behaviours, (behaviour) => behaviour.orders)
  const revenue = Float64Array.from(behaviours, (behaviour) => behaviour.revenue)
  const cuts = [...new Set(findCuts(revenue).map(roundAmount))]
  return [
    ...compareFigure(orders, 1, (operator, value) => ({ type: 'trait', trait: '$orders', operator, value })),
    ...cuts.flatMap((cut): Candidate[] => [
      { condition: { type: 'trait', trait: '$revenue', operator: 'at_least', value: cut }, holds: Uint8Array.from(revenue, (value) => (value >= cut ? 1 : 0)) },
      { condition: { type: 'trait', trait: '$revenue', operator: 'less', value: cut }, holds: Uint8Array.from(revenue, (value) => (value < cut ? 1 : 0)) },
    ]),
  ]
}

function countEvents(event: EventFilter, window: Window, counts: Float64Array): Candidate[] {
  return compareFigure(counts, 1, (operator, value) => ({ type: 'event', event, aggregate: { function: 'count' }, operator, value, window }))
}

function timeEvents(name: string, behaviours: readonly Behaviour[], now: number): Candidate[] {
  const daysSince = (which: 'first' | 'last') => Float64Array.from(behaviours, ({ events }) => (events[name] ? (now - events[name][which]) / dayMs : Number.NaN))
  return (['last', 'first'] as const).flatMap((which) => {
    const days = daysSince(which)
    return agoDays.flatMap((amount): Candidate[] => {
      const length = { amount, unit: 'days' as const }
      const toCondition = (operator: 'within_last' | 'more_than_ago'): LeafCondition => ({ type: 'event_time', event: track(name), which, time: { operator, length } })
      return [
        { condition: toCondition('within_last'), holds: Uint8Array.from(days, (value) => (value < amount ? 1 : 0)) },
        { condition: toCondition('more_than_ago'), holds: Uint8Array.from(days, (value) => (value >= amount ? 1 : 0)) },
      ]
    })
  })
}

function compareEvents(names: readonly string[], behaviours: readonly Behaviour[], now: number): Candidate[] {
  const fewest = behaviours.length * fewestWithEvent
  const frequent = names.filter((name) => !isMessage(name) && behaviours.filter(({ events }) => events[name]).length >= fewest).slice(0, maxEvents)
  return frequent.flatMap((name) => [
    ...countEvents(track(name), ever, Float64Array.from(behaviours, ({ events }) => events[name]?.ever ?? 0)),
    ...windowDays.flatMap((days) => countEvents(track(name), slidingDays(days), Float64Array.from(behaviours, ({ events }) => events[name]?.[`days${days}`] ?? 0))),
    ...timeEvents(name, behaviours, now),
  ])
}

function compareProperties(behaviours: readonly Behaviour[]): Candidate[] {
  const fewest = behaviours.length * fewestWithEvent
  const people = new Map<string, number>()
  for (const { properties } of behaviours) for (const key of Object.keys(properties)) people.set(key, (people.get(key) ?? 0) + 1)
  return [...people].filter(([, count]) => count >= fewest).map(([key]) => key).toSorted().flatMap((key) => {
    const [name, property, value] = key.split('\n') as [string, string, string]
    const filter = value === '*' ? ({ property, operator: 'exists' } as const) : ({ property, operator: 'equals', value } as const)
    return countEvents(track(name, [filter]), ever, Float64Array.from(behaviours, ({ properties }) => properties[key] ?? 0))
  })
}

/** One of each that hold for the same people, the simplest, and none that holds for (almost) everybody or nobody. */
function dropDoubles(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ holds }) => {
    const share = holds.reduce((sum, one) => sum + one, 0) / holds.length
    const key = Buffer.from(holds).toString('latin1')
    if (share < 0.01 || share > 0.99 || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Every condition worth trying on these people, the simplest kinds first. */
export function listCandidates(behaviours: readonly Behaviour[], { eventNames, now }: { eventNames: readonly string[]; now: number }): Candidate[] {
  return dropDoubles([...compareTraits(behaviours), ...compareEvents(eventNames, behaviours, now), ...compareProperties(behaviours)])
}
