// States of people between the database and memory: what is kept becomes a state to fold into, and what changed is taken to be written.
import type { LiveDefinitions } from './definitions.ts'
import { createLiveState, nextFlipOf, readSeries, serialiseState, setFlip, staleKey, type LiveState, type StoredState } from './live-state.ts'
import { seriesKind } from './series/index.ts'

/** What is kept of a person. */
export interface KeptState {
  /** JSON text of a StoredState. */
  state: string
  isStale: boolean
}

/** A state as it is to be written. */
export interface StateWrite extends KeptState {
  profileId: string
  /** Milliseconds since 1970. */
  nextFlipAt: number | null
  /** Nothing else is known of the person. */
  isBare: boolean
}

/** States that were folded and are perhaps not written yet, by profile. */
export type UnwrittenStates = ReadonlyMap<string, KeptState>

export const nothingKept: KeptState = { state: '{}', isStale: false }

export function reviveState({ state, isStale }: KeptState): LiveState {
  return { ...createLiveState(JSON.parse(state) as Partial<StoredState>), isStale }
}

function noteStaleness(state: LiveState, definitions: LiveDefinitions): void {
  let staleAt = Infinity
  for (const { ref, definition } of definitions.perishable) {
    const kept = readSeries(state, ref, definition)
    if (kept !== undefined) staleAt = Math.min(staleAt, seriesKind(definition).staleAt?.(kept, definition) ?? Infinity)
  }
  setFlip(state, staleKey, staleAt)
}

/** What is to be written of a person, undefined where nothing changed; from now on it counts as written. */
export function takeState(profileId: string, state: LiveState, { definitions, now, isBare }: { definitions: LiveDefinitions; now: number; isBare: boolean }): StateWrite | undefined {
  if (!state.isChanged) return undefined
  noteStaleness(state, definitions)
  state.isChanged = false
  if (!state.isStale) state.isBlank = false
  const next = nextFlipOf(state)
  return { profileId, state: serialiseState(state, definitions, now), nextFlipAt: next < Infinity ? next : null, isStale: state.isStale, isBare }
}
