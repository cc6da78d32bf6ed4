// All of some things, put in an order.
import { z } from 'zod'
import { choiceList, choiceValues, readKeys, sayChoices } from './choices.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

export const ranking = defineQuestionType({
  type: 'ranking',
  label: 'Ranking',
  description: 'Things that are put in an order, the best first.',
  shape: 'ranking',
  configSchema: z.object({
    choices: choiceList({}, { max: 20 }).meta({ title: 'Things to put in order' }),
    isShuffled: z.boolean().default(false).meta({ title: 'In random order', form: { widget: 'switch', help: 'What stands first is ranked first too often.' } }),
  }),
  example: { choices: [{ key: 'price', label: { i18n: { en: 'Price' } } }, { key: 'quality', label: { i18n: { en: 'Quality' } } }], isShuffled: true },
  read(value, { choices }, mainLanguage) {
    const keys = readKeys(value, choices)
    if (!keys || keys.length !== choices.length) return refuse('Put all of them in an order, each once.')
    return { isValid: true, value: keys, words: sayChoices(choices, keys, mainLanguage), choices: keys }
  },
  values: ({ choices }, mainLanguage) => choiceValues(choices, false, mainLanguage),
})
