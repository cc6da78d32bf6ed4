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

/** Takes the address out of the event unless the workspace keeps it; the address of the event wins over the request's. */
function takeIp(event: Record<string, unknown>, edge: Edge): string {
  const context = event['context']
  const own = isRecord(context) && typeof context['ip'] === 'string' ? context['ip'] : ''
  if (!edge.facts.keepIp && isRecord(context) && 'ip' in context) delete context['ip']
  if (own) return own
  return edge.facts.origin === 'browser' ? edge.facts.ip : ''
}

function isTooLarge(text: string): boolean {
  return text.length * 3 > maxEventBytes && Buffer.byteLength(text) > maxEventBytes
}

/** One event as the text of its envelope. `type` is set where the path names it. */
export function toEnvelope(input: unknown, type: string | undefined, edge: Edge): string {
  if (!isRecord(input)) {
    const problem = { code: 'not_an_object', reason: 'An event must be a JSON object.' }
    return `${edge.prefix},"p":${JSON.stringify(problem)},"e":${JSON.stringify(input ?? null)}}`
  }
  const event = input
  if (type) event['type'] = type
  if ('writeKey' in event) delete event['writeKey']
  if (edge.facts.anonymousId && !event['anonymousId'] && !event['userId']) event['anonymousId'] = edge.facts.anonymousId
  const ip = takeIp(event, edge)
  const country = ip ? edge.findCountry(ip) : undefined
  const text = JSON.stringify(event)
  let head = edge.prefix
  if (country) head += `,"c":"${country}"`
  if (ip && edge.facts.keepIp) head += `,"ip":${JSON.stringify(ip.slice(0, 64))}`
  if (isTooLarge(text)) {
    const problem = { code: 'event_too_large', reason: `An event may have ${maxEventBytes} bytes; this one has ${Buffer.byteLength(text)}.` }
    head += `,"p":${JSON.stringify(problem)}`
  }
  return `${head},"e":${text}}`
}
