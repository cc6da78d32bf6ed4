// Who is in front of a survey: what identifies them, whether a server vouches for it, and how employees stay unknown.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { isBlocked, type KnownPerson } from '../../people/index.ts'
import type { PersonMarks } from './asks.store.ts'
import type { AskDecision } from './ask.rules.ts'

/** What a page or a server says of somebody. */
export interface NamedPerson {
  userId?: string | undefined
  anonymousId?: string | undefined
  deviceId?: string | undefined
}

export interface Respondent extends NamedPerson {
  known: KnownPerson | undefined
  /** A server, or its signature, vouches for who this is: only then anything of the profile is shown. */
  isTrusted: boolean
}

/** Placeholders such as "null" would join strangers. */
export function dropBlocked({ userId, anonymousId, deviceId }: NamedPerson): NamedPerson {
  const keep = (value: string | undefined) => (value && !isBlocked(value) ? value : undefined)
  return { userId: keep(userId), anonymousId: keep(anonymousId), deviceId: keep(deviceId) }
}

function isRightSignature(secret: string | null, userId: string, signature: string): boolean {
  if (!secret) return false
  const expected = createHmac('sha256', secret).update(userId).digest()
  const given = Buffer.from(signature, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Whether the user id may be believed; a refusal where it must not even be used. */
export function checkUserId(
  given: { userId: string | undefined; signature: string | undefined; isFromServer: boolean }, workspace: { secret: string | null; isSignatureRequired: boolean },
): { isTrusted: boolean; refusal?: AskDecision } {
  const { userId, signature, isFromServer } = given
  if (!userId) return { isTrusted: isFromServer }
  if (signature !== undefined) {
    return isRightSignature(workspace.secret, userId, signature)
      ? { isTrusted: true }
      : { isTrusted: false, refusal: { reason: 'unsigned_user', text: 'The signature of the user id is not right.' } }
  }
  if (isFromServer) return { isTrusted: true }
  return workspace.isSignatureRequired ? { isTrusted: false, refusal: { reason: 'unsigned_user', text: 'The user id came without the signature of the site’s server.' } } : { isTrusted: false }
}

/** Tells an employee's devices apart for this one survey, and leads to nobody: stored in the place of all identifiers. */
export function hideDevice(secret: string, surveyId: string, { deviceId, anonymousId, userId }: NamedPerson): string {
  return `hidden:${createHmac('sha256', secret).update(`survey-device:${surveyId}:${deviceId ?? anonymousId ?? userId ?? ''}`).digest('base64url')}`
}

/** Everything by which earlier asks of this person are found. */
export function marksOf({ known, userId, anonymousId, deviceId }: Respondent, hiddenDevice: string): PersonMarks {
  return {
    profileIds: known?.memberIds ?? [],
    userIds: [...new Set([...(known?.userIds ?? []), ...(userId ? [userId] : [])])],
    anonymousIds: [...new Set([...(known?.anonymousIds ?? []), ...(anonymousId ? [anonymousId] : [])])],
    deviceIds: [hiddenDevice, ...(deviceId ? [deviceId] : [])],
  }
}

/** The profile where one is known, else the user id, anonymous id, device. */
export function nameSubject({ known, userId, anonymousId, deviceId }: Respondent): string {
  if (known) return known.id
  return userId ? `user:${userId}` : anonymousId ? `anonymous:${anonymousId}` : `device:${deviceId ?? ''}`
}
