// SQL on imports: the file as rows until it is done, how it is mapped, how far it is.
import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'
import type { ImportColumn } from './guess-columns.rules.ts'
import type { RowProblem } from './import-row.rules.ts'
import type { Table } from './read-table.ts'

export type ImportState = 'read' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

export interface StoredImport {
  id: string
  surveyId: string
  fileName: string
  columns: ImportColumn[] | null
  state: ImportState
  rows: number
  imported: number
  failedCount: number
  failed: RowProblem[]
  message: string | null
}

const columns = sql`id, survey_id as "surveyId", file_name as "fileName", columns, state, rows, imported, failed_count as "failedCount", failed, message`

export interface NewImport {
  id: string
  surveyId: string
  fileName: string
  table: Table
  by: string
  now: Date
}

export async function insertImport(db: Db, workspaceId: number, { id, surveyId, fileName, table, by, now }: NewImport): Promise<void> {
  await sql`
    insert into survey_imports (workspace_id, id, survey_id, file_name, file, state, rows, created_at, created_by, touched_at)
    values (${workspaceId}, ${id}, ${surveyId}, ${fileName}, ${Buffer.from(JSON.stringify(table))}, 'read', ${table.rows.length}, ${now}, ${by}, ${now})`.execute(db)
}

export async function findImport(db: Db, workspaceId: number, surveyId: string, id: string): Promise<StoredImport | undefined> {
  const { rows } = await sql<StoredImport>`select ${columns} from survey_imports where workspace_id = ${workspaceId} and survey_id = ${surveyId} and id = ${id}`.execute(db)
  return rows[0]
}

/** The same, locked until the transaction ends: a lot and its cancelling do not cross. */
export async function lockImport(tx: Db, workspaceId: number, id: string): Promise<StoredImport | undefined> {
  const { rows } = await sql<StoredImport>`select ${columns} from survey_imports where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  return rows[0]
}

/** undefined once the file is gone. */
export async function readImportTable(db: Db, workspaceId: number, id: string): Promise<Table | undefined> {
  const { rows } = await sql<{ file: Buffer | null }>`select file from survey_imports where workspace_id = ${workspaceId} and id = ${id}`.execute(db)
  const file = rows[0]?.file
  return file ? (JSON.parse(file.toString('utf8')) as Table) : undefined
}

/** Of an import that is over, the file is not kept. */
export async function updateImport(tx: Db, workspaceId: number, { id, columns: mapped, state, imported, failedCount, failed, message }: StoredImport, now: Date): Promise<void> {
  const isOver = ['done', 'failed', 'cancelled'].includes(state)
  await sql`
    update survey_imports set columns = ${mapped && JSON.stringify(mapped)}::jsonb, state = ${state}, imported = ${imported}, failed_count = ${failedCount},
      failed = ${JSON.stringify(failed)}::jsonb, message = ${message}, touched_at = ${now}, file = case when ${isOver}::boolean then null else file end
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

/** Files that were read and never imported. */
export async function deleteOldImports(db: Db, before: Date): Promise<void> {
  await sql`delete from survey_imports where state = 'read' and touched_at < ${before}`.execute(db)
}

/** Which of these responses exist already. */
export async function listKnownResponses(db: Db, workspaceId: number, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from survey_responses where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(db)
  return new Set(rows.map((row) => row.id))
}
