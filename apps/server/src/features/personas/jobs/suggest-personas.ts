import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { runSuggestion } from '../suggestions/run-suggestion.ts'
import { suggestJobName } from '../suggestions/suggestions.service.ts'

/** Finds kinds of customers and describes them; a run that was cut off begins anew. */
export const suggestPersonas = defineJob({
  name: suggestJobName,
  schema: z.object({ workspaceId: z.number().int(), runId: z.uuid() }),
  handle: (address, platform, signal) => runSuggestion(platform, address, signal),
})
