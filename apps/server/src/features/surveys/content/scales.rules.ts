// The scale that a survey is known by.
import { questionTypes } from '../question-types/index.ts'
import type { Question, SurveyContent } from '../surveys.contract.ts'

/** The first question on a scale; undefined where there is none. */
export function findFirstScale({ questions }: Pick<SurveyContent, 'questions'>): Question | undefined {
  return questions.find(({ type }) => questionTypes.find(type)?.shape === 'scale')
}
