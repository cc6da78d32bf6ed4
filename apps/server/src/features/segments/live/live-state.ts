// What is kept of one person for the segments: series of their events, memberships, and when time alone changes something.
import type { LiveDefinitions, SeriesRecord } from './definitions.ts'
import { seriesKind, type SeriesState } from './series/index.ts'
import { unpackEntries, type PackedSeries } from './series/pack.ts'

/**
 * As stored, as JSON text. Keys are the short names (refs) of series and segments. Times are milliseconds, each as the
 * difference to the one before it in its list, the first as that to `b`: a state is written for nearly every event, and
 * what it costs is its length.
 */
export interface StoredState {
  /** The instant from which times are counted, milliseconds since 1970. */
  b: number
  /** Series: ref, what is kept of it, and so on. */
  s: readonly (number | PackedSeries)[]
  /** Segments the person is in: since when, ref, and so on. */
  m: readonly number[]
  /** Segments the person has left before. */
  l: readonly number[]
  /** After a merge: segments of which an entry must be told again, because one of the two had left. */
  r?: readonly number[]
  /** What time alone changes: when, flip key, and so on. */
  f: readonly number[]
}

export interface LiveState {
  /** By ref: in the form in which it is used, or still as it was stored. To be read by `readSeries`. */
  readonly series: Map<number, SeriesState | PackedSeries>
  /** The same as `b`; undefined until it is first written. */
  base: number | undefined
  /** Segments the person is in, by ref, and since when. */
  readonly memberships: Map<number, number>
  /** Segments the person has left before, by ref. */
  readonly left: Set<number>
  /** What time alone changes, by flip key, and when. */
  readonly flips: Map<number, number>
  /** Whether anything that is stored changed since it was last written. */
  isChanged: boolean
  /** Segments whose answer may have changed since `pendingAt`, by ref. */
  readonly pending: Set<number>
  /** Computed traits whose value may have changed. */
  readonly pendingTraits: Set<number>
  pendingAt: number
  /** When what had changed was last asked; 0: not since the state came into memory. */
  askedAt: number
  /** An event was folded since segments were last asked: also what changed of the person themselves is still to be looked at. */
  isUnsettled: boolean
  /** Name of the event that made them pending, or 'merge'. */
  pendingCause: string
  /** What rules see of the person beside traits and consent, as it was when they were last asked. */
  signature: string
  /** How often companies had changed when their conditions were last asked. */
  companyVersion: number
  /** The same as `r`. */
  readonly retold: Set<number>
  /** Nothing was ever kept: memberships are to be read from the history as well. */
  isBlank: boolean
  /** The series do not tell the truth: to be rebuilt from the history. Until then nothing is asked. */
  isStale: boolean
  /** The earliest instant in `flips`, Infinity for none; undefined when it must be looked for. */
  nextFlipAt: number | undefined
}

function unpackSeries(stored: StoredState['s']): LiveState['series'] {
  const series: LiveState['series'] = new Map()
  for (let index = 0; index < stored.length; index += 2) series.set(stored[index] as number, stored[index + 1])
  return series
}

function unpackByKey(stored: readonly number[], base: number): Map<number, number> {
  const byKey = new Map<number, number>()
  for (const [time, key] of unpackEntries<number>(stored, base)) byKey.set(key, time)
  return byKey
}

export function createLiveState({ b: base, s = [], m, l, r, f = [] }: Partial<StoredState> = {}): LiveState {
  return {
    series: unpackSeries(s), base, memberships: unpackByKey(m ?? [], base ?? 0), left: new Set(l), flips: unpackByKey(f, base ?? 0),
    isChanged: false, pending: new Set(), pendingTraits: new Set(), pendingAt: 0, askedAt: 0, isUnsettled: false, pendingCause: '', signature: '', companyVersion: 0, retold: new Set(r), isStale: false, isBlank: m === undefined,
    nextFlipAt: undefined,
  }
}

/** What is kept of the series; undefined where nothing is. Brings it into the form in which it is used: most stay as they were stored, because an event touches few. */
export function readSeries(state: LiveState, ref: number, definition: SeriesRecord['definition']): SeriesState | undefined {
  const kept = state.series.get(ref)
  if (!Array.isArray(kept)) return kept
  const unpacked = seriesKind(definition).unpack(kept, state.base ?? 0)
  state.series.set(ref, unpacked)
  return unpacked
}

/** Flip keys in the order in which they are looked at: computed traits by the negative of their ref, segments by theirs, and this for a series that must be rebuilt. Greater than any ref. */
export const staleKey = 2 ** 31

/** The next instant at which something changes by time alone; Infinity for never. */
export function nextFlipOf(state: LiveState): number {
  if (state.nextFlipAt === undefined) {
    let next = Infinity
    for (const at of state.flips.values()) if (at < next) next = at
    state.nextFlipAt = next
  }
  return state.nextFlipAt
}

/** `at`: Infinity for never. */
export function setFlip(state: LiveState, key: number, at: number): void {
  const before = state.flips.get(key) ?? Infinity
  if (before === at) return
  state.isChanged = true
  if (at < Infinity) state.flips.set(key, at)
  else state.flips.delete(key)
  if (before === state.nextFlipAt) state.nextFlipAt = undefined
  else if (state.nextFlipAt !== undefined && at < state.nextFlipAt) state.nextFlipAt = at
}

function packSeries(state: LiveState, base: number, { seriesByRef }: Pick<LiveDefinitions, 'seriesByRef'>): StoredState['s'] {
  const packed: (number | PackedSeries)[] = []
  for (const [ref, kept] of state.series) {
    const record = seriesByRef.get(ref)
    // Of a series that no rule reads any more nothing needs to be kept: its ref never comes back.
    if (record) packed.push(ref, Array.isArray(kept) ? kept : seriesKind(record.definition).pack(kept, base))
  }
  return packed
}

function packByKey(byKey: ReadonlyMap<number, number>, base: number): number[] {
  const packed: number[] = []
  let before = base
  for (const [key, time] of byKey) {
    packed.push(before - time, key)
    before = time
  }
  return packed
}

/** JSON text of what is stored. Where memberships are still to be read from the history, there are none to be stored. `now`: a time that is near to those that are kept. */
export function serialiseState(state: LiveState, definitions: Pick<LiveDefinitions, 'seriesByRef'>, now: number): string {
  const base = (state.base ??= now)
  const s = packSeries(state, base, definitions)
  const f = packByKey(state.flips, base)
  if (state.isBlank) return JSON.stringify({ b: base, s, f })
  const stored: StoredState = { b: base, s, m: packByKey(state.memberships, base), l: [...state.left], f }
  if (state.retold.size > 0) stored.r = [...state.retold]
  return JSON.stringify(stored)
}
