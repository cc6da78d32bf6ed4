// How replies are kept and asked for again.
import { QueryClient } from '@tanstack/react-query'
import { ApiFailure } from './api.ts'

/** Retries only what can get better by itself: an unreachable or overloaded server. */
function isWorthRetrying(count: number, cause: unknown): boolean {
  return count < 2 && cause instanceof ApiFailure && (cause.status === 0 || cause.status >= 500 || cause.status === 429)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 1000, gcTime: 5 * 60_000, retry: isWorthRetrying, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})
