// What goes into a basket.
import type { Actor, Line } from './actor.ts'
import type { CategoryId, Product } from './brand.ts'
import { findCategory } from './brand.ts'
import type { Properties } from './segment-event.ts'

export function drawCategory(actor: Actor): CategoryId {
  return actor.random.choose(actor.person.behaviour.drawCategory)
}

/** Mostly from the category that the person came for. */
export function drawProduct(actor: Actor, interest: CategoryId): Product {
  const { behaviour } = actor.person
  const { products } = findCategory(actor.random.chance(0.7) ? interest : drawCategory(actor))
  const level = 0.42 + behaviour.basket.priceTilt * 0.36 + actor.random.normal() * 0.22
  return products[Math.max(0, Math.min(products.length - 1, Math.floor(level * products.length)))]!
}

export function drawLineCount(actor: Actor): number {
  return Math.min(6, 1 + actor.random.count(actor.person.behaviour.basket.meanLines - 1))
}

export function drawQuantity(actor: Actor, product: Product): number {
  const isCheap = product.priceCents < 4000
  if (actor.person.company) return actor.random.whole(1, isCheap ? 8 : 2)
  return isCheap && actor.random.chance(0.3) ? actor.random.whole(2, 4) : 1
}

export function describeLines(lines: readonly Line[]): Properties[] {
  return lines.map(({ product, quantity }, index) => ({ ...product.fields, quantity, position: index + 1 }))
}
