import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSecretKey, makeUser, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { startTestServer, type Person as Caller, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Person, PersonEvent, PersonRow, TimelineItem } from './people.contract.ts'

let server: TestServer
let owner: Caller
let writeKey: string
let messages = 0

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  writeKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
  await server.startWorker()
})
afterAll(() => server.close())

/** Sends events and waits until they can be read from the timeline too. */
async function send(...events: Record<string, unknown>[]): Promise<void> {
  const batch = events.map((event) => ({ messageId: `people-${(messages += 1)}`, ...event }))
  const reply = await server.request('POST', '/v1/import', { body: { batch, writeKey } })
  expect(reply.status).toBe(200)
  await waitFor('the events to be processed and exported', async () => {
    const { body } = await server.request<{ waiting: number; exporting: number }>('GET', '/v1/stream/counters', { as: owner })
    return body.waiting === 0 && body.exporting === 0
  })
}

async function lookUp(value: string): Promise<Person> {
  const reply = await server.request<Person>('GET', `/v1/people/lookup?value=${encodeURIComponent(value)}`, { as: owner })
  expect(reply.status).toBe(200)
  return reply.body
}

const get = async <T>(url: string) => (await server.request<T>('GET', url, { as: owner })).body
const search = async (text: string) => (await get<{ items: PersonRow[] }>(`/v1/people?search=${encodeURIComponent(text)}`)).items.map((row) => row.name)
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

describe('a person', () => {
  test('is found by any identifier, in any way it is written', async () => {
    await send(
      { type: 'page', anonymousId: 'v1', name: 'Home', context: { sessionId: 's1' } },
      { type: 'identify', anonymousId: 'v1', userId: 'maria', traits: { name: 'Maria Huber', email: 'Maria.Huber@Shop.org', phone: '+43 1 234 56 78' }, context: { externalIds: [{ type: 'crm', id: '77' }] } },
    )
    const { id } = await lookUp('maria')
    for (const value of ['maria.huber@shop.org', 'MARIA.HUBER@shop.org', '+4312345678', '+43 1 2345678', 'crm:77', 'v1']) expect((await lookUp(value)).id).toBe(id)
    expect((await server.request('GET', '/v1/people/lookup?value=nobody', { as: owner })).status).toBe(404)
    expect((await server.request('GET', '/v1/people/lookup?kind=email&value=maria', { as: owner })).status).toBe(404)
  })

  test('is found by a search that forgives typing errors', async () => {
    await send({ type: 'identify', userId: 'j1', traits: { name: 'Johanna Zimmermann', email: 'jz@shop.org' } })
    for (const text of ['johanna', 'Zimermann', 'johana zimmerman', 'jz@shop', 'j1']) expect(await search(text)).toContain('Johanna Zimmermann')
    expect(await search('5678')).not.toContain('Johanna Zimmermann')
    expect(await search('123456')).toContain('Maria Huber')
    expect(await search('100%')).toEqual([])
  })

  test('has figures net of refunds, a cart, consent and what matters now', async () => {
    await send(
      { type: 'track', event: 'Order Completed', userId: 'fred', timestamp: minutesAgo(50), properties: { order_id: 'F1', total: 80, currency: 'EUR' } },
      { type: 'track', event: 'Order Refunded', userId: 'fred', timestamp: minutesAgo(40), properties: { order_id: 'F1', total: 30, currency: 'EUR' } },
      { type: 'track', event: 'Product Added', userId: 'fred', timestamp: minutesAgo(30), properties: { price: 12.5, quantity: 2 } },
      { type: 'track', event: 'Support Contacted', userId: 'fred', timestamp: minutesAgo(20), properties: { topic: 'Delivery', channel: 'phone' } },
      { type: 'track', event: 'Consent Granted', userId: 'fred', properties: { purpose: 'marketing', channel: 'email' } },
    )
    await send({ type: 'track', event: 'Product Reviewed', userId: 'fred', properties: { rating: 2 } })
    const fred = await lookUp('fred')
    expect(fred.keyFigures).toMatchObject({ orders: 1, revenue: 50, refunded: 30, returns: 1, averageOrder: 80, lifetimeValue: 50, currency: 'EUR' })
    expect(fred.headlines.map((headline) => headline.kind)).toEqual(['open_matter', 'open_cart', 'mood', 'last_order', 'value'])
    expect(fred.headlines[2]).toMatchObject({ text: 'Unhappy: 2 of 5 stars today', tone: 'bad' })
    expect(fred.consent).toMatchObject([{ purpose: 'marketing', channel: 'email', isGranted: true }])
  })
})

