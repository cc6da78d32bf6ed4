// What is kept of one person for the segments: series of their events, memberships, and when time alone changes something.
import type { SeriesState } from './series/index.ts'

/** As stored. Keys are the short names (refs) of series and segments; times are milliseconds since 1970. */
export interface StoredState {
  /** Series. */
  s: Record<string, SeriesState>
  /** Segments the person is in, and since when. */
  m: Record<string, number>
  /** Segments the person has left before. */
  l: Record<string, 1>
  /** After a merge: segments of which an entry must be told again, because one of the two had left. */
  r?: number[]
  /** What time alone changes, and when: segments by their ref, computed traits by `c` and theirs, `!` for a series that must be rebuilt then. */
  f: Record<string, number>
}

export interface LiveState extends Omit<StoredState, 'r'> {
  /** Whether anything that is stored changed since it was last written. */
  isChanged: boolean
  /** Segments whose answer may have changed since `pendingAt`, by ref. */
  pending: Set<number>
  /** Computed traits whose value may have changed. */
  pendingTraits: Set<number>
  pendingAt: number
  /** An event was folded since segments were last asked: also what changed of the person themselves is still to be looked at. */
  isUnsettled: boolean
  /** Name of the event that made them pending, or 'merge'. */
  pendingCause: string
  /** What rules see of the person beside traits and consent, as it was when they were last asked. */
  signature: string
  /** How often companies had changed when their conditions were last asked. */
  companyVersion: number
  /** The same as `r`. */
  retold: Set<number>
  /** Nothing was ever kept: memberships are to be read from the history as well. */
  isBlank: boolean
  /** The series do not tell the truth: to be rebuilt from the history. Until then nothing is asked. */
  isStale: boolean
  /** The earliest instant in `f`, Infinity for none; undefined when it must be looked for. */
  nextFlipAt: number | undefined
}

export function createLiveState(stored: Partial<StoredState> = {}): LiveState {
  return {
    s: stored.s ?? {}, m: stored.m ?? {}, l: stored.l ?? {}, f: stored.f ?? {},
    isChanged: false, pending: new Set(), pendingTraits: new Set(), pendingAt: 0, isUnsettled: false, pendingCause: '', signature: '', companyVersion: 0, retold: new Set(stored.r), isStale: false, isBlank: stored.m === undefined,
    nextFlipAt: undefined,
  }
}

export const staleKey = '!'

/** The next instant at which something changes by time alone; Infinity for never. */
export function nextFlipOf(state: LiveState): number {
  if (state.nextFlipAt === undefined) {
    state.nextFlipAt = Infinity
    for (const key in state.f) state.nextFlipAt = Math.min(state.nextFlipAt, state.f[key]!)
  }
  return state.nextFlipAt
}

/** `at`: Infinity for never. */
export function setFlip(state: LiveState, key: string, at: number): void {
  const before = state.f[key] ?? Infinity
  if (before === at) return
  state.isChanged = true
  if (at < Infinity) state.f[key] = at
  else delete state.f[key]
  if (before === state.nextFlipAt) state.nextFlipAt = undefined
  else if (state.nextFlipAt !== undefined && at < state.nextFlipAt) state.nextFlipAt = at
}

/** JSON text of what is stored. Where memberships are still to be read from the history, there are none to be stored. */
export function serialiseState({ s, m, l, f, retold, isBlank }: LiveState): string {
  if (isBlank) return JSON.stringify({ s, f })
  return JSON.stringify({ s, m, l, f, ...(retold.size > 0 ? { r: [...retold] } : {}) })
}
