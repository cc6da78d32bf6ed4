// Reads what the processor needs to know of segments: definitions, and the states of people.
import type { Pool, PoolClient } from '../../../platform/postgres.ts'
import type { ProfileState } from '../../people/index.ts'
import type { Definition } from '../conditions.contract.ts'
import { CompanyMemory } from './companies.ts'
import { createDefinitions, type LiveDefinitions, type SegmentRecord, type SeriesRecord } from './definitions.ts'
import { reviveState, type KeptState, type UnwrittenStates } from './kept-states.ts'
import type { LiveState } from './live-state.ts'
import type { LiveTrait } from './live-traits.ts'
import type { SeriesDefinition } from './series/index.ts'

type Queryable = Pick<PoolClient, 'query'>

interface SegmentRow {
  id: string
  ref: number
  name: string
  kind: 'live' | 'static'
  definition: Definition | null
  version: number
  phase: string | null
  status: string
}

interface SeriesRow {
  ref: number
  key: string
  definition: SeriesDefinition
  from_seq: number
  is_filled: boolean
}

type TraitRow = Omit<LiveTrait, 'isAsked'> & { phase: string | null; status: string }

/** Once all its series are there: while people are gone through, and from then on. */
function isAsked(phase: string | null, status: string): boolean {
  return status !== 'failed' && (phase === null || phase === 'people')
}

function toRecord({ phase, status, ...row }: SegmentRow): SegmentRecord {
  return { ...row, isAsked: isAsked(phase, status) }
}

export async function loadDefinitions(client: Queryable, workspaceId: number): Promise<LiveDefinitions> {
  const { rows: segments } = await client.query<SegmentRow>(
    `select segments.id, ref, name, kind, definition, version, status, fills.phase from segments
     left join segment_fills as fills on fills.workspace_id = segments.workspace_id and fills.subject_id = segments.id
     where segments.workspace_id = $1 order by ref`,
    [workspaceId],
  )
  const { rows: series } = await client.query<SeriesRow>('select ref, key, definition, from_seq, is_filled from segment_series where workspace_id = $1', [workspaceId])
  const { rows: traits } = await client.query<TraitRow>(
    `select traits.id, ref, key, computation, thresholds, is_removed as "isRemoved", status, fills.phase from computed_traits as traits
     left join segment_fills as fills on fills.workspace_id = traits.workspace_id and fills.subject_id = traits.id
     where traits.workspace_id = $1`,
    [workspaceId],
  )
  const toSeries = (row: SeriesRow): SeriesRecord => ({ ref: row.ref, key: row.key, definition: row.definition, fromSeq: row.from_seq, isFilled: row.is_filled })
  return createDefinitions(segments.map(toRecord), series.map(toSeries), traits.map(({ phase, status, ...row }) => ({ ...row, isAsked: isAsked(phase, status) })))
}

/** All companies where a rule asks for them; none otherwise. */
export async function loadCompanies(client: Queryable, workspaceId: number, definitions: LiveDefinitions, firstVersion?: number): Promise<CompanyMemory> {
  if (!definitions.readsCompanies) return new CompanyMemory(new Map(), firstVersion)
  const { rows } = await client.query<{ id: string; traits: Record<string, unknown>; trait_stamps: Record<string, [number, number]> }>(
    'select id, traits, trait_stamps from companies where workspace_id = $1',
    [workspaceId],
  )
  return new CompanyMemory(new Map(rows.map((row) => [row.id, { traits: row.traits, stamps: row.trait_stamps }])), firstVersion)
}

/** What the processor knows of people's states beside the database. */
export interface StateMemory {
  /** Of those who are in memory. */
  states: WeakMap<ProfileState, LiveState>
  /** Of others, as they were when reading began: what is read meanwhile may be older. */
  unwritten: UnwrittenStates
}

const statesSql = 'select profile_id, state, rebuild_after is not null as is_stale from segment_states where workspace_id = $1 and profile_id = any($2::uuid[])'

/**
 * What is kept of these people, by id; nothing of those of whom nothing is. What is `unwritten` counts before what the
 * database says: it may be in the middle of being written.
 */
export async function readStates(pool: Pool, workspaceId: number, ids: readonly string[], unwritten: UnwrittenStates): Promise<Map<string, KeptState>> {
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<{ profile_id: string; state: string; is_stale: boolean }>({
    name: 'load-segment-states', text: statesSql, values: [workspaceId, `{${ids.join(',')}}`],
  })
  const found = new Map<string, KeptState>(rows.map((row) => [row.profile_id, { state: row.state, isStale: row.is_stale }]))
  for (const id of ids) {
    const newer = unwritten.get(id)
    if (newer) found.set(id, newer)
  }
  return found
}

/** Reads the states of people who have just come into the processor's memory. */
export async function loadStates(pool: Pool, workspaceId: number, profiles: readonly ProfileState[], { states, unwritten }: StateMemory): Promise<void> {
  const missing = new Map(profiles.filter((profile) => !states.has(profile)).map((profile) => [profile.id, profile]))
  for (const [id, kept] of await readStates(pool, workspaceId, [...missing.keys()], unwritten)) states.set(missing.get(id)!, reviveState(kept))
}

/** Whether a workspace of `cursors` has people whose time has come by `$2`, or something to fill or rebuild. */
export const liveWorkSql = `(
  exists (select from segment_states as due where due.workspace_id = cursors.workspace_id and due.next_flip_at <= $2)
  or exists (select from segment_states as stale where stale.workspace_id = cursors.workspace_id and stale.rebuild_after is not null)
  or exists (select from segment_fills as fills where fills.workspace_id = cursors.workspace_id))`

const dueSql = `
  select profile_id from segment_states where workspace_id = $1 and next_flip_at <= $2 order by next_flip_at limit $3`

/** Whose time has come. */
export async function listDue(pool: Pool, workspaceId: number, now: number, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ profile_id: string }>({ name: 'list-due-people', text: dueSql, values: [workspaceId, new Date(now), limit] })
  return rows.map((row) => row.profile_id)
}

/** The next instant at which time alone changes something in the workspace, milliseconds; undefined for never. */
export async function readNextFlip(pool: Pool, workspaceId: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ next: Date | null }>({
    name: 'next-flip', text: 'select min(next_flip_at) as next from segment_states where workspace_id = $1 and next_flip_at is not null', values: [workspaceId],
  })
  return rows[0]?.next?.getTime()
}
