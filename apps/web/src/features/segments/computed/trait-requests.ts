import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Computation, ComputedPreview, ComputedTrait } from '@contract/segments/computed-traits.contract.ts'
import { api } from '../../../app/api.ts'
import { fillingMilliseconds } from '../segment-requests.ts'

export const traitsQuery = queryOptions({
  queryKey: ['segments', 'computed-traits'],
  queryFn: async ({ signal }) => (await api.get<{ items: ComputedTrait[] }>('/v1/computed-traits', { signal })).items,
  refetchInterval: ({ state }) => (state.data?.some((trait) => trait.status === 'filling') ? fillingMilliseconds : false),
})

/** Asks with a POST, but changes nothing, so it is kept like any other reply. */
export const traitPreviewQuery = (computation: Computation) =>
  queryOptions({
    queryKey: ['segments', 'computed-preview', computation],
    queryFn: ({ signal }) => api.post<ComputedPreview>('/v1/computed-traits/preview', { computation }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  })