describe('the timeline', () => {
  test('tells a visit in one line that opens, and an order on a line of its own', async () => {
    const context = { sessionId: 'visit-1', page: { path: '/', referrer: 'https://search.example/' } }
    const product = (id: string) => ({ type: 'track', event: 'Product Viewed', anonymousId: 'tv', context, properties: { product_id: id, name: `Tent ${id}` } })
    await send(
      ...[1, 2, 3].map((page) => ({ type: 'page', anonymousId: 'tv', name: `Page ${page}`, timestamp: minutesAgo(100 - page), context })),
      { ...product('a'), timestamp: minutesAgo(90) }, { ...product('b'), timestamp: minutesAgo(89) },
      { type: 'track', event: 'Product Added', anonymousId: 'tv', timestamp: minutesAgo(88), context, properties: { name: 'Tent a', price: 90 } },
      { type: 'track', event: 'Order Completed', anonymousId: 'tv', timestamp: minutesAgo(10), properties: { order_id: 'T1', total: 90, store: 'Linz', channel: 'store', products: [{ name: 'Tent a' }] }, context: { channel: 'store' } },
    )
    const { id } = await lookUp('tv')
    const { items } = await get<{ items: TimelineItem[] }>(`/v1/people/${id}/timeline`)
    expect(items.map((item) => item.title)).toEqual(['Bought in the shop Linz: 1 product', 'Visited: 3 pages, 2 products, left from the cart'])
    expect(items[0]).toMatchObject({ kind: 'event', icon: 'order', channel: 'store', amount: 90 })
    expect(items[1]).toMatchObject({ kind: 'visit', eventCount: 6, sessionId: 'visit-1', detail: 'came from search.example' })
    const opened = await get<{ items: PersonEvent[] }>(`/v1/people/${id}/events?session=visit-1`)
    expect(opened.items).toHaveLength(6)
    const shop = await get<{ items: TimelineItem[] }>(`/v1/people/${id}/timeline?channel=store`)
    expect(shop.items).toHaveLength(1)
  })

  test('pages through without losing or repeating a line', async () => {
    await send(...Array.from({ length: 23 }, (_, index) => ({ type: 'track', event: 'Lamp Switched', userId: 'pager', timestamp: minutesAgo(60 - (index % 5)), properties: { index } })))
    const { id } = await lookUp('pager')
    const keys: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: TimelineItem[]; nextCursor: string | null } = await get(`/v1/people/${id}/timeline?limit=5${cursor ? `&cursor=${cursor}` : ''}`)
      keys.push(...page.items.map((item) => item.key))
      cursor = page.nextCursor
    }
    expect(keys).toHaveLength(23)
    expect(new Set(keys).size).toBe(23)
    const found = await get<{ items: TimelineItem[] }>(`/v1/people/${id}/timeline?name=Lamp%20Switched&search=${encodeURIComponent('"index":7')}`)
    expect(found.items).toHaveLength(1)
  })
})

describe('changes by hand', () => {
  test('are events: traits, a note, a call, consent', async () => {
    await send({ type: 'identify', userId: 'ida', traits: { name: 'Ida', plan: 'free' } })
    const { id } = await lookUp('ida')
    const act = async (method: 'PATCH' | 'POST' | 'PUT', path: string, body: object) => (await server.request<Person>(method, `/v1/people/${id}${path}`, { body, as: owner })).body
    expect((await act('PATCH', '/traits', { traits: { plan: 'plus', name: null } })).traits).toEqual({ plan: 'plus' })
    await act('POST', '/notes', { text: 'Likes blue' })
    const called = await act('POST', '/interactions', { kind: 'call', summary: 'Asked about sizes', outcome: 'open' })
    expect(called.headlines[0]).toMatchObject({ kind: 'open_matter', text: 'Open: Asked about sizes' })
    expect((await act('PUT', '/consent', { purpose: 'analytics', isGranted: false })).consent).toMatchObject([{ purpose: 'analytics', channel: null, isGranted: false }])
    await send({ type: 'track', event: 'Anything', userId: 'ida' })
    const { items } = await get<{ items: TimelineItem[] }>(`/v1/people/${id}/timeline`)
    expect(items.map((item) => item.name)).toEqual(expect.arrayContaining(['Note Added', 'Interaction Logged', 'Consent Withdrawn']))
    expect(items.map((item) => item.title)).toContain(`${owner.name} changed what we know`)
  })

  test('cannot be forged with a write key', async () => {
    await send({ type: 'track', event: 'Note Added', userId: 'ida', properties: { text: 'forged' } })
    const { body } = await server.request<{ items: { code: string }[] }>('GET', '/v1/stream/rejected?code=reserved_event', { as: owner })
    expect(body.items).toHaveLength(1)
  })

  test('a person can be created, and is found the second time', async () => {
    const create = () => server.request<Person>('POST', '/v1/people', { body: { email: 'New@Shop.org', traits: { name: 'New One' } }, as: owner })
    const first = await create()
    expect(first.body).toMatchObject({ name: 'New One', isIdentified: true })
    expect((await create()).body.id).toBe(first.body.id)
    expect((await server.request('POST', '/v1/people', { body: { userId: 'guest' }, as: owner })).status).toBe(400)
  })
})

