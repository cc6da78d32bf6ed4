import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { behaviours } from './behaviours/index.ts'
import { findCategory } from './brand.ts'
import { findOffsetMs, hourMs, listDays } from './calendar.ts'
import { generateByActor, generateDemo } from './generate.ts'
import { priceOrder } from './order.ts'
import type { SegmentEvent } from './segment-event.ts'
import type { DemoTruth } from './truth.ts'
import { describeTruth } from './truth.ts'

const endsAt = Date.UTC(2026, 10, 21, 19, 30)
const options = { people: 400, seed: 7, endsAt }

function hashEvents(seed: number, people = 60): string {
  const hash = createHash('sha256')
  for (const event of generateDemo({ people, seed, endsAt })) hash.update(JSON.stringify(event))
  return hash.digest('hex')
}

function readNumber(event: SegmentEvent, property: string): number {
  const value = event.properties?.[property]
  if (typeof value !== 'number') throw new Error(`${event.event} has no number ${property}`)
  return value
}

function roundCents(value: number): number {
  return Math.round(value * 100)
}

let events: SegmentEvent[]
let actors: number[]
let truth: DemoTruth
let groupOf: Map<string, string>

beforeAll(() => {
  const all = [...generateByActor(options)]
  events = all.map((each) => each.event)
  actors = all.map((each) => each.actor)
  truth = describeTruth(options)
  groupOf = new Map(truth.profiles.map((profile) => [profile.userId, profile.group]))
})

function listNamed(name: string): SegmentEvent[] {
  return events.filter((event) => event.event === name)
}

describe('the stream', () => {
  it('is the same for the same seed and another for another', () => {
    expect(hashEvents(3)).toBe(hashEvents(3))
    expect(hashEvents(3)).not.toBe(hashEvents(4))
  })

  it('goes forward in time, ends in the last hours and never in the future', () => {
    let previous = ''
    for (const event of events) {
      expect(event.timestamp >= previous).toBe(true)
      previous = event.timestamp
    }
    const first = Date.parse(events[0]!.timestamp)
    expect(Date.parse(previous)).toBeLessThan(endsAt)
    expect(Date.parse(previous)).toBeGreaterThan(endsAt - 2 * hourMs)
    expect(first).toBeGreaterThanOrEqual(endsAt - 365 * 24 * hourMs)
    expect(first).toBeLessThan(endsAt - 360 * 24 * hourMs)
  })

  it('cuts off visits that are still going on at the end', () => {
    const late: string[] = []
    for (let seed = 1; seed <= 12; seed++) {
      for (const event of generateDemo({ people: 160, seed, endsAt })) if (Date.parse(event.timestamp) >= endsAt) late.push(event.messageId)
    }
    expect(late).toEqual([])
  })

  it('ends in the last hours at night too', () => {
    const night = Date.UTC(2026, 2, 3, 3)
    let last = 0
    for (const event of generateDemo({ people: 200, seed: 1, endsAt: night })) last = Date.parse(event.timestamp)
    expect(last).toBeLessThan(night)
    expect(last).toBeGreaterThan(night - 3 * hourMs)
  })

  it('keeps to the wire format and its limits', () => {
    const ids = new Set<string>()
    for (const event of events) {
      ids.add(event.messageId)
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(4096)
      expect(event.userId ?? event.anonymousId).toBeTruthy()
    }
    expect(ids.size).toBe(events.length)
    const needed = { track: 'event', page: 'name', screen: 'name', identify: 'userId', group: 'groupId' } as const
    expect(events.filter((event) => !event[needed[event.type]])).toEqual([])
    expect(new Set(events.map((event) => event.type))).toEqual(new Set(Object.keys(needed)))
  })

  it('has about a hundred events a person', () => {
    expect(events.length / options.people).toBeGreaterThan(90)
    expect(events.length / options.people).toBeLessThan(135)
  })

  it('is busiest before Christmas', () => {
    const perMonth = new Map<string, number>()
    for (const order of listNamed('Order Completed')) {
      const month = order.timestamp.slice(5, 7)
      perMonth.set(month, (perMonth.get(month) ?? 0) + 1)
    }
    expect(perMonth.get('12')! + perMonth.get('11')!).toBeGreaterThan(1.4 * (perMonth.get('02')! + perMonth.get('09')!))
  })
})

