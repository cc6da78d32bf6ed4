import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { recentReply, rejectedPage, StreamCounters } from '@contract/stream/stream.contract.ts'
import { api, type Query } from '../../app/api.ts'

export type RejectedReply = z.infer<typeof rejectedPage>
export type RecentReply = z.infer<typeof recentReply>

export const countersQuery = queryOptions({
  queryKey: ['stream', 'counters'],
  queryFn: ({ signal }) => api.get<StreamCounters>('/v1/stream/counters', { signal }),
  // The rate and the delay change without any event, too.
  refetchInterval: 10_000,
})

/** Events a request at most; the server allows no more. */
export const pageSize = 200

export function fetchRecent(status: string, afterSeq: number, signal?: AbortSignal): Promise<RecentReply> {
  return api.get<RecentReply>('/v1/stream/recent', { query: { limit: pageSize, status, afterSeq: afterSeq || '' }, ...(signal && { signal }) })
}

export const rejectedQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['stream', 'rejected', filters],
    queryFn: ({ pageParam, signal }) => api.get<RejectedReply>('/v1/stream/rejected', { query: { ...filters, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
