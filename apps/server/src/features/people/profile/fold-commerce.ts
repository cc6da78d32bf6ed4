// Orders, refunds and carts, after Segment's e-commerce events. Amounts count only in the workspace's currency.
import { numberAt, textAt, type StreamEvent } from '../../../platform/stream-event.ts'
import type { OrderRecord, ProfileState } from './profile-state.ts'

const maxRecentOrders = 20

/** What the database's numeric(18, 2) holds and JavaScript counts to the cent; larger sums are errors of the sender. */
const maxAmount = 1e13

function roundCents(amount: number): number {
  return Math.min(Math.max(Math.round(amount * 100) / 100, -maxAmount), maxAmount)
}

/** What the customer paid: `total`, else `revenue`, else `value`; 0 in another currency. */
function readAmount(event: StreamEvent, currency: string): number | undefined {
  const given = textAt(event.properties, 'currency').toUpperCase()
  if (given && given !== currency) return 0
  return numberAt(event.properties, 'total') ?? numberAt(event.properties, 'revenue') ?? numberAt(event.properties, 'value')
}

function findOrder(profile: ProfileState, id: string): OrderRecord | undefined {
  return id ? profile.stats.recentOrders.find((order) => order.id === id) : undefined
}

function foldOrder(profile: ProfileState, event: StreamEvent, currency: string): void {
  const { stats } = profile
  const id = textAt(event.properties, 'order_id') || textAt(event.properties, 'orderId')
  // Shops often report one order from the page and from the server.
  if (findOrder(profile, id)) return
  const total = readAmount(event, currency) ?? 0
  stats.orders += 1
  stats.revenue = roundCents(stats.revenue + total)
  stats.lastOrderAt = Math.max(stats.lastOrderAt, event.time)
  const orders = [...stats.recentOrders, { id, total, refunded: 0, at: event.time }]
  stats.recentOrders = orders.toSorted((left, right) => left.at - right.at).slice(-maxRecentOrders)
  if (event.time >= stats.cartAt) Object.assign(stats, { cartItems: 0, cartValue: 0, cartAt: event.time })
}

function foldRefund(profile: ProfileState, event: StreamEvent, currency: string): void {
  const { stats } = profile
  const order = findOrder(profile, textAt(event.properties, 'order_id') || textAt(event.properties, 'orderId'))
  const asked = readAmount(event, currency) ?? (order ? order.total - order.refunded : 0)
  // No order gives back more than was paid for it.
  const amount = order ? Math.min(asked, roundCents(order.total - order.refunded)) : asked
  if (order) order.refunded = roundCents(order.refunded + amount)
  stats.returns += 1
  stats.refunded = roundCents(stats.refunded + amount)
  stats.revenue = roundCents(stats.revenue - amount)
}

function foldCart(profile: ProfileState, event: StreamEvent, sign: 1 | -1): void {
  const { stats } = profile
  if (event.time < stats.cartAt) return
  const quantity = numberAt(event.properties, 'quantity') ?? 1
  const price = numberAt(event.properties, 'price') ?? 0
  stats.cartItems = Math.min(Math.max(0, stats.cartItems + sign * quantity), maxAmount)
  stats.cartValue = Math.max(0, roundCents(stats.cartValue + sign * quantity * price))
  stats.cartAt = event.time
}

export function foldCommerce(profile: ProfileState, event: StreamEvent, currency: string): void {
  if (event.name === 'Order Completed') foldOrder(profile, event, currency)
  else if (event.name === 'Order Refunded' || event.name === 'Order Cancelled') foldRefund(profile, event, currency)
  else if (event.name === 'Product Added') foldCart(profile, event, 1)
  else if (event.name === 'Product Removed') foldCart(profile, event, -1)
}
