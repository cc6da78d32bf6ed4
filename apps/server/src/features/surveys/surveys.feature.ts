// Surveys: what is asked, of whom and when, and what was answered.
import type { Feature } from '../../platform/feature.ts'
import { asksPersonalData } from './asking/ask-data.ts'
import { routeDelivery } from './delivery/delivery.routes.ts'
import { askWhenTriggered } from './delivery/email-trigger.ts'
import { routeHostedPages } from './delivery/hosted-page.routes.ts'
import { askByEmailJob } from './jobs/ask-by-email.ts'
import { forgetDeletedAnswers } from './jobs/forget-deleted-answers.ts'
import { importSurveyAnswers } from './jobs/import-survey-answers.ts'
import { pruneSurveyDecisions } from './jobs/prune-decisions.ts'
import { pruneSurveyImports } from './jobs/prune-survey-imports.ts'
import { rememberWhoAnswered } from './jobs/remember-who-answered.ts'
import { rememberRespondent } from './responses/responses.handler.ts'
import { responsesPersonalData } from './responses/responses.personal-data.ts'
import { routeResponses } from './responses/responses.routes.ts'
import { callBackRequested, surveyAnswered, surveyCompleted, surveyShown, surveyStarted } from './surveys.contract.ts'
import { routeSurveys } from './surveys.routes.ts'

export const surveysFeature: Feature = {
  name: 'surveys',
  async routes(app, platform) {
    routeSurveys(app, platform)
    await routeDelivery(app, platform)
    routeResponses(app, platform)
    routeHostedPages(app)
  },
  jobs: [askByEmailJob, forgetDeletedAnswers, importSurveyAnswers, pruneSurveyDecisions, pruneSurveyImports, rememberWhoAnswered],
  handlers: [askWhenTriggered, rememberRespondent],
  personalData: [...asksPersonalData, ...responsesPersonalData],
  reservedEvents: [surveyShown, surveyStarted, surveyAnswered, surveyCompleted, callBackRequested],
}
