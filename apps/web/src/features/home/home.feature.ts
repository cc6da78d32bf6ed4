import { IconHome } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const home = defineFeature({
  name: 'home',
  strings: en,
  nav: [{ path: '/home', label: 'nav', icon: IconHome, order: 10, goKey: 'h' }],
  routes: [{ path: 'home', load: async () => (await import('./home-page.tsx')).HomePage }],
})
