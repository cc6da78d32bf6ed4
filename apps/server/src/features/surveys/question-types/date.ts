// A day of the calendar.
import { z } from 'zod'
import { defineQuestionType, refuse } from './define-question-type.ts'

const day = z.iso.date()

export const date = defineQuestionType({
  type: 'date',
  label: 'Date',
  description: 'A day of the calendar.',
  shape: 'date',
  configSchema: z
    .object({ min: day.optional().meta({ title: 'First day' }), max: day.optional().meta({ title: 'Last day' }) })
    .refine(({ min = '', max = '9999-12-31' }) => min <= max, { message: 'The first day cannot be after the last.', path: ['min'] }),
  example: { min: '2020-01-01' },
  read(value, { min, max }) {
    if (!day.safeParse(value).success) return refuse('Enter a date.')
    const chosen = value as string
    if (min !== undefined && chosen < min) return refuse(`Enter a date from ${min} on.`)
    if (max !== undefined && chosen > max) return refuse(`Enter a date up to ${max}.`)
    return { isValid: true, value: chosen, words: chosen, choices: [chosen] }
  },
})
