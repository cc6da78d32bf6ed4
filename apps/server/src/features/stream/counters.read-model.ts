// The counters of a workspace's stream.
import type { Platform } from '../../platform/platform.ts'
import type { StreamCounters } from './stream.contract.ts'
import { readCounters } from './stream.store.ts'

const rateSeconds = 10

export async function describeCounters({ db, clock }: Platform, workspaceId: number): Promise<StreamCounters> {
  const now = clock.now()
  const row = await readCounters(db, workspaceId, new Date(now - rateSeconds * 1000))
  if (!row) return { accepted: 0, stored: 0, processed: 0, duplicate: 0, rejected: 0, waiting: 0, exporting: 0, perSecond: 0, delaySeconds: 0 }
  return {
    accepted: row.accepted, stored: row.logged + row.pruned, processed: row.processed, duplicate: row.duplicate, rejected: row.rejected,
    waiting: row.accepted - row.processedSeq, exporting: row.exporting, perSecond: row.recentAccepted / rateSeconds,
    delaySeconds: row.oldestWaitingAt ? Math.max(0, (now - row.oldestWaitingAt.getTime()) / 1000) : 0,
  }
}
