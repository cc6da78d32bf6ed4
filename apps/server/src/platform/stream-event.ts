// An event of the stream after parsing: what every feature sees of it. Times are milliseconds since 1970.
import type { Origin } from './event-log.ts'

/** What was found out about the sender of an event beside what it says. Empty when unknown. */
export interface EventFacts {
  /** ISO 3166, two letters. */
  country: string
  city: string
  /** desktop, mobile, tablet, tv or bot. */
  device: string
  os: string
  browser: string
  isBot: boolean
}

export interface StreamEvent {
  workspaceId: number
  seq: number
  messageId: string
  /** track, identify, page, screen, group or alias. */
  type: string
  /** Event name of a track, name of a page or screen, else empty. */
  name: string
  time: number
  receivedAt: number
  origin: Origin
  /** Whether the identifiers come from somebody who knows: the site's server or Rapport, not a page. */
  isVerified: boolean
  sourceId: string
  userId: string
  anonymousId: string
  groupId: string
  /** alias only: what the person was called before. */
  previousId: string
  sessionId: string
  /** Set by Rapport's own events about a profile that may have no identifier. */
  givenProfileId: string
  facts: EventFacts
  properties: Record<string, unknown>
  traits: Record<string, unknown>
  context: Record<string, unknown>
  /** The event as sent, JSON text. */
  payload: string
}

/** A stream event whose person is known. `profileId` is the profile its identifiers came with, before any merge. */
export interface ProcessedEvent extends StreamEvent {
  profileId: string
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** At most `length` characters, never half of a surrogate pair: for one such half the databases refuse a whole batch. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

/** The object under a key, or an empty one. */
export function recordAt(value: Record<string, unknown>, key: string): Record<string, unknown> {
  const found = value[key]
  return isRecord(found) ? found : {}
}

/** The text under a key; numbers become text; anything else is empty. */
export function textAt(value: Record<string, unknown>, key: string): string {
  const found = value[key]
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : ''
}

/** The finite number under a key, also where it was sent as text; undefined otherwise. */
export function numberAt(value: Record<string, unknown>, key: string): number | undefined {
  const found = value[key]
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
