import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { asClient } from '../../../platform/postgres.ts'
import { findRoots } from '../../people/index.ts'
import { rebuildStates } from '../../segments/live/index.ts'
import { fenceProcessing } from '../../stream/index.ts'
import { removeAnswerEvents } from '../responses/deleted-events.read-model.ts'
import { forgetJobName } from '../responses/responses.service.ts'

/** Takes the answers of deleted responses out of the history too, and out of the segments and computed traits that rest on it. */
export const forgetDeletedAnswers = defineJob({
  name: forgetJobName,
  schema: z.object({ workspaceId: z.number().int(), responseIds: z.array(z.uuid()), profileIds: z.array(z.uuid()).default([]) }),
  async handle({ workspaceId, responseIds, profileIds }, { clickhouse, db }) {
    await removeAnswerEvents(clickhouse, workspaceId, responseIds)
    const people = [...new Set((await findRoots(db, workspaceId, profileIds)).values())]
    if (people.length === 0) return
    await db.transaction().execute(async (tx) => {
      await fenceProcessing(asClient(tx), workspaceId)
      await rebuildStates(asClient(tx), workspaceId, people)
    })
  },
})
