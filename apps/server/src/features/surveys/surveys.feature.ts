// Surveys: what is asked, of whom and when, and what was answered.
import type { Feature } from '../../platform/feature.ts'
import { rememberWhoAnswered } from './jobs/remember-who-answered.ts'
import { rememberRespondent } from './responses.handler.ts'
import { responsesPersonalData } from './responses.personal-data.ts'
import { routeResponses } from './responses.routes.ts'
import { callBackRequested, surveyAnswered, surveyCompleted, surveyShown, surveyStarted } from './surveys.contract.ts'

export const surveysFeature: Feature = {
  name: 'surveys',
  routes(app, platform) {
    routeResponses(app, platform)
  },
  jobs: [rememberWhoAnswered],
  handlers: [rememberRespondent],
  personalData: responsesPersonalData,
  reservedEvents: [surveyShown, surveyStarted, surveyAnswered, surveyCompleted, callBackRequested],
}
