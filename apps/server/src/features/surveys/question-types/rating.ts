// A rating of 2 to 10 steps.
import { z } from 'zod'
import { defineQuestionType } from './define-question-type.ts'
import { endLabels, readScale, scaleValues } from './scale.ts'

export const rating = defineQuestionType({
  type: 'rating',
  label: 'Rating',
  description: 'A rating in stars, hearts or numbers.',
  shape: 'scale',
  configSchema: z.object({
    steps: z.number().int().min(2).max(10).default(5).meta({ title: 'Steps' }),
    look: z.enum(['stars', 'hearts', 'numbers']).default('stars').meta({ title: 'Look' }),
    ...endLabels,
  }),
  example: { steps: 5, look: 'stars' },
  metrics: ['mean'],
  read: (value, { steps }) => readScale(value, { from: 1, to: steps }),
  values: ({ steps }) => scaleValues({ from: 1, to: steps }),
})
