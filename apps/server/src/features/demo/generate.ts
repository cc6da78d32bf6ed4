// The brand's year as one stream: everybody acts on their own agenda, a heap puts their events in order of time.
import type { Actor } from './actor.ts'
import { act, schedule } from './actor.ts'
import type { Day } from './calendar.ts'
import { hourMs, listDays, minuteMs, pickShopTime, pickWebTime } from './calendar.ts'
import { createHeap } from './heap.ts'
import { planNewsletter } from './newsletter.ts'
import type { DemoOptions } from './person.ts'
import { createPerson, findActivity, findSpan, passerByShare } from './person.ts'
import { createRandom, mixSeed } from './random.ts'
import type { SegmentEvent } from './segment-event.ts'
import { buyInStore } from './store.ts'
import { contactSupport } from './support.ts'
import { runVisit } from './visit.ts'

const daysInYear = 365
/** The last first visit begins this long before the end, so that everybody has said who they are by then. */
const lastFirstVisitMs = 3 * hourMs
/** Every so many people, one comes in the last hours, some just before the end. */
const visitorNowEvery = 40

function createActor(options: DemoOptions, days: readonly Day[], index: number): Actor {
  const person = createPerson(options, index)
  const random = createRandom(mixSeed(options.seed, index, 3))
  const span = findSpan(options)
  const actor: Actor = {
    person,
    random,
    span,
    messagePrefix: `demo-${options.seed.toString(36)}-${options.endsAt.toString(36)}-${index.toString(36)}`,
    now: span.startsAt,
    sent: 0,
    visits: 0,
    identifyOnVisit: 1,
    isIdentified: false,
    orders: 0,
    carts: 0,
    tickets: 0,
    hasNewsletter: false,
    events: [],
    agenda: [],
  }
  planYear(actor, days)
  return actor
}

function planYear(actor: Actor, days: readonly Day[]): void {
  const { person, random, span } = actor
  const { behaviour, life } = person
  const visitTimes: number[] = []
  for (const day of days) {
    const activity = findActivity(person, day.startsAt + 12 * hourMs) * day.weight * behaviour.season[day.month]!
    if (activity === 0) continue
    if (random.chance((activity * behaviour.web.visitsPerYear) / daysInYear)) visitTimes.push(pickWebTime(random, day))
    const hasDeclined = life.declinesAt !== undefined && day.startsAt >= life.declinesAt
    if (!day.isSunday && !hasDeclined && random.chance((activity * behaviour.storeOrdersPerYear) / daysInYear)) {
      const at = pickShopTime(random, day)
      if (at >= span.startsAt) schedule(actor, at, buyInStore)
    }
  }
  const isStillThere = life.churnedAt === undefined && life.declinesAt === undefined
  if (isStillThere && person.index % visitorNowEvery === 0) visitTimes.push(span.endsAt - (0.5 + 100 * random.next() ** 2) * minuteMs)
  planVisits(actor, visitTimes)
  if (person.userId) planNewsletter(actor)
  if (life.declinesAt !== undefined && random.chance(0.7)) {
    schedule(actor, life.declinesAt - random.between(0, 6) * 24 * hourMs, (later) => {
      if (later.isIdentified) contactSupport(later, 'delivery')
    })
  }
}

function planVisits(actor: Actor, times: number[]): void {
  const { person, random, span } = actor
  const from = Math.max(span.startsAt, person.life.joinedAt)
  const until = Math.min(span.endsAt - lastFirstVisitMs, person.life.churnedAt ?? span.endsAt)
  const inside = times.filter((at) => at >= from && at < span.endsAt).toSorted((a, b) => a - b)
  const early = inside.filter((at) => at < until).length
  if (early === 0) inside.unshift(from + random.next() * (until - from))
  actor.identifyOnVisit = Math.min(Math.max(1, early), random.whole(1, 3))
  for (const at of inside) schedule(actor, at, runVisit)
}

export type ActorEvent = { actor: number; event: SegmentEvent }

/** The events in order of time, each with the number of the person (or anonymous visitor) it belongs to. */
export function* generateByActor(options: DemoOptions): Generator<ActorEvent> {
  const days = listDays(options.endsAt)
  const heap = createHeap<{ actor: Actor; next: number }>()
  const total = options.people + Math.round(options.people * passerByShare)
  for (let index = 0; index < total; index++) {
    const actor = createActor(options, days, index)
    // An agenda's next item is never later than the events it leaves.
    const first = actor.agenda.at(-1)
    if (first) heap.push(first.at, { actor, next: 0 })
  }
  for (let turn = heap.peek(); turn; turn = heap.peek()) {
    const { actor } = turn
    if (turn.next >= actor.events.length) {
      if (!act(actor)) {
        heap.pop()
        continue
      }
      turn.next = 0
    } else {
      yield { actor: actor.person.index, event: actor.events[turn.next++]! }
    }
    const following = actor.events[turn.next]
    const at = following ? Date.parse(following.timestamp) : (actor.agenda.at(-1)?.at ?? Infinity)
    if (at === Infinity) heap.pop()
    else heap.moveFirst(Math.max(at, heap.firstKey()))
  }
}

/**
 * One year of the invented brand, oldest event first, every event before `endsAt`.
 * The same people, seed and end give the same events, byte for byte.
 *
 * @example
 * for (const event of generateDemo({ people: 500, seed: 1, endsAt: Date.now() })) send(event)
 */
export function* generateDemo(options: DemoOptions): Generator<SegmentEvent> {
  for (const { event } of generateByActor(options)) yield event
}
