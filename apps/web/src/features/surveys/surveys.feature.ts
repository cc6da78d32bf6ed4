import { IconForms, IconMessageHeart, IconMessages, IconPlus } from '@tabler/icons-react'
import { defineFeature } from '../../app/feature.ts'
import { en } from './en.ts'

export const surveys = defineFeature({
  name: 'surveys',
  strings: en,
  nav: [
    { path: '/feedback', label: 'nav.feedback', icon: IconMessageHeart, order: 30, goKey: 'f', permission: 'surveys:read' },
    { path: '/feedback/surveys', label: 'nav.surveys', icon: IconForms, order: 31, below: '/feedback', permission: 'surveys:read' },
    { path: '/feedback/responses', label: 'nav.responses', icon: IconMessages, order: 32, below: '/feedback', permission: 'responses:read' },
  ],
  routes: [
    { path: 'feedback', permission: 'surveys:read', load: async () => (await import('./feedback-page.tsx')).FeedbackPage },
    { path: 'feedback/surveys', permission: 'surveys:read', load: async () => (await import('./surveys-page.tsx')).SurveysPage },
    { path: 'feedback/surveys/new', permission: 'surveys:write', load: async () => (await import('./new/new-survey-page.tsx')).NewSurveyPage },
    { path: 'feedback/surveys/$surveyId', permission: 'surveys:read', load: async () => (await import('./survey-page.tsx')).SurveyPage },
    { path: 'feedback/surveys/$surveyId/codes', permission: 'surveys:read', load: async () => (await import('./share/codes-page.tsx')).CodesPage },
    { path: 'feedback/responses', permission: 'responses:read', load: async () => (await import('./responses/responses-page.tsx')).ResponsesPage },
  ],
  settings: [
    { path: 'surveys', label: 'settings.title', group: 'workspace', order: 40, permission: 'surveys:read', load: async () => (await import('./settings/survey-settings-page.tsx')).SurveySettingsPage },
  ],
  commands: [{ id: 'surveys.create', label: 'list.new', path: '/feedback/surveys/new', icon: IconPlus, permission: 'surveys:write' }],
})
