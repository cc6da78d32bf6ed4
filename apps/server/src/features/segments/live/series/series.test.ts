// What is kept of a person's events is the same in whatever order and whatever parts they come, and ClickHouse says the
// same of the whole history.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabases, type TestDatabases } from '../../../../../test/engines.ts'
import { connectClickHouse, type ClickHouse } from '../../../../platform/clickhouse.ts'
import { flattenEvent } from '../../../../platform/flatten-event.ts'
import type { ProcessedEvent } from '../../../../platform/stream-event.ts'
import { encodeRows, exportTarget } from '../../../stream/index.ts'
import type { EventFilter } from '../../conditions.contract.ts'
import type { SeenEvent } from '../../conditions/event-match.ts'
import { maxEntries } from './define-series.ts'
import { distinctTimes, type DistinctState } from './distinct.ts'
import { extremeOf, type ExtremeDefinition, type ExtremeState } from './extreme.ts'
import { seriesKind, type SeriesDefinition, type SeriesState } from './index.ts'
import type { PackedSeries } from './pack.ts'
import { totalOf, valuesSeries, type ValuesDefinition, type ValuesState } from './values.ts'

const now = Date.parse('2027-03-01T12:00:00.000Z')
const windowMs = 600_000
let databases: TestDatabases
let clickhouse: ClickHouse
let batches = 0

beforeAll(async () => {
  databases = await createTestDatabases()
  clickhouse = connectClickHouse(databases.clickhouseUrl)
})
afterAll(async () => {
  await clickhouse.close()
  await databases.drop()
})

const value = fc.constantFrom<unknown>(-2.5, 0, -0, 0.1, 0.2, 3, 100.000001, 9_007_199_253, 9_007_199_254, -9_007_199_254.5, 4e15, -1e30, 'plus', "a'b\\c", '3', '', true, [1, 'x'], { deep: 1 })
const time = fc.oneof(fc.constantFrom(0, 1, windowMs - 1, windowMs, windowMs + 1, 2 * windowMs, 3 * windowMs).map((ago) => now - ago), fc.integer({ min: now - 4 * windowMs, max: now }))
const event = fc.record({ name: fc.constantFrom('A', 'B', "C'\\"), type: fc.constantFrom('track', 'page'), time, isOwn: fc.boolean(), x: value, y: value })
type Drawn = typeof event extends fc.Arbitrary<infer T> ? T : never

const filter: fc.Arbitrary<EventFilter> = fc.record({
  type: fc.constantFrom('track', 'page', 'any'), name: fc.constantFrom('A', 'B', "C'\\", '*'),
  filters: fc.constantFrom<EventFilter['filters']>([], [{ property: 'y', operator: 'exists' }], [{ property: 'y', operator: 'not_equals', value: 3 }]),
})
const bounds = fc.oneof(fc.constant({}), fc.record({ from: time, to: time }))
const windowed = fc.constantFrom(null, windowMs)
const definition: fc.Arbitrary<SeriesDefinition> = fc.oneof(
  fc.record({ kind: fc.constant('times' as const), event: filter, keep: fc.constantFrom(4, 16) }, { requiredKeys: ['kind', 'event', 'keep'] }).chain((drawn) => bounds.map((more) => ({ ...drawn, ...more }))),
  fc.record({ kind: fc.constant('values' as const), event: filter, property: fc.constantFrom('x', 'y'), windowMs: windowed }),
  fc.record({ kind: fc.constant('extreme' as const), event: filter, property: fc.constantFrom('x', 'y'), direction: fc.constantFrom('min' as const, 'max' as const), windowMs: windowed }),
  fc.record({ kind: fc.constant('distinct' as const), event: filter, property: fc.constantFrom('x', 'y', 'x.deep'), keep: fc.constantFrom(4, 16) }).chain((drawn) => bounds.map((more) => ({ ...drawn, ...more }))),
  fc.record({ kind: fc.constant('sequence' as const), first: filter, second: filter, without: filter, withinMs: fc.constantFrom(1, windowMs), windowMs: windowed }),
)

