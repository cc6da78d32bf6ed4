// Choices with keys and texts: what questions with choices have in common.
import { z } from 'zod'
import { key, localised, type Localised } from '../surveys.contract.ts'
import { pickText } from '../content/texts.rules.ts'
import { refuse, type RefusedAnswer } from './define-question-type.ts'

const longestOther = 500
/** What an answer in one's own words is counted under; no choice may be called so. */
export const otherKey = 'other'

const hasUniqueKeys = (choices: readonly { key: string }[]) => new Set(choices.map((choice) => choice.key)).size === choices.length
const sameKeyTwice = 'Two of these have the same key. Give one of them another.'

/** A list of choices of one form; each key once. */
export function choiceList<Shape extends z.ZodRawShape>(more: Shape, { min = 2, max = 100 } = {}) {
  return z
    .array(z.object({ key, label: localised, ...more }))
    .min(min)
    .max(max)
    .refine((choices) => hasUniqueKeys(choices as readonly { key: string }[]), sameKeyTwice)
}

/** Whether no choice is called as the answer in one's own words. */
export const leavesOtherFree = ({ choices, hasOther }: { choices: readonly { key: string }[]; hasOther: boolean }) => !hasOther || choices.every((choice) => choice.key !== otherKey)
export const otherIsTaken = { message: `With an answer in own words, no other answer can have the key "${otherKey}".`, path: ['choices'] }

export interface Choice {
  key: string
  label: Localised
}

const sayLabel = (choice: Choice, language: string) => pickText(choice.label, language, language) || choice.key

/** Labels of `keys` in their order, with what was written beside them. */
export function sayChoices(choices: readonly Choice[], keys: readonly string[], language: string, other?: string): string {
  const labels = keys.map((wanted) => sayLabel(choices.find((choice) => choice.key === wanted)!, language))
  return [...labels, ...(other ? [other] : [])].join(', ')
}

/** Every choice with its label, `other` last where there is one. */
export function choiceValues(choices: readonly Choice[], hasOther: boolean, language = 'en'): { value: string; label: string; group: null }[] {
  const values = choices.map((choice) => ({ value: choice.key, label: sayLabel(choice, language), group: null }))
  return hasOther ? [...values, { value: otherKey, label: 'Other', group: null }] : values
}

/** Keys of choices, each once; undefined when one is unknown or twice. */
export function readKeys(value: unknown, choices: readonly Choice[]): string[] | undefined {
  if (!Array.isArray(value) || new Set(value).size !== value.length) return undefined
  const known = new Set<unknown>(choices.map((choice) => choice.key))
  return value.every((entry) => known.has(entry)) ? (value as string[]) : undefined
}

/** What was written instead of a choice; undefined without any. */
export function readOther(value: unknown, hasOther: boolean): string | undefined | RefusedAnswer {
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string' || !hasOther) return refuse('Choose one of the answers.')
  if (value.length > longestOther) return refuse(`Write at most ${longestOther} characters.`)
  return cleanText(value) || undefined
}

/** A text as it is kept: markup is text like any other; characters that no database keeps are taken out. */
export function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these are taken out
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim()
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object with no other fields than these; undefined for anything else. */
export function readFields(value: unknown, names: readonly string[]): Record<string, unknown> | undefined {
  return isPlain(value) && Object.keys(value).every((name) => names.includes(name)) ? value : undefined
}
