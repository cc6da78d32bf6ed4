// Parses an envelope of the log into an event, or says why it cannot be one. Everything from outside ends here.
import type { Envelope } from '../../platform/event-log.ts'
import { cutText, isRecord, recordAt, type StreamEvent } from '../../platform/stream-event.ts'
import { readFacts } from './event-facts.ts'

export type ParsedEvent = { isValid: true; event: StreamEvent } | InvalidEvent

export interface InvalidEvent {
  isValid: false
  code: string
  reason: string
  messageId: string
  sourceId: string
  receivedAt: number
}

const knownTypes = new Set(['track', 'identify', 'page', 'screen', 'group', 'alias'])
const maxIdLength = 500
const maxNameLength = 200
const maxMessageIdLength = 300
const maxDepth = 30
const earliest = Date.UTC(2000, 0, 1)

class Refusal extends Error {
  readonly code: string
  constructor(code: string, reason: string) {
    super(reason)
    this.code = code
  }
}

/** Text that PostgreSQL and ClickHouse can both store: no NUL, no half of a surrogate pair. */
function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanValue)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [cleanText(key), cleanValue(entry)]))
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const entry of Object.values(value)) if (isDeeperThan(entry, levels - 1)) return true
  return false
}

/** Brackets that open in the text: as many as `maxDepth` are needed before the tree is worth walking. */
function mayBeDeep(text: string): boolean {
  let count = 0
  for (let index = text.indexOf('{'); index >= 0; index = text.indexOf('{', index + 1)) if (++count > maxDepth) return true
  for (let index = text.indexOf('['); index >= 0; index = text.indexOf('[', index + 1)) if (++count > maxDepth) return true
  return false
}

function readId(event: Record<string, unknown>, name: string): string {
  const value = event[name]
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string' && typeof value !== 'number') throw new Refusal('invalid_identifier', `${name} must be text.`)
  // Past 2^53 the last digits are gone already, and the ids of two people look the same.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Refusal('invalid_identifier', `${name} is a number too large to be exact; send it as text.`)
  const text = String(value).trim()
  if (text.length > maxIdLength) throw new Refusal('invalid_identifier', `${name} may have ${maxIdLength} characters; this one has ${text.length}.`)
  return text
}

function readRecord(event: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = event[name]
  if (value === undefined || value === null) return {}
  if (!isRecord(value)) throw new Refusal(`invalid_${name}`, `${name} must be an object.`)
  return value
}

