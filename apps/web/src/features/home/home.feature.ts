import { IconHome, IconSparkles } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const home = defineFeature({
  name: 'home',
  strings: en,
  nav: [{ path: '/home', label: 'nav', icon: IconHome, order: 10, goKey: 'h' }],
  commands: [{ id: 'home.doors', label: 'command', path: '/home', query: { doors: 'yes' }, icon: IconSparkles, permission: 'demo:load' }],
  routes: [{ path: 'home', load: async () => (await import('./home-page.tsx')).HomePage }],
})
