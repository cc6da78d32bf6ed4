// Identifiers: how each kind is normalised, how many a profile may carry, which values name nobody.
import { isRecord, recordAt, type StreamEvent } from '../../../platform/stream-event.ts'
import type { IdentityKind } from '../people.contract.ts'

export interface Identifier {
  kind: IdentityKind
  value: string
}

/** How many identifiers of a kind come together on one profile without a person's decision. */
export const identityLimits: Record<IdentityKind, number> = {
  user_id: 1,
  email: 5,
  phone: 5,
  external_id: 5,
  anonymous_id: Number.POSITIVE_INFINITY,
}

/** Values that clients send when they know nobody: taken as an identifier they would join strangers. */
const blockedValues = new Set([
  '', '0', '-1', 'null', 'nil', 'none', 'undefined', 'nan', 'true', 'false', 'guest', 'anonymous', 'anon', 'unknown', 'user', 'customer', 'test',
  'n/a', 'na', 'not set', '(not set)', '[object object]', 'default', 'id', 'userid', 'user_id', 'email', '00000000-0000-0000-0000-000000000000',
  'test@example.com', 'test@test.com', 'example@example.com', 'user@example.com', 'guest@example.com', 'noreply@example.com', 'no@email.com',
  'none@none.com', 'a@a.com', 'email@example.com', '+10000000000', '+1234567890', '1234567890', '0000000000',
])

export function isBlocked(value: string): boolean {
  return blockedValues.has(value.trim().toLowerCase())
}

export function normaliseEmail(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const email = value.trim().toLowerCase()
  return email.length <= 320 && /^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']{2,}$/.test(email) ? email : undefined
}

/** Digits with their leading plus; at least 7 digits. Numbers without a country code stay as they are written. */
export function normalisePhone(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value).trim()
  if (text.length > 40 || /[a-z]/i.test(text)) return undefined
  const digits = text.replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return undefined
  return text.startsWith('+') || text.startsWith('00') ? `+${digits.replace(/^00/, '')}` : digits
}

/** context.externalIds as Segment sends them: [{ type, id }]. */
function readExternalIds(event: StreamEvent): Identifier[] {
  const list = event.context['externalIds']
  if (!Array.isArray(list)) return []
  return list.slice(0, 20).flatMap((entry: unknown): Identifier[] => {
    if (!isRecord(entry) || typeof entry['id'] !== 'string' || typeof entry['type'] !== 'string') return []
    const value = `${entry['type']}:${entry['id']}`
    return value.length <= 500 && !isBlocked(entry['id']) ? [{ kind: 'external_id', value }] : []
  })
}

/** E-mail, phone and external ids that an event claims for its person; only identify calls claim an e-mail or phone. */
export function readClaims(event: StreamEvent): Identifier[] {
  if (event.type !== 'identify' && event.context['externalIds'] === undefined) return []
  const claims = readExternalIds(event)
  if (event.type !== 'identify') return claims
  const email = normaliseEmail(event.traits['email'])
  const phone = normalisePhone(event.traits['phone'] ?? recordAt(event.traits, 'contact')['phone'])
  if (email && !isBlocked(email)) claims.push({ kind: 'email', value: email })
  if (phone && !isBlocked(phone)) claims.push({ kind: 'phone', value: phone })
  return claims
}

/** The identifiers by which an event may be found, for looking all of a batch up at once. */
export function readIdentifiers(event: StreamEvent): Identifier[] {
  const found = readClaims(event)
  if (event.userId && !isBlocked(event.userId)) found.push({ kind: 'user_id', value: event.userId })
  if (event.anonymousId && !isBlocked(event.anonymousId)) found.push({ kind: 'anonymous_id', value: event.anonymousId })
  if (event.previousId) found.push({ kind: 'user_id', value: event.previousId }, { kind: 'anonymous_id', value: event.previousId })
  return found
}
