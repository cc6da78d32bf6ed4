import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const people = defineFeature({
  name: 'people',
  strings: en,
  nav: [
    { path: '/people', label: 'nav.people', icon: IconUsers, order: 20, goKey: 'p', permission: 'people:read' },
    { path: '/people/companies', label: 'nav.companies', icon: IconUsers, order: 21, below: '/people', permission: 'people:read' },
    { path: '/people/duplicates', label: 'nav.suggestions', icon: IconUsers, order: 22, below: '/people', permission: 'people:read' },
  ],
  routes: [
    { path: 'people', permission: 'people:read', load: async () => (await import('./people-page.tsx')).PeoplePage },
    { path: 'people/companies', permission: 'people:read', load: async () => (await import('./companies-page.tsx')).CompaniesPage },
    { path: 'people/duplicates', permission: 'people:read', load: async () => (await import('./suggestions-page.tsx')).SuggestionsPage },
    { path: 'people/$personId', permission: 'people:read', load: async () => (await import('./person-page.tsx')).PersonPage },
  ],
  commands: [{ id: 'people.create', label: 'command.create', path: '/people', query: { create: '1' }, icon: IconUserPlus, permission: 'people:write' }],
})
