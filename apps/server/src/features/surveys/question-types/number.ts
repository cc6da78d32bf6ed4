// A number between two ends.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

const largest = 1e12

export const number = defineQuestionType({
  type: 'number',
  label: 'Number',
  description: 'A number, with or without limits.',
  shape: 'number',
  configSchema: z
    .object({
      min: z.number().min(-largest).max(largest).optional().meta({ title: 'Smallest' }),
      max: z.number().min(-largest).max(largest).optional().meta({ title: 'Largest' }),
      isWhole: z.boolean().default(false).meta({ title: 'Whole numbers only', form: { widget: 'switch' } }),
      unit: localised.optional().meta({ title: 'Unit' }),
    })
    .refine(({ min = -largest, max = largest }) => min <= max, { message: 'The smallest number cannot be above the largest.', path: ['min'] }),
  example: { min: 0, max: 100, isWhole: true },
  metrics: ['mean'],
  read(value, { min = -largest, max = largest, isWhole }) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('Enter a number.')
    if (isWhole && !Number.isInteger(value)) return refuse('Enter a whole number.')
    if (value < min) return refuse(`Enter ${min} or more.`)
    if (value > max) return refuse(`Enter ${max} or less.`)
    return { isValid: true, value, number: value, words: String(value) }
  },
})
