// One question summed up: how far people came, figures, distribution, rows.
import { sayTitle } from '../content/question-title.rules.ts'
import { questionTypes } from '../question-types/index.ts'
import type { AnswerShape, Figure, QuestionSummary } from '../responses.contract.ts'
import type { Question, SurveyContent } from '../surveys.contract.ts'
import { pickText } from '../content/texts.rules.ts'
import { measure, type CountedNumber } from './voice.rules.ts'

interface ListedValue {
  value: string
  label: string
  group: string | null
}

interface KnownType {
  shape: AnswerShape
  metrics?: readonly Figure['metric'][]
  configSchema: { parse(config: unknown): unknown }
  values?(config: unknown, mainLanguage?: string): ListedValue[]
}

export interface ChoiceCount {
  choice: string
  place: number
  count: number
}

/** What was counted of one question. */
export interface QuestionCounts {
  reached: number
  droppedOff: number
  answered: number
  numbers: readonly CountedNumber[]
  choices: readonly ChoiceCount[]
  words: QuestionSummary['words']
  texts: QuestionSummary['texts']
}

export function findType(question: Pick<Question, 'type'>): KnownType {
  // The registry knows each type's own config; here it is whatever the question holds.
  return questionTypes.get(question.type) as KnownType
}

/** The values that a question offers, in their order; none where anything may be answered. */
export function listValues(question: Question, mainLanguage: string): ListedValue[] {
  const type = findType(question)
  return type.values?.(type.configSchema.parse(question.config), mainLanguage) ?? []
}

function findScale(values: readonly ListedValue[]): { from: number; to: number } | undefined {
  const numbers = values.map(({ value }) => Number(value))
  return numbers.length > 0 && numbers.every(Number.isFinite) ? { from: Math.min(...numbers), to: Math.max(...numbers) } : undefined
}

/** Figures of a question on its scale, the headline first. */
export function measureQuestion(question: Question, numbers: readonly CountedNumber[], mainLanguage: string): Figure[] {
  const scale = findScale(findType(question).shape === 'scale' ? listValues(question, mainLanguage) : [])
  return (findType(question).metrics ?? []).map((metric) => measure(metric, numbers, scale))
}

/** How often each value was given; of a ranking, how often it came first; of a matrix, each column over all rows. */
function distribute(question: Question, counts: QuestionCounts, mainLanguage: string): QuestionSummary['distribution'] {
  const { shape } = findType(question)
  const given = new Map<string, number>()
  const add = (value: string, count: number) => given.set(value, (given.get(value) ?? 0) + count)
  if (shape === 'scale' || shape === 'number') for (const { value, count } of counts.numbers) add(String(value), count)
  else if (shape === 'matrix') for (const { choice, count } of counts.choices) add(choice.split('=')[1] ?? '', count)
  else for (const { choice, place, count } of counts.choices) if (shape !== 'ranking' || place === 1) add(choice, count)
  const offered = listValues(question, mainLanguage)
  const known = new Set(offered.map(({ value }) => value))
  // Versions before may have offered more.
  const others = [...given.keys()].filter((value) => !known.has(value)).map((value) => ({ value, label: value, group: null }))
  return [...offered, ...others].map((value) => {
    const count = given.get(value.value) ?? 0
    return { ...value, count, share: counts.answered > 0 ? count / counts.answered : 0 }
  })
}

interface LabelledKey {
  key: string
  label: { i18n: Record<string, string> }
}

/** Rows of a matrix by column, choices of a ranking by place. */
function countRows(question: Question, { choices }: QuestionCounts, mainLanguage: string): QuestionSummary['rows'] {
  const { shape } = findType(question)
  if (shape !== 'matrix' && shape !== 'ranking') return []
  const rows = (question.config[shape === 'matrix' ? 'rows' : 'choices'] ?? []) as LabelledKey[]
  return rows.map(({ key, label }) => {
    const counts: Record<string, number> = {}
    for (const { choice, place, count } of choices) {
      const [row, column] = shape === 'matrix' ? choice.split('=') : [choice, String(place)]
      if (row === key && column !== undefined) counts[column] = (counts[column] ?? 0) + count
    }
    return { row: key, label: pickText(label, mainLanguage, mainLanguage) || key, counts }
  })
}

export function summarise(question: Question, counts: QuestionCounts, { languages: { main } }: SurveyContent): QuestionSummary {
  return {
    question: question.key, type: question.type, shape: findType(question).shape, title: sayTitle(question, main),
    shown: counts.reached, answered: counts.answered, droppedOff: counts.droppedOff,
    figures: measureQuestion(question, counts.numbers, main),
    distribution: distribute(question, counts, main),
    rows: countRows(question, counts, main),
    words: counts.words, texts: counts.texts,
  }
}

/** A question without anything that was answered: too few did. */
export function summariseNothing(question: Question, content: SurveyContent): QuestionSummary {
  return summarise(question, { reached: 0, droppedOff: 0, answered: 0, numbers: [], choices: [], words: [], texts: [] }, content)
}

export interface Progress {
  status: string
  /** Place of the last question that was answered, from 1; 0: none. */
  last: number
  count: number
}

/** How many came to the question at `place` (from 1), and how many left before answering it. Who finished came to all. */
export function countReached(progress: readonly Progress[], place: number): { reached: number; droppedOff: number } {
  let reached = 0
  let droppedOff = 0
  for (const { status, last, count } of progress) {
    if (status === 'completed' || last >= place - 1) reached += count
    if (status === 'partial' && last === place - 1) droppedOff += count
  }
  return { reached, droppedOff }
}
