import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const outbox = defineFeature({
  name: 'outbox',
  strings: en,
  settings: [{ path: 'outbox', label: 'title', group: 'data', order: 40, permission: 'outbox:read', load: async () => (await import('./outbox-page.tsx')).OutboxPage }],
})
