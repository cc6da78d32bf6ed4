// The functions of computed traits: what is kept when another is chosen, and what is still missing.
import type { EventFilter, Window } from '@contract/segments/conditions.contract.ts'
import type { Computation } from '@contract/segments/computed-traits.contract.ts'
import { findEventGap, findWindowGap, firstGap, type Gap } from './gaps.ts'

export type ComputedFunction = Computation['function']

/** In the order and under the headings of the list. */
export const functionGroups = {
  counts: ['count', 'days_since'],
  values: ['sum', 'average', 'min', 'max', 'distinct', 'most_frequent', 'first', 'last', 'last_list'],
  orders: ['lifetime_value', 'rfm'],
} as const satisfies Record<string, readonly ComputedFunction[]>

export const computedFunctions: ComputedFunction[] = Object.values(functionGroups).flat()

export function createComputation(): Computation {
  return changeFunction({ function: 'lifetime_value' }, 'count')
}

/** Another function; the event, its window and the property stay where it has them. */
export function changeFunction(previous: Computation, next: ComputedFunction): Computation {
  const event: EventFilter = 'event' in previous ? previous.event : { type: 'track', name: '', filters: [] }
  const window: Window = 'window' in previous ? previous.window : { kind: 'ever' }
  // The time of an event is no property that could be added up.
  const property = 'property' in previous && (previous.property !== '$time' || next === 'first' || next === 'last') ? previous.property : ''
  switch (next) {
    case 'count':
      return { function: next, event, window }
    case 'sum': case 'average': case 'min': case 'max': case 'distinct': case 'most_frequent':
      return { function: next, event, window, property }
    case 'first': case 'last':
      return { function: next, event, property }
    case 'last_list':
      return { function: next, event, property, size: 5 }
    case 'days_since':
      return { function: next, event, which: 'last' }
    case 'lifetime_value':
      return { function: next }
    case 'rfm':
      return { function: next, part: 'score', days: 365 }
  }
}

/** The first thing that is missing; null when it can be worked out. */
export function findComputationGap(computation: Computation): Gap | null {
  if (computation.function === 'lifetime_value') return null
  if (computation.function === 'rfm') return isWithin(computation.days, 3_650) ? null : 'number'
  return firstGap(
    findEventGap(computation.event),
    'property' in computation && computation.property === '' ? 'property' : null,
    computation.function === 'last_list' && !isWithin(computation.size, 50) ? 'number' : null,
    'window' in computation ? findWindowGap(computation.window) : null,
  )
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most
}
