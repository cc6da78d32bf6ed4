// The lease of a workspace: one worker at a time processes it, and a fencing token stops one that lost it.
import type { Pool, PoolClient } from '../../platform/postgres.ts'

/** A worker that dies leaves its workspaces alone for this long. */
export const leaseSeconds = 6

export interface Lease {
  workspaceId: number
  token: number
  processedSeq: number
}

/** Somebody else took the lease, or changed profiles beside the stream: what this worker has in memory is stale. */
export class LeaseLost extends Error {
  constructor(workspaceId: number) {
    super(`The lease of workspace ${workspaceId} was taken.`)
    this.name = 'LeaseLost'
  }
}

/** Takes the lease if it is free, expired or already ours; a new token either way. */
export async function takeLease(pool: Pool, workspaceId: number, holder: string): Promise<Lease | undefined> {
  const { rows } = await pool.query<{ lease_token: number; processed_seq: number }>(
    `update stream_cursors set lease_holder = $2, lease_token = lease_token + 1, lease_expires_at = now() + make_interval(secs => $3)
     where workspace_id = $1 and (lease_holder is null or lease_holder = $2 or lease_expires_at < now())
     returning lease_token, processed_seq`,
    [workspaceId, holder, leaseSeconds],
  )
  const row = rows[0]
  return row && { workspaceId, token: row.lease_token, processedSeq: row.processed_seq }
}

/** Holds the lease for the caller's transaction. @throws LeaseLost when it is another's */
export async function assertLease(client: Pick<PoolClient, 'query'>, lease: Lease): Promise<void> {
  const { rowCount } = await client.query('select from stream_cursors where workspace_id = $1 and lease_token = $2 for update', [lease.workspaceId, lease.token])
  if (rowCount !== 1) throw new LeaseLost(lease.workspaceId)
}

export async function renewLease(pool: Pool, lease: Lease): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update stream_cursors set lease_expires_at = now() + make_interval(secs => $3) where workspace_id = $1 and lease_token = $2',
    [lease.workspaceId, lease.token, leaseSeconds],
  )
  return rowCount === 1
}

export async function releaseLease(pool: Pool, lease: Lease): Promise<void> {
  await pool.query("update stream_cursors set lease_holder = null, lease_expires_at = '-infinity' where workspace_id = $1 and lease_token = $2", [
    lease.workspaceId,
    lease.token,
  ])
}

/**
 * Draws a new token inside the caller's transaction, so that no batch in flight can commit over it and the next one
 * starts from the database. For every change of profiles that does not come through the stream.
 */
export async function fenceProcessing(client: Pick<PoolClient, 'query'>, workspaceId: number): Promise<void> {
  await client.query('update stream_cursors set lease_token = lease_token + 1 where workspace_id = $1', [workspaceId])
}
