/** What the page may listen to with `rapport.on`. */
import type { EventType, RapportEvent } from '../event.ts'

export type Signals = Record<EventType, RapportEvent> & {
  /** Every event, when it is queued. */
  event: RapportEvent
  /** Events that the server has acknowledged as stored. */
  delivered: RapportEvent[]
  /** Events that the server will never take: bad request, bad write key, too large. */
  refused: { events: RapportEvent[]; status: number }
  /** How many old events a full queue gave up. */
  dropped: number
  /** The SDK itself failed, for example on properties that JSON cannot hold. */
  error: unknown
}

export type Listener<N extends keyof Signals> = (payload: Signals[N]) => void

export interface SignalHub {
  on<N extends keyof Signals>(name: N, listener: Listener<N>): () => void
  emit<N extends keyof Signals>(name: N, payload: Signals[N]): void
}

export function createSignalHub(): SignalHub {
  const listeners: { [N in keyof Signals]?: Set<Listener<N>> } = {}
  return {
    on<N extends keyof Signals>(name: N, listener: Listener<N>) {
      const set = ((listeners[name] as Set<Listener<N>> | undefined) ??= new Set())
      ;(listeners[name] as Set<Listener<N>>) = set
      set.add(listener)
      return () => set.delete(listener)
    },
    emit(name, payload) {
      for (const listener of (listeners[name] as Set<Listener<typeof name>> | undefined) ?? []) {
        try {
          listener(payload)
        } catch (error) {
          // The page's own listener: its bug is shown to its developer, later, outside of ours.
          setTimeout(() => {
            throw error
          })
        }
      }
    },
  }
}
