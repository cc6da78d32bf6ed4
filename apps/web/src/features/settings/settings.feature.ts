import { IconSettings } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const settings = defineFeature({
  name: 'settings',
  strings: en,
  nav: [{ path: '/settings', label: 'nav', icon: IconSettings, order: 100, goKey: ',' }],
  settings: [
    { path: 'workspace', label: 'workspace.nav', group: 'workspace', order: 10, permission: 'settings:read', load: async () => (await import('./workspace-page.tsx')).WorkspacePage },
    { path: 'appearance', label: 'appearance.title', group: 'you', order: 20, load: async () => (await import('./appearance-page.tsx')).AppearancePage },
  ],
})
