// All responses of a selection as CSV or XLSX, read and written page by page.
import { PassThrough, type Readable } from 'node:stream'
import ExcelJs from 'exceljs'
import { exportCsv } from '../../../platform/csv-export.ts'
import { RapportError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { readWorkspace } from '../../access/index.ts'
import { readWallClock } from '../../segments/index.ts'
import { makeColumns, type Cell, type ExportColumn } from './export-columns.rules.ts'
import type { ResponsesQuery } from '../responses.contract.ts'
import { listResponses } from './responses.read-model.ts'
import { hideLocations, isSelectionHidden, readSurvey, toSurveyFilter } from './responses.service.ts'
import { listVersions } from '../versions.store.ts'

const pageRows = 200

type Query = Omit<ResponsesQuery, 'cursor' | 'limit'>
type ReadPage = (cursor: string | undefined) => Promise<{ rows: Cell[][]; nextCursor: string | null }>

interface Export {
  /** What the file is called, without its ending. */
  name: string
  columns: readonly ExportColumn[]
  /** Of the times in a spreadsheet, which knows no zones. */
  timezone: string
  readPage: ReadPage
}

async function openExport(platform: Platform, workspaceId: number, surveyId: string, query: Query): Promise<Export> {
  const survey = await readSurvey(platform, workspaceId, surveyId)
  const filter = await toSurveyFilter(platform, survey, query)
  if (filter && (await isSelectionHidden(platform, survey, filter))) throw new RapportError('conflict', 'Employees answer anonymously: there are too few answers to export.')
  const published = await listVersions(platform.db, workspaceId, surveyId)
  const columns = makeColumns(published.length > 0 ? published.map(({ content }) => content) : [survey.content])
  return {
    name: survey.name, columns,
    // Of employees nothing but the day is kept, as UTC.
    timezone: survey.kind === 'employees' ? 'UTC' : ((await readWorkspace(platform.db, workspaceId))?.timezone ?? 'UTC'),
    async readPage(cursor) {
      if (!filter) return { rows: [], nextCursor: null }
      const { items, nextCursor } = await listResponses(platform.db, workspaceId, filter, { cursor, limit: pageRows })
      return { rows: (await hideLocations(platform, survey, items)).map((response) => columns.map((column) => column.read(response))), nextCursor }
    },
  }
}

/** A text that a spreadsheet would run as a formula is led by an apostrophe, in CSV by the writer itself. */
function defuse(cell: Cell): Cell {
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

function toCsv({ columns, readPage }: Export, log: Platform['log']): Readable {
  return exportCsv({
    columns: columns.map(({ title }) => title), log,
    async readPage(cursor) {
      const page = await readPage(cursor)
      const rows = page.rows.map((cells) => cells.map((cell) => (cell instanceof Date ? cell.toISOString() : cell)))
      return { rows, nextCursor: page.nextCursor }
    },
  })
}

async function writeXlsx({ columns, timezone, readPage }: Export, output: PassThrough): Promise<void> {
  const workbook = new ExcelJs.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false })
  const sheet = workbook.addWorksheet('Responses', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.addRow(columns.map(({ title }) => defuse(title))).commit()
  let cursor: string | undefined
  do {
    const page = await readPage(cursor)
    for (const cells of page.rows) {
      const row = sheet.addRow(cells.map((cell, index) => (cell instanceof Date && columns[index]!.isMoment ? new Date(readWallClock(cell.getTime(), timezone)) : defuse(cell))))
      for (const [index, cell] of cells.entries()) if (cell instanceof Date) row.getCell(index + 1).numFmt = 'yyyy-mm-dd hh:mm:ss'
      row.commit()
    }
    if (output.writableNeedDrain) await new Promise((resolve) => output.once('drain', resolve))
    cursor = page.nextCursor ?? undefined
  } while (cursor && !output.destroyed)
  sheet.commit()
  await workbook.commit()
}

function toXlsx(selection: Export, log: Platform['log']): Readable {
  const output = new PassThrough()
  writeXlsx(selection, output).catch((error: Error) => {
    log.error({ err: error }, 'An export ended early')
    output.destroy(error)
  })
  return output
}

/** @throws not_found, conflict for too few employees */
export async function exportResponses(
  platform: Platform, workspaceId: number, surveyId: string, { format, ...query }: Query & { format: 'csv' | 'xlsx' },
): Promise<{ name: string; body: Readable }> {
  const selection = await openExport(platform, workspaceId, surveyId, query)
  return { name: selection.name, body: format === 'csv' ? toCsv(selection, platform.log) : toXlsx(selection, platform.log) }
}
