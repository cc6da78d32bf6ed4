// Merges by a person's decision, and their undoing. Both fence the stream, so that no batch in flight overwrites them.
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Principal } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { withTransaction, type PoolClient } from '../../../platform/postgres.ts'
import { readWorkspace } from '../../access/index.ts'
import { joinStates, rebuildStates } from '../../segments/live/index.ts'
import { fenceProcessing } from '../../stream/index.ts'
import { mirrorNow } from '../profile/mirror.ts'
import { combineProfiles } from '../profile/combine.ts'
import type { ProfileState } from '../profile/profile-state.ts'
import { snapshotProfiles, writeProfiles } from '../profile/write.ts'
import { readMemberIds } from '../people.store.ts'
import { toProfileState, type ProfileRow } from './load.ts'
import { rebuildProfile } from './rebuild.ts'

const exportWaitMs = 15_000

async function readProfileRow(client: PoolClient, workspaceId: number, id: string): Promise<ProfileRow | undefined> {
  const { rows } = await client.query<ProfileRow>(
    `select id, merged_into, user_id, country, city, first_seen_at, last_seen_at, traits, trait_stamps, stats, consent
     from profiles where workspace_id = $1 and id = $2`,
    [workspaceId, id],
  )
  return rows[0]
}

async function readState(client: PoolClient, workspaceId: number, id: string): Promise<ProfileState> {
  let wanted: string | null = id
  while (wanted) {
    const row: ProfileRow | undefined = await readProfileRow(client, workspaceId, wanted)
    if (!row) throw notFound('person')
    if (!row.merged_into) return toProfileState(row)
    wanted = row.merged_into
  }
  throw notFound('person')
}

async function announce({ signals }: Platform, workspaceId: number, profileIds: string[]): Promise<void> {
  await signals.send({ kind: 'processed', workspaceId, toSeq: 0, profileIds, more: false })
}

/** `otherId` goes into `id`. @throws not_found, conflict when both are one person already */
export async function mergePeople(platform: Platform, workspaceId: number, request: { id: string; otherId: string; reason: string; actor: Principal }): Promise<{ mergeId: string; profileId: string; fromId: string }> {
  const mergeId = uuidv7()
  const result = await withTransaction(platform.pool, async (client) => {
    await fenceProcessing(client, workspaceId)
    const into = await readState(client, workspaceId, request.id)
    const from = await readState(client, workspaceId, request.otherId)
    if (into.id === from.id) throw new RapportError('conflict', 'These are one person already.')
    combineProfiles(into, from)
    from.mergedInto = into.id
    from.isPersonChanged = true
    await writeProfiles(client, workspaceId, snapshotProfiles([into, from]))
    await mirrorNow(client, workspaceId, [into, from], [{ id: from.id, root: into.id }])
    await joinStates(client, workspaceId, { from: from.id, into: into.id, now: platform.clock.now() })
    await client.query(
      'insert into profile_merges (workspace_id, id, from_profile_id, into_profile_id, reason, actor, at) values ($1, $2, $3, $4, $5, $6, $7)',
      [workspaceId, mergeId, from.id, into.id, request.reason || 'Merged by hand', request.actor.name, new Date(platform.clock.now())],
    )
    return { mergeId, profileId: into.id, fromId: from.id }
  })
  await announce(platform, workspaceId, [result.profileId, result.fromId])
  return result
}

async function waitForExports(client: PoolClient, workspaceId: number): Promise<void> {
  const deadline = Date.now() + exportWaitMs
  for (;;) {
    const { rows } = await client.query('select 1 from export_batches where workspace_id = $1 limit 1', [workspaceId])
    if (rows.length === 0) return
    if (Date.now() > deadline) throw new RapportError('unavailable', 'Events are still on their way into ClickHouse. Try again in a moment.', { retryAfterSeconds: 5 })
    await sleep(50)
  }
}

interface MergeRow {
  from_profile_id: string
  into_profile_id: string
  undone_at: Date | null
}

async function takeMerge(client: PoolClient, workspaceId: number, mergeId: string): Promise<MergeRow> {
  const { rows } = await client.query<MergeRow>(
    'select from_profile_id, into_profile_id, undone_at from profile_merges where workspace_id = $1 and id = $2 for update',
    [workspaceId, mergeId],
  )
  const merge = rows[0]
  if (!merge) throw notFound('merge')
  if (merge.undone_at) throw new RapportError('conflict', 'This merge was undone already.')
  return merge
}

/** Two people again: each gets back the events of its own identifiers, those that came after the merge included. */
export async function undoMerge(platform: Platform, workspaceId: number, mergeId: string, actor: Principal): Promise<{ profileId: string; restoredId: string }> {
  const { pool, clickhouse, clock } = platform
  const currency = (await readWorkspace(platform.db, workspaceId))?.currency ?? 'EUR'
  const result = await withTransaction(pool, async (client) => {
    await fenceProcessing(client, workspaceId)
    const merge = await takeMerge(client, workspaceId, mergeId)
    await waitForExports(client, workspaceId)
    const restoredId = merge.from_profile_id
    await client.query('update profiles set merged_into = null where workspace_id = $1 and id = $2', [workspaceId, restoredId])
    const { id: profileId } = await readState(client, workspaceId, merge.into_profile_id)
    const rebuild = async (id: string) => rebuildProfile({ client, clickhouse, workspaceId, currency }, id, await readMemberIds(client, workspaceId, id))
    const profiles = [await rebuild(profileId), await rebuild(restoredId)]
    await writeProfiles(client, workspaceId, snapshotProfiles(profiles))
    await mirrorNow(client, workspaceId, profiles, [{ id: restoredId, root: restoredId }])
    await rebuildStates(client, workspaceId, [profileId, restoredId])
    await client.query('update profile_merges set undone_at = $3, undone_by = $4 where workspace_id = $1 and id = $2', [workspaceId, mergeId, new Date(clock.now()), actor.name])
    return { profileId, restoredId }
  })
  await announce(platform, workspaceId, [result.profileId, result.restoredId])
  return result
}
