// People by their ids: names and rows for lists made elsewhere.
import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'
import type { PersonRow } from '../people.contract.ts'
import { rowColumns, toPersonRow } from './people-list.store.ts'

export async function namesOf(db: Db, workspaceId: number, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from profiles where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function readRows(db: Db, workspaceId: number, ids: string[]): Promise<Map<string, PersonRow>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Parameters<typeof toPersonRow>[0]>`select ${rowColumns} from profiles where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, toPersonRow(row)]))
}
