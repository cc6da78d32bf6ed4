// Whether scores can be worked out of the questions they name.
import type { ErrorDetail } from '../../platform/errors.ts'
import { questionTypes } from './question-types/index.ts'
import type { SurveyContent } from './surveys.contract.ts'

type Part = SurveyContent['scores'][number]['parts'][number]

function findPartProblem({ question: key, points }: Part, { questions }: SurveyContent): string | undefined {
  const question = questions.find((other) => other.key === key)
  if (!question) return `There is no question "${key}". Choose one that is there.`
  const shape = questionTypes.find(question.type)?.shape
  if (shape === 'scale' || shape === 'number') return undefined
  if (shape !== 'choice') return `The question "${key}" has no numbers to add up. Choose a scale, a number or a choice.`
  if (!points) return `Say how many points the answers to "${key}" give.`
  const { choices } = question.config
  const known = Array.isArray(choices) ? choices.map((choice: { key?: unknown }) => choice?.key) : []
  const unknown = Object.keys(points).find((choice) => choice !== 'other' && !known.includes(choice))
  return unknown === undefined ? undefined : `The question "${key}" has no answer "${unknown}".`
}

export function checkScores(content: SurveyContent): ErrorDetail[] {
  return content.scores.flatMap(({ parts }, index) =>
    parts.flatMap((part, position) => {
      const message = findPartProblem(part, content)
      return message ? [{ path: `scores.${index}.parts.${position}`, message }] : []
    }),
  )
}