const isoText = /^\d{4}-\d\d-\d\d(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i
/** The dates of HTTP, of e-mail and of JavaScript's own toString. */
const weekdayText = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i
/** ISO 8601 writes years with four digits; JavaScript writes others with six, which our replies and most readers refuse. */
const minTime = Date.parse('0000-01-01T00:00:00.000Z')
const maxTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

function parseTimeText(text: string): number {
  const iso = isoText.exec(text)
  // Date.parse takes "order 12" for a day in 2001.
  if (!iso) return weekdayText.test(text) ? Date.parse(text) : Number.NaN
  // Without a zone it is UTC, in whatever zone this process runs.
  return Date.parse(iso[1] !== undefined && iso[2] === undefined ? `${text}Z` : text)
}

/** Rudder's browser client says in `context.traits` who somebody is, and nowhere else. */
function readTraits(event: Record<string, unknown>, type: string, context: Record<string, unknown>): Record<string, unknown> {
  return type === 'identify' && event['traits'] === undefined ? recordAt(context, 'traits') : readRecord(event, 'traits')
}

/** Milliseconds since 1970 of ISO text or of a number of seconds or milliseconds; undefined when it is no time of the years 0 to 9999. */
export function readTime(value: unknown): number | undefined {
  const time =
    typeof value === 'number' ? (value > 100_000_000_000 ? value : value * 1000) : typeof value === 'string' && value.length <= 100 ? parseTimeText(value.trim()) : Number.NaN
  return time >= minTime && time <= maxTime ? time : undefined
}

/** receivedAt − (sentAt − timestamp) where sentAt is known; never in the future. */
function readEventTime(event: Record<string, unknown>, envelope: Envelope): number {
  const given = event['timestamp'] ?? event['originalTimestamp']
  if (given === undefined || given === null || given === '') return envelope.r
  const timestamp = readTime(given)
  if (timestamp === undefined) throw new Refusal('invalid_time', `timestamp is no time: ${JSON.stringify(given)?.slice(0, 60)}. Use ISO 8601.`)
  const sentAt = readTime(event['sentAt']) ?? readTime(envelope.s)
  const corrected = sentAt === undefined || envelope.o === 'import' ? timestamp : envelope.r - (sentAt - timestamp)
  if (corrected < earliest) throw new Refusal('time_too_old', `timestamp is before the year 2000: ${String(given).slice(0, 60)}.`)
  return Math.min(Math.round(corrected), envelope.r)
}

function readName(event: Record<string, unknown>, type: string): string {
  const value = type === 'track' ? event['event'] : type === 'page' || type === 'screen' ? (event['name'] ?? '') : ''
  if (type === 'track' && (typeof value !== 'string' || value.trim() === '')) throw new Refusal('no_event_name', 'A track event needs its name in "event".')
  if (typeof value !== 'string' && typeof value !== 'number') throw new Refusal('invalid_name', 'The name of a page or screen must be text.')
  const name = String(value).trim()
  if (name.length > maxNameLength) throw new Refusal('name_too_long', `An event name may have ${maxNameLength} characters; this one has ${name.length}.`)
  return name
}

/** Empty when the event brings none. */
function readMessageId(event: Record<string, unknown>): string {
  const value = event['messageId']
  return typeof value === 'string' || typeof value === 'number' ? cutText(String(value), maxMessageIdLength) : ''
}

function readSessionId(context: Record<string, unknown>): string {
  const value = context['sessionId'] ?? context['session_id']
  return typeof value === 'string' || typeof value === 'number' ? cutText(String(value), 200) : ''
}

/** The event as sent: what stands after the first `,"e":`, which no JSON string can contain. */
function payloadOf(body: string): string {
  return body.slice(body.indexOf(',"e":') + 5, -1)
}

function toEvent(envelope: Envelope, body: string, workspaceId: number, seq: number): StreamEvent {
  if (envelope.p) throw new Refusal(envelope.p.code, envelope.p.reason)
  if (!isRecord(envelope.e)) throw new Refusal('not_an_object', 'An event must be a JSON object.')
  if (mayBeDeep(body) && isDeeperThan(envelope.e, maxDepth)) throw new Refusal('too_deep', `An event may be nested ${maxDepth} levels deep.`)
  const needsCleaning = /\\u(0000|d[89a-f])/i.test(body)
  const event = (needsCleaning ? cleanValue(envelope.e) : envelope.e) as Record<string, unknown>
  const type = typeof event['type'] === 'string' ? event['type'].toLowerCase() : ''
  if (!knownTypes.has(type)) throw new Refusal('unknown_type', `type must be one of ${[...knownTypes].join(', ')}.`)
  const context = readRecord(event, 'context')
  const userId = readId(event, 'userId')
  const anonymousId = readId(event, 'anonymousId')
  const parsed: StreamEvent = {
    workspaceId, seq, type,
    messageId: readMessageId(event) || `log-${workspaceId}-${seq}`,
    name: readName(event, type),
    time: readEventTime(event, envelope),
    receivedAt: envelope.r, origin: envelope.o, isVerified: envelope.v === 1, sourceId: envelope.k ?? '',
    userId, anonymousId,
    groupId: readId(event, 'groupId'), previousId: readId(event, 'previousId'),
    sessionId: readSessionId(context),
    givenProfileId: envelope.o === 'system' && typeof event['profileId'] === 'string' ? event['profileId'] : '',
    facts: readFacts(context, envelope),
    properties: readRecord(event, 'properties'), traits: readTraits(event, type, context), context,
    payload: needsCleaning ? JSON.stringify(event) : payloadOf(body),
  }
  if (type === 'group' && !parsed.groupId) throw new Refusal('no_group', 'A group call needs groupId.')
  if (type === 'alias' && !parsed.previousId) throw new Refusal('no_previous_id', 'An alias call needs previousId.')
  if (!userId && !anonymousId && !parsed.givenProfileId && !hasClaim(parsed)) {
    throw new Refusal('no_identifier', 'An event needs userId or anonymousId; from a server, an identify call may have an e-mail, phone or external id alone.')
  }
  return parsed
}

function hasClaim({ isVerified, type, traits, context }: StreamEvent): boolean {
  return isVerified && ((type === 'identify' && (Boolean(traits['email']) || Boolean(traits['phone']))) || Array.isArray(context['externalIds']))
}

/** Parses one row of the log. Workspace and seq make the messageId of an event that brings none; strict mode has no need of it. */
export function parseEnvelope(body: string, workspaceId = 0, seq = 0): ParsedEvent {
  const envelope = JSON.parse(body) as Envelope
  try {
    return { isValid: true, event: toEvent(envelope, body, workspaceId, seq) }
  } catch (error) {
    const messageId = isRecord(envelope.e) ? cleanText(readMessageId(envelope.e)) : ''
    // Whatever goes wrong with one event, it must not stop those behind it.
    const { code, message } = error instanceof Refusal ? error : { code: 'unreadable_event', message: `The event cannot be read: ${String(error)}.` }
    return { isValid: false, code, reason: message, messageId, sourceId: envelope.k ?? '', receivedAt: envelope.r }
  }
}
