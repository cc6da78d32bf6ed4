// What rules may refer to, read when they are compiled.
import type { Platform } from '../../platform/platform.ts'
import { readCompanyValues } from '../people/index.ts'
import type { Definition } from './conditions.contract.ts'
import type { RuleEnvironment } from './rule-sql.ts'

/** As of now; `now` another moment, milliseconds. */
export async function loadRuleEnvironment({ pool, clock }: Pick<Platform, 'pool' | 'clock'>, workspaceId: number, now = clock.now()): Promise<RuleEnvironment> {
  const [segments, companies, workspace, redirects] = await Promise.all([
    pool.query<{ id: string; definition: Definition | null }>('select id, definition from segments where workspace_id = $1', [workspaceId]),
    pool.query<{ id: string; traits: Record<string, unknown> }>('select id, traits from companies where workspace_id = $1', [workspaceId]),
    pool.query<{ timezone: string }>('select timezone from workspaces where id = $1', [workspaceId]),
    pool.query('select from profile_merges where workspace_id = $1 limit 1', [workspaceId]),
  ])
  const rules = new Map(segments.rows.map((row) => [row.id, row.definition]))
  return {
    workspaceId, now, timezone: workspace.rows[0]?.timezone ?? 'UTC', hasRedirects: redirects.rows.length > 0,
    findRule: (id) => rules.get(id),
    companies: new Map(companies.rows.map((row) => [row.id, readCompanyValues(row.id, row.traits)])),
  }
}
