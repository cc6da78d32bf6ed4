import type { Feature } from '../../platform/feature.ts'
import { surveyAnswered, surveyCompleted, surveyShown, surveyStarted } from './surveys.contract.ts'
import { routeSurveys } from './surveys.routes.ts'

export const surveysFeature: Feature = {
  name: 'surveys',
  routes: routeSurveys,
  reservedEvents: [surveyShown, surveyStarted, surveyAnswered, surveyCompleted],
}