describe('a merge by hand', () => {
  test('joins two customers; its undo gives each back its own history, what came after included', async () => {
    await send(
      { type: 'identify', userId: 'left', traits: { name: 'Lea Left', city: 'Graz' } }, { type: 'track', event: 'Order Completed', userId: 'left', properties: { order_id: 'L1', total: 10 } },
      { type: 'identify', userId: 'right', traits: { name: 'Rita Right' } }, { type: 'track', event: 'Order Completed', userId: 'right', properties: { order_id: 'R1', total: 5 } },
    )
    const [left, right] = [await lookUp('left'), await lookUp('right')]
    const merged = await server.request<Person>('POST', `/v1/people/${left.id}/merge`, { body: { otherId: right.id, reason: 'Same address' }, as: owner })
    expect(merged.body).toMatchObject({ id: left.id, orders: 2, revenue: 15 })
    expect((await get<Person>(`/v1/people/${right.id}`)).id).toBe(left.id)
    expect((await server.request('POST', `/v1/people/${left.id}/merge`, { body: { otherId: right.id }, as: owner })).status).toBe(409)

    await send({ type: 'track', event: 'Order Completed', userId: 'right', properties: { order_id: 'R2', total: 7 } }, { type: 'identify', userId: 'left', traits: { plan: 'plus' } })
    expect(await lookUp('right')).toMatchObject({ id: left.id, orders: 3, revenue: 22, merges: [{ from: right.id, reason: 'Same address', by: owner.name }] })

    const undone = await server.request<{ profileId: string; restoredId: string }>('POST', `/v1/merges/${(await lookUp('left')).merges[0]!.id}/undo`, { as: owner })
    expect(undone).toMatchObject({ status: 200, body: { profileId: left.id, restoredId: right.id } })
    expect(await lookUp('left')).toMatchObject({ name: 'Lea Left', orders: 1, revenue: 10, traits: { city: 'Graz', plan: 'plus' } })
    expect(await lookUp('right')).toMatchObject({ id: right.id, name: 'Rita Right', orders: 2, revenue: 12 })
    expect((await server.request('POST', `/v1/merges/${merged.body.merges[0]!.id}/undo`, { as: owner })).status).toBe(409)

    await send({ type: 'track', event: 'Order Completed', userId: 'right', properties: { order_id: 'R3', total: 1 } })
    expect((await lookUp('right')).orders).toBe(3)
    expect((await lookUp('left')).orders).toBe(1)
  })

  test('is suggested where two customers give one e-mail, and can be dismissed', async () => {
    await send({ type: 'identify', userId: 'twin1', traits: { email: 'twin@shop.org' } }, { type: 'identify', userId: 'twin2', traits: { email: 'twin@shop.org' } })
    const { items } = await get<{ items: { id: string; left: PersonRow; right: PersonRow; reason: string }[] }>('/v1/merge-suggestions')
    expect(items).toHaveLength(1)
    expect([items[0]!.left.userId, items[0]!.right.userId].toSorted()).toEqual(['twin1', 'twin2'])
    expect((await lookUp('twin1')).suggestions).toMatchObject([{ otherId: (await lookUp('twin2')).id }])
    expect((await server.request('POST', `/v1/merge-suggestions/${items[0]!.id}/dismiss`, { as: owner })).status).toBe(204)
    expect((await get<{ items: unknown[] }>('/v1/merge-suggestions')).items).toEqual([])
    expect((await server.request('POST', `/v1/merge-suggestions/${items[0]!.id}/dismiss`, { as: owner })).status).toBe(404)
  })
})

