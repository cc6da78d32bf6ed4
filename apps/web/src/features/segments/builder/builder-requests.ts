// What the builder asks the server for, and under which keys the replies are kept.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { EventEntryDetail, eventEntryList, traitEntryList } from '@contract/catalogue/catalogue.contract.ts'
import type { companyPage, peoplePage } from '@contract/people/people.contract.ts'
import type { Definition } from '@contract/segments/conditions.contract.ts'
import type { Explanation, Preview, segmentList, ValueList } from '@contract/segments/segments.contract.ts'
import { api } from '../../../app/api.ts'

/** Names and values change slowly, and a sentence asks for them many times. */
const staleTime = 60_000

export const eventNamesQuery = queryOptions({
  queryKey: ['segments', 'event-names'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof eventEntryList>>('/v1/catalogue/events', { signal })).items,
  staleTime,
})

/** What the events of a name carry. An address cannot hold an empty name: group events have none. */
export const propertiesQuery = (type: string, name: string) =>
  queryOptions({
    queryKey: ['segments', 'properties', type, name],
    queryFn: async ({ signal }) => (await api.get<EventEntryDetail>(`/v1/catalogue/events/${encodeURIComponent(type)}/${encodeURIComponent(name || '-')}`, { signal })).properties,
    staleTime,
    // A name that was never seen has no properties; that is no failure worth repeating.
    retry: false,
  })

export const traitNamesQuery = queryOptions({
  queryKey: ['segments', 'trait-names'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof traitEntryList>>('/v1/catalogue/traits', { signal })).items,
  staleTime,
})

export interface SeenValues {
  /** Without an event: values of a trait. */
  event?: string
  type?: string
  property: string
}

export const valuesQuery = (seen: SeenValues, search: string) =>
  queryOptions({
    queryKey: ['segments', 'values', seen, search],
    queryFn: async ({ signal }) => (await api.get<ValueList>('/v1/segments/values', { query: { ...seen, search }, signal })).items,
    // While typing goes on; never the values of another property.
    placeholderData: (before, query) => (query && JSON.stringify(query.queryKey[2]) === JSON.stringify(seen) ? before : undefined),
    staleTime,
  })

export const segmentNamesQuery = queryOptions({
  queryKey: ['segments', 'names'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof segmentList>>('/v1/segments', { signal })).items,
})

export const companiesQuery = (search: string) =>
  queryOptions({
    queryKey: ['segments', 'companies', search],
    queryFn: async ({ signal }) => (await api.get<z.infer<typeof companyPage>>('/v1/companies', { query: { search, limit: 50 }, signal })).items,
    placeholderData: keepPreviousData,
    staleTime,
  })

export const peopleSearchQuery = (search: string) =>
  queryOptions({
    queryKey: ['segments', 'people', search],
    queryFn: async ({ signal }) => (await api.get<z.infer<typeof peoplePage>>('/v1/people', { query: { search, limit: 8 }, signal })).items,
    placeholderData: keepPreviousData,
  })

export const previewQuery = (definition: Definition, segmentId: string | undefined) =>
  queryOptions({
    queryKey: ['segments', 'preview', definition, segmentId ?? null],
    queryFn: ({ signal }) => api.post<Preview>('/v1/segments/preview', { definition, segmentId }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const explanationQuery = (profileId: string, segmentId: string | undefined, definition: Definition | undefined) =>
  queryOptions({
    queryKey: ['segments', 'explanation', profileId, segmentId ?? null, definition ?? null],
    queryFn: ({ signal }) => api.post<Explanation>('/v1/segments/explain', definition ? { profileId, definition } : { profileId, segmentId }, { signal }),
  })
