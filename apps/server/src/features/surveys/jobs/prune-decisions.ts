import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { pruneDecisions } from '../asking/decisions.store.ts'

const keepDays = 180
const keepPerPerson = 200

/** Forgets why people were or were not asked after 180 days, and of one survey and person all but the newest 200. */
export const pruneSurveyDecisions = defineJob({
  name: 'prune-survey-decisions',
  schema: z.object({}),
  cron: '41 3 * * *',
  handle: (_payload, { db, clock }) => pruneDecisions(db, { before: new Date(clock.now() - keepDays * 86_400_000), keep: keepPerPerson }),
})
