import { IconActivity, IconAlertCircle } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const stream = defineFeature({
  name: 'stream',
  strings: en,
  nav: [
    { path: '/events', label: 'nav.live', icon: IconActivity, order: 70, goKey: 'e', permission: 'events:read' },
    { path: '/events/rejected', label: 'nav.rejected', icon: IconAlertCircle, order: 71, below: '/events', permission: 'events:read' },
  ],
  routes: [
    { path: 'events', permission: 'events:read', load: async () => (await import('./live-page.tsx')).LivePage },
    { path: 'events/rejected', permission: 'events:read', load: async () => (await import('./rejected-page.tsx')).RejectedPage },
  ],
})
