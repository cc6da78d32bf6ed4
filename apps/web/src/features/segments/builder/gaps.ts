// What is still missing in the parts of a rule, so that half a rule is said instead of sent.
import type { Comparison, Duration, EventFilter, Window } from '@contract/segments/conditions.contract.ts'
import { isGiven } from './operators.ts'

/** Each has its words under builder.gap. */
export type Gap = 'event' | 'property' | 'trait' | 'value' | 'number' | 'duration' | 'longDuration' | 'day' | 'days' | 'segment' | 'purpose' | 'percent' | 'count' | 'emptyGroup' | 'tooMany' | 'tooDeep'

const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 }
const longestMs = 3_660 * 86_400_000

export function findDurationGap({ amount, unit }: Duration): Gap | null {
  if (!Number.isInteger(amount) || amount < 1) return 'duration'
  return amount > 100_000 || amount * unitMs[unit] > longestMs ? 'longDuration' : null
}

export function findWindowGap(window: Window): Gap | null {
  if (window.kind === 'ever') return null
  if (window.kind === 'sliding') return findDurationGap(window.length)
  return window.from && window.to && Date.parse(window.from) < Date.parse(window.to) ? null : 'days'
}

export function findComparisonGap(comparison: Comparison): Gap | null {
  switch (comparison.operator) {
    case 'exists': case 'not_exists':
      return null
    case 'in': case 'not_in':
      return comparison.values.length > 0 && comparison.values.every(isGiven) ? null : 'value'
    case 'greater': case 'at_least': case 'less': case 'at_most':
      return Number.isFinite(comparison.value) ? null : 'number'
    case 'between':
      return Number.isFinite(comparison.from) && Number.isFinite(comparison.to) ? null : 'number'
    case 'before': case 'after':
      return comparison.date === '' ? 'day' : null
    case 'within_last': case 'more_than_ago': case 'within_next':
      return findDurationGap(comparison.length)
    case 'anniversary_within':
      return Number.isInteger(comparison.days) && comparison.days >= 0 && comparison.days <= 366 ? null : 'number'
    default:
      return isGiven(comparison.value) ? null : typeof comparison.value === 'number' ? 'number' : 'value'
  }
}

export function findEventGap(event: EventFilter): Gap | null {
  if (event.name === '') return 'event'
  for (const filter of event.filters) {
    if (filter.property === '') return 'property'
    const gap = findComparisonGap(filter)
    if (gap) return gap
  }
  return null
}

/** The first of several gaps. */
export function firstGap(...gaps: Array<Gap | null>): Gap | null {
  return gaps.find((gap) => gap !== null) ?? null
}
