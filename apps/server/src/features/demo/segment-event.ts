// One event as Segment's HTTP API takes it, limited to what the demo sends.

export type Properties = Record<string, unknown>

export type SegmentEvent = {
  messageId: string
  type: 'track' | 'identify' | 'page' | 'screen' | 'group'
  timestamp: string
  userId?: string
  anonymousId?: string
  event?: string
  name?: string
  category?: string
  groupId?: string
  properties?: Properties
  traits?: Properties
  context: Properties
}
