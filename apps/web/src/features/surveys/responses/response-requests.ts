// What the screens of answers ask the server for, and under which keys the replies are kept.
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { segmentList } from '@contract/segments/segments.contract.ts'
import type { Response, responsePage, Summary } from '@contract/surveys/responses.contract.ts'
import type { Survey, surveyList } from '@contract/surveys/surveys.contract.ts'
import { api, type Query } from '../../../app/api.ts'

const pageSize = 100
const allResponses = ['surveys', 'responses'] as const

/** Of one survey, or of all with an empty id. */
export function toResponsesPath(surveyId: string): string {
  return surveyId ? `/v1/surveys/${surveyId}/responses` : '/v1/survey-responses'
}

export const responsesQuery = (surveyId: string, filters: Query) =>
  infiniteQueryOptions({
    queryKey: [...allResponses, 'list', surveyId, filters],
    queryFn: ({ pageParam, signal }) => api.get<z.infer<typeof responsePage>>(toResponsesPath(surveyId), { query: { ...filters, limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })

export const responseQuery = (id: string) =>
  queryOptions({
    queryKey: [...allResponses, 'one', id],
    queryFn: ({ signal }) => api.get<Response>(`/v1/survey-responses/${id}`, { signal }),
  })

export const summaryQuery = (surveyId: string, filters: Query) =>
  queryOptions({
    queryKey: [...allResponses, 'summary', surveyId, filters],
    queryFn: ({ signal }) => api.get<Summary>(`/v1/surveys/${surveyId}/summary`, { query: filters, signal }),
    // While filters change; never the figures of another survey.
    placeholderData: (before, query) => (query?.queryKey[3] === surveyId ? before : undefined),
  })

/** The survey itself: its questions for the mapping of an import, its name for files. */
export const answeredSurveyQuery = (id: string) =>
  queryOptions({
    queryKey: ['surveys', 'answered-survey', id],
    queryFn: ({ signal }) => api.get<Survey>(`/v1/surveys/${id}`, { signal }),
    staleTime: 30_000,
  })

/** Every survey by name, for the filter. */
export const surveyNamesQuery = queryOptions({
  queryKey: ['surveys', 'names'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof surveyList>>('/v1/surveys', { signal })).items.map(({ id, name }) => ({ value: id, label: name })),
  staleTime: 30_000,
})

/** Every segment by name, for the filter. */
export const segmentNamesQuery = queryOptions({
  queryKey: ['surveys', 'segment-names'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof segmentList>>('/v1/segments', { signal })).items.map(({ id, name }) => ({ value: id, label: name })),
  staleTime: 30_000,
})

/** Asks for lists and figures again after answers came, went or were imported. */
export function useRefreshResponses(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: allResponses })
}
