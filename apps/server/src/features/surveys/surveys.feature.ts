// Surveys: what is asked, of whom and when, and what was answered.
import type { Feature } from '../../platform/feature.ts'
import { asksPersonalData } from './ask-data.ts'
import { routeDelivery } from './delivery.routes.ts'
import { askWhenTriggered } from './email-trigger.ts'
import { askByEmailJob } from './jobs/ask-by-email.ts'
import { pruneSurveyDecisions } from './jobs/prune-decisions.ts'
import { surveyAnswered, surveyCompleted, surveyShown, surveyStarted } from './surveys.contract.ts'
import { routeSurveys } from './surveys.routes.ts'

export const surveysFeature: Feature = {
  name: 'surveys',
  async routes(app, platform) {
    routeSurveys(app, platform)
    await routeDelivery(app, platform)
  },
  jobs: [askByEmailJob, pruneSurveyDecisions],
  handlers: [askWhenTriggered],
  personalData: asksPersonalData,
  reservedEvents: [surveyShown, surveyStarted, surveyAnswered, surveyCompleted],
}
