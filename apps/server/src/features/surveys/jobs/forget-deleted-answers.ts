import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { removeAnswerEvents } from '../deleted-events.read-model.ts'
import { forgetJobName } from '../responses.service.ts'

/** Takes the answers of deleted responses out of the history too. */
export const forgetDeletedAnswers = defineJob({
  name: forgetJobName,
  schema: z.object({ workspaceId: z.number().int(), responseIds: z.array(z.uuid()) }),
  handle: ({ workspaceId, responseIds }, { clickhouse }) => removeAnswerEvents(clickhouse, workspaceId, responseIds),
})
