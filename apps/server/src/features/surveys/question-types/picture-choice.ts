// One or several of some pictures.
import { z } from 'zod'
import { isPictureAddress } from '../content/pictures.rules.ts'
import { choiceList, choiceValues, readFields, readKeys, sayChoices } from './choices.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

const wanted = 'Give an https address, or a PNG, JPEG or WebP image of up to 150 kB.'
const image = z.string(wanted).max(200_100).refine(isPictureAddress, wanted)

export const pictureChoice = defineQuestionType({
  type: 'picture_choice',
  label: 'Picture choice',
  description: 'One or several out of some pictures.',
  shape: 'choice',
  configSchema: z.object({
    choices: choiceList({ image }, { max: 20 }).meta({ title: 'Pictures' }),
    isMultiple: z.boolean().default(false).meta({ title: 'Several can be chosen', form: { widget: 'switch' } }),
    isShuffled: z.boolean().default(false).meta({ title: 'In random order', form: { widget: 'switch' } }),
  }),
  example: {
    choices: [{ key: 'blue', label: { i18n: { en: 'Blue' } }, image: 'https://shop.example/blue.webp' }, { key: 'green', label: { i18n: { en: 'Green' } }, image: 'https://shop.example/green.webp' }],
  },
  read(value, { choices, isMultiple }, mainLanguage) {
    const fields = readFields(value, ['choices'])
    const keys = fields && readKeys(fields['choices'], choices)
    if (!keys || keys.length === 0) return refuse('Choose one of the pictures.')
    if (!isMultiple && keys.length > 1) return refuse('Choose one picture only.')
    return { isValid: true, value: { choices: keys }, words: sayChoices(choices, keys, mainLanguage), choices: keys }
  },
  values: ({ choices }, mainLanguage) => choiceValues(choices, false, mainLanguage),
})
