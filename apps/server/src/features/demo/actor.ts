// A person at work: an agenda of things to do, and the events that doing them leaves behind, in order.
import type { Span } from './behaviours/define-behaviour.ts'
import type { Product } from './brand.ts'
import { secondMs } from './calendar.ts'
import { serverLibrary } from './devices.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import type { Properties, SegmentEvent } from './segment-event.ts'

export type Line = { product: Product; quantity: number }
export type Cart = { id: string; lines: Line[]; changedAt: number }
type Pending = { at: number; run: (actor: Actor) => void }

export type Actor = {
  readonly person: Person
  readonly random: Random
  readonly span: Span
  /** Begins every message id: the same demo sent twice is counted once. */
  readonly messagePrefix: string
  /** Time of the last event; the next one is later. */
  now: number
  sent: number
  visits: number
  /** The visit on which they say who they are, at the latest. */
  identifyOnVisit: number
  isIdentified: boolean
  orders: number
  carts: number
  tickets: number
  cart?: Cart
  hasNewsletter: boolean
  /** What they did and the stream has not taken yet. */
  readonly events: SegmentEvent[]
  /** Latest first, so that the next is popped from the end. */
  readonly agenda: Pending[]
}

export type EventFields = Omit<SegmentEvent, 'messageId' | 'timestamp' | 'context'>

export function schedule(actor: Actor, at: number, run: (actor: Actor) => void): void {
  if (at >= actor.span.endsAt) return
  let low = 0
  let high = actor.agenda.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (actor.agenda[middle]!.at > at) low = middle + 1
    else high = middle
  }
  actor.agenda.splice(low, 0, { at, run })
}

/** Runs agenda items until one leaves events; false when the year is over for this person. */
export function act(actor: Actor): boolean {
  actor.events.length = 0
  while (actor.events.length === 0) {
    const next = actor.agenda.pop()
    if (!next) return false
    // Two things at once happen one after the other: a person's events never go back in time.
    actor.now = Math.max(next.at, actor.now + secondMs)
    if (actor.now >= actor.span.endsAt) return false
    next.run(actor)
  }
  return true
}

/** Lets some seconds pass: at least two, never so long that a visit would fall apart. */
export function pass(actor: Actor, meanSeconds: number): void {
  actor.now += Math.round((2 + Math.min(actor.random.waiting(meanSeconds), 600)) * secondMs)
}

export function emit(actor: Actor, fields: EventFields, context: Properties): void {
  if (actor.now >= actor.span.endsAt) return
  actor.events.push({
    messageId: `${actor.messagePrefix}-${actor.sent++}`,
    timestamp: new Date(actor.now).toISOString(),
    ...fields,
    context,
  })
  actor.now += 40 + Math.floor(actor.random.next() * 400)
}

const serverContexts = new Map<string, Properties>()

/** What the brand's own systems report: the till, the help desk, the newsletter. */
export function emitFromServer(actor: Actor, channel: string, fields: EventFields): void {
  let context = serverContexts.get(channel)
  if (!context) serverContexts.set(channel, (context = { library: serverLibrary, channel }))
  emit(actor, { ...fields, userId: actor.person.userId }, context)
}
