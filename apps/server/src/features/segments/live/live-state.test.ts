import { expect, test } from 'vitest'
import { createDefinitions } from './definitions.ts'
import { createLiveState, nextFlipOf, readSeries, serialiseState, setFlip, staleKey, type LiveState, type StoredState } from './live-state.ts'
import { seriesKey, type SeriesDefinition } from './series/index.ts'

const now = Date.parse('2027-03-01T12:00:00.000Z')
const viewed: SeriesDefinition = { kind: 'times', event: { type: 'track', name: 'Viewed', filters: [] }, keep: 4 }
const ordered: SeriesDefinition = { kind: 'times', event: { type: 'track', name: 'Ordered', filters: [] }, keep: 4 }
const series = [viewed, ordered].map((definition, index) => ({ ref: index + 1, key: seriesKey(definition), definition, fromSeq: 0, isFilled: true }))
const definitions = createDefinitions([], series)

function makeState(): LiveState {
  const state = createLiveState()
  state.isBlank = false
  state.series.set(1, { n: 3, f: now - 86_400_000_123, t: [now + 1, now, now - 5] }).set(2, { n: 1, f: now, t: [now] })
  state.memberships.set(7, now - 1).set(8, now - 1).set(3, now - 9_000_000_000)
  for (const ref of [8, 9]) state.left.add(ref)
  state.retold.add(8)
  setFlip(state, 7, now + 31_536_000_000)
  setFlip(state, -7, now + 1)
  setFlip(state, staleKey, now + 2)
  return state
}
const store = (state: LiveState, at = now) => serialiseState(state, definitions, at)
const restore = (text: string) => createLiveState(JSON.parse(text) as Partial<StoredState>)

test('a state is the same after it was stored, to the millisecond', () => {
  const [state, restored] = [makeState(), restore(store(makeState()))]
  for (const part of ['memberships', 'left', 'flips', 'retold', 'isBlank'] as const) expect(restored[part], part).toEqual(state[part])
  for (const { ref, definition } of series) expect(readSeries(restored, ref, definition)).toEqual(readSeries(state, ref, definition))
  expect(nextFlipOf(restored)).toBe(now + 1)
})

test('series that nobody asked for are stored as they came, whatever the time is then', () => {
  const restored = restore(store(makeState()))
  readSeries(restored, 1, viewed)
  expect(store(restored, now + 1_000_000)).toBe(store(makeState()))
})

test('a series that no rule reads any more is dropped', () => {
  expect([...restore(serialiseState(makeState(), createDefinitions([], series.slice(1)), now)).series.keys()]).toEqual([2])
})

test('of somebody of whom nothing was kept, the memberships are still to be read', () => {
  const state = createLiveState()
  setFlip(state, staleKey, now)
  expect(restore(store(state))).toMatchObject({ isBlank: true, flips: new Map([[staleKey, now]]) })
  expect(createLiveState().isBlank).toBe(true)
})
