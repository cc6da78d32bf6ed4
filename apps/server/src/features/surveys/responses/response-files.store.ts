// SQL on files that belong to responses.
import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'

export interface StoredFile {
  id: string
  surveyId: string
  responseId: string
  question: string
  name: string
  type: string
  bytes: Buffer
}

export async function insertFile(tx: Db, workspaceId: number, file: StoredFile, now: Date): Promise<void> {
  await sql`
    insert into survey_files (workspace_id, id, survey_id, response_id, question, name, type, bytes, uploaded_at)
    values (${workspaceId}, ${file.id}, ${file.surveyId}, ${file.responseId}, ${file.question}, ${file.name}, ${file.type}, ${file.bytes}, ${now})`.execute(tx)
}

export async function findFile(db: Db, workspaceId: number, id: string): Promise<StoredFile | undefined> {
  const { rows } = await sql<StoredFile>`
    select id, survey_id as "surveyId", response_id as "responseId", question, name, type, bytes from survey_files
    where workspace_id = ${workspaceId} and id = ${id}`.execute(db)
  return rows[0]
}

export async function countFiles(db: Db, workspaceId: number, responseId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from survey_files where workspace_id = ${workspaceId} and response_id = ${responseId}`.execute(db)
  return rows[0]!.count
}

/** One of `fileIds` that was not uploaded for this question of this response; undefined when all were. */
export async function findForeignFile(db: Db, workspaceId: number, answer: { responseId: string; question: string; fileIds: readonly string[] }): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from survey_files
    where workspace_id = ${workspaceId} and response_id = ${answer.responseId} and question = ${answer.question} and id::text = any(${answer.fileIds}::text[])`.execute(db)
  const own = new Set(rows.map((row) => row.id))
  return answer.fileIds.find((id) => !own.has(id))
}

/** What a file is called, by its id. */
export async function readFileNames(db: Db, workspaceId: number, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from survey_files where workspace_id = ${workspaceId} and id::text = any(${ids}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}
