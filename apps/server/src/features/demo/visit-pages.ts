// Pages and screens of one visit: what the tracking library on the device sends.
import type { Actor, EventFields } from './actor.ts'
import { emit, pass } from './actor.ts'
import type { Category, CategoryId, Product } from './brand.ts'
import { brand, findCategory } from './brand.ts'
import type { Device } from './devices.ts'
import type { Properties } from './segment-event.ts'
import type { Arrival } from './sources.ts'

export type Visit = {
  readonly actor: Actor
  readonly device: Device
  readonly arrival: Arrival
  /** The category they came for. */
  readonly interest: CategoryId
  /** Same on all pages of the visit. */
  readonly base: Properties
  /** Of the page now open. */
  context: Properties
  address: string
  pages: number
}

export function beginVisit(actor: Actor, device: Device, arrival: Arrival, interest: CategoryId): Visit {
  const sessionId = `${actor.person.index.toString(36)}-${actor.now.toString(36)}`
  const base: Properties = { ...device.context, sessionId }
  if (arrival.campaign) base.campaign = arrival.campaign
  return { actor, device, arrival, interest, base, context: base, address: '', pages: 0 }
}

export function emitOnDevice(visit: Visit, fields: EventFields): void {
  const { actor, device, context } = visit
  const userId = device.isLinked ? actor.person.userId : undefined
  emit(actor, userId ? { ...fields, userId, anonymousId: device.anonymousId } : { ...fields, anonymousId: device.anonymousId }, context)
}

export function track(visit: Visit, event: string, properties: Properties): void {
  emitOnDevice(visit, { type: 'track', event, properties })
}

/** Opens a page on the site, or the screen of the same name in the app. */
export function openPage(visit: Visit, name: string, path: string, title: string, search = ''): void {
  pass(visit.actor, 22)
  visit.pages++
  if (visit.device.surface === 'app') {
    emitOnDevice(visit, { type: 'screen', name, properties: { title } })
    return
  }
  const isLanding = visit.pages === 1
  const query = isLanding && visit.arrival.search ? visit.arrival.search : search
  const url = `${brand.site}${path}${query}`
  const page = { path, url, title: `${title} | ${brand.name}`, referrer: isLanding ? visit.arrival.referrer : visit.address, search: query }
  visit.address = url
  visit.context = { ...visit.base, page }
  emitOnDevice(visit, { type: 'page', name, properties: page })
  if (isLanding && visit.actor.random.chance(0.22)) measurePage(visit, path)
}

/** Page speed as the browser saw it; slow pages go with unhappy people. */
function measurePage(visit: Visit, path: string): void {
  const { random, person } = visit.actor
  const slowness = (visit.device.kind === 'desktop' ? 0.75 : 1.15) * (1.35 - 0.5 * person.satisfaction) * Math.exp(random.normal() * 0.35)
  track(visit, 'Web Vitals Measured', {
    path,
    ttfbMs: Math.round(230 * slowness),
    fcpMs: Math.round(1050 * slowness),
    lcpMs: Math.round(1900 * slowness),
    inpMs: Math.round(110 * slowness * Math.exp(random.normal() * 0.3)),
    cls: Math.round(0.05 * slowness * Math.exp(random.normal() * 0.6) * 1000) / 1000,
  })
}

export function openHome(visit: Visit): void {
  openPage(visit, 'Home', '/', 'Outdoor and home goods')
}

export function openCategory(visit: Visit, category: Category): void {
  openPage(visit, 'Category', `/${category.id}`, category.title)
  track(visit, 'Product List Viewed', {
    list_id: category.id,
    category: category.id,
    products: category.products.slice(0, 3).map((product, place) => ({ ...pickListFields(product), position: place + 1 })),
  })
}

function pickListFields(product: Product): Properties {
  return { product_id: product.id, name: product.name, price: product.priceCents / 100 }
}

export function openProduct(visit: Visit, product: Product): void {
  openPage(visit, 'Product', `/${product.category}/${product.slug}`, product.name)
  track(visit, 'Product Viewed', { ...product.fields, url: `${brand.site}/${product.category}/${product.slug}` })
}

export function openSearch(visit: Visit, query: string, product: Product): void {
  openPage(visit, 'Search', '/search', `Results for ${query}`, `?q=${encodeURIComponent(query)}`)
  track(visit, 'Products Searched', { query, results: findCategory(product.category).products.length - (query.length % 4) })
}
