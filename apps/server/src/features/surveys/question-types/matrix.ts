// Several rows, each answered with one of the same columns.
import { z } from 'zod'
import { choiceList, choiceValues, readFields, readKeys, sayChoices } from './choices.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

export const matrix = defineQuestionType({
  type: 'matrix',
  label: 'Matrix',
  description: 'Several statements that are answered on the same scale.',
  shape: 'matrix',
  configSchema: z.object({
    rows: choiceList({}, { min: 1, max: 30 }).meta({ title: 'Rows' }),
    columns: choiceList({}, { max: 11 }).meta({ title: 'Columns' }),
  }),
  example: {
    rows: [{ key: 'staff', label: { i18n: { en: 'Staff' } } }, { key: 'waiting', label: { i18n: { en: 'Waiting time' } } }],
    columns: [{ key: 'bad', label: { i18n: { en: 'Bad' } } }, { key: 'good', label: { i18n: { en: 'Good' } } }],
  },
  read(value, { rows, columns }, mainLanguage) {
    const fields = readFields(value, rows.map((row) => row.key))
    const answered = rows.filter((row) => fields && Object.hasOwn(fields, row.key))
    if (!fields || answered.length === 0 || !answered.every((row) => readKeys([fields[row.key]], columns))) return refuse('Choose one of the columns in each row.')
    const columnOf = (row: { key: string }) => fields[row.key] as string
    return {
      isValid: true,
      value: Object.fromEntries(answered.map((row) => [row.key, columnOf(row)])),
      words: answered.map((row) => `${sayChoices([row], [row.key], mainLanguage)}: ${sayChoices(columns, [columnOf(row)], mainLanguage)}`).join('; '),
      choices: answered.map((row) => `${row.key}=${columnOf(row)}`),
    }
  },
  values: ({ columns }, mainLanguage) => choiceValues(columns, false, mainLanguage),
})
