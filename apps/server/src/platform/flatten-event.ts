// An event's properties and what is known of its sender as flat maps: what rules and queries may ask of an event.
import { flatten, type FlatProperties } from './flatten.ts'
import { cutText, recordAt, textAt, type StreamEvent } from './stream-event.ts'

/** What of the context is worth asking for: under `context.…` beside the event's own properties. */
function addContext(text: Record<string, string>, event: StreamEvent): void {
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

const flattened = new WeakMap<StreamEvent, FlatProperties>()

/** Traits of identify and group calls take the place of properties. Worked out once an event, so call it when the event is final. */
export function flattenEvent(event: StreamEvent): FlatProperties {
  let flat = flattened.get(event)
  if (!flat) {
    flat = flatten(event.type === 'identify' || event.type === 'group' ? event.traits : event.properties)
    addContext(flat.text, event)
    flattened.set(event, flat)
  }
  return flat
}
