// The pixel: an event in the query string of an image, for e-mails and pages without scripts.
import { RapportError } from '../../platform/errors.ts'

/** A transparent GIF of 1 × 1. */
export const pixelGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Either `data` (the event as base64url JSON) or plain parameters, with properties as `p.name=value`. */
export function readPixelEvent(query: Record<string, unknown>): Record<string, unknown> {
  if (typeof query['data'] === 'string') {
    try {
      return JSON.parse(Buffer.from(query['data'], 'base64url').toString('utf8')) as Record<string, unknown>
    } catch {
      throw new RapportError('unreadable_body', 'The parameter data must be an event as JSON in base64url.')
    }
  }
  const event: Record<string, unknown> = { type: 'track' }
  const properties: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') continue
    if (name.startsWith('p.')) properties[name.slice(2)] = value
    else if (['type', 'event', 'name', 'userId', 'anonymousId', 'messageId', 'timestamp'].includes(name)) event[name] = value
  }
  return { ...event, properties }
}
