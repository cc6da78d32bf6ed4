// Segments: live by a rule, or static lists; who is in them, since when and why.
import { sql } from 'kysely'
import type { Feature } from '../../platform/feature.ts'
import { asClient } from '../../platform/postgres.ts'
import { routeComputedTraits } from './computed/computed-traits.routes.ts'
import { refreshRfmThresholds } from './jobs/refresh-rfm-thresholds.ts'
import { removeMemberships } from './live/sizes.ts'
import { routeMembers } from './members.routes.ts'
import { routeSegments } from './segments.routes.ts'
import { segmentEntered, segmentLeft } from './segments.contract.ts'

export const segmentsFeature: Feature = {
  name: 'segments',
  routes(app, platform) {
    routeSegments(app, platform)
    routeMembers(app, platform)
    routeComputedTraits(app, platform)
  },
  jobs: [refreshRfmThresholds],
  reservedEvents: [segmentEntered, segmentLeft],
  personalData: [
    {
      table: 'segment_states',
      // The processor joins the two as it merges them; beside the stream, joinStates and rebuildStates do.
      onMerge: 'none',
      onUnmerge: 'none',
      async onErase(tx, workspaceId, profileIds) {
        await sql`delete from segment_states where workspace_id = ${workspaceId} and profile_id = any(${profileIds}::uuid[])`.execute(tx)
      },
      // Worked out of the events, which are exported themselves.
      onExport: async () => [],
    },
    {
      table: 'segment_memberships',
      onMerge: 'none',
      onUnmerge: 'none',
      async onErase(tx, workspaceId, profileIds) {
        await removeMemberships(asClient(tx), workspaceId, profileIds)
      },
      async onExport(db, workspaceId, profileIds) {
        const { rows } = await sql`
          select segments.name, members.since, members.cause, members.reason from segment_memberships as members
          join segments on segments.workspace_id = members.workspace_id and segments.id = members.segment_id
          where members.workspace_id = ${workspaceId} and members.profile_id = any(${profileIds}::uuid[])`.execute(db)
        return rows
      },
    },
  ],
}
