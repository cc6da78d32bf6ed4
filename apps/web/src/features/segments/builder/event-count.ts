// How often, or how much of a property, an event happened: its forms and what is still missing in it.
import type { LeafOf } from './condition-editor.ts'
import { findEventGap, findWindowGap, firstGap, type Gap } from './gaps.ts'

export type EventCondition = LeafOf<'event'>
export type Aggregate = EventCondition['aggregate']['function']
export const aggregates = ['count', 'sum', 'average', 'min', 'max', 'distinct'] as const
export const countOperators = ['at_least', 'at_most', 'exactly', 'greater', 'less'] as const

export function createEventCondition(): EventCondition {
  return { type: 'event', event: { type: 'track', name: '', filters: [] }, aggregate: { function: 'count' }, operator: 'at_least', value: 1, window: { kind: 'sliding', length: { amount: 30, unit: 'days' } } }
}

/** "Did not" is a form of its own, though it is counted as at most 0. */
export function isNegative({ aggregate, operator, value }: EventCondition): boolean {
  return aggregate.function === 'count' && operator === 'at_most' && value === 0
}

export function changeNegative(condition: EventCondition, isNot: boolean): EventCondition {
  if (isNot === isNegative(condition)) return condition
  return { ...condition, aggregate: { function: 'count' }, operator: isNot ? 'at_most' : 'at_least', value: isNot ? 0 : 1 }
}

/** Another way to count. Counts are whole, small and not negative; sums are not. */
export function changeAggregate(condition: EventCondition, next: Aggregate): EventCondition {
  if (next === 'count') return { ...condition, aggregate: { function: 'count' }, value: clampCount(condition.value) }
  const property = condition.aggregate.function === 'count' ? '' : condition.aggregate.property
  return { ...condition, aggregate: { function: next, property }, value: next === 'distinct' ? clampCount(condition.value) : condition.value }
}

const mostCounted = 1_000
const clampCount = (value: number) => (Number.isFinite(value) ? Math.min(mostCounted, Math.max(0, Math.round(value))) : value)

export function isCounted({ aggregate }: EventCondition): boolean {
  return aggregate.function === 'count' || aggregate.function === 'distinct'
}

export function findEventConditionGap(condition: EventCondition): Gap | null {
  const { aggregate, value, window } = condition
  const propertyGap = aggregate.function !== 'count' && aggregate.property === '' ? 'property' : null
  return firstGap(findEventGap(condition.event), propertyGap, findValueGap(condition, value), findWindowGap(window))
}

function findValueGap(condition: EventCondition, value: number): Gap | null {
  if (!Number.isFinite(value)) return 'number'
  if (!isCounted(condition)) return Math.abs(value) <= 1e12 ? null : 'number'
  return Number.isInteger(value) && value >= 0 && value <= mostCounted ? null : 'count'
}
