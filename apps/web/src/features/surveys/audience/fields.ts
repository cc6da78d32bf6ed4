import type { SurveyContent, SurveyTargeting } from '../survey-requests.ts'

/** What the fields of every rule get. */
export interface TargetingFieldsProps {
  value: SurveyTargeting
  onChange: (value: SurveyTargeting) => void
  timezone: string
  content: SurveyContent
  segments: Array<{ value: string; label: string }>
}
