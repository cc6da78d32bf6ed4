import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const audit = defineFeature({
  name: 'audit',
  strings: en,
  settings: [{ path: 'audit', label: 'title', group: 'data', order: 90, permission: 'audit:read', load: async () => (await import('./audit-page.tsx')).AuditPage }],
})
