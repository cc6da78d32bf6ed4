// One row of a file as a response, or why it cannot be one.
import { createHash } from 'node:crypto'
import { isStorableText } from '../../segments/conditions.contract.ts'
import { isBlocked, normaliseEmail } from '../../people/index.ts'
import { cleanText } from '../question-types/choices.ts'
import { findType } from '../responses/question-summary.rules.ts'
import { computeScores, readAnswers, type CheckedAnswer } from '../responses/read-answers.rules.ts'
import type { StoredResponse } from '../responses/responses.store.ts'
import type { SurveyContent } from '../surveys.contract.ts'
import { readDate, type DayOrder } from './dates.rules.ts'
import type { ImportColumn } from './guess-columns.rules.ts'
import { readCell } from './read-cell.rules.ts'
import type { TableRow } from './read-table.ts'

/** Whom a row is about. */
export interface RowPerson {
  userId?: string
  email?: string
  externalId?: { type: string; id: string }
  traits: Record<string, unknown>
}

export interface ImportedRow {
  row: number
  response: StoredResponse
  answers: CheckedAnswer[]
  /** undefined: nobody is named. */
  person: RowPerson | undefined
}

export interface RowProblem {
  row: number
  message: string
}

export interface ImportPlan {
  workspaceId: number
  surveyId: string
  version: number
  content: SurveyContent
  columns: readonly ImportColumn[]
  /** How the dates of each column are written. */
  orders: readonly DayOrder[]
  /** Of dates that name no zone. */
  timezone: string
  /** Milliseconds since 1970. */
  now: number
}

class BadCell extends Error {}

const earliest = Date.UTC(2000, 0, 1)
const longestFact = 300

/** The same row of the same file for the same survey is the same response, however often it is imported. RFC 9562, 5.8. */
export function nameResponse(surveyId: string, { row, cells }: TableRow): string {
  const hash = createHash('sha256').update(JSON.stringify([surveyId, row, cells])).digest()
  hash[6] = (hash[6]! & 0x0f) | 0x80
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

interface Cell {
  column: ImportColumn
  text: string
  order: DayOrder
}

function listCells({ columns, orders }: ImportPlan, { cells }: TableRow): Cell[] {
  return columns
    .map((column, index) => ({ column, text: cleanText(cells[index] ?? ''), order: orders[index]! }))
    .filter(({ column, text }) => column.target !== 'ignore' && text !== '')
}

/** Answers by question; rows of a matrix and contact fields come from columns of their own. */
function gatherAnswers(cells: readonly Cell[], { questions }: SurveyContent): Record<string, unknown> {
  const answers: Record<string, unknown> = {}
  for (const { column, text, order } of cells) {
    if (column.target !== 'answer') continue
    const [key = '', part] = (column.name ?? '').split('.')
    const question = questions.find((candidate) => candidate.key === key)!
    const value = readCell(question, text, { order, part })
    answers[key] = findType(question).shape === 'matrix' || findType(question).shape === 'contact' ? { ...(answers[key] as object | undefined), ...(value as object) } : value
  }
  return answers
}

function checkAnswers(plan: ImportPlan, cells: readonly Cell[]): CheckedAnswer[] {
  const { checked, problems } = readAnswers(plan.content, gatherAnswers(cells, plan.content), false)
  const [problem] = problems
  if (problem) {
    const key = problem.path.split('.')[1]
    const column = cells.find((cell) => cell.column.target === 'answer' && cell.column.name?.split('.')[0] === key)?.column.column ?? key
    throw new BadCell(`${column}: ${problem.message}`)
  }
  if (checked.length === 0) throw new BadCell('There is no answer in this row.')
  return checked
}

function findText(cells: readonly Cell[], target: ImportColumn['target']): string | undefined {
  return cells.find(({ column }) => column.target === target)?.text
}

function readAnsweredAt(cells: readonly Cell[], { now, timezone }: ImportPlan): number {
  const cell = cells.find(({ column }) => column.target === 'answered_at')
  if (!cell) return now
  const at = readDate(cell.text, cell.order, timezone)
  if (at === undefined) throw new BadCell(`${cell.column.column}: "${cell.text.slice(0, 40)}" is no date. Write 2026-03-01, 01.03.2026 or 01/03/2026.`)
  if (at < earliest) throw new BadCell(`${cell.column.column}: the date is before the year 2000.`)
  // A file of another zone than the workspace's makes up to 14 hours.
  if (at > now + 14 * 3_600_000) throw new BadCell(`${cell.column.column}: the date lies in the future.`)
  return Math.min(at, now)
}

function readPerson(cells: readonly Cell[]): RowPerson | undefined {
  const given = findText(cells, 'email')
  const email = given === undefined ? undefined : normaliseEmail(given)
  if (given !== undefined && !email) throw new BadCell(`"${given.slice(0, 60)}" is no e-mail address.`)
  const userId = findText(cells, 'user_id')
  const external = cells.find(({ column }) => column.target === 'external_id')
  for (const id of [email, userId, external?.text]) {
    if (id === undefined) continue
    if (id.length > longestFact) throw new BadCell('An identifier has at most 300 characters.')
    if (isBlocked(id)) throw new BadCell(`"${id.slice(0, 60)}" names nobody: it is a placeholder.`)
  }
  if (!email && !userId && !external) return undefined
  const name = findText(cells, 'name')
  const traits = Object.fromEntries(cells.filter(({ column }) => column.target === 'trait').map(({ column, text }) => [column.name ?? column.column, text]))
  return {
    ...(email ? { email } : {}), ...(userId ? { userId } : {}), ...(external ? { externalId: { type: external.column.name || 'import', id: external.text } } : {}),
    traits: { ...traits, ...(name ? { name: name.slice(0, longestFact) } : {}) },
  }
}

function readLanguage(cells: readonly Cell[], { languages: { main, others } }: SurveyContent): string {
  const given = findText(cells, 'language')?.toLowerCase()
  return [main, ...others].find((language) => language.toLowerCase() === given || language.split('-')[0] === given) ?? main
}

/** @throws BadCell */
function toImportedRow(plan: ImportPlan, row: TableRow): ImportedRow {
  const cells = listCells(plan, row)
  const answers = checkAnswers(plan, cells)
  const at = new Date(readAnsweredAt(cells, plan))
  const person = readPerson(cells)
  const hidden = cells.filter(({ column }) => column.target === 'hidden').map(({ column, text }) => [column.name!, text.slice(0, 500)] as const)
  const response: StoredResponse = {
    workspaceId: plan.workspaceId, id: nameResponse(plan.surveyId, row), surveyId: plan.surveyId, version: plan.version, askId: null,
    status: 'completed', revision: 1, channel: 'import', profileId: null, userId: person?.userId ?? null, anonymousId: null,
    language: readLanguage(cells, plan.content), location: findText(cells, 'location')?.slice(0, 100).toWellFormed() ?? null, page: null,
    answers: Object.fromEntries(answers.map(({ question, value }) => [question.key, value])),
    scores: computeScores(plan.content, answers), hidden: Object.fromEntries(hidden), contactMe: null, isSuspicious: false, secondsSpent: null,
    startedAt: at, updatedAt: at, completedAt: at,
  }
  return { row: row.row, response, answers, person }
}

/** Reads a row as mapped; a bad one is said with its reason, and stops no other. */
export function readRow(plan: ImportPlan, row: TableRow): ImportedRow | RowProblem {
  try {
    return toImportedRow(plan, row)
  } catch (error) {
    if (error instanceof BadCell) return { row: row.row, message: isStorableText(error.message) ? error.message : error.message.toWellFormed() }
    throw error
  }
}
