// Who a rule holds right now: counts and samples for the builder, from the history.
import type { z } from 'zod'
import type { Platform } from '../../platform/platform.ts'
import { readRows } from '../people/index.ts'
import { loadRuleEnvironment } from './rule-environment.ts'
import { compileRule } from './rule-sql.ts'
import { checkDefinition } from './segments.rules.ts'
import { readRules } from './segments.store.ts'
import type { Preview, previewRequest } from './segments.contract.ts'

/** @throws invalid_request, conflict as saving the rule would */
export async function previewRule(platform: Platform, workspaceId: number, { definition, segmentId, limit }: z.output<typeof previewRequest>): Promise<Preview> {
  const startedAt = performance.now()
  checkDefinition(definition, await readRules(platform.db, workspaceId), segmentId)
  const environment = await loadRuleEnvironment(platform, workspaceId)
  const [counted, people] = await Promise.all([
    platform.clickhouse.query<{ count: number; ids: string[] }>(`SELECT count() AS count, groupArraySample(${Math.max(1, limit)}, 1)(id) AS ids FROM (${compileRule(definition, environment)})`),
    platform.clickhouse.query<{ count: number }>('SELECT count() AS count FROM people FINAL WHERE workspace_id = {workspace:UInt32} AND is_deleted = 0', { workspace: workspaceId }),
  ])
  const { count, ids } = counted[0] ?? { count: 0, ids: [] }
  const rows = await readRows(platform.db, workspaceId, ids.slice(0, limit))
  return { count, people: people[0]?.count ?? 0, sample: [...rows.values()], elapsedMs: Math.round(performance.now() - startedAt) }
}
