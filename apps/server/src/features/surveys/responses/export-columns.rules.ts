// The columns of an export: who and when, one column a question (one a row of a matrix), scores and hidden fields.
import { sayTitle } from '../content/question-title.rules.ts'
import { findType } from './question-summary.rules.ts'
import type { Answer, Response } from '../responses.contract.ts'
import type { Question, SurveyContent } from '../surveys.contract.ts'
import { pickText } from '../content/texts.rules.ts'

export type Cell = string | number | Date | null

export interface ExportColumn {
  title: string
  /** A moment, not a day: a spreadsheet has it in the zone of the workspace. */
  isMoment?: true
  read(response: Response): Cell
}

interface LabelledKey {
  key: string
  label: { i18n: Record<string, string> }
}

const asDate = (instant: string | null) => (instant === null ? null : new Date(instant))

const facts: readonly ExportColumn[] = [
  { title: 'Response', read: ({ id }) => id },
  { title: 'Status', read: ({ status }) => status },
  { title: 'Channel', read: ({ channel }) => channel },
  { title: 'Version', read: ({ version }) => version },
  { title: 'Language', read: ({ language }) => language },
  { title: 'Location', read: ({ location }) => location },
  { title: 'Profile', read: ({ person }) => person?.profileId ?? null },
  { title: 'Person', read: ({ person }) => person?.name ?? null },
  { title: 'Started at', isMoment: true, read: ({ startedAt }) => asDate(startedAt) },
  { title: 'Completed at', isMoment: true, read: ({ completedAt }) => asDate(completedAt) },
  { title: 'Seconds', read: ({ secondsSpent }) => secondsSpent },
]

function readWords({ value, shape, text }: Answer): Cell {
  if (typeof value === 'number') return value
  return shape === 'date' && typeof value === 'string' ? new Date(`${value}T00:00:00.000Z`) : text
}

function findAnswer({ answers }: Response, key: string): Answer | undefined {
  return answers.find(({ question }) => question === key)
}

function labelsOf(list: unknown, mainLanguage: string): Map<string, string> {
  return new Map(((list ?? []) as LabelledKey[]).map(({ key, label }) => [key, pickText(label, mainLanguage, mainLanguage) || key]))
}

function makeQuestionColumns(question: Question, mainLanguage: string): ExportColumn[] {
  const title = sayTitle(question, mainLanguage)
  if (findType(question).shape !== 'matrix') {
    return [{ title, read(response) {
      const answer = findAnswer(response, question.key)
      return answer ? readWords(answer) : null
    } }]
  }
  const columns = labelsOf(question.config['columns'], mainLanguage)
  return [...labelsOf(question.config['rows'], mainLanguage)].map(([row, label]) => ({
    title: `${title}: ${label}`,
    read(response) {
      const value = findAnswer(response, question.key)?.value as Record<string, string> | undefined
      const column = value?.[row]
      return column === undefined ? null : (columns.get(column) ?? column)
    },
  }))
}

/** The same title twice would be one column to whoever reads the file. */
function nameApart(columns: readonly ExportColumn[]): ExportColumn[] {
  const seen = new Map<string, number>()
  return columns.map((column) => {
    const times = (seen.get(column.title) ?? 0) + 1
    seen.set(column.title, times)
    return times === 1 ? column : { ...column, title: `${column.title} (${times})` }
  })
}

/** Questions of the newest version in its order, then those that earlier ones had. `contents`: the newest first. */
export function makeColumns(contents: readonly SurveyContent[]): ExportColumn[] {
  const questions = new Map<string, { question: Question; main: string }>()
  for (const { questions: list, languages: { main } } of contents) for (const question of list) if (!questions.has(question.key)) questions.set(question.key, { question, main })
  const scores = new Map(contents.flatMap((content) => content.scores.map(({ key, name }) => [key, name] as const)))
  const hidden = new Set(contents.flatMap((content) => content.hiddenFields))
  return nameApart([
    ...facts,
    ...[...questions.values()].filter(({ question }) => findType(question).shape !== 'none').flatMap(({ question, main }) => makeQuestionColumns(question, main)),
    ...[...scores].map(([key, name]): ExportColumn => ({ title: name || key, read: (response) => response.scores[key] ?? null })),
    ...[...hidden].map((field): ExportColumn => ({ title: field, read: (response) => response.hidden[field] ?? null })),
    { title: 'Call back by', read: ({ contactMe }) => contactMe?.channel ?? null },
    { title: 'Call back at', read: ({ contactMe }) => contactMe?.address ?? null },
    { title: 'Call back note', read: ({ contactMe }) => contactMe?.note ?? null },
  ])
}
