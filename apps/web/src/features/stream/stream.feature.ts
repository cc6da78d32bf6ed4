import { IconActivity, IconAlertCircle } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const stream = defineFeature({
  name: 'stream',
  strings: en,
  nav: [
    { path: '/live', label: 'nav.live', icon: IconActivity, order: 70, goKey: 'l', permission: 'events:read' },
    { path: '/live/rejected', label: 'nav.rejected', icon: IconAlertCircle, order: 71, below: '/live', permission: 'events:read' },
  ],
  routes: [
    { path: 'live', permission: 'events:read', load: async () => (await import('./live-page.tsx')).LivePage },
    { path: 'live/rejected', permission: 'events:read', load: async () => (await import('./rejected-page.tsx')).RejectedPage },
  ],
})
