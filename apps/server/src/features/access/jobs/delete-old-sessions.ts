import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { deleteOldSessions as deleteSessions } from '../sessions.service.ts'

export const deleteOldSessions = defineJob({
  name: 'delete-old-sessions',
  schema: z.object({}),
  cron: '17 3 * * *',
  handle: async (_payload, platform) => deleteSessions(platform),
})
