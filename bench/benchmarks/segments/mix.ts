// 200 segments as a shop has them: counts in windows with and without filters, what was not done lately, sums, traits, sequences, segments of segments.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Condition, Definition, Duration, EventFilter } from '../../../apps/server/src/features/segments/conditions.contract.ts'
import type { Segment } from '../../../apps/server/src/features/segments/segments.contract.ts'
import type { Installation } from '../../installation.ts'

const track = (name: string, ...filters: EventFilter['filters']): EventFilter => ({ type: 'track', name, filters })
const ordered = track('Order Completed')
const viewed = track('Product Viewed')
const viewedIn = (category: number) => track('Product Viewed', { property: 'category', operator: 'equals', value: `category-${category % 20}` })
const pageUnder = (path: string): EventFilter => ({ type: 'page', name: 'Product', filters: [{ property: 'path', operator: 'starts_with', value: path }] })
const span = (amount: number, unit: Duration['unit']): Duration => ({ amount, unit })

const all = (...conditions: Condition[]): Definition => ({ type: 'all', conditions })
const none = (...conditions: Condition[]): Condition => ({ type: 'none', conditions })
/** At least `value` times within the time before now. */
const did = (event: EventFilter, value: number, length: Duration): Condition => ({
  type: 'event', event, aggregate: { function: 'count' }, operator: 'at_least', value, window: { kind: 'sliding', length },
})
const measured = (name: 'sum' | 'average' | 'max' | 'distinct', event: EventFilter, property: string, value: number, length: Duration): Condition => ({
  type: 'event', event, aggregate: { function: name, property }, operator: 'at_least', value, window: { kind: 'sliding', length },
})

const days = [7, 14, 30, 45, 60, 90, 180, 365]
const shortSpans = [span(1, 'minutes'), span(2, 'minutes'), span(15, 'minutes'), span(1, 'hours'), span(6, 'hours'), span(1, 'days'), span(7, 'days'), span(30, 'days')]
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!

/** The `index`-th rule of each kind, with how many there are of it. */
const kinds: [count: number, rule: (index: number) => Definition][] = [
  [40, (index) => all(did(ordered, 1 + (index % 5), span(pick(days, index), 'days')))],
  [30, (index) => all(did(viewedIn(index), 1 + (index % 4), pick(shortSpans, index)))],
  [10, (index) => all(did(viewed, 2 + index * 3, pick(shortSpans, index)))],
  [20, (index) => all(did(pageUnder(`/products/${index}`), 1 + (index % 3), pick(shortSpans, index + 3)))],
  [30, (index) => all(did(index % 2 ? ordered : viewedIn(index), 1, span(365, 'days')), none(did(index % 2 ? ordered : viewedIn(index), 1, pick([span(1, 'minutes'), span(1, 'days'), span(7, 'days'), span(30, 'days')], index))))],
  [15, (index) => all(measured('sum', ordered, 'total', 50 + index * 20, span(pick(days, index), 'days')))],
  [5, (index) => all(measured(pick(['average', 'max', 'distinct'] as const, index), pick([ordered, viewedIn(index)], index % 3 === 2 ? 1 : 0), index % 3 === 2 ? 'product_id' : 'total', 3 + index * 10, span(30, 'days')))],
  [20, (index) => all(pick<Condition>([
    { type: 'trait', trait: 'plan', operator: 'equals', value: index % 2 ? 'plus' : 'free' },
    { type: 'trait', trait: 'visits', operator: 'at_least', value: index * 1_000 },
    { type: 'trait', trait: '$revenue', operator: 'greater', value: index * 30 },
    { type: 'trait', trait: '$orders', operator: 'at_least', value: 1 + (index % 4) },
    { type: 'trait', trait: '$first_seen', operator: 'within_last', length: span(1 + index, 'days') },
  ], index))],
  [10, (index) => all(
    { type: 'trait', trait: 'plan', operator: 'equals', value: 'plus' },
    did(viewedIn(index + 7), 2, span(7, 'days')),
    { type: 'any', conditions: [{ type: 'trait', trait: '$orders', operator: 'at_least', value: 1 }, did(pageUnder('/products/4'), 1, span(30, 'days'))] },
  )],
  [10, (index) => all({
    type: 'sequence', first: viewedIn(index), second: ordered, within: span(1 + index, 'hours'), isFollowed: index % 2 === 0,
    window: { kind: 'sliding', length: span(pick([7, 30], index), 'days') },
  })],
]
const nestedCount = 10

/** The rules that stand on their own. */
export const rules: readonly Definition[] = kinds.flatMap(([count, rule]) => Array.from({ length: count }, (_, index) => rule(index)))

const nestedRule = (index: number, ids: readonly string[]): Definition =>
  all({ type: 'segment', segmentId: ids[index * 3]!, isMember: true }, { type: 'segment', segmentId: ids[100 + index * 5]!, isMember: index % 2 === 0 }, did(viewed, 1, span(30, 'days')))

export async function makeSegment({ url, secretKey }: Installation, name: string, definition: Definition): Promise<Segment> {
  const response = await fetch(`${url}/v1/segments`, {
    method: 'POST', headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ name, definition }),
  })
  if (response.status !== 201) throw new Error(`The segment ${name} was not made: ${await response.text()}`)
  return (await response.json()) as Segment
}

async function readSegments({ url, secretKey }: Installation): Promise<Segment[]> {
  const response = await fetch(`${url}/v1/segments`, { headers: { authorization: `Bearer ${secretKey}` } })
  return ((await response.json()) as { items: Segment[] }).items
}

/** Until none is being filled. */
export async function waitUntilReady(installation: Installation, everyMs = 200): Promise<void> {
  for (;;) {
    const segments = await readSegments(installation)
    const failed = segments.find((segment) => segment.status === 'failed')
    if (failed) throw new Error(`The segment ${failed.name} could not be filled: ${failed.problem}`)
    if (segments.every((segment) => segment.status === 'ready')) return
    await sleep(everyMs)
  }
}

/** Makes all 200 and waits until they are in force. A worker must be running. */
export async function makeMix(installation: Installation): Promise<number> {
  const ids: string[] = []
  for (const [index, rule] of rules.entries()) ids.push((await makeSegment(installation, `Mix ${index}`, rule)).id)
  for (let index = 0; index < nestedCount; index += 1) ids.push((await makeSegment(installation, `Nested ${index}`, nestedRule(index, ids))).id)
  await waitUntilReady(installation)
  return ids.length
}
