// How many people a segment has: now, and at the end of each hour in which that changed.
import type { PoolClient } from '../../../platform/postgres.ts'

type Queryable = Pick<PoolClient, 'query'>

// A clock that was set back must not hide the newest size behind an older hour.
const sizesSql = `
  with given as (select * from unnest($2::uuid[], $3::int[], $4::int[]) as given (segment_id, entered, gone)),
  sized as (
    update segments set size = size + given.entered - given.gone from given
    where segments.workspace_id = $1 and segments.id = given.segment_id returning segments.id, segments.size, given.entered, given.gone)
  insert into segment_sizes (workspace_id, segment_id, hour, size, entered, gone)
  select $1, id, greatest(date_trunc('hour', coalesce($5::timestamptz, now())), (select max(hour) from segment_sizes where workspace_id = $1 and segment_id = sized.id)), size, entered, gone from sized
  on conflict (workspace_id, segment_id, hour) do update set size = excluded.size, entered = segment_sizes.entered + excluded.entered, gone = segment_sizes.gone + excluded.gone`

/** Counts how many rows of each segment came and went. */
export class SizeChanges {
  readonly entered = new Map<string, number>()
  readonly gone = new Map<string, number>()

  count(into: Map<string, number>, rows: readonly { segment_id: string }[]): void {
    for (const { segment_id: id } of rows) into.set(id, (into.get(id) ?? 0) + 1)
  }

  /** `now`: milliseconds since 1970; the database's time when left out. */
  async write(client: Queryable, workspaceId: number, now?: number): Promise<void> {
    const ids = [...new Set([...this.entered.keys(), ...this.gone.keys()])]
    if (ids.length === 0) return
    await client.query(sizesSql, [workspaceId, ids, ids.map((id) => this.entered.get(id) ?? 0), ids.map((id) => this.gone.get(id) ?? 0), now === undefined ? null : new Date(now)])
  }
}

/** Takes people out of all segments, without telling. */
export async function removeMemberships(client: Queryable, workspaceId: number, profileIds: readonly string[], now?: number): Promise<void> {
  const sizes = new SizeChanges()
  const { rows } = await client.query<{ segment_id: string }>('delete from segment_memberships where workspace_id = $1 and profile_id = any($2::uuid[]) returning segment_id', [workspaceId, profileIds])
  sizes.count(sizes.gone, rows)
  await sizes.write(client, workspaceId, now)
}
