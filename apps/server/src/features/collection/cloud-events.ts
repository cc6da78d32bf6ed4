// CloudEvents 1.0 over HTTP, binary and structured mode, as track calls.
import type { IncomingHttpHeaders } from 'node:http'
import { RapportError } from '../../platform/errors.ts'

type Fields = Record<string, unknown>

function toTrack(cloudEvent: Fields): Fields {
  for (const name of ['id', 'source', 'type']) {
    if (typeof cloudEvent[name] !== 'string' || cloudEvent[name] === '') {
      throw new RapportError('invalid_request', `A CloudEvent needs the attribute ${name}.`)
    }
  }
  const { data, data_base64: base64, ...attributes } = cloudEvent
  return {
    type: 'track',
    // An id is unique within its source only.
    messageId: `${String(cloudEvent['source'])}#${String(cloudEvent['id'])}`,
    event: cloudEvent['type'],
    timestamp: cloudEvent['time'],
    userId: cloudEvent['userid'] ?? cloudEvent['subject'],
    anonymousId: cloudEvent['anonymousid'],
    properties: typeof data === 'object' && data !== null && !Array.isArray(data) ? data : { data, data_base64: base64 },
    context: { cloudEvents: attributes },
  }
}

function decodeHeader(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

export function isBinaryCloudEvent(headers: IncomingHttpHeaders): boolean {
  return headers['ce-id'] !== undefined
}

/** The events of one request, as track calls. @throws invalid_request when an attribute is missing */
export function readCloudEvents(headers: IncomingHttpHeaders, body: unknown): Fields[] {
  if (isBinaryCloudEvent(headers)) {
    const attributes: Fields = { data: body }
    for (const [name, value] of Object.entries(headers)) {
      if (name.startsWith('ce-') && typeof value === 'string') attributes[name.slice(3)] = decodeHeader(value)
    }
    return [toTrack(attributes)]
  }
  const items = Array.isArray(body) ? body : [body]
  return items.map((item) => {
    if (typeof item !== 'object' || item === null) throw new RapportError('invalid_request', 'A CloudEvent must be a JSON object.')
    return toTrack(item as Fields)
  })
}
