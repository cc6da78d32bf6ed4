import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { LiveEvent } from '@contract/stream/stream.contract.ts'
import { useLive, useThrottled } from '../../app/live.ts'
import { fetchRecent, pageSize } from './stream-requests.ts'

const kept = 1000
const gapMilliseconds = 500

/** Puts newer events before those that are there, each once, and lets the oldest go. */
export function addNewer(events: LiveEvent[], newer: LiveEvent[]): LiveEvent[] {
  const known = new Set(newer.map((event) => event.seq))
  return [...newer, ...events.filter((event) => !known.has(event.seq))].toSorted((left, right) => right.seq - left.seq).slice(0, kept)
}

interface LiveEvents {
  events: LiveEvent[] | undefined
  error: unknown
  retry: () => void
  /** How many came in since it was paused. */
  missed: number
}

/** The stream as it arrives, newest first. */
export function useLiveEvents(status: string, isPaused: boolean): LiveEvents {
  const client = useQueryClient()
  const queryKey = ['stream', 'recent', status]
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await fetchRecent(status, 0, signal)).items,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const newestSeq = data?.[0]?.seq ?? 0
  const [reachedSeq, setReachedSeq] = useState(0)
  const [pausedAtSeq, setPausedAtSeq] = useState<number | null>(null)
  const catchUp = useThrottled(() => {
    const present = client.getQueryData<LiveEvent[]>(queryKey)
    if (!present) return
    void fetchRecent(status, present[0]?.seq ?? 0).then(
      // A full page may have left events out in between, so it takes the place of what was there.
      ({ items }) => client.setQueryData<LiveEvent[]>(queryKey, (events) => addNewer(items.length < pageSize ? (events ?? []) : [], items)),
      // The next signal tries again.
      () => undefined,
    )
  }, gapMilliseconds)
  useLive((message) => {
    if (message.kind !== 'processed') return
    setReachedSeq(message.toSeq)
    if (!isPaused) catchUp()
  })
  if (isPaused && pausedAtSeq === null) setPausedAtSeq(Math.max(newestSeq, reachedSeq))
  if (!isPaused && pausedAtSeq !== null) {
    setPausedAtSeq(null)
    catchUp()
  }
  return { events: data, error, retry: () => void refetch(), missed: pausedAtSeq === null ? 0 : Math.max(0, reachedSeq - pausedAtSeq) }
}
