import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const access = defineFeature({
  name: 'access',
  strings: en,
  publicRoutes: [
    { path: 'sign-in', load: async () => (await import('./sign-in-page.tsx')).SignInPage },
    { path: 'setup', load: async () => (await import('./setup-page.tsx')).SetupPage },
    { path: 'invitation', load: async () => (await import('./invitation-page.tsx')).InvitationPage },
    { path: 'no-workspace', load: async () => (await import('./no-workspace-page.tsx')).NoWorkspacePage },
  ],
  settings: [
    { path: 'team', label: 'team.nav', group: 'workspace', order: 20, permission: 'team:read', load: async () => (await import('./team-page.tsx')).TeamPage },
    { path: 'profile', label: 'profile.title', group: 'you', order: 10, load: async () => (await import('./profile-page.tsx')).ProfilePage },
  ],
})
