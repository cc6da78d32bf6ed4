// How satisfied somebody is: 1 to 3, 1 to 5 or 1 to 10.
import { z } from 'zod'
import { defineQuestionType } from './define-question-type.ts'
import { endLabels, readScale, scaleValues, type Scale } from './scale.ts'

export type CsatScale = 3 | 5 | 10
const lowestSatisfied: Record<CsatScale, number> = { 3: 3, 5: 4, 10: 8 }

/** The top of the scale is satisfied: 3 of 3, 4–5 of 5, 8–10 of 10. */
export function csatGroup(value: number, scale: CsatScale): 'satisfied' | 'unsatisfied' {
  return value >= lowestSatisfied[scale] ? 'satisfied' : 'unsatisfied'
}

const scaleOf = (scale: CsatScale): Scale => ({ from: 1, to: scale, groupOf: (value) => csatGroup(value, scale) })

export const csat = defineQuestionType({
  type: 'csat',
  label: 'Satisfaction (CSAT)',
  description: 'How satisfied somebody is with something, as stars, smileys or numbers.',
  shape: 'scale',
  configSchema: z.object({
    scale: z.literal([3, 5, 10]).default(5).meta({ title: 'Steps' }),
    look: z.enum(['stars', 'smileys', 'numbers']).default('smileys').meta({ title: 'Look' }),
    ...endLabels,
  }),
  example: { scale: 5, look: 'smileys', lowLabel: { i18n: { en: 'Very dissatisfied' } }, highLabel: { i18n: { en: 'Very satisfied' } } },
  metrics: ['csat', 'mean'],
  read: (value, { scale }) => readScale(value, scaleOf(scale)),
  values: ({ scale }) => scaleValues(scaleOf(scale)),
})
