import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { acceptDelivery } from '../deliver-due.ts'

/** Puts one event into one connector's delivery log; another job delivers, many at a time. */
export const deliverToConnector = defineJob({
  name: 'deliver-to-connector',
  schema: z.object({
    workspaceId: z.number().int(),
    connectorId: z.uuid(),
    messageId: z.string(),
    eventName: z.string(),
    profileId: z.string(),
    payload: z.string(),
  }),
  handle: (request, platform) => acceptDelivery(platform, request),
})
