// Writes what a batch changed in the segments, inside the batch's transaction: states, memberships, sizes, and the events that tell.
import { appendOn, type SystemEvent } from '../../../platform/event-log.ts'
import type { PoolClient } from '../../../platform/postgres.ts'
import { segmentEntered, segmentLeft } from '../segments.contract.ts'
import type { LiveWrites, MembershipWrite, Transition } from './live-writes.ts'
import { SizeChanges } from './sizes.ts'

type Queryable = Pick<PoolClient, 'query'>

/** Separates JSON texts in one parameter: JSON never contains it unescaped. */
const separator = '\u001e'

const upsertStates = (nextFlip: string) => `
  insert into segment_states (workspace_id, profile_id, state, next_flip_at, rebuild_after)
  select $1, given.profile_id, given.state, to_timestamp(flip_ms / 1000.0), case when is_stale then $6::bigint end
  from unnest($2::uuid[], string_to_array($3, E'\\x1e'), $4::float8[], $5::bool[]) as given (profile_id, state, flip_ms, is_stale)
  on conflict (workspace_id, profile_id) do update set state = excluded.state, next_flip_at = ${nextFlip}, rebuild_after = excluded.rebuild_after`

const statesSql = upsertStates('excluded.next_flip_at')
// Of a bare person only one segment was asked: that they are due for another reason stays.
const bareStatesSql = upsertStates('least(segment_states.next_flip_at, excluded.next_flip_at)')

// Who left and came back within a batch has a row already.
const insertSql = `
  insert into segment_memberships (workspace_id, segment_id, profile_id, since, cause, reason)
  select $1, * from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[])
  on conflict (workspace_id, segment_id, profile_id) do update set since = excluded.since, cause = excluded.cause, reason = excluded.reason
  returning segment_id, xmax = 0 as is_new`

const deleteSql = `
  delete from segment_memberships as memberships using unnest($2::uuid[], $3::uuid[]) as given (segment_id, profile_id)
  where memberships.workspace_id = $1 and memberships.segment_id = given.segment_id and memberships.profile_id = given.profile_id
  returning memberships.segment_id`

const deleteRemovedSql = 'delete from segment_memberships where workspace_id = $1 and profile_id = any($2::uuid[]) returning segment_id'

/** People of companies that changed are asked again at the next look; a membership may name a profile that has gone into another, over any number of merges. */
const companiesSql = `
  with recursive members as (
    select profile_id as id from company_members where workspace_id = $1 and company_id = any($2::text[])
    union select profiles.merged_into from members join profiles on profiles.workspace_id = $1 and profiles.id = members.id where profiles.merged_into is not null)
  insert into segment_states (workspace_id, profile_id, state, next_flip_at)
  select $1, profiles.id, '{}', $3::timestamptz from members join profiles on profiles.workspace_id = $1 and profiles.id = members.id where profiles.merged_into is null
  on conflict (workspace_id, profile_id) do update set next_flip_at = least(segment_states.next_flip_at, excluded.next_flip_at)`

async function upsert(client: Queryable, statement: { name: string; text: string }, workspaceId: number, states: LiveWrites['states'], toSeq: number): Promise<void> {
  if (states.length === 0) return
  // Sorted, so that neighbouring rows meet neighbouring pages of the index: a third of the time of a large batch.
  const sorted = states.toSorted((left, right) => (left.profileId < right.profileId ? -1 : 1))
  await client.query({
    ...statement,
    values: [
      workspaceId, `{${sorted.map((row) => row.profileId).join(',')}}`, sorted.map((row) => row.state).join(separator),
      `{${sorted.map((row) => row.nextFlipAt ?? 'NULL').join(',')}}`, `{${sorted.map((row) => row.isStale).join(',')}}`, toSeq,
    ],
  })
}

async function writeStates(client: Queryable, workspaceId: number, { states, removedIds }: LiveWrites, toSeq: number): Promise<void> {
  if (removedIds.length > 0) await client.query('delete from segment_states where workspace_id = $1 and profile_id = any($2::uuid[])', [workspaceId, removedIds])
  await upsert(client, { name: 'upsert-segment-states', text: statesSql }, workspaceId, states.filter((row) => !row.isBare), toSeq)
  await upsert(client, { name: 'upsert-bare-segment-states', text: bareStatesSql }, workspaceId, states.filter((row) => row.isBare), toSeq)
}

async function writeMemberships(client: Queryable, workspaceId: number, { memberships, removedIds }: LiveWrites, now: number): Promise<void> {
  const sizes = new SizeChanges()
  const run = async (text: string, values: unknown[]) => (await client.query<{ segment_id: string; is_new?: boolean }>(text, [workspaceId, ...values])).rows
  if (removedIds.length > 0) sizes.count(sizes.gone, await run(deleteRemovedSql, [removedIds]))
  const isIn = (row: MembershipWrite) => row.since !== undefined
  const gone = memberships.filter((row) => !isIn(row))
  if (gone.length > 0) sizes.count(sizes.gone, await run(deleteSql, [gone.map((row) => row.segment.id), gone.map((row) => row.profileId)]))
  const entered = memberships.filter(isIn)
  if (entered.length > 0) {
    const rows = await run(insertSql, [
      entered.map((row) => row.segment.id), entered.map((row) => row.profileId), entered.map((row) => new Date(row.since!)),
      entered.map((row) => row.cause), entered.map((row) => row.reason),
    ])
    sizes.count(sizes.entered, rows.filter((row) => row.is_new))
  }
  await sizes.write(client, workspaceId, now)
}

/**
 * The same change always has the same messageId: however often a batch is tried, it counts once. With the batch's
 * position, because somebody can come, go and come back within a millisecond.
 */
function toEvent({ segment, profileId, isEntered, at, cause, reason }: Transition, toSeq: number): SystemEvent {
  return {
    messageId: `segment-${segment.id}-${profileId}-${at}-${toSeq}-${isEntered ? 'in' : 'out'}`,
    event: isEntered ? segmentEntered : segmentLeft,
    profileId,
    timestamp: new Date(at).toISOString(),
    properties: { segment_id: segment.id, segment: segment.name, cause, reason, version: segment.version },
  }
}

/** `toSeq`: the last position of the batch. Must be the last of its transaction: it locks the stream until the end. */
export async function writeLive(client: PoolClient, workspaceId: number, writes: LiveWrites, { toSeq, now }: { toSeq: number; now: number }): Promise<void> {
  await writeStates(client, workspaceId, writes, toSeq)
  await writeMemberships(client, workspaceId, writes, now)
  if (writes.companyIds.length > 0) await client.query(companiesSql, [workspaceId, writes.companyIds, new Date(now)])
  await appendOn(client, workspaceId, writes.transitions.map((transition) => toEvent(transition, toSeq)), now)
}
