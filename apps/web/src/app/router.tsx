// Builds the route tree from the features' lists of pages.
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { ApiFailure, api } from './api.ts'
import { ErrorPage, guardPage, NotFoundPage, OuterNotFoundPage, PageSkeleton } from './fallback-pages.tsx'
import type { FeatureRoute, WebFeature } from './feature.ts'
import { meQuery } from './session.ts'

interface RouterContext {
  queryClient: QueryClient
}

/** Filters stay readable in the address: plain text, no JSON. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return text ? `?${text}` : ''
}

function loadComponent(load: () => Promise<ComponentType>) {
  return lazyRouteComponent(async () => ({ page: await load() }), 'page')
}

function loadFeaturePage(route: FeatureRoute) {
  return loadComponent(async () => guardPage(await route.load(), route.permission))
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: OuterNotFoundPage,
  errorComponent: ErrorPage,
})

/** `/` leads to where the person belongs: set-up, sign-in or their workspace. */
const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const setup = await api.get<{ isDone: boolean }>('/v1/setup')
    if (!setup.isDone) throw redirect({ to: '/setup' })
    const me = await readMe(context.queryClient)
    const first = me?.workspaces[0]
    if (!me) throw redirect({ to: '/sign-in' })
    if (!first) throw redirect({ to: '/no-workspace' })
    throw redirect({ to: `/w/${first.slug}/home` })
  },
})

async function readMe(queryClient: QueryClient) {
  try {
    return await queryClient.ensureQueryData(meQuery)
  } catch (cause) {
    if (cause instanceof ApiFailure && cause.status === 401) return null
    throw cause
  }
}

const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w/$workspace',
  beforeLoad: async ({ context, location }) => {
    const me = await readMe(context.queryClient)
    if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
  component: loadComponent(async () => (await import('./shell.tsx')).Shell),
  pendingComponent: PageSkeleton,
})

const settingsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'settings',
  component: loadComponent(async () => (await import('./settings-layout.tsx')).SettingsLayout),
})

/** Makes the router for these features. */
export function makeRouter(features: WebFeature[], queryClient: QueryClient) {
  const toPublicRoute = (route: FeatureRoute) =>
    createRoute({ getParentRoute: () => rootRoute, path: route.path, component: loadComponent(route.load) })
  const toWorkspaceRoute = (route: FeatureRoute) =>
    createRoute({ getParentRoute: () => workspaceRoute, path: route.path, component: loadFeaturePage(route) })
  const toSettingsRoute = (route: FeatureRoute) =>
    createRoute({ getParentRoute: () => settingsRoute, path: route.path, component: loadFeaturePage(route) })

  const workspaceHome = createRoute({
    getParentRoute: () => workspaceRoute,
    path: '/',
    beforeLoad: ({ params }) => {
      throw redirect({ to: `/w/${(params as { workspace: string }).workspace}/home` })
    },
  })
  const settingsHome = createRoute({
    getParentRoute: () => settingsRoute,
    path: '/',
    component: loadComponent(async () => (await import('./settings-layout.tsx')).SettingsIndex),
  })
  const routeTree = rootRoute.addChildren([
    startRoute,
    ...features.flatMap((feature) => feature.publicRoutes ?? []).map(toPublicRoute),
    workspaceRoute.addChildren([
      workspaceHome,
      ...features.flatMap((feature) => feature.routes ?? []).map(toWorkspaceRoute),
      settingsRoute.addChildren([settingsHome, ...features.flatMap((feature) => feature.settings ?? []).map(toSettingsRoute)]),
    ]),
  ])
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadDelay: 40,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingMs: 200,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
  })
}
