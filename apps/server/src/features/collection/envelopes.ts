// Turns the events of one request into the envelopes that go into the log, with what is known of the request.
import type { Origin } from '../../platform/event-log.ts'
import { maxEventBytes } from './limits.ts'

/** What a request says about all of its events. */
export interface RequestFacts {
  receivedAt: number
  origin: Origin
  isVerified: boolean
  sourceId: string
  sentAt: string | undefined
  userAgent: string | undefined
  ip: string
  keepIp: boolean
  /** Fills in where an event names nobody (a header of Rudder's browser client). */
  anonymousId: string | undefined
}

export interface Problem {
  index: number
  messageId: string | null
  code: string
  reason: string
}

interface Edge {
  facts: RequestFacts
  findCountry: (ip: string) => string | undefined
  prefix: string
}

export function createEdge(facts: RequestFacts, findCountry: (ip: string) => string | undefined): Edge {
  const head: Record<string, unknown> = { r: facts.receivedAt, o: facts.origin, k: facts.sourceId }
  if (facts.isVerified) head['v'] = 1
  if (facts.sentAt) head['s'] = facts.sentAt.slice(0, 64)
  if (facts.userAgent) head['u'] = facts.userAgent.slice(0, 512)
  // Every event of the request shares this text: building it once keeps the hot path short.
  return { facts, findCountry, prefix: JSON.stringify(head).slice(0, -1) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The address of the event, else of the request. It stays in the event's context if the workspace keeps addresses, else it is taken out. */
function takeIp(event: Record<string, unknown>, { facts }: Edge): string {
  const context = event['context'] ?? {}
  if (!isRecord(context)) return ''
  const own = typeof context['ip'] === 'string' ? context['ip'] : ''
  const ip = own || (facts.origin === 'browser' ? facts.ip : '')
  if (!facts.keepIp) delete context['ip']
  else if (ip) event['context'] = { ...context, ip: ip.slice(0, 64) }
  return ip
}

/** Undefined for what is nested so deeply that it cannot be written, thousands of levels. */
function toText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function refuse(edge: Edge, code: string, reason: string, eventText: string): string {
  return `${edge.prefix},"p":${JSON.stringify({ code, reason })},"e":${eventText}}`
}

/** What is left of an event that cannot be written: enough to recognise it. */
function describeTooDeep(input: unknown, edge: Edge): string {
  const plain = isRecord(input) ? Object.fromEntries(Object.entries(input).filter(([, value]) => typeof value !== 'object')) : null
  return refuse(edge, 'too_deep', 'The event is nested too deeply to be kept; its texts and numbers at the top are kept.', JSON.stringify(plain))
}

function isTooLarge(text: string): boolean {
  return text.length * 3 > maxEventBytes && Buffer.byteLength(text) > maxEventBytes
}

/** One event as the text of its envelope. `type` is set where the path names it. */
export function toEnvelope(input: unknown, type: string | undefined, edge: Edge): string {
  if (!isRecord(input)) {
    const text = toText(input ?? null)
    return text === undefined ? describeTooDeep(input, edge) : refuse(edge, 'not_an_object', 'An event must be a JSON object.', text)
  }
  const event = input
  if (type) event['type'] = type
  if ('writeKey' in event) delete event['writeKey']
  if (edge.facts.anonymousId && !event['anonymousId'] && !event['userId']) event['anonymousId'] = edge.facts.anonymousId
  const ip = takeIp(event, edge)
  const country = ip ? edge.findCountry(ip) : undefined
  const text = toText(event)
  if (text === undefined) return describeTooDeep(event, edge)
  if (isTooLarge(text)) return refuse(edge, 'event_too_large', `An event may have ${maxEventBytes} bytes; this one has ${Buffer.byteLength(text)}.`, text)
  return country ? `${edge.prefix},"c":"${country}","e":${text}}` : `${edge.prefix},"e":${text}}`
}
