import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { deleteOldImports } from '../import/imports.store.ts'

const keptMs = 2 * 86_400_000

/** Files that were read and never imported hold personal data that nobody waits for. */
export const pruneSurveyImports = defineJob({
  name: 'prune-survey-imports',
  schema: z.object({}),
  cron: '41 3 * * *',
  handle: (_payload, { db, clock }) => deleteOldImports(db, new Date(clock.now() - keptMs)),
})
