// How easy something was: 1 (strongly disagree) to 7 (strongly agree).
import { z } from 'zod'
import { defineQuestionType } from './define-question-type.ts'
import { endLabels, readScale, scaleValues, type Scale } from './scale.ts'

/** 5 to 7 agree that it was easy. Source: Dixon, Toman, DeLisi, "The Effortless Experience", 2013 (CES 2.0). */
export function cesGroup(value: number): 'easy' | 'hard' {
  return value >= 5 ? 'easy' : 'hard'
}

const scale: Scale = { from: 1, to: 7, groupOf: cesGroup }

export const ces = defineQuestionType({
  type: 'ces',
  label: 'Effort (CES)',
  description: 'How far somebody agrees that something was easy, from 1 to 7.',
  shape: 'scale',
  configSchema: z.object(endLabels),
  example: { lowLabel: { i18n: { en: 'Strongly disagree' } }, highLabel: { i18n: { en: 'Strongly agree' } } },
  metrics: ['ces', 'ces_mean'],
  read: (value) => readScale(value, scale),
  values: () => scaleValues(scale),
})
