// States that no longer tell the truth, because profiles were changed beside the stream.
import type { PoolClient } from '../../../platform/postgres.ts'
import { createDefinitions } from './definitions.ts'
import { createLiveState, serialiseState, type LiveState, type StoredState } from './live-state.ts'
import { mergeStates } from './merge-states.ts'
import { SizeChanges } from './sizes.ts'

type Queryable = Pick<PoolClient, 'query'>

const markSql = `
  insert into segment_states (workspace_id, profile_id, state, rebuild_after)
  select $1, id, '{}', (select processed_seq from stream_cursors where workspace_id = $1) from unnest($2::uuid[]) as id
  on conflict (workspace_id, profile_id) do update set state = excluded.state, next_flip_at = null, rebuild_after = excluded.rebuild_after`

/** People of whom nothing that was kept is true any more: series and memberships are to be read from the history. Inside a transaction that has fenced the stream. */
export async function rebuildStates(client: Queryable, workspaceId: number, profileIds: string[]): Promise<void> {
  await client.query(markSql, [workspaceId, profileIds])
}

async function readState(client: Queryable, workspaceId: number, profileId: string): Promise<LiveState> {
  const { rows } = await client.query<{ state: string }>('select state from segment_states where workspace_id = $1 and profile_id = $2', [workspaceId, profileId])
  return createLiveState(JSON.parse(rows[0]?.state ?? '{}') as Partial<StoredState>)
}

/** Series are rebuilt: none of them is known here. */
const nothingKept = createDefinitions([], [])

const moveSql = `
  with gone as (delete from segment_memberships where workspace_id = $1 and profile_id = $2 returning *)
  insert into segment_memberships (workspace_id, segment_id, profile_id, since, cause, reason)
  select workspace_id, segment_id, $3, since, 'merge', 'Two profiles became one' from gone
  on conflict (workspace_id, segment_id, profile_id) do nothing returning segment_id`

async function moveMemberships(client: Queryable, workspaceId: number, { from, into, now }: { from: string; into: string; now: number }): Promise<void> {
  const sizes = new SizeChanges()
  const { rows: gone } = await client.query<{ segment_id: string }>('select segment_id from segment_memberships where workspace_id = $1 and profile_id = $2', [workspaceId, from])
  const { rows: moved } = await client.query<{ segment_id: string }>(moveSql, [workspaceId, from, into])
  sizes.count(sizes.gone, gone)
  sizes.count(sizes.entered, moved)
  await sizes.write(client, workspaceId, now)
}

/**
 * The profile `from` went into `into` by hand: memberships are those of either until they are asked again, once the
 * series are rebuilt. The same as mergeStates does within the stream.
 */
export async function joinStates(client: Queryable, workspaceId: number, change: { from: string; into: string; now: number }): Promise<void> {
  const { from, into, now } = change
  const [source, target] = [await readState(client, workspaceId, from), await readState(client, workspaceId, into)]
  mergeStates(target, source, nothingKept)
  for (const ref of source.retold) target.retold.add(ref)
  target.flips.clear()
  target.isBlank = false
  await rebuildStates(client, workspaceId, [into])
  await client.query('update segment_states set state = $3 where workspace_id = $1 and profile_id = $2', [workspaceId, into, serialiseState(target, nothingKept, now)])
  await client.query('delete from segment_states where workspace_id = $1 and profile_id = $2', [workspaceId, from])
  await moveMemberships(client, workspaceId, change)
}
