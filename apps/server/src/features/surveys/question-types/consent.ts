// A consent that is given or not.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

export const consent = defineQuestionType({
  type: 'consent',
  label: 'Consent',
  description: 'A box to tick: consent to one purpose, kept on the profile.',
  shape: 'consent',
  configSchema: z.object({
    purpose: z.string().trim().min(1).max(100).meta({ title: 'Purpose', form: { placeholder: 'marketing' } }),
    channel: z.string().trim().min(1).max(50).optional().meta({ title: 'Channel', form: { placeholder: 'email', help: 'Left empty: every channel.' } }),
    label: localised.meta({ title: 'Beside the box' }),
  }),
  example: { purpose: 'marketing', channel: 'email', label: { i18n: { en: 'Send me news by e-mail.' } } },
  read(value) {
    if (typeof value !== 'boolean') return refuse('Tick the box, or leave it empty.')
    return { isValid: true, value, words: value ? 'Yes' : 'No', choices: [value ? 'yes' : 'no'] }
  },
  values: () => [{ value: 'yes', label: 'Yes', group: null }, { value: 'no', label: 'No', group: null }],
})
