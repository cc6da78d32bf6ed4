// What this feature asks the server for, and under which keys the replies are kept.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { traitEntryList } from '@contract/catalogue/catalogue.contract.ts'
import type { Company, companyPage, mergeSuggestionPage, peoplePage, Person } from '@contract/people/people.contract.ts'
import type { PersonSegments, segmentList } from '@contract/segments/segments.contract.ts'
import { api, type Query } from '../../app/api.ts'

export type PeoplePageReply = z.infer<typeof peoplePage>
export type CompanyPageReply = z.infer<typeof companyPage>
export type SuggestionPageReply = z.infer<typeof mergeSuggestionPage>
export type MergeSuggestion = SuggestionPageReply['items'][number]
export type Trait = Person['traitDetails'][number]
export type Identity = Person['identities'][number]
export type Merge = Person['merges'][number]
export type ConsentState = Person['consent'][number]

const pageSize = 100

export const peopleQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', filters],
    queryFn: ({ pageParam, signal }) => api.get<PeoplePageReply>('/v1/people', { query: { ...filters, limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'person', id],
    queryFn: ({ signal }) => api.get<Person>(`/v1/people/${id}`, { signal }),
  })

/** What a person is in; asked for again with the person. */
export const personSegmentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...personQuery(id).queryKey, 'segments'],
    queryFn: ({ signal }) => api.get<PersonSegments>(`/v1/people/${id}/segments`, { signal }),
  })

/** Every segment by name, for the filter. */
export const segmentNamesQuery = queryOptions({
  queryKey: ['people', 'segment-names'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof segmentList>>('/v1/segments', { signal })).items.map(({ id, name }) => ({ value: id, label: name })),
  staleTime: 30_000,
})

export const companiesQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['people', 'companies', search],
    queryFn: ({ pageParam, signal }) => api.get<CompanyPageReply>('/v1/companies', { query: { search, limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })

export const companyQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'company', id],
    queryFn: ({ signal }) => api.get<Company>(`/v1/companies/${encodeURIComponent(id)}`, { signal }),
  })

export const suggestionsQuery = infiniteQueryOptions({
  queryKey: ['people', 'suggestions'],
  queryFn: ({ pageParam, signal }) => api.get<SuggestionPageReply>('/v1/merge-suggestions', { query: { limit: 20, cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.nextCursor,
})

/** Names of every trait seen, for columns and filters. */
export const traitNamesQuery = queryOptions({
  queryKey: ['people', 'trait-names'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof traitEntryList>>('/v1/catalogue/traits', { signal })).items.map((trait) => trait.name),
  staleTime: 60_000,
})
