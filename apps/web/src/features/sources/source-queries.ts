import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Source, sourceList } from '@contract/sources/sources.contract.ts'
import { api } from '../../app/api.ts'
import type { Tone } from '../../ui/tag.tsx'

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => api.get<z.infer<typeof sourceList>>('/v1/sources', { signal }),
})

export type SourceState = 'receiving' | 'waiting' | 'revoked'
export const stateTones: Record<SourceState, Tone> = { receiving: 'good', waiting: 'warn', revoked: 'neutral' }

export function findState(source: Pick<Source, 'revokedAt' | 'firstEventAt'>): SourceState {
  if (source.revokedAt) return 'revoked'
  return source.firstEventAt ? 'receiving' : 'waiting'
}
