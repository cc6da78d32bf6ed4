import { IconListDetails } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const catalogue = defineFeature({
  name: 'catalogue',
  strings: en,
  nav: [
    { path: '/catalogue', label: 'nav.catalogue', icon: IconListDetails, order: 80, goKey: 'c', permission: 'catalogue:read' },
    { path: '/catalogue/traits', label: 'nav.traits', icon: IconListDetails, order: 81, below: '/catalogue', permission: 'catalogue:read' },
  ],
  routes: [
    { path: 'catalogue', permission: 'catalogue:read', load: async () => (await import('./events-page.tsx')).EventsPage },
    { path: 'catalogue/events/$type/$name', permission: 'catalogue:read', load: async () => (await import('./event-page.tsx')).EventPage },
    { path: 'catalogue/traits', permission: 'catalogue:read', load: async () => (await import('./traits-page.tsx')).TraitsPage },
  ],
})
