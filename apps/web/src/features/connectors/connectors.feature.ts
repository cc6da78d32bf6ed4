import { IconPlugConnected } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const connectors = defineFeature({
  name: 'connectors',
  strings: en,
  settings: [{ path: 'connectors', label: 'title', group: 'data', order: 20, permission: 'connectors:read', load: async () => (await import('./connectors-page.tsx')).ConnectorsPage }],
  commands: [{ id: 'connectors.create', label: 'command', path: '/settings/connectors', query: { create: 'yes' }, icon: IconPlugConnected, permission: 'connectors:write' }],
})
