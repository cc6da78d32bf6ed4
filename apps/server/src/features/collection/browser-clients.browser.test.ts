// The browser clients that exist, in a real browser on a page of another origin: only their host and key are ours.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../packages/sdk/test/browser.ts'
import { makeWriteKey } from '../../../test/makers.ts'
import { readPackageFile, startSite, type Site } from '../../../test/site.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'

let server: TestServer
let owner: Person
let browser: Browser
let site: Site
let host: string
let writeKey: string
let probe: StreamProbe
let context: BrowserContext
/** A headless browser says that it is one and would count as a bot. */
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
/** Requests that left the site for anywhere else than the server, and what the browser complained of. */
let strangers: string[]
let complaints: string[]

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  probe = createStreamProbe(server, owner)
  host = await server.listen()
  await server.startWorker()
  browser = await launchBrowser()
  site = await startSite({
    '/segment.js': readPackageFile('@segment/analytics-next', 'dist/umd/index.js'),
    '/rudder.js': readPackageFile('@rudderstack/analytics-js', 'dist/npm/modern/bundled/umd/index.js'),
  })
  writeKey = (await makeWriteKey(server, owner, { platform: 'browser', allowedOrigins: [site.url] })).writeKey
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await server?.close()
})
beforeEach(async () => {
  context = await browser.newContext({ userAgent })
  strangers = []
  complaints = []
})
afterEach(async () => context.close())

/** Opens a page whose script has run to its end. */
async function visit(path: string, head: string): Promise<Page> {
  site.head = head
  const page = await context.newPage()
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== site.url && origin !== host) strangers.push(origin)
  })
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(site.url + path)
  return page
}

/** The user's events once `count` have arrived, by the order in which they were sent. */
async function waitForEvents(userId: string, count: number) {
  await waitFor(`${count} events of ${userId}`, async () => {
    await probe.settle()
    return (await probe.findPerson(userId, 'user_id'))?.keyFigures.events === count
  })
  return (await probe.eventsOf(userId, 'user_id')).map((event) => ({ ...event, label: event.name || event.type }))
}

const labels = ['Landing', 'Product Viewed', 'identify', 'Order Completed', 'group', 'alias']

async function expectPerson(userId: string): Promise<void> {
  const person = (await probe.findPerson(userId, 'user_id'))!
  expect(person).toMatchObject({
    userId, email: `${userId}@example.org`, orders: 1, revenue: 49.5, companies: [{ id: `${userId}-company`, name: 'Company' }],
    keyFigures: { pageViews: 1 }, devices: [{ kind: 'desktop', os: 'Linux' }],
  })
  expect(person.identities.map(({ kind }) => kind).toSorted()).toEqual(['anonymous_id', 'anonymous_id', 'email', 'user_id'])
  expect(person.identities.some(({ isVerified }) => isVerified)).toBe(false)
  expect(strangers).toEqual([])
  expect(complaints).toEqual([])
}

describe('@segment/analytics-next', () => {
  const load = (userId: string, options = '{}') => `<script src="/segment.js"></script><script>
    window.done = (async () => {
      const [analytics] = await AnalyticsNext.AnalyticsBrowser.load({ writeKey: ${JSON.stringify(writeKey)}, cdnURL: ${JSON.stringify(host)} }, ${options})
      window.analytics = analytics
      await analytics.page('Landing')
      await analytics.track('Product Viewed', { price: 49.5, sku: 'A-1' })
      await analytics.identify('${userId}', { email: '${userId}@example.org' })
      await analytics.track('Order Completed', { order_id: '${userId}', total: 49.5 })
      await analytics.group('${userId}-company', { name: 'Company' })
      await analytics.alias('${userId}', '${userId}-former')
      window.anonymousId = analytics.user().anonymousId()
    })()</script>`

  test('delivers every call one by one', async () => {
    const page = await visit('/shoes?utm_source=news', load('segment-single'))
    await page.evaluate('window.done')
    const events = await waitForEvents('segment-single', 6)
    expect(events.map(({ label }) => label)).toEqual(labels)
    await expectPerson('segment-single')
    const anonymousId = await page.evaluate<string>('window.anonymousId')
    expect((await probe.findPerson(anonymousId, 'anonymous_id'))?.userId).toBe('segment-single')
    expect(events[1]!.payload).toMatchObject({
      properties: { price: 49.5, sku: 'A-1' }, context: { page: { path: '/shoes', search: '?utm_source=news' }, campaign: { source: 'news' } },
    })
    expect(Math.abs(Date.parse(events[0]!.time) - Date.now())).toBeLessThan(60_000)

    await page.evaluate("(async () => { analytics.reset(); await analytics.track('After Reset') })()")
    await waitFor('the event after reset', async () => (await probe.recent()).find(({ name, status }) => name === 'After Reset' && status === 'processed'))
    expect((await probe.findPerson('segment-single', 'user_id'))!.keyFigures.events).toBe(6)
  })

  test('delivers in batches', async () => {
    const page = await visit('/', load('segment-batch', "{ integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 3, timeout: 200 } } } } }"))
    const paths: string[] = []
    page.on('request', (request) => request.method() === 'POST' && paths.push(new URL(request.url()).pathname))
    await page.evaluate('window.done')
    expect((await waitForEvents('segment-batch', 6)).map(({ label }) => label).toSorted()).toEqual(labels.toSorted())
    await expectPerson('segment-batch')
    expect(new Set(paths)).toEqual(new Set(['/v1/b']))
  })

  test('delivers what waits when the page is left', async () => {
    const page = await visit('/', load('segment-left', "{ integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 100, timeout: 60000 } } } } }"))
    await page.evaluate('window.done')
    site.head = ''
    await page.goto(`${site.url}/elsewhere`)
    expect((await waitForEvents('segment-left', 6)).map(({ label }) => label).toSorted()).toEqual(labels.toSorted())
  })
})

