// Importing answers: a file is read, mapped by a person, and taken over in the background.
import { uuidv7 } from 'uuidv7'
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Principal } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { cutText } from '../../../platform/stream-event.ts'
import { recordChange } from '../../audit/index.ts'
import { findType } from '../responses/question-summary.rules.ts'
import type { ImportProgress, ImportReading } from '../responses.contract.ts'
import { readCurrentContent, readSurvey } from '../responses/responses.service.ts'
import type { SurveyContent } from '../surveys.contract.ts'
import { guessColumns, type ImportColumn } from './guess-columns.rules.ts'
import { findImport, insertImport, lockImport, readImportTable, updateImport, type StoredImport } from './imports.store.ts'
import { readTable } from './read-table.ts'

export const importJobName = 'import-survey-answers'
const sampleRows = 10
const guessRows = 1_000

/** @throws not_found, invalid_request, too_large */
export async function readImportFile(platform: Platform, workspaceId: number, surveyId: string, { bytes, name, actor }: { bytes: Buffer; name: string; actor: Principal }): Promise<ImportReading> {
  const survey = await readSurvey(platform, workspaceId, surveyId)
  const [content, table] = [await readCurrentContent(platform.db, survey), await readTable(bytes)]
  const id = uuidv7()
  const fileName = cutText(name.replaceAll('\0', '').toWellFormed(), 200) || 'file'
  await insertImport(platform.db, workspaceId, { id, surveyId, fileName, table, by: actor.name, now: new Date(platform.clock.now()) })
  const cells = table.rows.slice(0, guessRows).map((row) => row.cells)
  return { fileId: id, columns: guessColumns(table.columns, cells, content), sample: cells.slice(0, sampleRows), rows: table.rows.length }
}

const once: readonly ImportColumn['target'][] = ['email', 'user_id', 'external_id', 'name', 'answered_at', 'language', 'location']
const cannotBeImported = new Set(['file', 'none'])

function assertTarget({ column, target, name }: ImportColumn, content: SurveyContent): void {
  if (target === 'answer') {
    const question = content.questions.find(({ key }) => key === name?.split('.')[0])
    if (!question) throw new RapportError('invalid_request', `${column}: choose the question that it answers.`)
    if (cannotBeImported.has(findType(question).shape)) throw new RapportError('invalid_request', `${column}: answers to this question cannot be imported.`)
  }
  if (target === 'hidden' && !content.hiddenFields.includes(name ?? '')) throw new RapportError('invalid_request', `${column}: the survey has no such hidden field.`)
  if (target === 'trait' && !name?.trim()) throw new RapportError('invalid_request', `${column}: name the trait.`)
}

/** Puts the mapping into the order of the file; what it does not name is left out. */
function arrangeColumns(fileColumns: readonly string[], mapped: readonly ImportColumn[], content: SurveyContent): ImportColumn[] {
  const unknown = mapped.find(({ column }) => !fileColumns.includes(column))
  if (unknown) throw new RapportError('invalid_request', `The file has no column "${unknown.column}".`)
  const used = new Set<string>()
  for (const column of mapped) {
    assertTarget(column, content)
    const place = `${column.target}/${column.name ?? ''}`
    if ((once.includes(column.target) || column.target === 'answer') && used.has(place)) throw new RapportError('invalid_request', `${column.column}: another column is mapped to the same.`)
    used.add(place)
  }
  if (!mapped.some(({ target }) => target === 'answer')) throw new RapportError('invalid_request', 'Choose at least one column that holds answers.')
  const byColumn = new Map(mapped.map((column) => [column.column, column]))
  return fileColumns.map((column) => byColumn.get(column) ?? { column, target: 'ignore' })
}

/** @throws not_found, conflict when it was started before, invalid_request for a mapping that does not fit */
export async function startImport(platform: Platform, workspaceId: number, { surveyId, fileId, columns, actor }: { surveyId: string; fileId: string; columns: readonly ImportColumn[]; actor: Principal }): Promise<ImportProgress> {
  const survey = await readSurvey(platform, workspaceId, surveyId)
  if (survey.version === 0) throw new RapportError('conflict', 'Publish the survey before you import answers to it.')
  const content = await readCurrentContent(platform.db, survey)
  const table = await readImportTable(platform.db, workspaceId, fileId)
  return platform.db.transaction().execute(async (tx) => {
    const known = await lockImport(tx, workspaceId, fileId)
    if (known?.surveyId !== surveyId) throw notFound('file')
    if (known.state !== 'read' || !table) throw new RapportError('conflict', 'This file is being imported already. Read it again to import it once more.')
    const started: StoredImport = { ...known, columns: arrangeColumns(table.columns, columns, content), state: 'waiting' }
    await updateImport(tx, workspaceId, started, new Date(platform.clock.now()))
    await platform.jobs.add(tx, [{ name: importJobName, payload: { workspaceId, importId: fileId }, key: `${importJobName}-${fileId}` }])
    await recordChange(tx, { workspaceId, actor, action: 'survey.imported', target: { kind: 'survey', id: surveyId, name: survey.name }, before: null, after: { file: known.fileName, rows: known.rows } })
    return toProgress(started)
  })
}

function toProgress({ state, rows, imported, failed, failedCount, message }: StoredImport): ImportProgress {
  return { state: state === 'read' ? 'waiting' : state, rows, imported, failed, failedCount, message }
}

/** @throws not_found */
export async function readImport(platform: Platform, workspaceId: number, surveyId: string, fileId: string): Promise<ImportProgress> {
  const found = await findImport(platform.db, workspaceId, surveyId, fileId)
  if (!found) throw notFound('import')
  return toProgress(found)
}

/** Stops after the lot that is being written; what was imported stays. @throws not_found */
export async function cancelImport(platform: Platform, workspaceId: number, surveyId: string, fileId: string): Promise<ImportProgress> {
  return platform.db.transaction().execute(async (tx) => {
    const found = await lockImport(tx, workspaceId, fileId)
    if (found?.surveyId !== surveyId) throw notFound('import')
    if (found.state === 'done' || found.state === 'failed' || found.state === 'cancelled') return toProgress(found)
    const cancelled: StoredImport = { ...found, state: 'cancelled', message: 'Cancelled. What was imported before stays.' }
    await updateImport(tx, workspaceId, cancelled, new Date(platform.clock.now()))
    return toProgress(cancelled)
  })
}