describe('identity', () => {
  it('lets every person of the truth say who they are', () => {
    const identified = new Set(events.filter((event) => event.type === 'identify').map((event) => event.userId))
    expect(truth.profiles).toHaveLength(options.people)
    expect(truth.profiles.filter((profile) => !identified.has(profile.userId))).toEqual([])
    expect(identified.size).toBe(options.people)
  })

  it('lets most browse anonymously first, and gives each anonymous id to one user at most', () => {
    const devices = new Map<string, SegmentEvent[]>()
    for (const event of events) {
      if (!event.anonymousId) continue
      const onDevice = devices.get(event.anonymousId)
      if (onDevice) onDevice.push(event)
      else devices.set(event.anonymousId, [event])
    }
    const owners: string[] = []
    for (const onDevice of devices.values()) {
      const linked = onDevice.findIndex((event) => event.userId)
      if (linked === -1) continue
      const userId = onDevice[linked]!.userId!
      owners.push(userId)
      expect(linked).toBeGreaterThan(0)
      expect(onDevice[linked]!.type).toBe('identify')
      // From the first sign-in on, every event of the device names that user and no other.
      expect(new Set(onDevice.slice(linked).map((event) => event.userId))).toEqual(new Set([userId]))
    }
    expect(new Set(owners).size).toBeGreaterThan(options.people * 0.8)
    // Several people were recognised on more than one device.
    expect(owners.length - new Set(owners).size).toBeGreaterThan(options.people * 0.1)
  })

  it('adds visitors who never identify', () => {
    const strangers = new Map<number, number>()
    events.forEach((event, index) => {
      if (actors[index]! < options.people) return
      expect(event.userId).toBeUndefined()
      strangers.set(actors[index]!, (strangers.get(actors[index]!) ?? 0) + 1)
    })
    expect(strangers.size).toBe(options.people * 0.35)
  })

  it('tells the truth about devices, companies and second accounts', () => {
    const devices = new Map(truth.profiles.flatMap((profile) => profile.anonymousIds.map((id) => [id, profile.userId] as const)))
    const linked = events.filter((event) => event.userId && event.anonymousId)
    expect(linked.filter((event) => devices.get(event.anonymousId!) !== event.userId)).toEqual([])
    const members = new Set(events.filter((event) => event.type === 'group').map((event) => event.userId))
    expect([...members].toSorted()).toEqual(truth.profiles.filter((profile) => profile.companyId).map((profile) => profile.userId))
    const large = describeTruth({ people: 3000, seed: 7, endsAt })
    const known = new Set(large.profiles.map((profile) => profile.userId))
    const doubles = large.profiles.filter((profile) => profile.secondAccountOf)
    expect(doubles.length).toBeGreaterThan(3)
    for (const double of doubles) expect(known.has(double.secondAccountOf!)).toBe(true)
  })
})

describe('orders', () => {
  it('add up', () => {
    const orders = listNamed('Order Completed')
    expect(orders.length).toBeGreaterThan(800)
    for (const order of orders) {
      const cents = (property: string): number => roundCents(readNumber(order, property))
      const products = order.properties!['products'] as { price: number; quantity: number }[]
      const goods = products.reduce((sum, product) => sum + roundCents(product.price) * product.quantity, 0)
      expect(cents('revenue') + cents('tax')).toBe(goods - cents('discount'))
      expect(cents('total')).toBe(cents('revenue') + cents('tax') + cents('shipping'))
      expect(order.properties!['coupon'] !== undefined).toBe(cents('discount') > 0)
      expect(typeof order.properties!['store'] === 'string').toBe(order.properties!['channel'] === 'store')
    }
    expect(new Set(orders.map((order) => order.properties!['order_id'])).size).toBe(orders.length)
  })

  it('are priced as Segment defines the amounts', () => {
    const pan = findCategory('kitchen').products.find((product) => product.name === 'Cast Iron Pan')!
    const lines = [{ product: pan, quantity: 1 }]
    expect(priceOrder(lines, { vatPercent: 19, isShipped: true })).toEqual({ goods: 6490, discount: 0, shipping: 0, tax: 1036, revenue: 5454, total: 6490 })
    expect(priceOrder(lines, { vatPercent: 19, isShipped: true, coupon: { code: 'X', percent: 10 } })).toEqual({
      goods: 6490, discount: 649, shipping: 495, tax: 933, revenue: 4908, total: 6336,
    })
    expect(priceOrder(lines, { vatPercent: 0, isShipped: false, coupon: { code: 'X', percent: 50 } }).total).toBe(3245)
  })

  it('are refunded once, after the sale, to the buyer, and never beyond what was paid', () => {
    const orders = new Map(listNamed('Order Completed').map((order) => [order.properties!['order_id'], order]))
    const refunded = new Set<unknown>()
    for (const refund of listNamed('Order Refunded')) {
      const id = refund.properties!['order_id']
      const order = orders.get(id)!
      expect(order.timestamp < refund.timestamp).toBe(true)
      expect(refund.userId).toBe(order.userId)
      expect(readNumber(refund, 'total')).toBeGreaterThan(0)
      expect(readNumber(refund, 'total')).toBeLessThanOrEqual(readNumber(order, 'total'))
      expect(refunded.has(id)).toBe(false)
      refunded.add(id)
    }
    expect(refunded.size / orders.size).toBeGreaterThan(0.06)
    expect(refunded.size / orders.size).toBeLessThan(0.2)
  })
})

