// Cuts what the stream no longer needs: log rows after 7 days, message ids after 30, rejected events after 30.
import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { listWorkspaceIds } from '../../access/index.ts'
import { pruneLog, pruneMessageIds, pruneRejected } from '../stream.store.ts'

const dayMs = 86_400_000
const logDays = 7
const messageIdDays = 30
const rejectedDays = 30
const rowsAtOnce = 10_000

export const pruneStream = defineJob({
  name: 'prune-stream',
  schema: z.object({}),
  cron: '17 * * * *',
  async handle(_payload, { db, clock }) {
    const now = clock.now()
    for (const workspaceId of await listWorkspaceIds(db)) {
      while ((await pruneLog(db, workspaceId, new Date(now - logDays * dayMs), rowsAtOnce)) === rowsAtOnce);
    }
    while ((await pruneMessageIds(db, new Date(now - messageIdDays * dayMs), rowsAtOnce)) === rowsAtOnce);
    await pruneRejected(db, new Date(now - rejectedDays * dayMs))
  },
})
