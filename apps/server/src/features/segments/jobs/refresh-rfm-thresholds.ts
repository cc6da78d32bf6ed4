// Keeps the fifths of RFM scores current: every hour they are worked out again, and everyone's score with them where they moved.
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { computeThresholds } from '../computed/rfm-thresholds.ts'
import { listRfmTraits, writeThresholds } from '../computed/computed-traits.store.ts'
import { queueFill } from '../fills.store.ts'

export const refreshRfmThresholds = defineJob({
  name: 'refresh-rfm-thresholds',
  schema: z.object({}),
  cron: '23 * * * *',
  async handle(_payload, platform) {
    const changed = new Set<number>()
    for (const { workspaceId, id, computation, thresholds, status } of await listRfmTraits(platform.db)) {
      if (computation.function !== 'rfm' || status === 'filling') continue
      const current = await computeThresholds(platform, workspaceId, computation.days)
      if (isDeepStrictEqual(current, thresholds)) continue
      await platform.db.transaction().execute(async (tx) => {
        await writeThresholds(tx, workspaceId, id, current)
        await queueFill(tx, workspaceId, { kind: 'trait', subjectId: id, cause: 'edited', at: new Date(platform.clock.now()) })
      })
      changed.add(workspaceId)
    }
    for (const workspaceId of changed) await platform.signals.send({ kind: 'definitions', workspaceId })
  },
})
