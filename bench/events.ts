// The events of the benchmarks: of the size and variety that a shop's site sends, about 600 bytes each.

/** The event number `index` of `people` people; every tenth is an identify call. Each has a messageId of its own. */
export function makeEvent(run: string, index: number, people: number): Record<string, unknown> {
  const person = (index * 7919) % people
  const base = {
    messageId: `${run}-${index}`,
    anonymousId: `visitor-${person}`,
    userId: `customer-${person}`,
    context: {
      sessionId: `session-${person}-${Math.floor(index / people / 12)}`,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
      page: { path: `/products/${index % 500}`, url: `https://shop.example/products/${index % 500}`, title: `Product ${index % 500}` },
      locale: 'de-DE',
      library: { name: '@rapport/sdk', version: '0.1.0' },
    },
  }
  if (index % 10 === 0) {
    return { ...base, type: 'identify', traits: { email: `customer-${person}@shop.example`, name: `Customer ${person}`, plan: ['free', 'plus'][index % 2], visits: index } }
  }
  if (index % 10 < 4) return { ...base, type: 'page', name: 'Product', properties: { path: `/products/${index % 500}`, title: `Product ${index % 500}` } }
  if (index % 50 === 5) {
    return { ...base, type: 'track', event: 'Order Completed', properties: { order_id: `order-${run}-${index}`, total: 20 + (index % 200), currency: 'EUR', products: [{ product_id: `p-${index % 500}`, price: 20, quantity: 1 }] } }
  }
  return { ...base, type: 'track', event: 'Product Viewed', properties: { product_id: `p-${index % 500}`, name: `Product ${index % 500}`, category: `category-${index % 20}`, price: 5 + (index % 100), currency: 'EUR' } }
}

export function makeBatch(run: string, first: number, count: number, people: number): string {
  return JSON.stringify({ batch: Array.from({ length: count }, (_, offset) => makeEvent(run, first + offset, people)), sentAt: new Date().toISOString() })
}
