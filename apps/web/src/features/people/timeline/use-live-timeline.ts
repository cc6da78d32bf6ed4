import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Query } from '../../../app/api.ts'
import { useLive, useThrottled } from '../../../app/live.ts'
import { personQuery } from '../people-requests.ts'
import { mergeNewest } from './merge-newest.ts'
import { fetchTimeline, timelineQuery, type TimelinePageReply } from './timeline-requests.ts'

/**
 * Brings in what happens to this person while the page is open: the head when their events are processed, new lines
 * when they can be read. Returns the keys of lines that came in live.
 */
export function useLiveTimeline(personId: string, filters: Query): ReadonlySet<string> {
  const client = useQueryClient()
  const [freshKeys, setFreshKeys] = useState<ReadonlySet<string>>(new Set())
  const wantedSeq = useRef(0)
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  const refreshHead = useThrottled(() => void client.invalidateQueries({ queryKey: personQuery(personId).queryKey }), 500)
  const refreshLines = useThrottled(() => {
    const { queryKey } = timelineQuery(personId, filters)
    void fetchTimeline(personId, filters, null).then((newest) => {
      const loaded = client.getQueryData<InfiniteData<TimelinePageReply, string | null>>(queryKey)
      if (!loaded || isGone.current) return
      const { data, addedKeys } = mergeNewest(loaded, newest)
      client.setQueryData(queryKey, data)
      if (addedKeys.length > 0) setFreshKeys((previous) => new Set([...previous, ...addedKeys]))
      // An open visit shows its new events, too.
      void client.invalidateQueries({ queryKey: ['people', 'events', personId] })
    }, () => undefined)
  }, 500)

  useLive((message) => {
    if (message.kind === 'processed' && (message.profileIds?.includes(personId) || message.more)) {
      wantedSeq.current = message.toSeq
      refreshHead()
    }
    if (message.kind === 'exported' && wantedSeq.current > 0 && message.toSeq >= wantedSeq.current) {
      wantedSeq.current = 0
      refreshLines()
    }
  })
  return freshKeys
}
