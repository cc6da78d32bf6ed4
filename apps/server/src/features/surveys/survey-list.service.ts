// The list of surveys: figures worked out of counts.
import type { Platform } from '../../platform/platform.ts'
import { questionTypes } from './question-types/index.ts'
import { countAnswers, listSurveys, type CountedAnswer, type ListedSurvey } from './survey-list.read-model.ts'
import { surveyTargeting, type SurveyRow } from './surveys.contract.ts'
import { measure } from './voice.rules.ts'

/** Figures about employees are shown from this many answers on. */
const fewestEmployees = 5

type Metric = NonNullable<SurveyRow['headline']>['metric']
const headlines: Readonly<Record<string, Metric>> = { nps: 'nps', csat: 'csat', ces: 'ces', rating: 'rating' }

/** The first question with a figure of its own. */
function findHeadline({ questions }: ListedSurvey): { metric: Metric; question: ListedSurvey['questions'][number] } | undefined {
  const question = questions.find(({ type }) => Object.hasOwn(headlines, type))
  return question && { metric: headlines[question.type]!, question }
}

function describeHeadline(survey: ListedSurvey, answers: readonly CountedAnswer[]): SurveyRow['headline'] {
  const headline = findHeadline(survey)
  if (!headline) return null
  const [metric = 'mean'] = questionTypes.get(headline.question.type).metrics ?? []
  const { value, n } = measure(metric, answers)
  return { metric: headline.metric, value: survey.kind === 'employees' && n < fewestEmployees ? null : value, n }
}

export function listChannels(targeting: ListedSurvey['targeting']): ('link' | 'widget' | 'email')[] {
  const { channels } = surveyTargeting.parse(targeting)
  return (['link', 'widget', 'email'] as const).filter((channel) => channels[channel].isOn)
}

export async function describeSurveys({ db, config }: Platform, workspaceId: number): Promise<SurveyRow[]> {
  const surveys = await listSurveys(db, workspaceId)
  const wanted = surveys.flatMap((survey) => {
    const question = findHeadline(survey)?.question
    return question ? [{ surveyId: survey.id, question: question.key, type: question.type }] : []
  })
  const answers = Map.groupBy(await countAnswers(db, workspaceId, wanted), ({ surveyId }) => surveyId)
  return surveys.map((survey) => {
    const { id, name, kind, status, slug, version, shown, started, completed, completedHere } = survey
    return {
      id, name, kind, status, slug, linkUrl: `${config.publicUrl}/s/${slug}`, version, updatedAt: survey.updatedAt.toISOString(), channels: listChannels(survey.targeting),
      shown, started, completed,
      responseRate: shown > 0 ? completedHere / shown : null,
      completionRate: started > 0 ? completed / started : null,
      headline: describeHeadline(survey, answers.get(id) ?? []),
      lastResponseAt: survey.lastResponseAt?.toISOString() ?? null,
    }
  })
}
