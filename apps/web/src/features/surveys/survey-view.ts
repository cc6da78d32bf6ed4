// What the page of a survey shows is in its address: the tab, the open part, the language that is edited.
import type { FailureDetail } from '../../app/api.ts'
import type { Survey, SurveyContent, SurveyTargeting } from './survey-requests.ts'
import type { SurveyDraft } from './use-survey-draft.ts'

export const surveyTabs = ['build', 'share', 'audience', 'responses', 'decisions'] as const
export type SurveyTab = (typeof surveyTabs)[number]

export const surveyDefaults = { tab: 'build', part: '', language: '' }
export type SurveyView = typeof surveyDefaults

export interface TabProps {
  survey: Survey
  content: SurveyDraft<SurveyContent>
  targeting: SurveyDraft<SurveyTargeting>
  /** What the server said is missing when it was to be published. */
  issues: FailureDetail[]
  view: SurveyView
  onView: (changes: Partial<SurveyView>) => void
  canWrite: boolean
}
