// Two people become one: what was kept of both, as one state.
import type { LiveDefinitions } from './definitions.ts'
import { readSeries, type LiveState } from './live-state.ts'
import { seriesKind } from './series/index.ts'

/**
 * Adds `from` to `into`. Memberships are those of either; they are asked again at once. Where one of the two is in a
 * segment that the other had left, the history of the one person ends with that exit, though they are in it: such
 * entries are told again. Returns the refs of the memberships that `into` did not have itself.
 */
export function mergeStates(into: LiveState, from: LiveState, definitions: LiveDefinitions): number[] {
  for (const series of definitions.series.values()) {
    const theirs = readSeries(from, series.ref, series.definition)
    if (theirs === undefined) continue
    const kind = seriesKind(series.definition)
    into.series.set(series.ref, kind.combine(readSeries(into, series.ref, series.definition) ?? kind.empty(), theirs, series.definition))
  }
  for (const ref of into.memberships.keys()) if (from.left.has(ref)) into.retold.add(ref)
  const adopted: number[] = []
  for (const [ref, since] of from.memberships) {
    if (into.memberships.has(ref)) continue
    if (into.left.has(ref)) into.retold.add(ref)
    into.memberships.set(ref, since)
    adopted.push(ref)
  }
  for (const ref of from.left) into.left.add(ref)
  into.isStale ||= from.isStale
  into.isChanged = true
  return adopted
}
