import { queryOptions } from '@tanstack/react-query'
import { api } from '../../app/api.ts'

/** GET /v1/demo: how far the demo brand is loaded. */
export interface DemoState {
  state: 'none' | 'running' | 'done' | 'failed'
  sent: number
  total: number
  people: number
  startedAt: string | null
  message: string | null
}

export const demoQuery = queryOptions({
  queryKey: ['home', 'demo'],
  queryFn: ({ signal }) => api.get<DemoState>('/v1/demo', { signal }),
  refetchInterval: (query) => (query.state.data?.state === 'running' ? 1000 : false),
})