function toProcessed(drawn: Drawn, seq: number): ProcessedEvent {
  return {
    workspaceId: 1, seq, messageId: `m-${batches}-${seq}`, type: drawn.type, name: drawn.name, time: drawn.time, receivedAt: now, origin: drawn.isOwn ? 'server' : 'system', isVerified: true, sourceId: '',
    userId: 'u', anonymousId: '', groupId: '', previousId: '', sessionId: '', givenProfileId: '', facts: { country: '', city: '', device: '', os: '', browser: '', isBot: false },
    properties: { x: drawn.x, y: drawn.y }, traits: {}, context: {}, payload: '{}', profileId: '0199f000-0000-7000-8000-000000000001',
  }
}

function toSeen(processed: ProcessedEvent): SeenEvent {
  return { type: processed.type, name: processed.name, time: processed.time, isOwn: processed.origin !== 'system', flat: () => flattenEvent(processed) }
}

function fold(wanted: SeriesDefinition, events: readonly SeenEvent[]): SeriesState {
  const kind = seriesKind(wanted)
  return events.reduce((state, one) => kind.fold(state, one, wanted, now), kind.empty())
}

/** Entries of one instant have no order of their own. */
function inOrder(state: SeriesState): unknown {
  return JSON.parse(JSON.stringify(state), (_, entry: unknown) =>
    Array.isArray(entry) && Array.isArray(entry[0]) ? (entry as [number, number | string][]).toSorted((left, right) => right[0] - left[0] || (left[1] < right[1] ? -1 : 1)) : entry,
  )
}

test('in any order and in any parts, a series is the same', () => {
  fc.assert(
    fc.property(definition, fc.array(event, { maxLength: 24 }).chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.array(fc.integer({ min: 0, max: 2 }), { minLength: events.length, maxLength: events.length }))), (wanted, [events, shuffled, parts]) => {
      const kind = seriesKind(wanted)
      const seen = (list: readonly Drawn[]) => list.map((drawn, index) => toSeen(toProcessed(drawn, index)))
      const whole = inOrder(fold(wanted, seen(events)))
      expect(inOrder(fold(wanted, seen(shuffled)))).toEqual(whole)
      const split = [0, 1, 2].map((part) => fold(wanted, seen(shuffled.filter((_, index) => parts[index] === part))))
      expect(inOrder(split.reduce((left, right) => kind.combine(left, right, wanted)))).toEqual(whole)
    }),
    { numRuns: 2_000 },
  )
})

const valued: fc.Arbitrary<SeriesDefinition> = fc.oneof(
  fc.record({ kind: fc.constant('latest' as const), event: filter, property: fc.constantFrom('x', '$time'), which: fc.constantFrom('first' as const, 'last' as const), keep: fc.constantFrom(4, 16) }),
  fc.record({ kind: fc.constant('frequent' as const), event: filter, property: fc.constantFrom('x', 'y'), windowMs: windowed }),
)

test('what is stored of a series says the same, to the millisecond', () => {
  fc.assert(
    fc.property(fc.oneof(definition, valued), fc.array(event, { maxLength: 24 }), fc.constantFrom(0, now, now - 2 * windowMs), (wanted, events, base) => {
      const kind = seriesKind(wanted)
      const state = fold(wanted, events.map((drawn, index) => toSeen(toProcessed(drawn, index))))
      const stored = JSON.parse(JSON.stringify(kind.pack(state, base))) as PackedSeries
      expect(Array.isArray(state)).toBe(false)
      expect(kind.unpack(stored, base)).toEqual(JSON.parse(JSON.stringify(state)))
    }),
    { numRuns: 2_000 },
  )
})

