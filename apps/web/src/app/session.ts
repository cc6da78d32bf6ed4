// Who is signed in, the workspace that is open, and what may be done in it.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { createContext, useContext, useMemo } from 'react'
import type { Me } from '@contract/access/access.contract.ts'
import { api } from './api.ts'

export type OpenWorkspace = Me['workspaces'][number]

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/v1/me', { signal }),
  staleTime: 60_000,
})

/** The signed-in person; only below pages that need one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('useMe was called outside the signed-in part of the app')
  return data
}

export const WorkspaceContext = createContext<OpenWorkspace | null>(null)

/** The open workspace with currency, timezone, the person's role and permissions. */
export function useWorkspace(): OpenWorkspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('useWorkspace was called outside a workspace')
  return workspace
}

/** Whether the signed-in person may do this in the open workspace. @example const canWrite = useCan('sources:write') */
export function useCan(permission: string | undefined): boolean {
  const workspace = useContext(WorkspaceContext)
  return permission === undefined || (workspace?.permissions.includes(permission) ?? false)
}

/** Makes addresses inside the open workspace. @example const to = useWorkspacePath(); to('/people') → /w/shop/people */
export function useWorkspacePath(): (path: string) => string {
  const { workspace } = useParams({ strict: false }) as { workspace?: string }
  return useMemo(() => (path: string) => `/w/${workspace ?? ''}${path.startsWith('/') ? path : `/${path}`}`, [workspace])
}
