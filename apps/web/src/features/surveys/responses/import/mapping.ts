// What the columns of a file mean, and what looks wrong about it before anything is imported.
import type { z } from 'zod'
import type { importColumn, importReading, importTargets, QuestionSummary } from '@contract/surveys/responses.contract.ts'

export type ImportColumn = z.infer<typeof importColumn>
export type ImportReading = z.infer<typeof importReading>
export type ImportTarget = (typeof importTargets)[number]

// Values of contracts would pull the validator into the bundle.
export const targets: ImportTarget[] = ['ignore', 'answer', 'answered_at', 'email', 'user_id', 'external_id', 'name', 'location', 'language', 'hidden', 'trait']

/** Meanings that only one column can have. */
const single = new Set<ImportTarget>(['email', 'user_id', 'external_id', 'name', 'answered_at', 'language', 'location'])
const identifying = new Set<ImportTarget>(['email', 'user_id', 'external_id'])

/** A question that answers can be imported for, with the answers it takes where they are few. */
export type ImportQuestion = Pick<QuestionSummary, 'question' | 'title' | 'shape' | 'distribution' | 'rows'>

const contactFields = ['name', 'email', 'phone', 'company'] as const

export interface AnswerName {
  /** A question, or `question.part`: a row of a matrix, a field of contact details. */
  name: string
  title: string
  part: { kind: 'row'; label: string } | { kind: 'field'; field: (typeof contactFields)[number] } | null
}

/** What a column may hold answers to. */
export function listAnswerNames(questions: readonly ImportQuestion[]): AnswerName[] {
  return questions.flatMap(({ question, title, shape, rows }): AnswerName[] => {
    if (shape === 'matrix') return rows.map(({ row, label }) => ({ name: `${question}.${row}`, title, part: { kind: 'row', label } }))
    if (shape === 'contact') return contactFields.map((field) => ({ name: `${question}.${field}`, title, part: { kind: 'field', field } }))
    return [{ name: question, title, part: null }]
  })
}

/** `key` is one of the words of warnings; a serious one keeps the import from starting. */
export interface Warning {
  key: 'noAnswer' | 'noQuestion' | 'noName' | 'twice' | 'outside' | 'unknownChoice' | 'noTime' | 'noEmail' | 'nobody' | 'noDate'
  isSerious: boolean
  words?: Record<string, string>
}

const serious = (key: Warning['key'], words?: Warning['words']): Warning => ({ key, isSerious: true, ...(words && { words }) })
const doubt = (key: Warning['key'], words?: Warning['words']): Warning => ({ key, isSerious: false, ...(words && { words }) })

/** What is wrong with one column; `samples` are its first values. */
export function findColumnWarning(column: ImportColumn, all: readonly ImportColumn[], samples: readonly string[], questions: readonly ImportQuestion[]): Warning | null {
  const given = samples.map((sample) => sample.trim()).filter((sample) => sample !== '')
  if (column.target === 'answer' && !column.name) return serious('noQuestion')
  if ((column.target === 'hidden' || column.target === 'trait') && !column.name?.trim()) return serious('noName')
  const twin = findTwin(column, all)
  if (twin) return serious('twice', { other: twin.column })
  if (column.target === 'answer') return findAnswerWarning(questions.find(({ question }) => question === column.name?.split('.')[0]), given)
  if (column.target === 'answered_at') return doubtFirst('noTime', given, (value) => !looksLikeTime(value))
  if (column.target === 'email') return doubtFirst('noEmail', given, (value) => !/^\S+@\S+\.\S+$/.test(value))
  return null
}

function findTwin(column: ImportColumn, all: readonly ImportColumn[]): ImportColumn | undefined {
  const isTwin = (other: ImportColumn) =>
    other !== column && other.target === column.target && (single.has(column.target) || (column.target !== 'ignore' && other.name === column.name))
  return all.slice(0, all.indexOf(column)).find(isTwin)
}

function doubtFirst(key: Warning['key'], values: readonly string[], isWrong: (value: string) => boolean): Warning | null {
  const value = values.find(isWrong)
  return value === undefined ? null : doubt(key, { value })
}

/** A day or a time; a plain number is seconds or days of a spreadsheet, which the server knows, too. */
function looksLikeTime(value: string): boolean {
  return /^\d+([.,]\d+)?$/.test(value) || /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/.test(value) || !Number.isNaN(Date.parse(value))
}

function findAnswerWarning(question: ImportQuestion | undefined, values: readonly string[]): Warning | null {
  if (!question) return serious('noQuestion')
  const { shape, distribution } = question
  if (shape === 'scale') return findOutside(distribution.map(({ value }) => Number(value)), values)
  if (shape !== 'choice' || distribution.length === 0) return null
  const known = new Set(distribution.flatMap(({ value, label }) => [value.toLowerCase(), label.toLowerCase()]))
  return doubtFirst('unknownChoice', values.flatMap((value) => value.split(/[,;|]/)).map((value) => value.trim()).filter(Boolean), (value) => !known.has(value.toLowerCase()))
}

function findOutside(steps: readonly number[], values: readonly string[]): Warning | null {
  if (steps.length === 0) return null
  const value = values.find((text) => !steps.includes(Number(text.replace(',', '.'))))
  return value === undefined ? null : doubt('outside', { value, from: String(Math.min(...steps)), to: String(Math.max(...steps)) })
}

/** What is wrong with the mapping as a whole. */
export function listMappingWarnings(columns: readonly ImportColumn[]): Warning[] {
  const has = (isWanted: (target: ImportTarget) => boolean) => columns.some(({ target }) => isWanted(target))
  if (!has((target) => target === 'answer')) return [serious('noAnswer')]
  return [...(has((target) => identifying.has(target)) ? [] : [doubt('nobody')]), ...(has((target) => target === 'answered_at') ? [] : [doubt('noDate')])]
}

/** The column with another meaning; a name belongs to the meaning it was given for. */
export function changeTarget(column: ImportColumn, target: ImportTarget, questions: readonly ImportQuestion[]): ImportColumn {
  const names = listAnswerNames(questions)
  const only = names.length === 1 ? names[0]?.name : undefined
  if (target === 'answer') return { column: column.column, target, ...(only && { name: only }) }
  if (target === 'hidden' || target === 'trait') return { column: column.column, target, name: suggestName(column.column) }
  return { column: column.column, target }
}

/** "Order No." → order_no */
export function suggestName(column: string): string {
  return column.trim().toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 40)
}
