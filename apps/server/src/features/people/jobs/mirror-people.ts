// Brings people from before there was a mirror into ClickHouse, once a workspace.
import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import type { Platform } from '../../../platform/platform.ts'
import { withTransaction } from '../../../platform/postgres.ts'
import { toProfileState, type ProfileRow } from '../identity/load.ts'
import { queueOldPeople, type Redirect } from '../profile/mirror.ts'

const pagePeople = 2_000
const nobody = '00000000-0000-0000-0000-000000000000'

const pageSql = `
  select id, merged_into, user_id, country, city, first_seen_at, last_seen_at, traits, trait_stamps, stats, consent
  from profiles where workspace_id = $1 and id > $2 order by id limit $3`
const rootsSql = `
  with recursive chain as (
    select id, merged_into as root from profiles where workspace_id = $1 and id = any($2::uuid[]) and merged_into is not null
    union all select chain.id, profiles.merged_into from chain join profiles on profiles.workspace_id = $1 and profiles.id = chain.root where profiles.merged_into is not null)
  select chain.id, chain.root from chain join profiles on profiles.workspace_id = $1 and profiles.id = chain.root where profiles.merged_into is null`

/** Mirrors the people after `afterId`. Returns the last one's id, undefined at the end. */
async function mirrorPage({ pool }: Platform, workspaceId: number, afterId: string): Promise<string | undefined> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<ProfileRow>(pageSql, [workspaceId, afterId, pagePeople])
    const { rows: redirects } = await client.query<Redirect>(rootsSql, [workspaceId, rows.map((row) => row.id)])
    await queueOldPeople(client, workspaceId, rows.map(toProfileState), redirects)
    return rows.at(-1)?.id
  })
}

export const mirrorPeople = defineJob({
  name: 'mirror-people',
  schema: z.object({}),
  cron: '* * * * *',
  async handle(_payload, platform, signal) {
    const { rows } = await platform.pool.query<{ id: number }>('select id from workspaces where people_mirrored_at is null')
    for (const { id } of rows) {
      let position: string | undefined = nobody
      while (position !== undefined && !signal?.aborted) position = await mirrorPage(platform, id, position)
      // Told to stop: the next minute begins anew, which does no harm.
      if (signal?.aborted) return
      await platform.pool.query('update workspaces set people_mirrored_at = $2 where id = $1', [id, new Date(platform.clock.now())])
    }
  },
})
