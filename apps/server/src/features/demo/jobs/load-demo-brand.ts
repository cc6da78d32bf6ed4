import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { loadJobName, runLoad } from '../run-load.ts'

/** A load that fails has its reason in demo_loads and waits for a person; one cut off by a stop or a crash is run again. */
export const loadDemoBrand = defineJob({
  name: loadJobName,
  schema: z.object({ workspaceId: z.number().int() }),
  async handle({ workspaceId }, platform, signal) {
    const outcome = await runLoad(platform, workspaceId, { signal, isResumed: true })
    if (outcome.kind === 'failed') platform.log.warn({ workspaceId, err: outcome.error }, 'The demo brand could not be loaded')
  },
})
