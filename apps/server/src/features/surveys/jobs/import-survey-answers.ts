import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { importJobName } from '../import/imports.service.ts'
import { runImport } from '../import/run-import.ts'

/** Takes a file over in lots; run again it goes on where it stopped. */
export const importSurveyAnswers = defineJob({
  name: importJobName,
  schema: z.object({ workspaceId: z.number().int(), importId: z.uuid() }),
  handle: (address, platform, signal) => runImport(platform, address, signal),
})
