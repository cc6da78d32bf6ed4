import { describe, expect, it } from 'vitest'
import { comparison, duration, eventFilter, window, type Comparison, type Duration, type EventFilter, type Window } from '../../../../../server/src/features/segments/conditions.contract.ts'
import { findComparisonGap, findDurationGap, findEventGap, findWindowGap, type Gap } from './gaps.ts'

describe('what is missing', () => {
  it.each<[Duration, Gap | null]>([
    [{ amount: 90, unit: 'days' }, null],
    [{ amount: Number.NaN, unit: 'days' }, 'duration'],
    [{ amount: 0, unit: 'days' }, 'duration'],
    [{ amount: 1.5, unit: 'days' }, 'duration'],
    [{ amount: 3_660, unit: 'days' }, null],
    [{ amount: 3_661, unit: 'days' }, 'longDuration'],
    [{ amount: 600, unit: 'weeks' }, 'longDuration'],
  ])('in the span %o: %s', (value, gap) => {
    expect(findDurationGap(value)).toBe(gap)
    expect(duration.safeParse(value).success).toBe(gap === null)
  })

  it.each<[Comparison, Gap | null]>([
    [{ operator: 'equals', value: '' }, 'value'],
    [{ operator: 'equals', value: Number.NaN }, 'number'],
    [{ operator: 'equals', value: false }, null],
    [{ operator: 'contains', value: '' }, 'value'],
    [{ operator: 'in', values: [] }, 'value'],
    [{ operator: 'in', values: ['DE'] }, null],
    [{ operator: 'exists' }, null],
    [{ operator: 'at_least', value: Number.NaN }, 'number'],
    [{ operator: 'between', from: 1, to: Number.NaN }, 'number'],
    [{ operator: 'before', date: '' }, 'day'],
    [{ operator: 'after', date: '2026-03-01' }, null],
    [{ operator: 'within_next', length: { amount: Number.NaN, unit: 'days' } }, 'duration'],
    [{ operator: 'anniversary_within', days: 0 }, null],
    [{ operator: 'anniversary_within', days: 367 }, 'number'],
    [{ operator: 'list_has', value: '' }, 'value'],
  ])('in the comparison %o: %s', (value, gap) => {
    expect(findComparisonGap(value)).toBe(gap)
    // What is called complete, the contract takes.
    expect(gap !== null || comparison.safeParse(value).success).toBe(true)
  })

  it.each<[EventFilter, Gap | null]>([
    [{ type: 'track', name: '', filters: [] }, 'event'],
    [{ type: 'track', name: '*', filters: [] }, null],
    [{ type: 'page', name: 'Home', filters: [{ property: '', operator: 'equals', value: 'x' }] }, 'property'],
    [{ type: 'page', name: 'Home', filters: [{ property: 'path', operator: 'equals', value: '' }] }, 'value'],
    [{ type: 'page', name: 'Home', filters: [{ property: 'path', operator: 'exists' }] }, null],
  ])('in the event %o: %s', (value, gap) => {
    expect(findEventGap(value)).toBe(gap)
    // What is called complete, the contract takes.
    expect(gap !== null || eventFilter.safeParse(value).success).toBe(true)
  })

  it.each<[Window, Gap | null]>([
    [{ kind: 'ever' }, null],
    [{ kind: 'between', from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' }, null],
    [{ kind: 'between', from: '2026-04-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' }, 'days'],
    [{ kind: 'between', from: '', to: '2026-03-01T00:00:00.000Z' }, 'days'],
    [{ kind: 'sliding', length: { amount: 0, unit: 'days' } }, 'duration'],
  ])('in the window %o: %s', (value, gap) => {
    expect(findWindowGap(value)).toBe(gap)
    // What is called complete, the contract takes.
    expect(gap !== null || window.safeParse(value).success).toBe(true)
  })
})
