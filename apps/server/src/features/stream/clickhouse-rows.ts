// The ClickHouse rows of a batch, as the exact bytes that every retry of its export sends.
import { promisify } from 'node:util'
import { zstdCompress, constants } from 'node:zlib'
import { cutText, recordAt, textAt, type ProcessedEvent } from '../../platform/stream-event.ts'
import { flatten } from './flatten.ts'

const compress = promisify(zstdCompress)

/** What of the context is worth asking for: under `context.…` beside the event's own properties. */
function addContext(text: Record<string, string>, event: ProcessedEvent): void {
  const { facts, context } = event
  const page = recordAt(context, 'page')
  const campaign = recordAt(context, 'campaign')
  const add = (key: string, value: string) => {
    if (value) text[`context.${key}`] = cutText(value, 500)
  }
  add('country', facts.country)
  add('city', facts.city)
  add('device', facts.device)
  add('os', facts.os)
  add('browser', facts.browser)
  if (facts.isBot) add('bot', 'true')
  add('channel', textAt(context, 'channel'))
  add('locale', textAt(context, 'locale'))
  add('page.path', textAt(page, 'path'))
  add('page.title', textAt(page, 'title'))
  add('page.url', textAt(page, 'url'))
  add('page.referrer', textAt(page, 'referrer'))
  for (const name of ['source', 'medium', 'name', 'term', 'content']) add(`campaign.${name}`, textAt(campaign, name))
}

/** One row, JSONEachRow. Traits of identify and group calls take the place of properties. */
function toRow(event: ProcessedEvent): string {
  const flat = flatten(event.type === 'identify' || event.type === 'group' ? event.traits : event.properties)
  addContext(flat.text, event)
  return JSON.stringify({
    workspace_id: event.workspaceId, seq: event.seq, message_id: event.messageId, type: event.type, name: event.name,
    // Always with a fraction: a whole number would be read as milliseconds by some versions, as seconds by others.
    time: (event.time / 1000).toFixed(3), received_at: (event.receivedAt / 1000).toFixed(3),
    origin: event.origin, source_id: event.sourceId, profile_id: event.profileId, user_id: event.userId, anonymous_id: event.anonymousId,
    session_id: event.sessionId, group_id: event.groupId, text_properties: flat.text, number_properties: flat.number, payload: event.payload,
  })
}

export async function encodeRows(events: readonly ProcessedEvent[]): Promise<Buffer> {
  const text = events.map(toRow).join('\n')
  return compress(Buffer.from(text), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
}
