// When a workspace moves to another zone, its calendar days begin at other instants: rules on them are asked anew.
import { asDb, type PoolClient } from '../../../platform/postgres.ts'
import type { Definition } from '../conditions.contract.ts'
import { listLeaves } from '../conditions/tree.ts'
import { queueFill } from '../fills.store.ts'

const moveSql = `
  with moved as (
    select id, timezone from segments where workspace_id = $1 and definition is not null and timezone is distinct from $2 for update)
  update segments set timezone = $2 from moved where segments.workspace_id = $1 and segments.id = moved.id
  returning segments.id, definition, moved.timezone as before`

function readsDays(definition: Definition): boolean {
  return listLeaves(definition).some((leaf) => 'operator' in leaf && leaf.operator === 'anniversary_within')
}

/** Queues a filling for each rule that was asked in another zone than `timezone` (an IANA name). Those never asked have one coming. */
export async function askAnewInZone(client: Pick<PoolClient, 'query'>, workspaceId: number, { timezone, now }: { timezone: string; now: number }): Promise<void> {
  const { rows } = await client.query<{ id: string; definition: Definition; before: string | null }>(moveSql, [workspaceId, timezone])
  for (const { id, definition, before } of rows) {
    if (before !== null && readsDays(definition)) await queueFill(asDb(client), workspaceId, { kind: 'segment', subjectId: id, cause: 'edited', at: new Date(now) })
  }
}
