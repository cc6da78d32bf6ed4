import { expect, test } from 'vitest'
import { createProfileState } from '../../people/index.ts'
import type { Definition } from '../conditions.contract.ts'
import { listLeaves, listSeries } from '../conditions/tree.ts'
import { CompanyMemory } from './companies.ts'
import { createDefinitions } from './definitions.ts'
import { createLiveState, setFlip } from './live-state.ts'
import { LiveSegments } from './live-segments.ts'
import { seriesKey } from './series/index.ts'

const dayMs = 86_400_000
const definition: Definition = {
  type: 'all',
  conditions: [{ type: 'event', event: { type: 'track', name: 'Seen', filters: [] }, aggregate: { function: 'count' }, operator: 'exactly', value: 2, window: { kind: 'sliding', length: { amount: 10, unit: 'days' } } }],
}
const [series] = listSeries(listLeaves(definition))

test.each([false, true])('when time changes an answer, the next such instant is noted; told is it of a segment that is asked: %s', async (isAsked) => {
  const profile = createProfileState('018f3c5e-7b1a-7c3d-8e4f-0123456789ab', 0)
  const state = createLiveState({ m: [] })
  const start = Date.UTC(2026, 0, 1)
  state.series.set(1, { n: 3, f: start, t: [start + 2 * dayMs, start + dayMs, start] })
  setFlip(state, 7, start + 10 * dayMs)
  const record = { id: 's', ref: 7, name: 'Twice', kind: 'live' as const, definition, version: 1, isAsked }
  const definitions = createDefinitions([record], [{ ref: 1, key: seriesKey(series!), definition: series!, fromSeq: 0, isFilled: true }])
  const live = new LiveSegments({ definitions, timezone: 'UTC', companies: new CompanyMemory(new Map()), states: new WeakMap([[profile, state]]), onMerge() {} })
  live.revisit(profile, start + 10 * dayMs)
  expect(state.flips.get(7)).toBe(start + 11 * dayMs)
  expect((await live.finish(start + 10 * dayMs)).transitions.map(({ at, isEntered }) => [at, isEntered])).toEqual(isAsked ? [[start + 10 * dayMs, true]] : [])
})
