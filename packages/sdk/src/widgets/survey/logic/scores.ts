/** Figures worked out of answers: numbers times their weights, choices by the points they give. */
import type { Answers, Score } from '../wire.ts'
import { listParts } from './conditions.ts'

/** Undefined while nothing that counts was answered. */
export function workOutScore(score: Score, answers: Answers): number | undefined {
  const values: number[] = []
  for (const { question, weight = 1, points } of score.parts) {
    const parts = listParts(answers[question])
    if (parts.length === 0) continue
    const given = points ? parts.map((part) => points[part] ?? 0) : parts.map(Number).filter((number) => !Number.isNaN(number))
    if (given.length > 0) values.push(given.reduce((sum, value) => sum + value, 0) * weight)
  }
  if (values.length === 0) return undefined
  const sum = values.reduce((total, value) => total + value, 0)
  return score.function === 'sum' ? sum : sum / values.length
}
