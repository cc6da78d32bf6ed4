/** The shapes that go over the wire: Segment's message format, as `POST /v1/b` takes it. */

export type Properties = Record<string, unknown>

export type EventType = 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias'

/** What a call adds to the common fields; which of them are set depends on the type. */
export interface EventBody {
  event?: string
  name?: string
  category?: string
  properties?: Properties
  traits?: Properties
  groupId?: string
  previousId?: string
  userId?: string
}

export interface RapportEvent extends EventBody {
  type: EventType
  /** UUID v4. The server drops a second event with the same one. */
  messageId: string
  /** When it happened by the browser's clock, ISO 8601. */
  timestamp: string
  anonymousId: string
  context: Properties
}

export interface Batch {
  writeKey: string
  batch: RapportEvent[]
  /** The browser's clock at sending: the server corrects drift by `sentAt − timestamp`. */
  sentAt: string
}
