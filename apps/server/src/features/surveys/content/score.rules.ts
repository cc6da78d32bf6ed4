// Whether scores can be worked out of the questions they name.
import type { ErrorDetail } from '../../../platform/errors.ts'
import { findChoiceProblem, shapeOf } from '../responses/answer-value.rules.ts'
import type { SurveyContent } from '../surveys.contract.ts'

type Part = SurveyContent['scores'][number]['parts'][number]

function findPartProblem({ question: key, points }: Part, { questions }: SurveyContent): string | undefined {
  const question = questions.find((other) => other.key === key)
  if (!question) return `There is no question "${key}". Choose one that is there.`
  const shape = shapeOf(question)
  if (shape === 'scale' || shape === 'number') return undefined
  if (shape !== 'choice') return `The question "${key}" has no numbers to add up. Choose a scale, a number or a choice.`
  if (!points) return `Say how many points the answers to "${key}" give.`
  return Object.keys(points).map((choice) => findChoiceProblem(question, choice)).find(Boolean)
}

export function checkScores(content: SurveyContent): ErrorDetail[] {
  return content.scores.flatMap(({ parts }, index) =>
    parts.flatMap((part, position) => {
      const message = findPartProblem(part, content)
      return message ? [{ path: `scores.${index}.parts.${position}`, message }] : []
    }),
  )
}
