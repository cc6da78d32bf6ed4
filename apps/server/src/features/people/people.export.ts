// The list of people as CSV, row by row, safe to open in a spreadsheet.
import { stringify } from 'csv-stringify'
import type { Readable } from 'node:stream'
import type { Platform } from '../../platform/platform.ts'
import { listPeople, type PeopleFilter } from './list/people-list.store.ts'

const columns = ['id', 'name', 'email', 'phone', 'userId', 'isIdentified', 'country', 'city', 'firstSeenAt', 'lastSeenAt', 'sessions', 'orders', 'revenue', 'traits']
const pageRows = 200

/** Every match; a text that a spreadsheet would run as a formula is escaped. */
export function exportPeople({ db, clock, log }: Platform, workspaceId: number, filter: PeopleFilter): Readable {
  const output = stringify({ header: true, columns, escape_formulas: true, bom: true, cast: { boolean: (value) => String(value) } })
  async function write(): Promise<void> {
    let cursor: string | undefined
    do {
      const page = await listPeople(db, workspaceId, { ...filter, cursor, limit: pageRows }, clock.now())
      for (const { traits, ...row } of page.items) {
        if (!output.write({ ...row, traits: JSON.stringify(traits) })) await new Promise((resolve) => output.once('drain', resolve))
      }
      cursor = page.nextCursor ?? undefined
    } while (cursor && !output.destroyed)
    output.end()
  }
  write().catch((error: Error) => {
    log.error({ err: error }, 'An export of people ended early')
    output.destroy(error)
  })
  return output
}