test('ClickHouse reads the same series out of the history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(definition, { minLength: 20, maxLength: 20 }), fc.array(event, { minLength: 1, maxLength: 30 }), async (definitions, drawn) => {
      batches += 1
      const events = drawn.map((one, index) => ({ ...toProcessed(one, index + 1), workspaceId: batches }))
      await clickhouse.insertCompressed(exportTarget, `series-${batches}`, await encodeRows(events))
      const columns = definitions.map((wanted, index) => `${seriesKind(wanted).toSql(wanted, now)} AS s${index}`)
      const [row] = await clickhouse.query<Record<string, unknown>>(`SELECT ${columns.join(', ')} FROM events WHERE workspace_id = ${batches}`)
      definitions.forEach((wanted, index) => {
        const kind = seriesKind(wanted)
        const folded = fold(wanted, events.map(toSeen))
        const read = kind.fromRow(row![`s${index}`], wanted)
        const show = (state: SeriesState) => (kind.isEmpty(state) ? 'nothing' : inOrder(state))
        expect(show(read), JSON.stringify(wanted)).toEqual(show(folded))
      })
    }),
    { numRuns: 15, endOnFailure: true },
  )
})

const sums: ValuesDefinition = { kind: 'values', event: { type: 'track', name: 'A', filters: [] }, property: 'x', windowMs }
const many = Array.from({ length: 2 * maxEntries + 300 }, (_, index): Drawn => ({ name: 'A', type: 'track', time: now - index * 200, isOwn: true, x: index % 7, y: 0 }))

test.each([['as they come', (list: Drawn[]) => list], ['backwards', (list: Drawn[]) => list.toReversed()], ['shuffled', (list: Drawn[]) => list.toSorted((left, right) => (left.time % 977) - (right.time % 977))]])(
  'more than is kept of a window still adds up, %s, and says when it no longer does', (_how, arrange) => {
    const inWindow = many.filter((one) => one.time > now - windowMs)
    const state = fold(sums, arrange(many).map((one, index) => toSeen(toProcessed(one, index)))) as ValuesState
    expect(state.v.length).toBe(maxEntries)
    expect(totalOf(state, sums, now)).toEqual({ count: inWindow.length, micros: BigInt(inWindow.reduce((total, one) => total + (one.x as number), 0)) * 1_000_000n })
    const oldest = Math.min(...inWindow.map((one) => one.time))
    expect(valuesSeries.staleAt!(state, sums)).toBe(oldest + windowMs)
    expect(valuesSeries.unpack(JSON.parse(JSON.stringify(valuesSeries.pack(state, now))) as PackedSeries, now)).toEqual(state)
    expect(totalOf(state, sums, oldest + windowMs - 1).count).toBe(inWindow.length)
  },
)

test('the extreme and the different values of a window are those of its events at any later moment', () => {
  const distinct: SeriesDefinition = { ...sums, kind: 'distinct', property: 'x', keep: 16 }
  fc.assert(
    fc.property(fc.array(fc.tuple(time, fc.integer({ min: -9, max: 9 })), { maxLength: 30 }), fc.integer({ min: 0, max: windowMs }), (entries, later) => {
      const seen = entries.map(([at, x], index) => toSeen(toProcessed({ name: 'A', type: 'track', time: at, isOwn: true, x, y: 0 }, index)))
      const inside = entries.filter(([at]) => at > now + later - windowMs)
      for (const [direction, pick] of [['max', Math.max], ['min', Math.min]] as const) {
        const extreme: ExtremeDefinition = { ...sums, kind: 'extreme', direction, windowMs }
        const best = extremeOf(fold(extreme, seen) as ExtremeState, extreme, now + later)
        expect(best?.micros).toBe(inside.length === 0 ? undefined : pick(...inside.map(([, x]) => x)) * 1e6)
      }
      expect(distinctTimes(fold(distinct, seen) as DistinctState, windowMs, now + later)).toHaveLength(new Set(inside.map(([, x]) => x)).size)
    }),
    { numRuns: 1_000 },
  )
})
