// States of people between the database and memory: what is kept becomes a state to fold into, and what changed is taken to be written.
import type { LiveDefinitions } from './definitions.ts'
import { createLiveState, nextFlipOf, serialiseState, setFlip, staleKey, type LiveState, type StoredState } from './live-state.ts'
import { seriesKind } from './series/index.ts'

/** What is kept of a person. */
export interface KeptState {
  state: Partial<StoredState>
  isStale: boolean
}

/** A state as it is to be written. */
export interface StateWrite {
  profileId: string
  /** JSON text. */
  state: string
  /** Milliseconds since 1970. */
  nextFlipAt: number | null
  isStale: boolean
  /** Nothing else is known of the person. */
  isBare: boolean
}

/** States that were folded and are perhaps not written yet, by profile. */
export type UnwrittenStates = ReadonlyMap<string, StateWrite>

export const nothingKept: KeptState = { state: {}, isStale: false }

export function reviveState({ state, isStale }: KeptState): LiveState {
  return { ...createLiveState(state), isStale }
}

export function toKept({ state, isStale }: StateWrite): KeptState {
  return { state: JSON.parse(state) as Partial<StoredState>, isStale }
}

function noteStaleness(state: LiveState, definitions: LiveDefinitions): void {
  let staleAt = Infinity
  for (const { ref, definition } of definitions.perishable) {
    const kept = state.s[ref]
    if (kept !== undefined) staleAt = Math.min(staleAt, seriesKind(definition).staleAt?.(kept, definition) ?? Infinity)
  }
  setFlip(state, staleKey, staleAt)
}

/** What is to be written of a person, undefined where nothing changed; from now on it counts as written. */
export function takeState(profileId: string, state: LiveState, definitions: LiveDefinitions, isBare: boolean): StateWrite | undefined {
  if (!state.isChanged) return undefined
  noteStaleness(state, definitions)
  state.isChanged = false
  if (!state.isStale) state.isBlank = false
  const next = nextFlipOf(state)
  return { profileId, state: serialiseState(state), nextFlipAt: next < Infinity ? next : null, isStale: state.isStale, isBare }
}
