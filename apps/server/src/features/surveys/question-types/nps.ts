// How likely somebody is to recommend: 0 to 10.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { defineQuestionType } from './define-question-type.ts'
import { readScale, scaleValues } from './scale.ts'

/** 9–10 promoter, 7–8 passive, 0–6 detractor. Source: Reichheld, "The One Number You Need to Grow", HBR 2003. */
export function npsGroup(value: number): 'promoter' | 'passive' | 'detractor' {
  if (value >= 9) return 'promoter'
  return value >= 7 ? 'passive' : 'detractor'
}

export const nps = defineQuestionType({
  type: 'nps',
  label: 'Net Promoter Score',
  description: 'How likely somebody is to recommend you, from 0 to 10.',
  shape: 'scale',
  configSchema: z.object({
    lowLabel: localised.optional().meta({ title: 'Below 0' }),
    highLabel: localised.optional().meta({ title: 'Below 10' }),
    isColoured: z.boolean().default(false).meta({ title: 'Coloured', form: { widget: 'switch', help: 'Red to green. Colours can sway answers.' } }),
  }),
  example: { lowLabel: { i18n: { en: 'Not at all likely' } }, highLabel: { i18n: { en: 'Extremely likely' } } },
  metrics: ['nps'],
  read: (value) => readScale(value, { from: 0, to: 10, groupOf: npsGroup }),
  values: () => scaleValues({ from: 0, to: 10, groupOf: npsGroup }),
})
