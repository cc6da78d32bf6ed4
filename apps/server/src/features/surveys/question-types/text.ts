// Answers in one's own words: what short and long texts have in common.
import { cleanText } from './choices.ts'
import { refuse, type ReadAnswer, type RefusedAnswer } from './define-question-type.ts'

/** Characters as people count them: a surrogate pair is one. */
export function readText(value: unknown, maxLength: number): ReadAnswer | RefusedAnswer {
  if (typeof value !== 'string') return refuse('Write your answer.')
  const text = cleanText(value)
  if (text === '') return refuse('Write your answer.')
  if ([...text].length > maxLength) return refuse(`Write at most ${maxLength} characters.`)
  return { isValid: true, value: text, words: text, text }
}
