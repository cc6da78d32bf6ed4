// Calls for help: by phone, e-mail or chat, and how long it took to help.
import type { Actor } from './actor.ts'
import { emitFromServer, schedule } from './actor.ts'
import { dayMs, minuteMs } from './calendar.ts'
import type { SupportTopic } from './phrases.ts'
import { findMessage } from './phrases.ts'
import type { Random } from './random.ts'
import { compileWeights } from './random.ts'

const channels = compileWeights({ phone: 30, email: 42, chat: 28 })
const usualMinutes = { phone: 14, email: 900, chat: 26 } as const
const shippedTopics = compileWeights<SupportTopic>({ delivery: 38, damaged: 16, 'wrong item': 10, return: 18, product: 11, invoice: 7 })
const storeTopics = compileWeights<SupportTopic>({ damaged: 30, return: 28, product: 30, invoice: 12 })

export function drawTopic(random: Random, isStore: boolean): SupportTopic {
  return random.choose(isStore ? storeTopics : shippedTopics)
}

export function contactSupport(actor: Actor, topic: SupportTopic, orderId?: string): void {
  const { person, random } = actor
  const channel = random.choose(channels)
  const properties = { ticket_id: `T-${person.userId}-${++actor.tickets}`, channel, topic, ...(orderId && { order_id: orderId }) }
  emitFromServer(actor, channel, {
    type: 'track',
    event: 'Support Contacted',
    properties: { ...properties, message: findMessage(random, topic) },
  })
  const minutes = Math.max(3, Math.round(usualMinutes[channel] * (1.7 - person.satisfaction) * Math.exp(random.normal() * 0.6)))
  // Some matters stay open, and those who wait in vain come back.
  if (random.chance(0.9)) {
    schedule(actor, actor.now + minutes * minuteMs, (later) =>
      emitFromServer(later, channel, { type: 'track', event: 'Support Resolved', properties: { ...properties, minutes } }),
    )
  }
  if (random.chance(0.28 * (1 - person.satisfaction))) {
    schedule(actor, actor.now + random.between(1.5, 6) * dayMs, (later) => contactSupport(later, topic, orderId))
  }
}
