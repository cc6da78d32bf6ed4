// Checks what was sent against the version of the survey that was shown: every answer by the type of its question.
import type { ErrorDetail } from '../../../platform/errors.ts'
import type { ReadAnswer, RefusedAnswer } from '../question-types/define-question-type.ts'
import { questionTypes } from '../question-types/index.ts'
import type { Question, SurveyContent } from '../surveys.contract.ts'

/** An answer that was checked, with what it answers. */
export interface CheckedAnswer extends ReadAnswer {
  question: Question
}

interface TypeOfQuestion {
  configSchema: { parse(config: unknown): unknown }
  read(value: unknown, config: unknown, mainLanguage: string): ReadAnswer | RefusedAnswer
}

/** Checks one answer. Its texts come out as databases can keep them. */
export function readAnswer(question: Question, value: unknown, mainLanguage: string): ReadAnswer | RefusedAnswer {
  // The registry knows each type's own config; here it is whatever the question holds.
  const type = questionTypes.get(question.type) as TypeOfQuestion
  return type.read(value, type.configSchema.parse(question.config), mainLanguage)
}

/** Without conditions it is certain that a question was shown; with them the page alone knows. */
function isSurelyShown(question: Question, content: SurveyContent): boolean {
  return !question.showIf && content.questions.every(({ jumps }) => jumps.length === 0)
}

/** Every answer, checked, and all that is wrong with them. null stands for an answer that was taken back. */
export function readAnswers(content: SurveyContent, answers: Readonly<Record<string, unknown>>, isCompleted: boolean): { checked: CheckedAnswer[]; problems: ErrorDetail[] } {
  const questions = new Map(content.questions.map((question) => [question.key, question]))
  const checked: CheckedAnswer[] = []
  const problems: ErrorDetail[] = []
  for (const [key, value] of Object.entries(answers)) {
    if (value === null) continue
    const path = `answers.${key}`
    const question = questions.get(key)
    if (!question) problems.push({ path, message: `This survey has no question "${key}".` })
    else {
      const read = readAnswer(question, value, content.languages.main)
      if (read.isValid) checked.push({ ...read, question })
      else problems.push({ path, message: read.message })
    }
  }
  if (isCompleted) problems.push(...findMissing(content, checked))
  return { checked, problems }
}

function findMissing(content: SurveyContent, checked: readonly CheckedAnswer[]): ErrorDetail[] {
  const answered = new Set(checked.map(({ question }) => question.key))
  return content.questions
    .filter((question) => question.isRequired && !answered.has(question.key) && isSurelyShown(question, content) && questionTypes.get(question.type).shape !== 'none')
    .map((question) => ({ path: `answers.${question.key}`, message: 'Answer this question before you finish.' }))
}

/** What the answers are worth: sums and means of numbers and points times their weights. Without an answer to any part there is no score. */
export function computeScores(content: SurveyContent, checked: readonly CheckedAnswer[]): Record<string, number> {
  const answers = new Map(checked.map((answer) => [answer.question.key, answer]))
  const scores: Record<string, number> = {}
  for (const score of content.scores) {
    const parts = score.parts.flatMap(({ question, weight, points }) => {
      const answer = answers.get(question)
      const worth = answer && findWorth(answer, points)
      return worth === undefined ? [] : [{ worth, weight }]
    })
    const sum = parts.reduce((total, { worth, weight }) => total + worth * weight, 0)
    const weights = parts.reduce((total, { weight }) => total + weight, 0)
    if (parts.length === 0 || (score.function === 'mean' && weights === 0)) continue
    scores[score.key] = score.function === 'sum' ? sum : sum / weights
  }
  return scores
}

function findWorth(answer: CheckedAnswer, points: Record<string, number> | undefined): number | undefined {
  if (!points) return answer.number
  const given = (answer.choices ?? []).flatMap((choice) => points[choice] ?? [])
  return given.length > 0 ? given.reduce((total, value) => total + value, 0) : undefined
}
