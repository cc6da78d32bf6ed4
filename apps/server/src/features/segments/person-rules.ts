// Rules on traits and segments for one person, now: what other features ask between events.
import type { PoolClient } from '../../platform/postgres.ts'
import { readPersonValues, type ProfileState } from '../people/index.ts'
import type { Definition } from './conditions.contract.ts'
import type { Subject } from './conditions/define-condition.ts'
import type { Moment } from './conditions/moment.ts'
import { evaluate } from './conditions/tree.ts'
import { seriesKind } from './live/series/index.ts'

export interface PersonRules {
  segmentIds: ReadonlySet<string>
  /** Events and companies are not looked at: conditions on them see none. */
  holds(rule: Definition, profile: ProfileState, moment: Moment): boolean
}

/** Which segments the profile is in. Without a profile: none. */
export async function readPersonRules(client: Pick<PoolClient, 'query'>, workspaceId: number, profileId: string | undefined): Promise<PersonRules> {
  const { rows } = profileId
    ? await client.query<{ id: string }>({
        name: 'segments-of-person', text: 'select segment_id as id from segment_memberships where workspace_id = $1 and profile_id = $2', values: [workspaceId, profileId],
      })
    : { rows: [] }
  const segmentIds = new Set(rows.map((row) => row.id))
  return {
    segmentIds,
    holds(rule, profile, moment) {
      const subject: Subject = {
        profileId: profile.id,
        values: () => readPersonValues(profile),
        series: (definition) => seriesKind(definition).empty(),
        companies: () => [],
        isMember: (segmentId) => segmentIds.has(segmentId),
      }
      return evaluate(rule, subject, moment)
    },
  }
}
