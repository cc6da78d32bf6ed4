// SQL on runs of suggestions and what they suggested.
import { sql, type JSONColumnType } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'
import type { Suggestion, SuggestionRun } from '../personas.contract.ts'

type RunState = SuggestionRun['state']
type RunResult = Pick<SuggestionRun, 'k' | 'silhouette' | 'tried'>
export type SuggestionContent = Omit<Suggestion, 'id' | 'state' | 'personaId'>

type SuggestionTables = {
  persona_suggestion_runs: {
    workspace_id: number
    id: string
    state: RunState
    stage: SuggestionRun['stage']
    progress: number
    people_read: number
    people: number
    message: string | null
    seed: number
    result: JSONColumnType<RunResult, string, string> | null
    requested_by: string
    created_at: Date
    touched_at: Date
    finished_at: Date | null
  }
  persona_suggestions: {
    workspace_id: number
    run_id: string
    id: string
    position: number
    state: Suggestion['state']
    content: JSONColumnType<SuggestionContent, string, string>
    persona_id: string | null
  }
}

export interface StoredRun {
  id: string
  state: RunState
  stage: SuggestionRun['stage']
  progress: number
  peopleRead: number
  people: number
  message: string | null
  seed: number
  result: RunResult | null
  requestedBy: string
  createdAt: Date
  finishedAt: Date | null
}

const runColumns = [
  'id', 'state', 'stage', 'progress', 'people_read as peopleRead', 'people', 'message', 'seed', 'result', 'requested_by as requestedBy',
  'created_at as createdAt', 'finished_at as finishedAt',
] as const

/** False while another run of the workspace is waiting or under way. */
export async function insertRun(tx: Db, workspaceId: number, run: { id: string; seed: number; requestedBy: string; at: Date }): Promise<boolean> {
  const result = await sql`
    insert into persona_suggestion_runs (workspace_id, id, state, seed, requested_by, created_at, touched_at)
    values (${workspaceId}, ${run.id}, 'waiting', ${run.seed}, ${run.requestedBy}, ${run.at}, ${run.at})
    on conflict (workspace_id) where state in ('waiting', 'running') do nothing`.execute(tx)
  return result.numAffectedRows === 1n
}

/** Keeps the newest runs; personas that came out of older ones stay. */
export async function deleteOldRuns(tx: Db, workspaceId: number, kept: number): Promise<void> {
  await sql`
    delete from persona_suggestion_runs where workspace_id = ${workspaceId} and state not in ('waiting', 'running') and id not in (
      select id from persona_suggestion_runs where workspace_id = ${workspaceId} order by created_at desc, id desc limit ${kept})`.execute(tx)
}

export async function findNewestRun(db: Db, workspaceId: number): Promise<StoredRun | undefined> {
  return db
    .withTables<SuggestionTables>()
    .selectFrom('persona_suggestion_runs')
    .select(runColumns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function findRun(db: Db, workspaceId: number, id: string): Promise<StoredRun | undefined> {
  return db.withTables<SuggestionTables>().selectFrom('persona_suggestion_runs').select(runColumns).where('workspace_id', '=', workspaceId).where('id', '=', id).executeTakeFirst()
}

/** The run's seed when there is work to do on it; undefined when it was cancelled or is over. */
export async function beginRun(db: Db, workspaceId: number, id: string, at: Date): Promise<number | undefined> {
  const { rows } = await sql<{ seed: number }>`
    update persona_suggestion_runs set state = 'running', stage = 'reading', progress = 0, people_read = 0, touched_at = ${at}
    where workspace_id = ${workspaceId} and id = ${id} and state in ('waiting', 'running') returning seed`.execute(db)
  return rows[0]?.seed
}

/** False when the run was cancelled meanwhile. */
export async function saveRunProgress(
  db: Db, workspaceId: number, id: string, progress: { stage: SuggestionRun['stage']; done: number; peopleRead: number; people: number; at: Date },
): Promise<boolean> {
  const result = await sql`
    update persona_suggestion_runs set stage = ${progress.stage}, progress = greatest(progress, ${progress.done}), people_read = ${progress.peopleRead},
      people = ${progress.people}, touched_at = ${progress.at}
    where workspace_id = ${workspaceId} and id = ${id} and state = 'running'`.execute(db)
  return result.numAffectedRows === 1n
}

/** Ends a run that is not over yet. False when it was over. */
export async function endRun(
  tx: Db, workspaceId: number, id: string, end: { state: 'done' | 'failed' | 'cancelled'; at: Date; message?: string; result?: RunResult },
): Promise<boolean> {
  const result = await sql`
    update persona_suggestion_runs set state = ${end.state}, message = ${end.message ?? null}, result = ${end.result ? JSON.stringify(end.result) : null}::jsonb,
      finished_at = ${end.at}, touched_at = ${end.at},
      stage = case when ${end.state === 'done'} then 'done' else stage end, progress = case when ${end.state === 'done'} then 1 else progress end
    where workspace_id = ${workspaceId} and id = ${id} and state in ('waiting', 'running')`.execute(tx)
  return result.numAffectedRows === 1n
}

export async function insertSuggestions(tx: Db, workspaceId: number, runId: string, suggestions: readonly { id: string; content: SuggestionContent }[]): Promise<void> {
  await tx
    .withTables<SuggestionTables>()
    .insertInto('persona_suggestions')
    .values(suggestions.map(({ id, content }, position) => ({ workspace_id: workspaceId, run_id: runId, id, position, state: 'open' as const, content: JSON.stringify(content), persona_id: null })))
    .execute()
}

interface SuggestionRow {
  id: string
  state: Suggestion['state']
  content: SuggestionContent
  personaId: string | null
}

function toSuggestion({ content, ...row }: SuggestionRow): Suggestion {
  return { ...row, ...content }
}

const suggestionColumns = ['id', 'state', 'content', 'persona_id as personaId'] as const

export async function listSuggestions(db: Db, workspaceId: number, runId: string): Promise<Suggestion[]> {
  const rows = await db
    .withTables<SuggestionTables>()
    .selectFrom('persona_suggestions')
    .select(suggestionColumns)
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .orderBy('position')
    .execute()
  return rows.map(toSuggestion)
}

/** The suggestion, locked until the transaction ends. */
export async function lockSuggestion(tx: Db, workspaceId: number, id: string): Promise<Suggestion | undefined> {
  const row = await tx
    .withTables<SuggestionTables>()
    .selectFrom('persona_suggestions')
    .select(suggestionColumns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && toSuggestion(row)
}

export async function decideSuggestion(tx: Db, workspaceId: number, id: string, decision: { state: Suggestion['state']; personaId: string | null }): Promise<void> {
  await tx
    .withTables<SuggestionTables>()
    .updateTable('persona_suggestions')
    .set({ state: decision.state, persona_id: decision.personaId })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}
