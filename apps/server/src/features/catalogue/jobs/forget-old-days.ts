import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { forgetOldDays as deleteOldDays } from '../catalogue.service.ts'

/** Volumes by day are kept for 90 days. */
export const forgetOldDays = defineJob({
  name: 'forget-old-days',
  schema: z.object({}),
  cron: '41 3 * * *',
  handle: async (_payload, platform) => deleteOldDays(platform),
})
