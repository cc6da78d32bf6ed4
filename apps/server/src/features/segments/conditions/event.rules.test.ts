// Where an event is said to make no difference to a count, asking would have said the same.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timesSeries, type TimesDefinition, type TimesState } from '../live/series/times.ts'
import type { Subject } from './define-condition.ts'
import { event } from './event.ts'

type EventCondition = Parameters<typeof event.holds>[0]

const now = Date.parse('2027-03-01T12:00:00.000Z')
const minuteMs = 60_000
const filter = { type: 'track', name: 'Viewed', filters: [] } as const
const time = fc.integer({ min: now - 4 * minuteMs, max: now })
const condition = fc.record({
  type: fc.constant('event' as const), event: fc.constant({ ...filter, filters: [] }), aggregate: fc.constant({ function: 'count' as const }), operator: fc.constantFrom('at_least', 'at_most', 'exactly', 'greater', 'less'),
  value: fc.constantFrom(0, 1, 2, 2.5, 3), window: fc.constantFrom({ kind: 'ever' }, { kind: 'sliding', length: { amount: 2, unit: 'minutes' } }),
}) as fc.Arbitrary<EventCondition>

function fold(state: TimesState, at: number): TimesState {
  const definition: TimesDefinition = { kind: 'times', event: { ...filter, filters: [] }, keep: 16 }
  return timesSeries.fold(state, { type: 'track', name: 'Viewed', time: at, isOwn: true, flat: () => ({ text: {}, number: {} }) }, definition, now)
}

function ask(asked: EventCondition, state: TimesState): { holds: boolean; nextFlip: number } {
  const subject: Subject = { profileId: '', values: () => ({ text: {}, number: {}, time: {}, list: {} }), series: () => state, companies: () => [], isMember: () => false }
  const moment = { now, timezone: 'UTC' }
  return { holds: event.holds(asked, subject, moment), nextFlip: event.nextFlip!(asked, subject, moment) }
}

test('an event that leaves a count on its side of the threshold changes no answer and brings no change nearer', () => {
  expect.hasAssertions()
  fc.assert(
    fc.property(condition, fc.array(time, { maxLength: 6 }), time, fc.boolean(), (asked, times, at, isKnown) => {
      const before = times.reduce(fold, timesSeries.empty())
      const after = fold(before, at)
      const [old, fresh] = [ask(asked, before), ask(asked, after)]
      fc.pre(event.isUnmoved!(asked, { before, after, askedAt: isKnown ? now : 0, now }))
      // Of somebody who has just come into memory only an answer that was never "enough" is taken for granted.
      const trusted = isKnown || asked.window.kind === 'ever' ? old : ask(asked, timesSeries.empty())
      expect(fresh.holds).toBe(trusted.holds)
      expect(fresh.nextFlip).toBeGreaterThanOrEqual(trusted.nextFlip)
    }),
    { numRuns: 2_000 },
  )
})
