import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { deleteOldMessages } from '../outbox.store.ts'

const keepDays = 90

/** Forgets messages after 90 days. */
export const pruneOutbox = defineJob({
  name: 'prune-outbox',
  schema: z.object({}),
  cron: '41 3 * * *',
  handle: (_payload, { db, clock }) => deleteOldMessages(db, new Date(clock.now() - keepDays * 86_400_000)),
})
