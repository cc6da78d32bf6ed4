// What the screens of decisions ask the server for, and under which keys the replies are kept.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { peoplePage } from '@contract/people/people.contract.ts'
import type { decisionCounts, decisionList, wouldAskReply } from '@contract/surveys/delivery.contract.ts'
import { api, type Query } from '../../../app/api.ts'

export type DecisionCounts = z.infer<typeof decisionCounts>
export type WouldAskReply = z.infer<typeof wouldAskReply>

const pageSize = 100
/** Decisions fall without an event in the stream, so they are looked for. */
const restingMilliseconds = 10_000

export const decisionsQuery = (surveyId: string, filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['surveys', 'decisions', surveyId, filters],
    queryFn: ({ pageParam, signal }) => api.get<z.infer<typeof decisionList>>(`/v1/surveys/${surveyId}/decisions`, { query: { ...filters, limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? restingMilliseconds : false),
  })

export const decisionCountsQuery = (surveyId: string) =>
  queryOptions({
    queryKey: ['surveys', 'decision-counts', surveyId],
    queryFn: ({ signal }) => api.get<DecisionCounts>(`/v1/surveys/${surveyId}/decisions/counts`, { signal }),
    refetchInterval: restingMilliseconds,
  })

/** Asked anew each time: what held a moment ago may not hold now. */
export const wouldAskQuery = (surveyId: string, profileId: string) =>
  queryOptions({
    queryKey: ['surveys', 'would-ask', surveyId, profileId],
    queryFn: ({ signal }) => api.post<WouldAskReply>(`/v1/surveys/${surveyId}/would-ask`, { profileId }, { signal }),
    gcTime: 0,
  })

export const peopleSearchQuery = (search: string) =>
  queryOptions({
    queryKey: ['surveys', 'people', search],
    queryFn: async ({ signal }) => (await api.get<z.infer<typeof peoplePage>>('/v1/people', { query: { search, limit: 8 }, signal })).items,
    placeholderData: keepPreviousData,
  })

/** Somebody by id, for the filter that names them. */
export const personNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['surveys', 'person-name', id],
    queryFn: async ({ signal }) => (await api.get<{ name: string }>(`/v1/people/${id}`, { signal })).name,
    staleTime: 60_000,
  })
