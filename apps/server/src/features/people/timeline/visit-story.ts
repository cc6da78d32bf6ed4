// A visit in one line: how many pages and products, and how it ended.
import { textAt } from '../../../platform/stream-event.ts'

export interface VisitEvent {
  type: string
  name: string
  time: string
  payload: Record<string, unknown>
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function propertiesOf(event: VisitEvent): Record<string, unknown> {
  return (event.payload['properties'] ?? {}) as Record<string, unknown>
}

function describeEnd(events: readonly VisitEvent[], hasOrdered: boolean): string {
  if (hasOrdered) return 'ordered'
  const last = (name: string) => events.findLastIndex((event) => event.name === name)
  if (last('Checkout Started') >= 0) return 'left from the checkout'
  if (last('Cart Viewed') >= 0 || last('Product Added') >= 0) return 'left from the cart'
  const search = events.findLast((event) => event.name === 'Products Searched')
  if (search) return `searched for “${textAt(propertiesOf(search), 'query')}”`
  return ''
}

function describeOrigin(events: readonly VisitEvent[]): string {
  const context = (events[0]?.payload['context'] ?? {}) as Record<string, unknown>
  const campaign = (context['campaign'] ?? {}) as Record<string, unknown>
  const page = (context['page'] ?? {}) as Record<string, unknown>
  const source = textAt(campaign, 'source')
  if (source) return `came from ${source}${textAt(campaign, 'name') ? ` (${textAt(campaign, 'name')})` : ''}`
  const host = URL.parse(textAt(page, 'referrer'))?.hostname
  return host && host !== URL.parse(textAt(page, 'url'))?.hostname ? `came from ${host.replace(/^www\./, '')}` : ''
}

/** `events` in order of time, `isApp` for screens. `hasOrdered`: an order of this visit stands on a line of its own. */
export function tellVisit(events: readonly VisitEvent[], hasOrdered: boolean): { title: string; detail: string } {
  const pages = events.filter((event) => event.type === 'page').length
  const screens = events.filter((event) => event.type === 'screen').length
  const products = new Set(events.filter((event) => event.name === 'Product Viewed').map((event) => textAt(propertiesOf(event), 'product_id') || textAt(propertiesOf(event), 'name'))).size
  const parts = [
    pages > 0 ? counted(pages, 'page', 'pages') : '',
    screens > 0 ? counted(screens, 'screen', 'screens') : '',
    products > 0 ? counted(products, 'product', 'products') : '',
    pages + screens + products === 0 ? counted(events.length, 'event', 'events') : '',
    describeEnd(events, hasOrdered),
  ]
  const title = `${screens > pages ? 'Used the app' : 'Visited'}: ${parts.filter(Boolean).join(', ')}`
  return { title, detail: describeOrigin(events) }
}
