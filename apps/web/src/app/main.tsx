import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '../ui/tokens.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { cssVariables, theme } from '../ui/theme.ts'
import { onSignedOut } from './api.ts'
import { features } from './features.ts'
import { startI18n } from './i18n.ts'
import { queryClient } from './query-client.ts'
import { makeRouter } from './router.tsx'

startI18n(features)
const router = makeRouter(features, queryClient)
const colorSchemes = localStorageColorSchemeManager({ key: 'rapport-color-scheme' })

onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (!pathname.startsWith('/w/')) return
  void router.navigate({ to: '/sign-in', search: { next: href } as never })
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={3} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
