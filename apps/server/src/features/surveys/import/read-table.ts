// A CSV or XLSX file as rows of text, whatever its encoding and delimiter.
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import ExcelJs from 'exceljs'
import { RapportError } from '../../../platform/errors.ts'
import { cutText } from '../../../platform/stream-event.ts'
import { decodeText, findDelimiter } from './text-file.rules.ts'

export interface Table {
  /** Names of columns, each once. */
  columns: string[]
  rows: TableRow[]
}

export interface TableRow {
  /** As a spreadsheet counts: the head is 1. */
  row: number
  cells: string[]
}

const maxRows = 200_000
const maxColumns = 200
const longestCell = 10_000
const longestName = 200
/** What a small file may hold when it is unpacked. */
const maxUnpackedBytes = 250 * 1024 * 1024

const isZip = (bytes: Buffer) => bytes.length > 4 && bytes.readUInt32LE(0) === 0x04034b50

/** @throws invalid_request for what is no table */
export async function readTable(bytes: Buffer): Promise<Table> {
  const records = isZip(bytes) ? readXlsx(bytes) : readCsv(bytes)
  const rows: TableRow[] = []
  let columns: string[] | undefined
  try {
    for await (const { row, cells } of records) {
      if (cells.every((cell) => cell === '')) continue
      if (!columns) columns = nameColumns(cells)
      else rows.push({ row, cells: columns.map((_name, index) => cutText(cells[index] ?? '', longestCell)) })
      if (rows.length > maxRows) throw new RapportError('too_large', `A file may have ${maxRows.toLocaleString('en')} rows. Split it into several.`)
    }
  } catch (error) {
    if (error instanceof RapportError) throw error
    throw new RapportError('invalid_request', `The file cannot be read: ${(error as Error).message.slice(0, 200)}. Send a CSV or XLSX file.`)
  }
  if (!columns || rows.length === 0) throw new RapportError('invalid_request', 'The file has no rows: the first line names the columns, answers begin in the second.')
  return { columns, rows }
}

function nameColumns(cells: readonly string[]): string[] {
  if (cells.length > maxColumns) throw new RapportError('invalid_request', `A file may have ${maxColumns} columns.`)
  const times = new Map<string, number>()
  return cells.map((cell, index) => {
    const name = cutText(cell.trim(), longestName) || `Column ${index + 1}`
    const time = (times.get(name) ?? 0) + 1
    times.set(name, time)
    return time === 1 ? name : `${name} (${time})`
  })
}

async function* readCsv(bytes: Buffer): AsyncGenerator<TableRow> {
  const text = decodeText(bytes)
  if (text.includes('\0')) throw new RapportError('invalid_request', 'This is no text file. Send a CSV or XLSX file.')
  const { delimiter, body } = findDelimiter(text)
  const parser = Readable.from([body]).pipe(parse({ delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, max_record_size: 1024 * 1024 }))
  let row = 0
  for await (const record of parser as AsyncIterable<string[]>) {
    row += 1
    yield { row, cells: record.map((cell) => cell.trim()) }
  }
}

/** Sum of the sizes that the directory of a zip file claims. APPNOTE 4.3.12. */
function sumUnpackedBytes(bytes: Buffer): number {
  let sum = 0
  for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0 && at + 28 <= bytes.length; at = bytes.indexOf('PK\u0001\u0002', at + 4, 'latin1')) sum += bytes.readUInt32LE(at + 24)
  return sum
}

async function* readXlsx(bytes: Buffer): AsyncGenerator<TableRow> {
  if (sumUnpackedBytes(bytes) > maxUnpackedBytes) throw new RapportError('too_large', 'The file is too large when it is unpacked. Save it as CSV, or split it.')
  const workbook = new ExcelJs.stream.xlsx.WorkbookReader(Readable.from([bytes]), { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' })
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      const values = (row.values ?? []) as ExcelJs.CellValue[]
      // Cells are counted from 1.
      yield { row: row.number, cells: Array.from({ length: Math.max(0, values.length - 1) }, (_, index) => sayCell(values[index + 1])) }
    }
    // The first sheet holds the answers.
    return
  }
}

/** A spreadsheet knows no zones: its times are what a clock on the wall said. */
function sayWallClock(value: Date): string {
  return value.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '')
}

function sayCell(value: ExcelJs.CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : sayWallClock(value)
  if (typeof value !== 'object') return String(value).trim()
  if ('richText' in value) return value.richText.map(({ text }) => text).join('').trim()
  if ('result' in value) return sayCell(value.result as ExcelJs.CellValue)
  return 'text' in value ? String(value.text).trim() : ''
}
