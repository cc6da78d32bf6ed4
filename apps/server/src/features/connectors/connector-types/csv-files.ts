// The files of a CSV drop: whole records only, each delivery once, even when a process dies while it writes.
import { mkdir, open, readFile, readdir, stat, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'

export interface CsvRecord {
  id: string
  /** An attempt before this one may have written the record already. */
  isRepeated: boolean
  createdAt: Date
  cells: unknown[]
}

export interface CsvAppend {
  /** UTC, 2026-11-21. */
  day: string
  columns: readonly string[]
  separator: string
  maxBytes: number
  records: readonly CsvRecord[]
}

const fileName = /^(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.csv$/

/** The names of the drop's files, oldest first. */
export async function listFileNames(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const part = (name: string) => Number(fileName.exec(name)?.[2] ?? 1)
  return names
    .filter((name) => fileName.test(name))
    .toSorted((left, right) => left.slice(0, 10).localeCompare(right.slice(0, 10)) || part(left) - part(right))
}

// What a spreadsheet would take for a formula (OWASP, "CSV Injection") gets an apostrophe; a plain number stays one.
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const plainNumber = /^[+-]?\d+(?:[.,]\d+)?$/

/** A value as text that is safe to open in a spreadsheet. */
export function toCell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text
}

function toLines(rows: string[][], separator: string): Buffer {
  return Buffer.from(stringify(rows, { delimiter: separator, record_delimiter: '\n' }))
}

/** Where each complete record begins, and where the last one ends: a line break inside quotes ends none. */
function scanRecords(bytes: Buffer): { starts: number[]; end: number } {
  const starts: number[] = []
  let isQuoted = false
  let end = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === 0x22) isQuoted = !isQuoted
    else if (byte === 0x0a && !isQuoted) {
      starts.push(end)
      end = index + 1
    }
  }
  return { starts, end }
}

async function readWrittenIds(directory: string, names: string[], since: Date): Promise<Map<string, string>> {
  const written = new Map<string, string>()
  for (const name of names) {
    // A clock that is off by less than a minute between machines hides no record.
    if ((await stat(join(directory, name))).mtimeMs < since.getTime() - 60_000) continue
    const bytes = await readFile(join(directory, name))
    for (const start of scanRecords(bytes).starts) {
      const id = /^\d+/.exec(bytes.toString('latin1', start, start + 20))?.[0]
      if (id) written.set(id, name)
    }
  }
  return written
}

/** Size of each drop's newest file after our last write: any other size means that somebody else wrote, or died writing. */
const knownSizes = new Map<string, number>()

/** Cuts off a record that was only half written. Returns the file's size and its first record. */
async function inspectFile(path: string): Promise<{ size: number; header: Buffer }> {
  const { size } = await stat(path)
  if (knownSizes.get(path) !== size) {
    const { end } = scanRecords(await readFile(path))
    if (end < size) await truncate(path, end)
    knownSizes.set(path, end)
  }
  const file = await open(path)
  try {
    const start = Buffer.alloc(Math.min(knownSizes.get(path)!, 64 * 1024))
    await file.read(start, 0, start.length, 0)
    return { size: knownSizes.get(path)!, header: start.subarray(0, scanRecords(start).starts[1] ?? scanRecords(start).end) }
  } finally {
    await file.close()
  }
}

/** The file to append to: the day's newest, or the next when that is full or has other columns. */
async function chooseFile(
  directory: string,
  names: string[],
  header: Buffer,
  { day, maxBytes }: Pick<CsvAppend, 'day' | 'maxBytes'>,
): Promise<{ name: string; isNew: boolean }> {
  const newest = names.findLast((name) => name.startsWith(day))
  if (!newest) return { name: `${day}.csv`, isNew: true }
  const { size, header: existing } = await inspectFile(join(directory, newest))
  if (size === 0) return { name: newest, isNew: true }
  if (size < maxBytes && existing.equals(header)) return { name: newest, isNew: false }
  knownSizes.delete(join(directory, newest))
  return { name: `${day}.${Number(fileName.exec(newest)?.[2] ?? 1) + 1}.csv`, isNew: true }
}

async function appendDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.appendFile(bytes)
    await file.sync()
    knownSizes.set(path, (await file.stat()).size)
  } finally {
    await file.close()
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory)
  await handle.sync().finally(() => handle.close())
}

/**
 * Appends records and returns, per id, the file that holds it. They are on disk when it resolves. The caller sees to it
 * that nobody else appends to the same directory meanwhile.
 */
export async function appendRecords(directory: string, { day, columns, separator, maxBytes, records }: CsvAppend): Promise<Map<string, string>> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const names = await listFileNames(directory)
  const header = toLines([['delivery_id', ...columns.map(toCell)]], separator)
  const { name, isNew } = await chooseFile(directory, names, header, { day, maxBytes })
  const repeated = records.filter((record) => record.isRepeated)
  const oldest = new Date(Math.min(...repeated.map((record) => record.createdAt.getTime())))
  const written = repeated.length > 0 ? await readWrittenIds(directory, names, oldest) : new Map<string, string>()
  const missing = records.filter((record) => !record.isRepeated || !written.has(record.id))
  if (missing.length > 0) {
    const lines = toLines(missing.map(({ id, cells }) => [id, ...cells.map(toCell)]), separator)
    await appendDurably(join(directory, name), isNew ? Buffer.concat([header, lines]) : lines)
    if (isNew) await syncDirectory(directory)
  }
  return new Map(records.map((record) => [record.id, (record.isRepeated ? written.get(record.id) : undefined) ?? name]))
}

/** Removes files of days before `firstDay`. */
export async function pruneFiles(directory: string, firstDay: string): Promise<void> {
  for (const name of await listFileNames(directory)) {
    if (name.slice(0, 10) < firstDay) await unlink(join(directory, name))
  }
}
