import { IconMoodSmile, IconSparkles } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const personas = defineFeature({
  name: 'personas',
  strings: en,
  nav: [{ path: '/people/personas', label: 'nav', icon: IconMoodSmile, order: 24, below: '/people', permission: 'people:read' }],
  routes: [
    { path: 'people/personas', permission: 'people:read', load: async () => (await import('./personas-page.tsx')).PersonasPage },
    { path: 'people/personas/suggestions', permission: 'people:read', load: async () => (await import('./suggestions-page.tsx')).SuggestionsPage },
    { path: 'people/personas/$personaId', permission: 'people:read', load: async () => (await import('./persona-page.tsx')).PersonaPage },
  ],
  commands: [{ id: 'personas.suggest', label: 'suggest', path: '/people/personas/suggestions', icon: IconSparkles, permission: 'people:write' }],
})
