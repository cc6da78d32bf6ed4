// Two people become one: what was kept of both, as one state.
import type { LiveDefinitions } from './definitions.ts'
import type { LiveState } from './live-state.ts'
import { seriesKind } from './series/index.ts'

/**
 * Adds `from` to `into`. Memberships are those of either; they are asked again at once. Where one of the two is in a
 * segment that the other had left, the history of the one person ends with that exit, though they are in it: such
 * entries are told again. Returns the refs of the memberships that `into` did not have itself.
 */
export function mergeStates(into: LiveState, from: LiveState, definitions: LiveDefinitions): number[] {
  for (const series of definitions.series.values()) {
    const theirs = from.s[series.ref]
    if (theirs === undefined) continue
    const kind = seriesKind(series.definition)
    into.s[series.ref] = kind.combine(into.s[series.ref] ?? kind.empty(), theirs, series.definition)
  }
  for (const ref of Object.keys(into.m)) if (ref in from.l) into.retold.add(Number(ref))
  const adopted: number[] = []
  for (const [ref, since] of Object.entries(from.m)) {
    if (ref in into.m) continue
    if (ref in into.l) into.retold.add(Number(ref))
    into.m[ref] = since
    adopted.push(Number(ref))
  }
  Object.assign(into.l, from.l)
  into.isStale ||= from.isStale
  into.isChanged = true
  return adopted
}
