// Something to read, without an answer.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

export const statement = defineQuestionType({
  type: 'statement',
  label: 'Statement',
  description: 'Something to read between questions.',
  shape: 'none',
  configSchema: z.object({ buttonLabel: localised.optional().meta({ title: 'Button' }) }),
  example: { buttonLabel: { i18n: { en: 'Go on' } } },
  read: () => refuse('There is nothing to answer here.'),
})
