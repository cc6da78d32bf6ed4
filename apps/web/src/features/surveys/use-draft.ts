import { useCallback, useEffect, useRef, useState } from 'react'

/** A pause of this length saves, and ends a step of undo: a word is undone, not a letter. */
const pauseMilliseconds = 600
const mostSteps = 50

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'unfinished'

/** Something that is edited here and saved by itself. */
export interface Draft<Value> {
  value: Value
  change: (next: Value) => void
  state: SaveState
  /** Why it was not saved. What was typed is still here. */
  cause: unknown
  /** Saves now what waits. @throws what the server says */
  flush: () => Promise<void>
  undo: (() => void) | null
  /** Shows what is stored already. What was here before comes back by `undo`. */
  replace: (stored: Value) => void
}

/**
 * Keeps what is typed, saves it when typing pauses, one request at a time, and undoes step by step.
 * `isUnfinished`: what cannot be sent yet, such as an event that has no name; it waits.
 */
export function useDraft<Value>(stored: Value, save: (value: Value) => Promise<unknown>, isUnfinished: (value: Value) => boolean = () => false): Draft<Value> {
  const [value, setValue] = useState(stored)
  const [state, setState] = useState<SaveState>('saved')
  const [cause, setCause] = useState<unknown>(null)
  const [steps, setSteps] = useState<Value[]>([])
  const live = useRef({ value: stored, isDirty: false, isInStep: false, timer: undefined as ReturnType<typeof setTimeout> | undefined, running: null as Promise<unknown> | null })
  const calls = useRef({ save, isUnfinished })
  useEffect(() => {
    calls.current = { save, isUnfinished }
  })

  const flush = useCallback(async () => {
    const now = live.current
    clearTimeout(now.timer)
    now.isInStep = false
    while (now.running) await now.running.catch(() => undefined)
    if (!now.isDirty || calls.current.isUnfinished(now.value)) return
    const sent = now.value
    now.isDirty = false
    setState('saving')
    now.running = calls.current.save(sent)
    try {
      await now.running
      setCause(null)
      if (!now.isDirty) setState('saved')
    } catch (thrown) {
      now.isDirty = true
      setCause(thrown)
      setState('failed')
      throw thrown
    } finally {
      now.running = null
    }
  }, [])

  const put = useCallback((next: Value) => {
    const now = live.current
    now.value = next
    now.isDirty = true
    setValue(next)
    setState(calls.current.isUnfinished(next) ? 'unfinished' : 'waiting')
    clearTimeout(now.timer)
    now.timer = setTimeout(() => void flush().catch(() => undefined), pauseMilliseconds)
  }, [flush])

  const replace = useCallback((next: Value) => {
    const now = live.current
    const before = now.value
    clearTimeout(now.timer)
    Object.assign(now, { value: next, isDirty: false, isInStep: false })
    setSteps((past) => [...past.slice(1 - mostSteps), before])
    setValue(next)
    setCause(null)
    setState('saved')
  }, [])

  const change = useCallback((next: Value) => {
    const now = live.current
    const before = now.value
    if (!now.isInStep) setSteps((past) => [...past.slice(1 - mostSteps), before])
    now.isInStep = true
    put(next)
  }, [put])

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (live.current.isDirty) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('beforeunload', warn)
      void flush().catch(() => undefined)
    }
  }, [flush])

  const last = steps.at(-1)
  const undo = last === undefined ? null : () => {
    setSteps((past) => past.slice(0, -1))
    live.current.isInStep = false
    put(last)
  }
  return { value, change, state, cause, flush, undo, replace }
}
