import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { eventEntryList } from '@contract/catalogue/catalogue.contract.ts'
import type { personEventsPage, timelinePage } from '@contract/people/people.contract.ts'
import { api, type Query } from '../../../app/api.ts'

export type TimelinePageReply = z.infer<typeof timelinePage>
export type PersonEventsReply = z.infer<typeof personEventsPage>

const pageSize = 50

export function fetchTimeline(personId: string, filters: Query, cursor: string | null, signal?: AbortSignal): Promise<TimelinePageReply> {
  return api.get<TimelinePageReply>(`/v1/people/${personId}/timeline`, { query: { ...filters, limit: pageSize, cursor }, ...(signal && { signal }) })
}

export const timelineQuery = (personId: string, filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['people', 'timeline', personId, filters],
    queryFn: ({ pageParam, signal }) => fetchTimeline(personId, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // Live signals keep it fresh; asking for every loaded page again would make the lines jump.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

/** The events of one visit. */
export const visitEventsQuery = (personId: string, sessionId: string | null, seqs: number[]) =>
  infiniteQueryOptions({
    queryKey: ['people', 'events', personId, sessionId ?? seqs.join(',')],
    queryFn: ({ pageParam, signal }) =>
      api.get<PersonEventsReply>(`/v1/people/${personId}/events`, {
        query: { ...(sessionId ? { session: sessionId } : { seqs: seqs.join(',') }), limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

export const eventsBySeqQuery = (personId: string, seqs: string) =>
  queryOptions({
    queryKey: ['people', 'events', personId, seqs],
    queryFn: ({ signal }) => api.get<PersonEventsReply>(`/v1/people/${personId}/events`, { query: { seqs }, signal }),
    staleTime: Infinity,
  })

/** Event names that can be filtered by: those a person can have. */
export const eventNamesQuery = queryOptions({
  queryKey: ['people', 'event-names'],
  queryFn: async ({ signal }) => {
    const { items } = await api.get<z.infer<typeof eventEntryList>>('/v1/catalogue/events', { query: { type: 'track' }, signal })
    return items.map((entry) => entry.name).toSorted((left, right) => left.localeCompare(right))
  },
  staleTime: 60_000,
})
