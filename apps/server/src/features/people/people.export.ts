// The list of people as CSV, row by row.
import type { Readable } from 'node:stream'
import { exportCsv } from '../../platform/csv-export.ts'
import type { Platform } from '../../platform/platform.ts'
import { listPeople, type PeopleFilter } from './list/people-list.store.ts'

const columns = ['id', 'name', 'email', 'phone', 'userId', 'isIdentified', 'country', 'city', 'firstSeenAt', 'lastSeenAt', 'sessions', 'orders', 'revenue', 'traits']
const pageRows = 200

/** Every match. */
export function exportPeople({ db, clock, log }: Platform, workspaceId: number, filter: PeopleFilter): Readable {
  return exportCsv({
    columns, log,
    async readPage(cursor) {
      const { items, nextCursor } = await listPeople(db, workspaceId, { ...filter, cursor, limit: pageRows }, clock.now())
      return { rows: items.map(({ traits, ...row }) => ({ ...row, traits: JSON.stringify(traits) })), nextCursor }
    },
  })
}
