// One open connection to /v1/stream/live for the whole app; hooks share it.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import type { LiveSignal } from '@contract/stream/stream.contract.ts'
import { buildUrl, readWorkspaceSlug } from './api.ts'

export type LiveKind = 'processed' | 'exported'
export interface LiveMessage extends LiveSignal {
  kind: LiveKind
}
export type LiveState = 'off' | 'connecting' | 'open'

const listeners = new Set<(message: LiveMessage) => void>()
const stateListeners = new Set<() => void>()
let stream: EventSource | null = null
let state: LiveState = 'off'

function setState(next: LiveState): void {
  state = next
  for (const listener of stateListeners) listener()
}

function openStream(): void {
  // An EventSource cannot send headers, so the workspace goes into the address.
  stream = new EventSource(buildUrl('/v1/stream/live', { workspace: readWorkspaceSlug() }))
  setState('connecting')
  stream.addEventListener('open', () => setState('open'))
  stream.addEventListener('error', () => setState('connecting'))
  for (const kind of ['processed', 'exported'] as const) {
    stream.addEventListener(kind, (event: MessageEvent<string>) => {
      const signal = JSON.parse(event.data) as LiveSignal
      for (const listener of listeners) listener({ ...signal, kind })
    })
  }
}

function closeStream(): void {
  stream?.close()
  stream = null
  setState('off')
}

/**
 * Calls back whenever a batch of events was processed or became readable from the timeline.
 * @example useLive((message) => { if (message.kind === 'exported') void timeline.refetch() })
 */
export function useLive(onSignal: (message: LiveMessage) => void, isEnabled = true): void {
  const latest = useRef(onSignal)
  useEffect(() => {
    latest.current = onSignal
  })
  useEffect(() => {
    if (!isEnabled) return
    const listener = (message: LiveMessage) => latest.current(message)
    listeners.add(listener)
    if (!stream) openStream()
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) closeStream()
    }
  }, [isEnabled])
}

/** Whether the live connection stands, for the small sign beside "live". */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    () => state,
  )
}

/** Runs `act` at most once per `gapMilliseconds`, and once more at the end if signals came in between. */
export function useThrottled(act: () => void, gapMilliseconds: number): () => void {
  const latest = useRef(act)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const isPending = useRef(false)
  useEffect(() => {
    latest.current = act
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return useCallback(() => {
    const run = () => {
      isPending.current = false
      latest.current()
      timer.current = setTimeout(() => {
        timer.current = null
        if (isPending.current) run()
      }, gapMilliseconds)
    }
    if (timer.current) isPending.current = true
    else run()
  }, [gapMilliseconds])
}
