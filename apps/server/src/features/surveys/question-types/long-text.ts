// Several lines in one's own words.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { defineQuestionType } from './define-question-type.ts'
import { readText } from './text.ts'

export const longText = defineQuestionType({
  type: 'long_text',
  label: 'Long text',
  description: 'As much as somebody wants to say, in own words.',
  shape: 'text',
  configSchema: z.object({
    placeholder: localised.optional().meta({ title: 'Placeholder' }),
    maxLength: z.number().int().min(1).max(5_000).default(2_000).meta({ title: 'At most', form: { widget: 'number', unit: 'characters' } }),
  }),
  example: { placeholder: { i18n: { en: 'What should we do better?' } }, maxLength: 2_000 },
  read: (value, { maxLength }) => readText(value, maxLength),
})
