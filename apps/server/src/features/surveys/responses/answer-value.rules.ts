// Whether an answer can ever be what a condition, score or quota compares it with.
import { otherKey } from '../question-types/choices.ts'
import { questionTypes } from '../question-types/index.ts'
import type { Question } from '../surveys.contract.ts'

export const shapeOf = ({ type }: Question) => questionTypes.find(type)?.shape

/** Keys of the choices that a question has, with that of an answer in own words. */
function listChoiceKeys({ config }: Question): unknown[] {
  const choices: readonly ({ key?: unknown } | null)[] = Array.isArray(config['choices']) ? config['choices'] : []
  return [...choices.map((choice) => choice?.key), ...(config['hasOther'] === true ? [otherKey] : [])]
}

/** Undefined where `value` is one that may be answered. */
export function findChoiceProblem(question: Question, value: unknown): string | undefined {
  return shapeOf(question) !== 'choice' || listChoiceKeys(question).includes(value) ? undefined : `The question "${question.key}" has no answer "${String(value)}".`
}

export function findNumberProblem(question: Question, value: unknown): string | undefined {
  const shape = shapeOf(question)
  if (shape !== 'scale' && shape !== 'number') return `Answers to "${question.key}" are no numbers. Choose another comparison.`
  return typeof value === 'number' ? undefined : 'Compare with a number.'
}
