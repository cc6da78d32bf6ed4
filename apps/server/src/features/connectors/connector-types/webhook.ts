// Webhook: posts every event as JSON to an address, signed with a secret that both sides know.
import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { RefusedAddressError, sendRequest, type OutgoingReply } from '../../../platform/outgoing-request.ts'
import { defineConnector, deliverEach, type DeliveryOutcome } from './define-connector.ts'

const ownHeaders = /^(host|connection|content-length|content-type|transfer-encoding|user-agent|x-rapport-.*)$/i

const configSchema = z.object({
  url: z.url({ protocol: /^https?$/, message: 'must be an address that begins with https:// or http://' }).max(2_000).meta({
    title: 'Address',
    form: { widget: 'url', placeholder: 'https://hooks.shop.example/rapport', help: 'Redirects are not followed.' },
  }),
  secret: z.string().max(200).optional().meta({
    title: 'Signing secret',
    form: { widget: 'secret', help: 'Left empty, one is generated and shown once. Emptying it later makes a new one.' },
  }),
  headers: z
    .record(
      z
        .string()
        .max(100)
        .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not a header name')
        .refine((name) => !ownHeaders.test(name), 'is set by Rapport itself'),
      z.string().max(2_000).regex(/^[\t\u0020-\u007e\u0080-\u00ff]*$/, 'must be plain text on one line'),
    )
    .default({})
    .meta({ title: 'Headers', form: { widget: 'keyValue', isSecret: true, help: 'Sent along, for example Authorization.' } }),
  timeoutSeconds: z.number().int().min(1).max(30).default(10).meta({ title: 'Timeout', form: { widget: 'number', unit: 's' } }),
  allowPrivateNetwork: z.boolean().default(false).meta({
    title: 'Allow private network',
    form: { widget: 'switch', help: 'Needed when the address is inside your own network or on this machine.' },
  }),
})

/** `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>">`: the receiver computes the same, and refuses an old `t`. */
export function signBody(secret: string, unixSeconds: number, body: string): string {
  return `t=${unixSeconds},v1=${createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex')}`
}

/** Seconds or an HTTP date. */
function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1_000))
}

/** What a reply means for the delivery. */
export function judgeReply(reply: OutgoingReply, now: number): Omit<DeliveryOutcome, 'durationMs'> {
  const { status, text } = reply
  const outcome = { responseStatus: status, text }
  if (status >= 200 && status < 300) return { ...outcome, status: 'delivered' }
  if (status >= 300 && status < 400) {
    const where = reply.headers.location ?? 'nowhere'
    return { ...outcome, status: 'failed', text: `Redirected to ${where}. Redirects are not followed: enter the final address.` }
  }
  if (status === 410) return { ...outcome, status: 'gone' }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { ...outcome, status: 'retry', retryAfterSeconds: readRetryAfter(reply.headers['retry-after'], now) }
  }
  return { ...outcome, status: 'failed' }
}

export const webhook = defineConnector({
  type: 'webhook',
  label: 'Webhook',
  description: 'Posts each event as JSON to an address of yours, signed, and tries again for a day when it does not answer.',
  configSchema,
  example: { url: 'https://hooks.shop.example/rapport', headers: { Authorization: 'Bearer 1234' }, timeoutSeconds: 10 },
  // Five rounds of twenty, each over after 30 seconds at most.
  batchSize: 100,
  complete: (config) => (config.secret ? config : { ...config, secret: `whsec_${randomBytes(32).toString('base64url')}` }),
  deliver: deliverEach<z.output<typeof configSchema>>(20, async (config, delivery, { clock, signal }) => {
    const unixSeconds = Math.floor(clock.now() / 1_000)
    try {
      const reply = await sendRequest({
        url: config.url,
        method: 'POST',
        headers: {
          ...config.headers,
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Rapport-Webhook/1',
          'X-Rapport-Delivery': delivery.id,
          'X-Rapport-Signature': signBody(config.secret ?? '', unixSeconds, delivery.payload),
        },
        body: delivery.payload,
        timeoutSeconds: config.timeoutSeconds,
        allowPrivateNetwork: config.allowPrivateNetwork,
        ...(signal ? { signal } : {}),
      })
      return judgeReply(reply, clock.now())
    } catch (error) {
      if (!(error instanceof RefusedAddressError)) throw error
      return { status: 'failed', text: `${error.message} Turn on "Allow private network" if it is yours.` }
    }
  }),
})
