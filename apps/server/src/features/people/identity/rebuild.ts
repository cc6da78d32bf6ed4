// Rebuilds profiles from their events in ClickHouse: what an undone merge leaves is what the stream says of each.
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import type { Origin } from '../../../platform/event-log.ts'
import type { PoolClient } from '../../../platform/postgres.ts'
import { recordAt, type StreamEvent } from '../../../platform/stream-event.ts'
import { foldEvent } from '../profile/fold.ts'
import { createProfileState, type ProfileState, type ProfileStats } from '../profile/profile-state.ts'

interface StoredRow {
  seq: number
  message_id: string
  type: string
  name: string
  at: number
  received: number
  origin: Origin
  source_id: string
  user_id: string
  anonymous_id: string
  session_id: string
  group_id: string
  facts: [country: string, city: string, device: string, os: string, browser: string, bot: string]
  payload: string
}

const pageRows = 5_000

const readSql = `
  SELECT seq, message_id, type, name, toUnixTimestamp64Milli(time) AS at, toUnixTimestamp64Milli(received_at) AS received, origin, source_id,
    user_id, anonymous_id, session_id, group_id, payload,
    [text_properties['context.country'], text_properties['context.city'], text_properties['context.device'], text_properties['context.os'],
     text_properties['context.browser'], text_properties['context.bot']] AS facts
  FROM events WHERE workspace_id = {workspace:UInt32} AND profile_id IN {profiles:Array(UUID)} AND seq > {after:UInt64}
  ORDER BY seq LIMIT ${pageRows}`

function toEvent(row: StoredRow, workspaceId: number): StreamEvent {
  const payload = JSON.parse(row.payload) as Record<string, unknown>
  const [country, city, device, os, browser, bot] = row.facts
  return {
    workspaceId, seq: row.seq, messageId: row.message_id, type: row.type, name: row.name, time: row.at, receivedAt: row.received, origin: row.origin,
    isVerified: row.origin !== 'browser', sourceId: row.source_id, userId: row.user_id, anonymousId: row.anonymous_id, groupId: row.group_id, previousId: '',
    sessionId: row.session_id, givenProfileId: '', facts: { country, city, device, os, browser, isBot: bot === 'true' },
    properties: recordAt(payload, 'properties'), traits: recordAt(payload, 'traits'), context: recordAt(payload, 'context'), payload: row.payload,
  }
}

async function countIdentifiers(client: Pick<PoolClient, 'query'>, workspaceId: number, memberIds: string[]): Promise<ProfileStats['identifiers']> {
  const counts = { user_id: 0, email: 0, phone: 0, external_id: 0, anonymous_id: 0 }
  const { rows } = await client.query<{ kind: keyof typeof counts; count: number }>(
    'select kind, count(*) from identities where workspace_id = $1 and profile_id = any($2::uuid[]) group by kind',
    [workspaceId, memberIds],
  )
  for (const row of rows) counts[row.kind] = row.count
  return counts
}

/** The profile `id` out of the events of `memberIds` (itself and what is merged into it). All must be exported already. */
export async function rebuildProfile(
  options: { client: Pick<PoolClient, 'query'>; clickhouse: ClickHouse; workspaceId: number; currency: string }, id: string, memberIds: string[],
): Promise<ProfileState> {
  const { client, clickhouse, workspaceId, currency } = options
  let profile: ProfileState | undefined
  let after = 0
  for (;;) {
    const rows = await clickhouse.query<StoredRow>(readSql, { workspace: workspaceId, profiles: memberIds, after })
    for (const row of rows) {
      profile ??= createProfileState(id, row.at)
      foldEvent(profile, toEvent(row, workspaceId), currency, {})
    }
    if (rows.length < pageRows) break
    after = rows.at(-1)!.seq
  }
  profile ??= createProfileState(id, Date.now())
  profile.stats.identifiers = await countIdentifiers(client, workspaceId, memberIds)
  return profile
}
