// Orders: what they cost, how they are placed on the site, and what they set off.
import { reviewTier } from './account.ts'
import type { Actor, Line } from './actor.ts'
import { pass } from './actor.ts'
import { planAfterSale } from './after-sale.ts'
import { describeLines } from './basket.ts'
import type { Coupon } from './brand.ts'
import { brand, findCoupon } from './brand.ts'
import { findMonth } from './calendar.ts'
import { countries } from './places.ts'
import type { Properties } from './segment-event.ts'
import type { Visit } from './visit-pages.ts'
import { openPage, track } from './visit-pages.ts'

export type Price = { goods: number; discount: number; shipping: number; tax: number; revenue: number; total: number }

export type Order = { id: string; lines: Line[]; price: Price; channel: 'web' | 'app' | 'store' }

/**
 * Amounts in cents. Shelf prices include VAT, and Segment's spec wants `revenue` without tax and shipping:
 * goods − discount = revenue + tax, and total = revenue + tax + shipping.
 */
export function priceOrder(lines: readonly Line[], options: { coupon?: Coupon; vatPercent: number; isShipped: boolean }): Price {
  const goods = lines.reduce((sum, line) => sum + line.product.priceCents * line.quantity, 0)
  const discount = options.coupon ? Math.round((goods * options.coupon.percent) / 100) : 0
  const paid = goods - discount
  const tax = Math.round((paid * options.vatPercent) / (100 + options.vatPercent))
  const shipping = options.isShipped && paid < brand.freeShippingFromCents ? brand.shippingCents : 0
  return { goods, discount, shipping, tax, revenue: paid - tax, total: paid + shipping }
}

export function drawCoupon(actor: Actor): Coupon | undefined {
  if (!actor.random.chance(actor.person.behaviour.basket.couponShare)) return undefined
  return findCoupon(findMonth(actor.now), actor.orders + actor.person.earlierOrders === 0)
}

export function createOrder(actor: Actor, lines: Line[], channel: Order['channel'], coupon?: Coupon): Order {
  actor.orders++
  const { vatPercent } = countries[actor.person.place.country]
  return {
    id: `${actor.person.userId}-${String(actor.orders).padStart(2, '0')}`,
    lines,
    channel,
    price: priceOrder(lines, { coupon, vatPercent, isShipped: channel !== 'store' }),
  }
}

export function describeOrder(order: Order, coupon?: Coupon): Properties {
  const { price } = order
  return {
    order_id: order.id,
    channel: order.channel,
    total: price.total / 100,
    subtotal: (price.goods - price.discount) / 100,
    revenue: price.revenue / 100,
    shipping: price.shipping / 100,
    tax: price.tax / 100,
    discount: price.discount / 100,
    ...(coupon && { coupon: coupon.code }),
    currency: brand.currency,
    products: describeLines(order.lines),
  }
}

const payments = ['card', 'card', 'paypal', 'invoice', 'ideal'] as const

/** From the open cart to the confirmation; the visitor has signed in. */
export function checkOut(visit: Visit): void {
  const { actor } = visit
  const cart = actor.cart!
  const coupon = drawCoupon(actor)
  if (coupon) track(visit, 'Coupon Applied', { cart_id: cart.id, coupon: coupon.code, percent: coupon.percent })
  openPage(visit, 'Checkout', '/checkout', 'Checkout')
  track(visit, 'Checkout Started', { cart_id: cart.id, currency: brand.currency, products: describeLines(cart.lines) })
  pass(actor, 70)
  const order = createOrder(actor, cart.lines, visit.device.surface, coupon)
  track(visit, 'Order Completed', { ...describeOrder(order, coupon), cart_id: cart.id, payment_method: actor.random.pick(payments) })
  actor.cart = undefined
  openPage(visit, 'Order Confirmation', '/checkout/thank-you', 'Thank you')
  reviewTier(actor)
  planAfterSale(actor, order)
}
