import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { deliverDue } from '../deliver-due.ts'

/** Delivers what is due for one connector. One queue each: an endpoint that hangs holds up nobody else's. */
export const deliverWaiting = defineJob({
  name: 'deliver-waiting',
  schema: z.object({ workspaceId: z.number().int(), connectorId: z.uuid() }),
  handle: (address, platform, signal) => deliverDue(platform, address, signal),
})
