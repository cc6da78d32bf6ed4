// Facts about the sender: country from the edge, device from the user agent, whether it is a bot.
import bowser from 'bowser'
import { isbot } from 'isbot'
import type { Envelope } from '../../platform/event-log.ts'
import { cutText, recordAt, textAt, type EventFacts } from '../../platform/stream-event.ts'

type DeviceFacts = Pick<EventFacts, 'device' | 'os' | 'browser' | 'isBot'>

const unknownDevice: DeviceFacts = { device: '', os: '', browser: '', isBot: false }
const maxCached = 5_000
// Parsing a user agent takes 100 times as long as remembering it.
const known = new Map<string, DeviceFacts>()

function parseUserAgent(userAgent: string): DeviceFacts {
  const cached = known.get(userAgent)
  if (cached) return cached
  const result = bowser.parse(userAgent)
  const isBot = isbot(userAgent)
  const facts = { device: isBot ? 'bot' : (result.platform.type ?? ''), os: result.os.name ?? '', browser: result.browser.name ?? '', isBot }
  if (known.size >= maxCached) known.clear()
  known.set(userAgent, facts)
  return facts
}

/** An app's own words about its device, where there is no user agent. */
function readAppDevice(context: Record<string, unknown>): DeviceFacts {
  const os = textAt(recordAt(context, 'os'), 'name')
  const type = textAt(recordAt(context, 'device'), 'type').toLowerCase()
  if (!os && !type) return unknownDevice
  return { device: type === 'tablet' ? 'tablet' : 'mobile', os: cutText(os, 40), browser: '', isBot: false }
}

export function readFacts(context: Record<string, unknown>, envelope: Envelope): EventFacts {
  // A server's own user agent says nothing about its customer.
  const userAgent = textAt(context, 'userAgent') || (envelope.o === 'browser' ? (envelope.u ?? '') : '')
  const device = userAgent ? parseUserAgent(cutText(userAgent, 512)) : readAppDevice(context)
  const location = recordAt(context, 'location')
  const named = textAt(location, 'country').toUpperCase()
  return { ...device, country: /^[A-Z]{2}$/.test(named) ? named : (envelope.c ?? ''), city: cutText(textAt(location, 'city'), 100) }
}
