// Signed tickets: what proves that an answer belongs to an ask or to a link. Nothing of them is stored.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { RapportError } from '../../../platform/errors.ts'
import type { SurveyTicket } from '../delivery.contract.ts'

const ticketSchema: z.ZodType<SurveyTicket> = z.object({
  workspaceId: z.number().int(),
  surveyId: z.uuid(),
  version: z.number().int(),
  channel: z.enum(['link', 'widget', 'email', 'api']),
  askId: z.uuid().optional(),
  responseId: z.uuid(),
  profileId: z.uuid().optional(),
  userId: z.string().optional(),
  anonymousId: z.string().optional(),
  isSingleUse: z.boolean().optional(),
  location: z.string().optional(),
  hidden: z.record(z.string(), z.string()).optional(),
  expiresAt: z.number(),
}) as z.ZodType<SurveyTicket>

/** The usual ids hold the time at which they were made: an employee's must not. */
export function drawResponseId({ kind }: { kind: 'customers' | 'employees' }): string {
  return kind === 'employees' ? randomUUID() : uuidv7()
}

const signatureOf = (secret: string, body: string) => createHmac('sha256', `${secret}:survey-ticket`).update(body).digest('base64url')

/** `secret`: that of the installation. The text may stand in an address. */
export function signTicket(secret: string, ticket: SurveyTicket): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${body}.${signatureOf(secret, body)}`
}

/** @throws invalid_request for a ticket that was not made here, was changed, or has expired */
export function readTicket(secret: string, text: string, now: number): SurveyTicket {
  const [body = '', signature = '', ...rest] = text.split('.')
  const expected = Buffer.from(signatureOf(secret, body))
  const given = Buffer.from(signature)
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new RapportError('invalid_request', 'This link is not valid. Open it exactly as it was sent to you.')
  }
  const ticket = ticketSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  if (ticket.expiresAt <= now) throw new RapportError('invalid_request', 'This link has expired. Ask for a new one.')
  return ticket
}
