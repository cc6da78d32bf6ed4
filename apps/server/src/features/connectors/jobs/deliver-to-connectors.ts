import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { acceptDeliveries } from '../deliver-due.ts'

const request = z.object({
  workspaceId: z.number().int(),
  connectorId: z.uuid(),
  messageId: z.string(),
  eventName: z.string(),
  profileId: z.string(),
  payload: z.string(),
})

/** Puts events into the logs of the connectors that want them; another job delivers. */
export const deliverToConnectors = defineJob({
  name: 'deliver-to-connectors',
  schema: z.object({ items: z.array(request) }),
  handle: ({ items }, platform) => acceptDeliveries(platform, items),
})
