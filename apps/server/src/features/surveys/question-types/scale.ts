// Whole numbers between two ends: what scales have in common.
import { localised } from '../surveys.contract.ts'
import { refuse, type ReadAnswer, type RefusedAnswer } from './define-question-type.ts'

export interface Scale {
  from: number
  to: number
  groupOf?: (value: number) => string
}

export function readScale(value: unknown, { from, to, groupOf }: Scale): ReadAnswer | RefusedAnswer {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < from || value > to) return refuse(`Choose a number from ${from} to ${to}.`)
  return { isValid: true, value, number: value, words: String(value), ...(groupOf ? { group: groupOf(value) } : {}) }
}

export function scaleValues({ from, to, groupOf }: Scale): { value: string; label: string; group: string | null }[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ value: String(from + index), label: String(from + index), group: groupOf?.(from + index) ?? null }))
}

/** What stands at the ends of a scale. */
export const endLabels = {
  lowLabel: localised.optional().meta({ title: 'At the low end' }),
  highLabel: localised.optional().meta({ title: 'At the high end' }),
}
