import { IconKey, IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const sources = defineFeature({
  name: 'sources',
  strings: en,
  nav: [{ path: '/sources', label: 'nav', icon: IconPlugConnected, order: 90, goKey: 's', permission: 'sources:read' }],
  routes: [{ path: 'sources', permission: 'sources:read', load: async () => (await import('./sources-page.tsx')).SourcesPage }],
  settings: [{ path: 'keys', label: 'keys.title', group: 'data', order: 10, permission: 'sources:read', load: async () => (await import('./secret-keys-page.tsx')).SecretKeysPage }],
  commands: [
    { id: 'sources.create', label: 'command.create', path: '/sources', query: { create: 'yes' }, icon: IconPlus, permission: 'sources:write' },
    { id: 'keys.create', label: 'command.keys', path: '/settings/keys', query: { create: 'yes' }, icon: IconKey, permission: 'sources:write' },
  ],
})
