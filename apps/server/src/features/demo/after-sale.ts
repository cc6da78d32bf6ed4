// What follows an order: returns and refunds, calls for help, reviews.
import type { Actor, Line } from './actor.ts'
import { emitFromServer, schedule } from './actor.ts'
import { brand, findCategory } from './brand.ts'
import { dayMs } from './calendar.ts'
import type { Order } from './order.ts'
import { findReview } from './phrases.ts'
import { contactSupport, drawTopic } from './support.ts'

const fitReasons = ['too small', 'too large', 'looks different', 'changed mind'] as const
const otherReasons = ['changed mind', 'damaged', 'looks different', 'arrived late', 'wrong item'] as const

export function planAfterSale(actor: Actor, order: Order): void {
  const { person, random } = actor
  const { behaviour, satisfaction } = person
  const soldAt = actor.now
  const unwanted = order.lines.filter((line) => random.chance(findCategory(line.product.category).returnRate * behaviour.returnFactor))
  if (unwanted.length > 0) planReturn(actor, order, unwanted)
  if (random.chance(0.11 * behaviour.supportFactor * (1.3 - 0.6 * satisfaction))) {
    const topic = drawTopic(random, order.channel === 'store')
    schedule(actor, soldAt + random.between(0.6, 9) * dayMs, (later) => contactSupport(later, topic, order.id))
  }
  if (random.chance(0.1 + 0.06 * Math.abs(satisfaction - 0.5))) {
    schedule(actor, soldAt + random.between(6, 21) * dayMs, (later) => writeReview(later, order))
  }
}

function planReturn(actor: Actor, order: Order, lines: readonly Line[]): void {
  const { random } = actor
  const isWhole = lines.length === order.lines.length
  const goods = lines.reduce((sum, line) => sum + line.product.priceCents * line.quantity, 0)
  const paid = order.price.goods - order.price.discount
  const total = isWhole ? order.price.total : Math.floor((paid * goods) / order.price.goods)
  const isWorn = lines.some((line) => line.product.category === 'clothing' || line.product.category === 'hiking')
  const properties = {
    order_id: order.id,
    channel: order.channel,
    reason: random.pick(isWorn ? fitReasons : otherReasons),
    products: lines.map(({ product, quantity }) => ({ product_id: product.id, name: product.name, category: product.category, quantity })),
  }
  const requestedAt = actor.now + random.between(3, 17) * dayMs
  const refund = (later: Actor) =>
    emitFromServer(later, order.channel, {
      type: 'track',
      event: 'Order Refunded',
      properties: { ...properties, total: total / 100, currency: brand.currency },
    })
  schedule(actor, requestedAt, (later) => {
    emitFromServer(later, order.channel, { type: 'track', event: 'Return Requested', properties })
    // At the till the money comes back at once; a parcel has to arrive first.
    if (order.channel === 'store') refund(later)
    else schedule(later, later.now + later.random.between(3, 9) * dayMs, refund)
  })
}

function writeReview(actor: Actor, order: Order): void {
  const { random, person } = actor
  const { product } = random.pick(order.lines)
  const rating = Math.max(1, Math.min(5, Math.round(1.4 + 3.7 * person.satisfaction + random.normal() * 0.8)))
  emitFromServer(actor, 'web', {
    type: 'track',
    event: 'Product Reviewed',
    properties: { product_id: product.id, name: product.name, category: product.category, order_id: order.id, rating, review_body: findReview(random, rating) },
  })
}
