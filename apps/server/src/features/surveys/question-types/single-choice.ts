// One of several answers, or another in one's own words.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { choiceList, choiceValues, leavesOtherFree, otherIsTaken, readFields, readKeys, readOther, sayChoices } from './choices.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

export const singleChoice = defineQuestionType({
  type: 'single_choice',
  label: 'Single choice',
  description: 'One answer out of several.',
  shape: 'choice',
  configSchema: z
    .object({
      choices: choiceList({}).meta({ title: 'Answers' }),
      hasOther: z.boolean().default(false).meta({ title: 'Another answer in own words', form: { widget: 'switch' } }),
      otherLabel: localised.optional().meta({ title: 'Label of the other answer' }),
      isShuffled: z.boolean().default(false).meta({ title: 'In random order', form: { widget: 'switch' } }),
      look: z.enum(['list', 'dropdown']).default('list').meta({ title: 'Look' }),
    })
    .refine(leavesOtherFree, otherIsTaken),
  example: { choices: [{ key: 'price', label: { i18n: { en: 'Price' } } }, { key: 'quality', label: { i18n: { en: 'Quality' } } }], hasOther: true },
  read(value, { choices, hasOther }, mainLanguage) {
    const fields = readFields(value, ['choice', 'other'])
    if (!fields) return refuse('Choose one of the answers.')
    const other = readOther(fields['other'], hasOther)
    if (typeof other === 'object') return other
    const keys = fields['choice'] === undefined ? [] : readKeys([fields['choice']], choices)
    if (!keys || keys.length + (other ? 1 : 0) !== 1) return refuse('Choose one of the answers.')
    const words = sayChoices(choices, keys, mainLanguage, other)
    return other ? { isValid: true, value: { other }, words, choices: ['other'], text: other } : { isValid: true, value: { choice: keys[0] }, words, choices: keys }
  },
  values: ({ choices, hasOther }, mainLanguage) => choiceValues(choices, hasOther, mainLanguage),
})
