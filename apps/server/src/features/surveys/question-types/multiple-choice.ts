// Any number of several answers; an exclusive one ("none of these") stands alone.
import { z } from 'zod'
import { localised } from '../surveys.contract.ts'
import { choiceList, choiceValues, leavesOtherFree, otherIsTaken, readFields, readKeys, readOther, sayChoices } from './choices.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

export const multipleChoice = defineQuestionType({
  type: 'multiple_choice',
  label: 'Multiple choice',
  description: 'Any number of answers out of several.',
  shape: 'choice',
  configSchema: z
    .object({
      choices: choiceList({ isExclusive: z.boolean().optional() }).meta({ title: 'Answers' }),
      hasOther: z.boolean().default(false).meta({ title: 'Another answer in own words', form: { widget: 'switch' } }),
      otherLabel: localised.optional().meta({ title: 'Label of the other answer' }),
      isShuffled: z.boolean().default(false).meta({ title: 'In random order', form: { widget: 'switch' } }),
      min: z.number().int().min(1).max(100).optional().meta({ title: 'At least' }),
      max: z.number().int().min(1).max(100).optional().meta({ title: 'At most' }),
    })
    .refine(leavesOtherFree, otherIsTaken)
    .refine(({ min = 1, max = 100 }) => min <= max, { message: 'At least cannot be more than at most.', path: ['min'] })
    .refine(({ choices, hasOther, min = 1 }) => min <= choices.length + (hasOther ? 1 : 0), { message: 'There are fewer answers than have to be chosen.', path: ['min'] }),
  example: {
    choices: [{ key: 'price', label: { i18n: { en: 'Price' } } }, { key: 'quality', label: { i18n: { en: 'Quality' } } }, { key: 'none', label: { i18n: { en: 'None of these' } }, isExclusive: true }],
    isShuffled: true,
  },
  read(value, { choices, hasOther, min = 1, max = Infinity }, mainLanguage) {
    const fields = readFields(value, ['choices', 'other'])
    const keys = fields && readKeys(fields['choices'] ?? [], choices)
    if (!keys) return refuse('Choose from the answers, each once.')
    const other = readOther(fields['other'], hasOther)
    if (typeof other === 'object') return other
    const count = keys.length + (other ? 1 : 0)
    const isAlone = count === 1 && choices.some((choice) => choice.isExclusive && choice.key === keys[0])
    if (!isAlone && count > 1 && choices.some((choice) => choice.isExclusive && keys.includes(choice.key))) return refuse('One of the chosen answers excludes the others.')
    if (count === 0 || (!isAlone && count < min)) return refuse(`Choose at least ${min}.`)
    if (count > max) return refuse(`Choose at most ${max}.`)
    return {
      isValid: true, value: { choices: keys, ...(other ? { other } : {}) }, words: sayChoices(choices, keys, mainLanguage, other),
      choices: other ? [...keys, 'other'] : keys, ...(other ? { text: other } : {}),
    }
  },
  values: ({ choices, hasOther }, mainLanguage) => choiceValues(choices, hasOther, mainLanguage),
})
