// One visit to the site or app: arrive, look around, perhaps fill a cart, perhaps order.
import { signIn } from './account.ts'
import type { Actor } from './actor.ts'
import { pass } from './actor.ts'
import type { Product } from './brand.ts'
import { findCategory, searchTerms } from './brand.ts'
import { dayMs, findMonth } from './calendar.ts'
import type { Device } from './devices.ts'
import { describeLines, drawCategory, drawLineCount, drawProduct, drawQuantity } from './basket.ts'
import { checkOut } from './order.ts'
import type { SourceType } from './sources.ts'
import { drawArrival } from './sources.ts'
import type { Visit } from './visit-pages.ts'
import { beginVisit, openCategory, openHome, openPage, openProduct, openSearch, track } from './visit-pages.ts'

export type VisitPlan = { source?: SourceType; newsletter?: string }

const cartKeptMs = 14 * dayMs

export function runVisit(actor: Actor, plan: VisitPlan = {}): void {
  const { person, random } = actor
  actor.visits++
  const source = plan.source ?? (actor.visits === 1 ? person.marketingSource : random.choose(person.behaviour.drawSource))
  const device = pickDevice(actor, source)
  const arrival = drawArrival(random, device.surface === 'app' ? 'direct' : source, plan.newsletter)
  const visit = beginVisit(actor, device, arrival, drawCategory(actor))
  const willOrder = random.chance(findOrderChance(actor))
  const mustSignIn = !actor.isIdentified && actor.visits >= actor.identifyOnVisit
  const willSignIn = person.userId !== undefined && !device.isLinked && (mustSignIn || random.chance(actor.isIdentified ? 0.45 : 0.1))

  land(visit)
  browse(visit)
  if (willSignIn) {
    openPage(visit, 'Account', '/account/sign-in', 'Your account')
    pass(actor, 25)
    signIn(visit)
  }
  if (willOrder) shop(visit)
  else if (person.userId !== undefined || random.chance(0.3)) hesitate(visit)
}

function pickDevice(actor: Actor, source: SourceType): Device {
  const { devices, behaviour } = actor.person
  const isAppVisit = source === 'direct' || source === 'newsletter'
  const app = devices.find((device) => device.surface === 'app')
  // The app comes to people who already know the brand.
  if (app && isAppVisit && actor.isIdentified && actor.random.chance(0.75)) return app
  const second = devices[1]
  if (second?.surface === 'web' && actor.visits > 1 && actor.random.chance(behaviour.type === 'loyal' ? 0.4 : 0.3)) return second
  return devices[0]!
}

function findOrderChance(actor: Actor): number {
  const { behaviour, life, company } = actor.person
  if (actor.now >= (life.declinesAt ?? life.churnedAt ?? Infinity)) return 0
  const season = behaviour.orderSeason?.[findMonth(actor.now)] ?? 1
  // Somebody who has yet to say who they are mostly looks.
  return behaviour.web.orderChance * season * (company ? 1.2 : 1) * (actor.isIdentified ? 1 : 0.5)
}

function land(visit: Visit): void {
  const { actor, arrival } = visit
  const product = drawProduct(actor, visit.interest)
  switch (arrival.landing) {
    case 'home':
      return openHome(visit)
    case 'category':
      return openCategory(visit, findCategory(product.category))
    case 'product':
      return openProduct(visit, product)
    case 'stores':
      return openPage(visit, 'Stores', '/stores', 'Our shops')
  }
}

function browse(visit: Visit): void {
  const { actor } = visit
  const { random, person } = actor
  let steps = random.count(person.behaviour.web.depth)
  while (steps-- > 0) {
    const draw = random.next()
    const product = drawProduct(actor, visit.interest)
    if (draw < 0.34) openCategory(visit, findCategory(product.category))
    else if (draw < 0.82) view(visit, product)
    else if (draw < 0.93) openSearch(visit, random.pick(searchTerms[product.category]), product)
    else if (draw < 0.97) openPage(visit, 'Help', random.chance(0.5) ? '/help/delivery' : '/help/returns', 'Help')
    else openPage(visit, 'Stores', '/stores', 'Our shops')
  }
}

function view(visit: Visit, product: Product): void {
  openProduct(visit, product)
  if (visit.actor.person.userId && visit.actor.random.chance(0.07)) addToCart(visit, product)
}

function addToCart(visit: Visit, product: Product): void {
  const { actor } = visit
  const isStale = actor.cart && actor.now - actor.cart.changedAt > cartKeptMs
  if (!actor.cart || isStale) actor.cart = { id: `cart-${actor.person.index.toString(36)}-${++actor.carts}`, lines: [], changedAt: actor.now }
  pass(actor, 12)
  const quantity = drawQuantity(actor, product)
  const line = actor.cart.lines.find((existing) => existing.product === product)
  if (line) line.quantity += quantity
  else actor.cart.lines.push({ product, quantity })
  actor.cart.changedAt = actor.now
  track(visit, 'Product Added', { cart_id: actor.cart.id, ...product.fields, quantity })
}

function openCart(visit: Visit): void {
  const cart = visit.actor.cart!
  openPage(visit, 'Cart', '/cart', 'Your cart')
  track(visit, 'Cart Viewed', { cart_id: cart.id, products: describeLines(cart.lines) })
}

function shop(visit: Visit): void {
  const { actor } = visit
  if (actor.cart && actor.now - actor.cart.changedAt > cartKeptMs) actor.cart = undefined
  const wanted = drawLineCount(actor)
  let attempts = 0
  while ((actor.cart?.lines.length ?? 0) < wanted && attempts++ < 12) {
    const product = drawProduct(actor, visit.interest)
    openProduct(visit, product)
    addToCart(visit, product)
  }
  openCart(visit)
  if (!visit.device.isLinked) {
    openPage(visit, 'Account', '/account/sign-in', 'Your account')
    pass(actor, 40)
    signIn(visit)
  }
  checkOut(visit)
}

/** Fills a cart and leaves it: the abandoned carts of the timeline. */
function hesitate(visit: Visit): void {
  const { actor } = visit
  if (!actor.random.chance(0.13)) return
  const product = drawProduct(actor, visit.interest)
  openProduct(visit, product)
  addToCart(visit, product)
  if (!actor.random.chance(0.55)) return
  openCart(visit)
  if (!visit.device.isLinked || !actor.random.chance(0.4)) return
  openPage(visit, 'Checkout', '/checkout', 'Checkout')
  track(visit, 'Checkout Started', { cart_id: actor.cart!.id, currency: 'EUR', products: describeLines(actor.cart!.lines) })
}
