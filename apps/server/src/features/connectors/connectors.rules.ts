// Pure decisions of delivery: who gets an event, in which form, and when a failed attempt is made again.
import type { ProcessedEvent } from '../../platform/stream-event.ts'
import type { DeliveryOutcome } from './connector-types/define-connector.ts'

/** A connector as the stream's processor needs to know it. Null: every event. */
export interface Subscription {
  connectorId: string
  eventNames: ReadonlySet<string> | null
  /** Properties and the texts they must have; left out for none. */
  propertyFilter?: readonly (readonly [name: string, value: string])[]
}

/** One event for one connector's log. */
export interface DeliveryRequest {
  workspaceId: number
  connectorId: string
  messageId: string
  eventName: string
  profileId: string
  payload: string
}

/** The name under which people know an event: what was tracked, else the type. */
export function nameEvent(event: Pick<ProcessedEvent, 'type' | 'name'>): string {
  return event.type === 'track' ? event.name : event.type
}

/** The event as it leaves; README.md documents it. */
export function toPayload(event: ProcessedEvent): string {
  return JSON.stringify({
    type: event.type,
    event: event.name,
    messageId: event.messageId,
    timestamp: new Date(event.time).toISOString(),
    receivedAt: new Date(event.receivedAt).toISOString(),
    origin: event.origin,
    profileId: event.profileId,
    userId: event.userId || null,
    anonymousId: event.anonymousId || null,
    groupId: event.groupId || null,
    properties: event.properties,
    traits: event.traits,
    context: event.context,
  })
}

function wants({ eventNames, propertyFilter = [] }: Subscription, event: ProcessedEvent): boolean {
  if (!propertyFilter.every(([name, value]) => event.properties[name] === value)) return false
  return eventNames === null || eventNames.has(event.type) || (event.type === 'track' && eventNames.has(event.name))
}

/** One request per connector that wants the event. */
export function matchSubscriptions(event: ProcessedEvent, subscriptions: readonly Subscription[]): DeliveryRequest[] | undefined {
  if (subscriptions.length === 0) return undefined
  const interested = subscriptions.filter((subscription) => wants(subscription, event))
  if (interested.length === 0) return undefined
  const { workspaceId, messageId, profileId } = event
  const common = { workspaceId, messageId, profileId, eventName: nameEvent(event), payload: toPayload(event) }
  return interested.map(({ connectorId }) => ({ connectorId, ...common }))
}

export const maxAttempts = 12
const firstDelaySeconds = 10
const maxDelaySeconds = 5 * 3_600

/**
 * Seconds before the attempt after `attempts` ones: 10, 30, 90 … up to 5 hours, each within ±20 % so that deliveries
 * which failed together do not come back together. Twelve attempts span about 23 hours.
 */
export function computeDelaySeconds(attempts: number, random: number): number {
  return Math.min(firstDelaySeconds * 3 ** (attempts - 1), maxDelaySeconds) * (0.8 + 0.4 * random)
}

export interface NextStep {
  status: 'waiting' | 'delivered' | 'failed'
  /** Only while waiting, milliseconds since 1970. */
  nextAttemptAt: number | null
}

/** What follows from an attempt's outcome; `attempts` counts it. */
export function decideNextStep(outcome: DeliveryOutcome, attempts: number, now: number, random: number): NextStep {
  if (outcome.status === 'delivered') return { status: 'delivered', nextAttemptAt: null }
  if (outcome.status !== 'retry' || attempts >= maxAttempts) return { status: 'failed', nextAttemptAt: null }
  // Who asks for more than a day is asked again tomorrow.
  const askedSeconds = Math.min(outcome.retryAfterSeconds ?? 0, 86_400)
  return { status: 'waiting', nextAttemptAt: now + Math.round(Math.max(computeDelaySeconds(attempts, random), askedSeconds) * 1_000) }
}

/** The made-up event with which a person tries a connector out. */
export function createTestRequest(
  workspaceId: number,
  connectorId: string,
  { messageId, now }: { messageId: string; now: number },
): DeliveryRequest {
  const at = new Date(now).toISOString()
  const payload = JSON.stringify({
    type: 'track',
    event: 'Connector Tested',
    messageId,
    timestamp: at,
    receivedAt: at,
    origin: 'system',
    profileId: null,
    userId: 'test-user',
    anonymousId: null,
    groupId: null,
    properties: { message: 'This event was made up to try the connector out.' },
    traits: {},
    context: {},
  })
  return { workspaceId, connectorId, messageId, eventName: 'Connector Tested', profileId: '', payload }
}
