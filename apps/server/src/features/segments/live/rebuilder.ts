// Rebuilds what is kept of people from the history, where it no longer tells the truth.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../../platform/platform.ts'
import { loadProfiles, type IdentityCache } from '../../people/index.ts'
import { isExportedTo } from './fill-store.ts'
import { readSeriesOf, readToldMemberships, type ToldMembership } from './history.ts'
import type { LiveSegments } from './live-segments.ts'
import type { FilledSeries } from './live-writes.ts'
import { loadStates, type StateMemory } from './load-live.ts'
import { seriesKind, type SeriesState } from './series/index.ts'
import type { SeriesRecord } from './definitions.ts'

const peopleAtOnce = 200
const exportWaitMs = 15_000

const staleSql = 'select profile_id from segment_states where workspace_id = $1 and rebuild_after is not null limit $2'
const membersSql = `
  with recursive members as (
    select id as root, id from unnest($2::uuid[]) as id
    union select members.root, profiles.id from profiles join members on profiles.merged_into = members.id where profiles.workspace_id = $1)
  select root, id from members`

export async function listStale({ pool }: Platform, workspaceId: number): Promise<string[]> {
  const { rows } = await pool.query<{ profile_id: string }>({ name: 'list-stale-people', text: staleSql, values: [workspaceId, peopleAtOnce] })
  return rows.map((row) => row.profile_id)
}

/** False when the history does not catch up in time. */
async function waitForHistory({ pool }: Platform, workspaceId: number, cursor: number): Promise<boolean> {
  const deadline = performance.now() + exportWaitMs
  while (!(await isExportedTo(pool, workspaceId, cursor))) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}

function combineAll(parts: readonly FilledSeries[]): FilledSeries {
  const combined = new Map<SeriesRecord, SeriesState>()
  for (const [series, state] of parts.flat()) {
    const kind = seriesKind(series.definition)
    combined.set(series, kind.combine(combined.get(series) ?? kind.empty(), state, series.definition))
  }
  return [...combined]
}

function latestOf(told: readonly ToldMembership[]): Map<string, ToldMembership> {
  const latest = new Map<string, ToldMembership>()
  for (const one of told) if (one.seq > (latest.get(one.segmentId)?.seq ?? -1)) latest.set(one.segmentId, one)
  return latest
}

/**
 * Reads the whole history of these people up to `cursor`, nothing being written meanwhile; what it returns puts it into
 * their states when the next batch is folded, before its events. undefined when the history is behind.
 */
export async function prepareRebuild(
  platform: Platform, workspaceId: number, ids: readonly string[],
  { live, cache, cursor, memory }: { live: LiveSegments; cache: IdentityCache; cursor: number; memory: StateMemory },
): Promise<((now: number) => void) | undefined> {
  if (!(await waitForHistory(platform, workspaceId, cursor))) return undefined
  const { rows: members } = await platform.pool.query<{ root: string; id: string }>(membersSql, [workspaceId, ids])
  const memberIds = members.map((row) => row.id)
  const series = [...live.definitions.series.values()].filter((record) => record.isFilled)
  const [filled, told] = await Promise.all([
    readSeriesOf(platform.clickhouse, { workspaceId, series, toSeq: cursor, now: platform.clock.now() }, memberIds),
    readToldMemberships(platform.clickhouse, workspaceId, memberIds),
    loadProfiles(platform.pool, workspaceId, ids, cache),
  ])
  const profiles = ids.flatMap((id) => cache.find(id) ?? [])
  await loadStates(platform.pool, workspaceId, profiles, memory)
  const ownIds = Map.groupBy(members, (row) => row.root)
  return (now) => {
    for (const profile of profiles) {
      const own = new Set(ownIds.get(profile.id)?.map((row) => row.id))
      const parts = [...own].flatMap((id) => (filled.has(id) ? [filled.get(id)!] : []))
      live.rebuild(profile, combineAll(parts), latestOf(told.filter((one) => own.has(one.profileId))), now)
    }
  }
}
