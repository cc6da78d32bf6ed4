// One line in one's own words.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { defineQuestionType } from './define-question-type.ts'
import { readText } from './text.ts'

export const shortText = defineQuestionType({
  type: 'short_text',
  label: 'Short text',
  description: 'One line in own words.',
  shape: 'text',
  configSchema: z.object({
    placeholder: localised.optional().meta({ title: 'Placeholder' }),
    maxLength: z.number().int().min(1).max(500).default(200).meta({ title: 'At most', form: { widget: 'number', unit: 'characters' } }),
  }),
  example: { maxLength: 200 },
  read(value, { maxLength }) {
    return readText(typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : value, maxLength)
  },
})
