/** Whether a condition holds for the answers so far. Answers compare as texts or numbers, a choice by its key; a list has any of its keys. */
import type { Answers, Condition, Score } from '../wire.ts'
import { workOutScore } from './scores.ts'

export interface Given {
  answers: Answers
  scores: readonly Score[]
}

/** Whether there is an answer at all: an empty text, list or form is none. */
export function isAnswered(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value !== 'object') return true
  return Object.values(value).some(isAnswered)
}

/** The keys, texts or numbers that an answer consists of. */
export function listParts(value: unknown): (string | number)[] {
  if (!isAnswered(value)) return []
  if (typeof value === 'string' || typeof value === 'number') return [value]
  if (typeof value === 'boolean') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(listParts)
  const { choice, choices, other, ...rest } = value as Record<string, unknown>
  if (choice !== undefined || choices !== undefined || other !== undefined) {
    return [...listParts(choice), ...listParts(choices), ...(isAnswered(other) ? ['other'] : [])]
  }
  return Object.entries(rest).map(([row, column]) => `${row}=${String(column)}`)
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
