/** Figures worked out of answers: numbers times their weights, choices by the points they give. */
import type { Answers, Score } from '../wire.ts'
import { listParts } from './parts.ts'

/** Undefined while nothing that counts was answered. The mean is weighted. */
export function workOutScore(score: Score, answers: Answers): number | undefined {
  let sum = 0
  let weights = 0
  let count = 0
  for (const { question, weight = 1, points } of score.parts) {
    const parts = listParts(answers[question])
    const worth = points ? parts.flatMap((part) => points[part] ?? []) : parts.filter((part) => typeof part === 'number')
    if (worth.length === 0) continue
    count++
    weights += weight
    sum += weight * worth.reduce((total, value) => total + value, 0)
  }
  if (count === 0) return undefined
  if (score.function === 'sum') return sum
  return weights === 0 ? undefined : sum / weights
}
