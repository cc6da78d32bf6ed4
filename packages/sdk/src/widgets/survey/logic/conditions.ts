/** Whether a condition holds for the answers so far. Answers compare as texts or numbers, a choice by its key; a list has any of its keys. */
import type { Answers, Condition, Score } from '../wire.ts'
import { listParts } from './parts.ts'
import { workOutScore } from './scores.ts'

export interface Given {
  answers: Answers
  scores: readonly Score[]
}

function holdsForAnswer(answer: unknown, operator: string, value: string | number | undefined): boolean {
  const parts = listParts(answer)
  const isAmong = parts.some((part) => String(part) === String(value))
  const number = parts.length === 1 ? Number(parts[0]) : NaN
  switch (operator) {
    case 'is_answered':
      return parts.length > 0
    case 'is_not_answered':
      return parts.length === 0
    case 'equals':
      return isAmong && parts.length === 1
    case 'not_equals':
      return !(isAmong && parts.length === 1)
    case 'has':
      return isAmong
    case 'has_not':
      return !isAmong
    case 'at_least':
      return number >= Number(value)
    case 'at_most':
      return number <= Number(value)
    default:
      return false
  }
}

export function holds(condition: Condition, given: Given): boolean {
  switch (condition.type) {
    case 'all':
      return condition.conditions.every((each) => holds(each, given))
    case 'any':
      return condition.conditions.some((each) => holds(each, given))
    case 'none':
      return !condition.conditions.some((each) => holds(each, given))
    case 'answer':
      return holdsForAnswer(given.answers[condition.question], condition.operator, condition.value)
    case 'score': {
      const score = given.scores.find(({ key }) => key === condition.score)
      const value = score && workOutScore(score, given.answers)
      if (value === undefined) return false
      return condition.operator === 'at_least' ? value >= condition.value : value <= condition.value
    }
    case 'known':
      return condition.holds
    default:
      return false
  }
}
