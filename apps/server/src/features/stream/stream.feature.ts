// The stream: processing, counters, live and rejected events.
import { sql } from 'kysely'
import type { Feature } from '../../platform/feature.ts'
import { pruneStream } from './jobs/prune-stream.ts'
import { routeStream } from './stream.routes.ts'

export const streamFeature: Feature = {
  name: 'stream',
  routes: routeStream,
  jobs: [pruneStream],
  personalData: [
    {
      table: 'recent_outcomes',
      // Shown for minutes; a merge need not rewrite it.
      onMerge: 'none',
      onUnmerge: 'none',
      async onErase(tx, workspaceId, profileIds) {
        await sql`delete from recent_outcomes where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[])`.execute(tx)
      },
      // What it shows is in the events themselves.
      onExport: async () => [],
    },
  ],
}
