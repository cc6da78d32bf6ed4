// What the persona pages ask of the server.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  AcceptRequest, newestRun, Persona, PersonaFigures, personaList, PersonaText, Suggestion, SuggestionRun, UpdatePersonaRequest,
} from '@contract/personas/personas.contract.ts'
import type { SegmentRow } from '@contract/segments/segments.contract.ts'
import { api, buildUrl, readWorkspaceSlug } from '../../app/api.ts'

export type { Persona, PersonaFigures, PersonaText, Suggestion, SuggestionRun }

export const personasQuery = queryOptions({
  queryKey: ['personas'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof personaList>>('/v1/personas', { signal })).items,
})

export const personaQuery = (id: string) =>
  queryOptions({ queryKey: ['personas', id], queryFn: ({ signal }) => api.get<Persona>(`/v1/personas/${id}`, { signal }) })

export const figuresQuery = (id: string) =>
  queryOptions({ queryKey: ['personas', id, 'figures'], queryFn: ({ signal }) => api.get<PersonaFigures>(`/v1/personas/${id}/figures`, { signal }), staleTime: 30_000 })

const isUnderWay = (run: SuggestionRun | null | undefined) => run?.state === 'waiting' || run?.state === 'running'

/** The newest run; asked again each second while it is under way. */
export const runQuery = queryOptions({
  queryKey: ['persona-suggestions'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof newestRun>>('/v1/personas/suggestions', { signal })).run,
  refetchInterval: (query) => (isUnderWay(query.state.data) ? 1_000 : false),
})

/** Segments to choose from; none where the server has no segments. */
export const segmentsQuery = queryOptions({
  queryKey: ['personas', 'segments'],
  queryFn: async ({ signal }) => (await api.get<{ items: SegmentRow[] }>('/v1/segments', { signal })).items,
  retry: false,
})

/** A picture's address for `<img>`, which cannot send headers: the workspace goes into the address. */
export function toPictureUrl(url: string): string {
  const [path = '', query = ''] = url.split('?')
  return buildUrl(path, { ...Object.fromEntries(new URLSearchParams(query)), workspace: readWorkspaceSlug() })
}

export const drawingUrl = (seed: number) => `/v1/personas/drawings/${seed}`

function useRefreshing() {
  const queryClient = useQueryClient()
  return (persona?: Persona) => {
    if (persona) queryClient.setQueryData(personaQuery(persona.id).queryKey, persona)
    return queryClient.invalidateQueries({ queryKey: ['personas'] })
  }
}

export function useSavePersona(id: string | undefined) {
  const refresh = useRefreshing()
  return useMutation({
    mutationFn: (change: UpdatePersonaRequest) => (id ? api.patch<Persona>(`/v1/personas/${id}`, change) : api.post<Persona>('/v1/personas', change)),
    onSuccess: (persona) => refresh(persona),
  })
}

export function useDeletePersona() {
  const refresh = useRefreshing()
  return useMutation({ mutationFn: (id: string) => api.del(`/v1/personas/${id}`), onSuccess: () => refresh() })
}

export function useUploadPortrait(id: string) {
  const refresh = useRefreshing()
  return useMutation({ mutationFn: (file: File) => api.upload<Persona>(`/v1/personas/${id}/portrait`, file), onSuccess: (persona) => refresh(persona) })
}

function useRunChange<Variables>(mutationFn: (variables: Variables) => Promise<unknown>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => Promise.all([queryClient.invalidateQueries({ queryKey: ['persona-suggestions'] }), queryClient.invalidateQueries({ queryKey: ['personas'] })]),
  })
}

export const useStartRun = () => useRunChange(() => api.post<SuggestionRun>('/v1/personas/suggestions', {}))
export const useCancelRun = () => useRunChange((id: string) => api.post<SuggestionRun>(`/v1/personas/suggestion-runs/${id}/cancel`))
export const useAcceptSuggestion = () => useRunChange(({ id, change }: { id: string; change: AcceptRequest }) => api.post<Persona>(`/v1/personas/suggestions/${id}/accept`, change))
export const useDecideSuggestion = () => useRunChange(({ id, verb }: { id: string; verb: 'dismiss' | 'reopen' }) => api.post<Suggestion>(`/v1/personas/suggestions/${id}/${verb}`))