describe('behaviours', () => {
  it('share out all people and have types of their own', () => {
    expect(behaviours.reduce((sum, behaviour) => sum + behaviour.share, 0)).toBeCloseTo(1)
    expect(new Set(behaviours.map((behaviour) => behaviour.type)).size).toBe(behaviours.length)
    for (const behaviour of behaviours) {
      const { people } = truth.groups[behaviour.type]
      expect(Math.abs(people / options.people - behaviour.share)).toBeLessThan(0.01)
    }
  })

  it('buy differently: how often, how much, with which discount, where', () => {
    const figures = summariseGroups()
    const read = (group: string) => figures.get(group)!
    expect(read('loyal').ordersPerPerson).toBeGreaterThan(5)
    expect(read('occasional').ordersPerPerson).toBeLessThan(2)
    expect(read('bargain-hunter').couponShare).toBeGreaterThan(0.7)
    for (const other of ['loyal', 'gift-buyer', 'occasional', 'at-risk', 'churned']) expect(read(other).couponShare).toBeLessThan(0.5)
    expect(read('gift-buyer').meanOrder).toBeGreaterThan(2 * read('at-risk').meanOrder)
    expect(read('occasional').storeShare).toBeGreaterThan(0.6)
    expect(read('bargain-hunter').storeShare).toBeLessThan(0.1)
    expect(read('at-risk').callsPerPerson).toBeGreaterThan(2 * read('loyal').callsPerPerson)
  })

  it('fall silent when their truth says so', () => {
    const dates = new Map(truth.profiles.map((profile) => [profile.userId, profile.churnedAt ?? profile.declinesAt]))
    // A visit begun just before may end in an order, and the day of the change still counts for the shop.
    const late = listNamed('Order Completed').filter((order) => Date.parse(order.timestamp) > Date.parse(dates.get(order.userId!) ?? '2999') + 24 * hourMs)
    expect(late).toEqual([])
    const churned = truth.profiles.filter((profile) => profile.churnedAt)
    expect(new Set(churned.map((profile) => profile.group))).toEqual(new Set(['churned']))
    expect(churned).toHaveLength(truth.groups.churned.people)
    expect(churned.filter((profile) => Date.parse(profile.churnedAt!) > endsAt - 100 * 24 * hourMs)).toEqual([])
  })
})

function summariseGroups() {
  const sums = new Map<string, { orders: number; total: number; coupons: number; store: number; calls: number }>()
  for (const event of events) {
    if (event.event !== 'Order Completed' && event.event !== 'Support Contacted') continue
    const group = groupOf.get(event.userId!)!
    const sum = sums.get(group) ?? { orders: 0, total: 0, coupons: 0, store: 0, calls: 0 }
    sums.set(group, sum)
    if (event.event === 'Support Contacted') {
      sum.calls++
      continue
    }
    sum.orders++
    sum.total += readNumber(event, 'total')
    if (event.properties!['coupon']) sum.coupons++
    if (event.properties!['channel'] === 'store') sum.store++
  }
  return new Map(
    [...sums].map(([group, sum]) => {
      const { people } = truth.groups[group as keyof DemoTruth['groups']]
      return [
        group,
        {
          ordersPerPerson: sum.orders / people,
          meanOrder: sum.total / sum.orders,
          couponShare: sum.coupons / sum.orders,
          storeShare: sum.store / sum.orders,
          callsPerPerson: sum.calls / people,
        },
      ] as const
    }),
  )
}

describe('the calendar', () => {
  it('knows summer time', () => {
    expect(findOffsetMs(Date.UTC(2026, 2, 29, 0, 59))).toBe(hourMs)
    expect(findOffsetMs(Date.UTC(2026, 2, 29, 1))).toBe(2 * hourMs)
    expect(findOffsetMs(Date.UTC(2026, 9, 25, 0, 59))).toBe(2 * hourMs)
    expect(findOffsetMs(Date.UTC(2026, 9, 25, 1))).toBe(hourMs)
  })

  it('begins its days at local midnight and peaks on Black Friday', () => {
    const days = listDays(Date.UTC(2026, 11, 31, 12))
    const busiest = days.reduce((best, day) => (day.weight > best.weight ? day : best))
    for (const day of days) expect(new Date(day.startsAt + findOffsetMs(day.startsAt)).getUTCHours()).toBe(0)
    const blackWeek = [Date.UTC(2026, 10, 23, 23), Date.UTC(2026, 10, 30, 23)]
    expect(busiest.startsAt).toBeGreaterThanOrEqual(blackWeek[0]!)
    expect(busiest.startsAt).toBeLessThan(blackWeek[1]!)
  })
})
