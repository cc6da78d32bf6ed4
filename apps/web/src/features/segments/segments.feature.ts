import { IconListCheck, IconMathFunction, IconUsersGroup } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const segments = defineFeature({
  name: 'segments',
  strings: en,
  nav: [
    { path: '/segments', label: 'nav.segments', icon: IconUsersGroup, order: 23, goKey: 'e', below: '/people', permission: 'segments:read' },
    { path: '/computed-traits', label: 'nav.traits', icon: IconMathFunction, order: 24, below: '/people', permission: 'segments:read' },
  ],
  routes: [
    { path: 'segments', permission: 'segments:read', load: async () => (await import('./segments-page.tsx')).SegmentsPage },
    { path: 'segments/new', permission: 'segments:write', load: async () => (await import('./new-segment-page.tsx')).NewSegmentPage },
    { path: 'segments/$segmentId', permission: 'segments:read', load: async () => (await import('./segment-page.tsx')).SegmentPage },
    { path: 'segments/$segmentId/edit', permission: 'segments:write', load: async () => (await import('./edit-segment-page.tsx')).EditSegmentPage },
    { path: 'computed-traits', permission: 'segments:read', load: async () => (await import('./computed/computed-traits-page.tsx')).ComputedTraitsPage },
    { path: 'computed-traits/new', permission: 'segments:write', load: async () => (await import('./computed/new-trait-page.tsx')).NewTraitPage },
    { path: 'computed-traits/$traitId', permission: 'segments:read', load: async () => (await import('./computed/edit-trait-page.tsx')).EditTraitPage },
  ],
  commands: [
    { id: 'segments.create', label: 'command.segment', path: '/segments/new', icon: IconUsersGroup, permission: 'segments:write' },
    { id: 'segments.createList', label: 'command.list', path: '/segments/new', query: { kind: 'static' }, icon: IconListCheck, permission: 'segments:write' },
    { id: 'segments.createTrait', label: 'command.trait', path: '/computed-traits/new', icon: IconMathFunction, permission: 'segments:write' },
  ],
})
