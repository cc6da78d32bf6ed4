import { queryOptions } from '@tanstack/react-query'
import type { DemoState } from '@contract/demo/demo.contract.ts'
import { api } from '../../app/api.ts'

/** How far the demo brand is; asked again each second while it loads. */
export const demoQuery = queryOptions({
  queryKey: ['home', 'demo'],
  queryFn: ({ signal }) => api.get<DemoState>('/v1/demo', { signal }),
  refetchInterval: (query) => (query.state.data?.state === 'running' ? 1000 : false),
})

/** Begins to load the demo brand, or takes up the one there is, and opens its workspace. */
export async function openDemo(): Promise<void> {
  const demo = await api.post<DemoState>('/v1/demo', {})
  // A whole page load, as with every change of workspace: nothing of this one may stay on the screen.
  if (demo.workspace) location.assign(`/w/${demo.workspace}/home`)
}