test('companies gather their people and what they spent', async () => {
  await send(
    { type: 'group', userId: 'c1', groupId: 'acme', traits: { name: 'Acme', seats: 5 } }, { type: 'group', userId: 'c2', groupId: 'acme', traits: { seats: 6 } },
    { type: 'track', event: 'Order Completed', userId: 'c1', properties: { order_id: 'C1', total: 40 } },
  )
  expect(await get('/v1/companies/acme')).toMatchObject({ name: 'Acme', people: 2, revenue: 40, traits: { seats: 6 } })
  expect((await lookUp('c1')).companies).toEqual([{ id: 'acme', name: 'Acme' }])
  expect((await get<{ total: number }>('/v1/people?account=acme')).total).toBe(2)
})

test('the list filters, sorts and pages through everybody once, and exports the same people', async () => {
  const everybody: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: PersonRow[]; nextCursor: string | null } = await get(`/v1/people?limit=3&sort=revenue${cursor ? `&cursor=${cursor}` : ''}`)
    everybody.push(...page.items.map((row) => row.id))
    cursor = page.nextCursor
  }
  const first = await get<{ total: number; items: PersonRow[] }>('/v1/people?limit=200&sort=revenue')
  expect(everybody).toEqual(first.items.map((row) => row.id))
  expect(first.total).toBe(everybody.length)
  expect((await get<{ items: PersonRow[] }>('/v1/people?trait=plan%3Dplus')).items.map((row) => row.userId).toSorted()).toEqual(['ida', 'left'])
  const csv = await server.request<string>('GET', '/v1/people.csv?ordered=yes', { as: owner })
  expect(csv.body.split('\n').filter((line) => line.includes('shop') || line.includes('left')).length).toBeGreaterThan(0)
  expect(csv.body.split('\n')).toHaveLength((await get<{ total: number }>('/v1/people?ordered=yes')).total + 2)
})

test('a formula in a name is not run by a spreadsheet', async () => {
  await send({ type: 'identify', userId: 'evil', traits: { name: '=HYPERLINK("http://evil.example")' } })
  const csv = await server.request<string>('GET', '/v1/people.csv?search=hyperlink', { as: owner })
  expect(csv.body).toContain("'=HYPERLINK")
})

test('roles and keys: a viewer reads, a scoped key does what its scopes say', async () => {
  const viewer = await makeUser(server, 'viewer')
  const { id } = await lookUp('ida')
  expect((await server.request('GET', `/v1/people/${id}`, { as: viewer })).status).toBe(200)
  expect((await server.request('PATCH', `/v1/people/${id}/traits`, { body: { traits: { plan: 'x' } }, as: viewer })).status).toBe(403)
  const key = await makeSecretKey(server, owner, ['people:read'])
  expect((await server.request('GET', '/v1/people/lookup?value=ida', { as: key })).status).toBe(200)
  expect((await server.request('POST', `/v1/people/${id}/notes`, { body: { text: 'x' }, as: key })).status).toBe(403)
})

test('another workspace sees and changes none of it', async () => {
  const stranger = await makeWorkspace(server)
  const { id } = await lookUp('ida')
  const merge = (await lookUp('left')).merges[0]!.id
  const calls: [method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object][] = [
    ['GET', `/v1/people/${id}`], ['GET', `/v1/people/${id}/timeline`], ['GET', `/v1/people/${id}/events`], ['GET', '/v1/people/lookup?value=ida'],
    ['PATCH', `/v1/people/${id}/traits`, { traits: { a: 1 } }], ['POST', `/v1/people/${id}/notes`, { text: 'x' }],
    ['POST', `/v1/people/${id}/interactions`, { kind: 'call', summary: 'x' }], ['PUT', `/v1/people/${id}/consent`, { purpose: 'x', isGranted: true }],
    ['POST', `/v1/people/${id}/merge`, { otherId: (await lookUp('fred')).id }], ['POST', `/v1/merges/${merge}/undo`], ['GET', '/v1/companies/acme'],
  ]
  for (const [method, path, body] of calls) expect([path, (await server.request(method, path, { body, as: stranger })).status]).toEqual([path, 404])
  expect((await server.request<{ total: number }>('GET', '/v1/people', { as: stranger })).body.total).toBe(0)
})
