// What this feature asks the server for about segments, and under which keys the replies are kept.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { memberPage, OverlapList, Segment, SegmentHistory, segmentChangePage, segmentList, SegmentVersion, SegmentWebhook, Snapshot, UsageList } from '@contract/segments/segments.contract.ts'
import { api, type Query } from '../../app/api.ts'

export type SegmentListReply = z.infer<typeof segmentList>
export type MemberPageReply = z.infer<typeof memberPage>
export type ChangePageReply = z.infer<typeof segmentChangePage>

const pageSize = 100
/** How soon to look again while something is being filled, and otherwise: sizes change by time alone. */
export const fillingMilliseconds = 1_000
const restingMilliseconds = 15_000

const pages = { initialPageParam: null as string | null, getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor, placeholderData: keepPreviousData }
const ofSegment = (id: string, ...rest: unknown[]) => ['segments', 'segment', id, ...rest]

export const segmentsQuery = (filters: Query) =>
  queryOptions({
    queryKey: ['segments', 'list', filters],
    queryFn: ({ signal }) => api.get<SegmentListReply>('/v1/segments', { query: filters, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((segment) => segment.status === 'filling') ? fillingMilliseconds : restingMilliseconds),
  })

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ofSegment(id, 'itself'),
    queryFn: ({ signal }) => api.get<Segment>(`/v1/segments/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'filling' ? fillingMilliseconds : restingMilliseconds),
  })

export const membersQuery = (id: string, search: string) =>
  infiniteQueryOptions({
    queryKey: ofSegment(id, 'members', search),
    queryFn: ({ pageParam, signal }) => api.get<MemberPageReply>(`/v1/segments/${id}/members`, { query: { search, limit: pageSize, cursor: pageParam }, signal }),
    ...pages,
  })

export const changesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ofSegment(id, 'changes'),
    queryFn: ({ pageParam, signal }) => api.get<ChangePageReply>(`/v1/segments/${id}/changes`, { query: { limit: pageSize, cursor: pageParam }, signal }),
    ...pages,
  })

export const snapshotQuery = (id: string, at: string) =>
  infiniteQueryOptions({
    queryKey: ofSegment(id, 'snapshot', at),
    queryFn: ({ pageParam, signal }) => api.get<Snapshot>(`/v1/segments/${id}/snapshot`, { query: { at, limit: pageSize, cursor: pageParam }, signal }),
    ...pages,
  })

export const historyQuery = (id: string, days: number) =>
  queryOptions({
    queryKey: ofSegment(id, 'history', days),
    queryFn: ({ signal }) => api.get<SegmentHistory>(`/v1/segments/${id}/history`, { query: { days }, signal }),
    placeholderData: keepPreviousData,
  })

export const overlapsQuery = (id: string) =>
  queryOptions({
    queryKey: ofSegment(id, 'overlaps'),
    queryFn: ({ signal }) => api.get<OverlapList>(`/v1/segments/${id}/overlaps`, { signal }),
  })

export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: ofSegment(id, 'usage'),
    queryFn: ({ signal }) => api.get<UsageList>(`/v1/segments/${id}/usage`, { signal }),
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ofSegment(id, 'versions'),
    queryFn: ({ signal }) => api.get<{ items: SegmentVersion[] }>(`/v1/segments/${id}/versions`, { signal }),
  })

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ofSegment(id, 'webhook'),
    queryFn: ({ signal }) => api.get<SegmentWebhook>(`/v1/segments/${id}/webhook`, { signal }),
    refetchInterval: 5_000,
  })
