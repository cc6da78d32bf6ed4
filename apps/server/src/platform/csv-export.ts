// Lists as CSV, page by page, safe to open in a spreadsheet.
import { stringify } from 'csv-stringify'
import type { Readable } from 'node:stream'
import type { Log } from './log.ts'

interface CsvExport {
  columns: readonly string[]
  /** The rows of the page at `cursor` (undefined: the first) and where the next begins; null at the end. */
  readPage(cursor: string | undefined): Promise<{ rows: object[]; nextCursor: string | null }>
  log: Log
}

/** Streams every row; a text that a spreadsheet would run as a formula is escaped. */
export function exportCsv({ columns, readPage, log }: CsvExport): Readable {
  const output = stringify({ header: true, columns: [...columns], escape_formulas: true, bom: true, cast: { boolean: (value) => String(value) } })
  async function write(): Promise<void> {
    let cursor: string | undefined
    do {
      const page = await readPage(cursor)
      for (const row of page.rows) if (!output.write(row)) await new Promise((resolve) => output.once('drain', resolve))
      cursor = page.nextCursor ?? undefined
    } while (cursor && !output.destroyed)
    output.end()
  }
  write().catch((error: Error) => {
    log.error({ err: error }, 'An export ended early')
    output.destroy(error)
  })
  return output
}
