import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { rememberRespondents } from '../responses/responses.store.ts'

/** Who answered is known once the stream has found or made their profile. */
export const rememberWhoAnswered = defineJob({
  name: 'remember-who-answered',
  schema: z.object({ items: z.array(z.object({ workspaceId: z.number().int(), responseId: z.uuid(), profileId: z.uuid() })) }),
  handle: ({ items }, { db }) => rememberRespondents(db, items),
})
