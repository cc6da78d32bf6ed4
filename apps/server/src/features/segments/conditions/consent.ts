// What somebody has agreed to.
import { z } from 'zod'
import type { consentCondition } from '../conditions.contract.ts'
import { defineCondition } from './define-condition.ts'
import { quote } from './sql-text.ts'

/** The name under which a consent is among a person's values. */
export function consentName(purpose: string, channel: string | null): string {
  return `$consent.${purpose}|${channel ?? ''}`
}

export const consent = defineCondition<z.infer<typeof consentCondition>>({
  type: 'consent',
  label: 'Consent',
  description: 'Consent to a purpose: granted, withdrawn or never asked.',
  configSchema: z.object({ purpose: z.string(), channel: z.string().nullable(), state: z.string() }),
  example: { purpose: 'marketing', channel: 'email', state: 'granted' },
  reads: 'person',
  holds: ({ purpose, channel, state }, subject) => (subject.values().text[consentName(purpose, channel)] ?? 'unknown') === state,
  toSql({ purpose, channel, state }) {
    return `texts[${quote(consentName(purpose, channel))}] = ${quote(state === 'unknown' ? '' : state)}`
  },
  words: ({ purpose, channel, state }) => `consent to ${purpose}${channel ? ` by ${channel}` : ''} is ${state}`,
  found: ({ purpose, channel }, subject) => subject.values().text[consentName(purpose, channel)] ?? 'unknown',
})
