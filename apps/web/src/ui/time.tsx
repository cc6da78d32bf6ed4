import { Tooltip } from '@mantine/core'
import { useContext, useSyncExternalStore } from 'react'
import { WorkspaceContext } from '../app/session.ts'
import { formatDateTime, formatRelative } from './format.ts'

// One clock for all times on the page, so that they tick together.
let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  now = Date.now()
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 15_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer) {
      clearInterval(timer)
      timer = null
    }
  }
}

/** The clock of the page in milliseconds; renders again every 15 seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

interface TimeProps {
  value: string | null
  /** Shown where there is no time. */
  missing?: string
}

/** A time as "3 minutes ago", with the exact one in the workspace's zone on hover. */
export function Time({ value, missing = '–' }: TimeProps) {
  const current = useNow()
  const timezone = useContext(WorkspaceContext)?.timezone
  if (value === null) return <span>{missing}</span>
  return (
    <Tooltip label={formatDateTime(value, timezone)}>
      <time dateTime={value}>{formatRelative(value, current)}</time>
    </Tooltip>
  )
}
