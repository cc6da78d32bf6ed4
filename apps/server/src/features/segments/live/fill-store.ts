// SQL of fillings: what waits, how far it is, and what becomes of it.
import type { PoolClient } from '../../../platform/postgres.ts'
import type { Definition } from '../conditions.contract.ts'
import { listSeries } from '../conditions/tree.ts'
import type { ChangeCause } from '../segments.contract.ts'
import type { Computation } from '../computed-traits.contract.ts'
import { seriesOfComputation } from '../computed/computations.ts'
import { collectLeaves } from './definitions.ts'
import { seriesKey, type SeriesDefinition } from './series/index.ts'

type Queryable = Pick<PoolClient, 'query'>

export interface Fill {
  id: string
  kind: 'segment' | 'trait'
  /** Id of the segment or computed trait. */
  subjectId: string
  cause: ChangeCause & ('first_fill' | 'edited')
  phase: 'new' | 'series' | 'people'
  position: string | null
}

/** The oldest filling of the workspace. */
export async function readNextFill(client: Queryable, workspaceId: number): Promise<Fill | undefined> {
  const { rows } = await client.query<Fill>(
    `select id, subject_kind as kind, subject_id as "subjectId", cause, phase, position from segment_fills where workspace_id = $1 order by started_at, id limit 1`,
    [workspaceId],
  )
  return rows[0]
}

interface Rules {
  needed: Map<string, SeriesDefinition>
  /** Names of the series that a filling is in the middle of. */
  halfFilled: string[]
}

/** The series that rules and computed traits read, by their names: of all but those whose filling failed. */
async function readNeededSeries(client: Queryable, workspaceId: number): Promise<Rules> {
  const { rows } = await client.query<{ id: string; definition: Definition | null; status: string }>('select id, definition, status from segments where workspace_id = $1', [workspaceId])
  const rules = new Map(rows.map((row) => [row.id, row.definition]))
  const listOf = (definition: Definition) => listSeries(collectLeaves(definition, (id) => rules.get(id)))
  const needed = new Map<string, SeriesDefinition>()
  for (const { definition, status } of rows) {
    if (definition && status !== 'failed') for (const series of listOf(definition)) needed.set(seriesKey(series), series)
  }
  const { rows: traits } = await client.query<{ id: string; computation: Computation; status: string }>('select id, computation, status from computed_traits where workspace_id = $1 and not is_removed', [workspaceId])
  for (const { computation, status } of traits) if (status !== 'failed') for (const series of seriesOfComputation(computation)) needed.set(seriesKey(series), series)
  const fill = await readNextFill(client, workspaceId)
  if (fill?.phase !== 'series' || fill.position === null) return { needed, halfFilled: [] }
  const rule = rules.get(fill.subjectId)
  const trait = traits.find((row) => row.id === fill.subjectId)
  const filled = rule ? listOf(rule) : trait ? seriesOfComputation(trait.computation) : []
  return { needed, halfFilled: filled.map(seriesKey) }
}

/**
 * Makes the series that rules need and none has, to be folded from `cursor` on; forgets those that none needs any more.
 * One that is not filled is made anew unless its filling goes on: a filling that was begun by a rule since edited or
 * removed has added the history of some people already. Only while the lease is held: the position must be the one from
 * which this worker goes on.
 */
export async function activateFills(client: Queryable, workspaceId: number, cursor: number): Promise<void> {
  const { needed, halfFilled } = await readNeededSeries(client, workspaceId)
  await client.query('delete from segment_series where workspace_id = $1 and (key <> all($2::text[]) or not (is_filled or key = any($3::text[])))', [workspaceId, [...needed.keys()], halfFilled])
  const list = [...needed]
  if (list.length > 0) {
    // A stream that is still at its beginning has no history to fill in. Asked for first, because a conflict would use up a ref.
    await client.query(
      `insert into segment_series (workspace_id, key, definition, from_seq, is_filled)
       select $1, key, definition, $4::bigint, $4::bigint = 0 from unnest($2::text[], $3::jsonb[]) as given (key, definition)
       where not exists (select from segment_series as known where known.workspace_id = $1 and known.key = given.key)`,
      [workspaceId, list.map(([key]) => key), list.map(([, series]) => JSON.stringify(series)), cursor],
    )
  }
  await client.query("update segment_fills set phase = 'series' where workspace_id = $1 and phase = 'new'", [workspaceId])
}

export async function isExportedTo(client: Queryable, workspaceId: number, seq: number): Promise<boolean> {
  const { rows } = await client.query(
    `select from stream_cursors as cursors where workspace_id = $1 and processed_seq >= $2
       and not exists (select from export_batches where workspace_id = $1 and last_seq <= $2)`,
    [workspaceId, seq],
  )
  return rows.length === 1
}

export async function writeFillProgress(client: Queryable, workspaceId: number, fill: Fill, progress: { position: string | null; visited: number; expected: number }): Promise<void> {
  await client.query('update segment_fills set position = $3, visited = visited + $4, expected = greatest(expected, $5) where workspace_id = $1 and id = $2', [
    workspaceId, fill.id, progress.position, progress.visited, progress.expected,
  ])
}

/** The series are there: from now on the rule is asked, and people are gone through. */
export async function endSeriesPhase(client: Queryable, workspaceId: number, fill: Fill, refs: readonly number[]): Promise<void> {
  await client.query('update segment_series set is_filled = true where workspace_id = $1 and ref = any($2::int[])', [workspaceId, refs])
  await client.query("update segment_fills set phase = 'people', position = null, visited = 0, expected = 0 where workspace_id = $1 and id = $2", [workspaceId, fill.id])
}

/** The segment or computed trait is as it should be, or, with a problem, cannot be filled. */
export async function endFill(client: Queryable, workspaceId: number, fill: Fill, problem: string | null): Promise<void> {
  await client.query('delete from segment_fills where workspace_id = $1 and id = $2', [workspaceId, fill.id])
  const table = fill.kind === 'segment' ? 'segments' : 'computed_traits'
  if (fill.kind === 'trait') await client.query('delete from computed_traits where workspace_id = $1 and id = $2 and is_removed', [workspaceId, fill.subjectId])
  await client.query(`update ${table} set status = case when $3::text is null then 'ready' else 'failed' end, problem = $3 where workspace_id = $1 and id = $2`, [workspaceId, fill.subjectId, problem])
}
