// Settings → Outbox: every message that left through the built-in mail server, readable.
import { z } from 'zod'
import { id, instant, pageOf, pageQuery } from '../../platform/contract.ts'

export const outboxMessage = z.object({
  id,
  receivedAt: instant,
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  sizeBytes: z.number().int(),
})
/** GET /v1/outbox. `isEmbedded` false: messages go to SMTP_URL and are not kept here. */
export const outboxPage = pageOf(outboxMessage).extend({ isEmbedded: z.boolean() })
export const outboxQuery = pageQuery.extend({ search: z.string().max(200).optional() })
/** GET /v1/outbox/:id */
export const outboxMessageDetail = outboxMessage.extend({
  html: z.string().nullable().meta({ description: 'Sanitised by a sandboxed frame on the screen' }),
  text: z.string().nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  source: z.string().meta({ description: 'The message as it went over the wire' }),
})
export type OutboxMessageDetail = z.infer<typeof outboxMessageDetail>
