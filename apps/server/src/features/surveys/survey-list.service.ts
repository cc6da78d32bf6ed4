// The list of surveys: figures worked out of counts.
import type { Platform } from '../../platform/platform.ts'
import { fewestShown } from './responses/anonymity.rules.ts'
import { questionTypes } from './question-types/index.ts'
import { findFirstScale } from './content/scales.rules.ts'
import { countAnswers, listSurveys, type CountedAnswer, type ListedSurvey } from './survey-list.read-model.ts'
import { surveyTargeting, type SurveyRow } from './surveys.contract.ts'
import { measure } from './responses/voice.rules.ts'

type Metric = NonNullable<SurveyRow['headline']>['metric']

function describeHeadline(survey: ListedSurvey, answers: readonly CountedAnswer[]): SurveyRow['headline'] {
  const scale = findFirstScale(survey)
  if (!scale) return null
  const [metric = 'mean'] = questionTypes.get(scale.type).metrics ?? []
  const { value, n } = measure(metric, answers)
  // Types of scales are called as the metrics they have.
  return { metric: scale.type as Metric, value: survey.kind === 'employees' && n < fewestShown ? null : value, n }
}

function listChannels(targeting: ListedSurvey['targeting']): ('link' | 'widget' | 'email')[] {
  const { channels } = surveyTargeting.parse(targeting)
  return (['link', 'widget', 'email'] as const).filter((channel) => channels[channel].isOn)
}

export async function describeSurveys({ db, config }: Platform, workspaceId: number): Promise<SurveyRow[]> {
  const surveys = await listSurveys(db, workspaceId)
  const wanted = surveys.flatMap((survey) => {
    const question = findFirstScale(survey)
    return question ? [{ surveyId: survey.id, question: question.key, type: question.type }] : []
  })
  const answers = Map.groupBy(await countAnswers(db, workspaceId, wanted), ({ surveyId }) => surveyId)
  return surveys.map((survey) => {
    const { id, name, kind, status, slug, version, shown, started, completed, completedHere } = survey
    return {
      id, name, kind, status, slug, linkUrl: `${config.publicUrl}/s/${slug}`, version, updatedAt: survey.updatedAt.toISOString(), channels: listChannels(survey.targeting),
      shown, started, completed,
      responseRate: shown > 0 ? Math.min(1, completedHere / shown) : null,
      completionRate: started > 0 ? completed / started : null,
      headline: describeHeadline(survey, answers.get(id) ?? []),
      lastResponseAt: survey.lastResponseAt?.toISOString() ?? null,
    }
  })
}
