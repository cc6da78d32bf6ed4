// SQL on the zone of a workspace, in which its days begin.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'

export async function readTimezone(db: Db, workspaceId: number): Promise<string> {
  const { rows } = await sql<{ timezone: string }>`select timezone from workspaces where id = ${workspaceId}`.execute(db)
  return rows[0]?.timezone ?? 'UTC'
}