describe('@rudderstack/analytics-js', () => {
  const load = (userId: string, options = '{}') => `<script src="/rudder.js"></script><script>
    window.done = new Promise((resolve) => {
      const analytics = window.analytics = new rudderanalytics.RudderAnalytics()
      analytics.load(${JSON.stringify(writeKey)}, ${JSON.stringify(host)}, { configUrl: ${JSON.stringify(host)}, logLevel: 'ERROR', ...${options} })
      analytics.page('Landing')
      analytics.track('Product Viewed', { price: 49.5, sku: 'A-1' })
      analytics.identify('${userId}', { email: '${userId}@example.org' })
      analytics.track('Order Completed', { order_id: '${userId}', total: 49.5 })
      analytics.group('${userId}-company', { name: 'Company' })
      analytics.alias('${userId}', '${userId}-former')
      analytics.ready(() => { window.anonymousId = analytics.getAnonymousId(); resolve() })
    })</script>`

  test.each([
    ['one by one', '{}', ['/v1/alias', '/v1/group', '/v1/identify', '/v1/page', '/v1/track']],
    ['in batches', '{ queueOptions: { batch: { enabled: true, maxItems: 10, flushInterval: 300 } } }', ['/v1/batch']],
    ['by beacon', '{ useBeacon: true, beaconQueueOptions: { maxItems: 10, flushQueueInterval: 300 } }', ['/beacon/v1/batch']],
  ])('delivers every call %s', async (name, options, expectedPaths) => {
    const userId = `rudder-${name.replaceAll(' ', '-')}`
    const paths = new Set<string>()
    context.on('request', (request) => request.method() === 'POST' && paths.add(new URL(request.url()).pathname))
    const page = await visit('/shoes?utm_source=news', load(userId, options))
    await page.evaluate('window.done')
    const events = await waitForEvents(userId, 6)
    expect(events.map(({ label }) => label).toSorted()).toEqual(labels.toSorted())
    await expectPerson(userId)
    expect([...paths].toSorted()).toEqual(expectedPaths)
    const anonymousId = await page.evaluate<string>('window.anonymousId')
    expect((await probe.findPerson(anonymousId, 'anonymous_id'))?.userId).toBe(userId)
    expect(events.find(({ label }) => label === 'Product Viewed')!.payload).toMatchObject({ properties: { price: 49.5, sku: 'A-1' }, context: { page: { path: '/shoes' } } })
    expect(Math.abs(Date.parse(events[0]!.time) - Date.now())).toBeLessThan(60_000)
  })

  test('delivers what waits when the page is left', async () => {
    const page = await visit('/', load('rudder-left', '{ useBeacon: true, beaconQueueOptions: { maxItems: 100, flushQueueInterval: 600000 } }'))
    await page.evaluate('window.done')
    site.head = ''
    await page.goto(`${site.url}/elsewhere`)
    expect((await waitForEvents('rudder-left', 6)).map(({ label }) => label).toSorted()).toEqual(labels.toSorted())
  })
})

test('a page of a site that the key does not allow gets nothing in', async () => {
  const closed = await makeWriteKey(server, owner, { allowedOrigins: ['https://shop.example.com'] })
  const before = await probe.counters()
  const page = await visit('/', '')
  const status = await page.evaluate(
    `fetch('${host}/v1/track', { method: 'POST', headers: { authorization: 'Basic ' + btoa('${closed.writeKey}:'), 'content-type': 'application/json' },
      body: JSON.stringify({ event: 'Refused', anonymousId: 'refused' }) }).then(async (reply) => [reply.status, (await reply.json()).error.code])`,
  )
  expect(status).toEqual([403, 'origin_not_allowed'])
  expect((await probe.counters()).accepted).toBe(before.accepted)
})
