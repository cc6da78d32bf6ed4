import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { askByEmail } from '../delivery/email.service.ts'

/** Asks one person by mail, some time after the event that made the survey due. A mail server may be away for a day. */
export const askByEmailJob = defineJob({
  name: 'ask-by-email',
  schema: z.object({ workspaceId: z.number().int(), surveyId: z.uuid(), messageId: z.string(), profileId: z.uuid() }),
  async handle(occasion, platform) {
    const opening = await askByEmail(platform, occasion)
    if (opening === undefined) return
    const key = `ask-by-email:${occasion.workspaceId}:${occasion.surveyId}:${occasion.messageId}`
    await platform.jobs.add(platform.db, [{ name: 'ask-by-email', payload: occasion, key, runAt: new Date(opening) }])
  },
  maxAttempts: 12,
})
