// Purchases at the till, reported by the shop's own system.
import { issueLoyaltyCard, reviewTier } from './account.ts'
import type { Actor, Line } from './actor.ts'
import { emitFromServer } from './actor.ts'
import { planAfterSale } from './after-sale.ts'
import { drawCategory, drawLineCount, drawProduct, drawQuantity } from './basket.ts'
import { secondMs } from './calendar.ts'
import { createOrder, describeOrder, drawCoupon } from './order.ts'

export function buyInStore(actor: Actor): void {
  const { person, random } = actor
  if (!actor.isIdentified) {
    issueLoyaltyCard(actor)
    actor.now += random.whole(60, 240) * secondMs
  }
  const interest = drawCategory(actor)
  const lines: Line[] = []
  for (let wanted = drawLineCount(actor); wanted > 0; wanted--) {
    const product = drawProduct(actor, interest)
    if (lines.every((line) => line.product !== product)) lines.push({ product, quantity: drawQuantity(actor, product) })
  }
  const coupon = drawCoupon(actor)
  const order = createOrder(actor, lines, 'store', coupon)
  emitFromServer(actor, 'store', {
    type: 'track',
    event: 'Order Completed',
    properties: { ...describeOrder(order, coupon), store: person.shop, payment_method: random.chance(0.8) ? 'card' : 'cash' },
  })
  reviewTier(actor)
  planAfterSale(actor, order)
}
