import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RapportEvent } from '../src/event.ts'
import type { Rapport } from '../src/rapport.ts'
import { renderScriptTag, renderSnippet } from '../src/snippet.ts'
import { launchBrowser } from './browser.ts'
import { buildScript } from './build-script.ts'
import { startCollector, startSite, type Collector, type Site } from './collector.ts'

declare const rapport: Rapport

const byteBudget = 8_000
const deadline = { timeout: 10_000, interval: 20 }
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let script: string
let browser: Browser
let context: BrowserContext
let collector: Collector
let site: Site

beforeAll(async () => {
  script = await buildScript()
  // A name that is not localhost: plain http there is no secure context.
  browser = await launchBrowser(['--host-resolver-rules=MAP *.test 127.0.0.1'])
}, 60_000)

afterAll(() => browser?.close())

beforeEach(async () => {
  collector = await startCollector(script)
  site = await startSite()
  site.head = renderSnippet({ host: collector.url, writeKey: 'wk_test' })
  context = await browser.newContext()
})

afterEach(async () => {
  await context.close()
  await collector.close()
  await site.close()
})

async function visit(path = '/', from = site.url): Promise<Page> {
  const page = await context.newPage()
  await page.goto(from + path)
  return page
}

const pagePaths = () =>
  collector
    .events()
    .filter((event) => event.type === 'page')
    .map((event) => event.properties?.['path'])

const pageOf = (event: RapportEvent | undefined) => event?.context['page'] as Record<string, string>

async function waitForEvent(name: string, count = 1): Promise<RapportEvent[]> {
  await vi.waitFor(() => expect(collector.named(name)).toHaveLength(count), deadline)
  return collector.named(name)
}

test('stays within its byte budget', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(byteBudget)
})

describe('snippet', () => {
  test('delivers the calls made before the script arrived, in order, without preflight or cookie', async () => {
    site.head += `<script>
      rapport.identify(42, { email: 'ada@example.com' });
      rapport.track('Product Viewed', { price: 19.9 });
      rapport.consent('newsletter', true, 'email');
    </script>`
    await visit('/shoes?utm_source=news&utm_campaign=spring&gclid=g-1')
    await waitForEvent('Consent Granted')

    const [first, second, third, fourth] = collector.events()
    expect(collector.events()).toHaveLength(4)
    expect(first).toMatchObject({
      type: 'page',
      properties: { path: '/shoes', title: '/shoes' },
      context: {
        campaign: { source: 'news', name: 'spring', gclid: 'g-1' },
        firstTouch: { campaign: { source: 'news' } },
        library: { name: '@rapport/sdk' },
      },
    })
    expect(first?.userId).toBeUndefined()
    expect(second).toMatchObject({ type: 'identify', userId: '42', traits: { email: 'ada@example.com' } })
    expect(third).toMatchObject({ type: 'track', event: 'Product Viewed', userId: '42', properties: { price: 19.9 } })
    expect(fourth?.properties).toEqual({ purpose: 'newsletter', channel: 'email' })
    expect(new Set(collector.events().map((event) => event.anonymousId)).size).toBe(1)
    expect(new Set(collector.events().map((event) => event.context['sessionId'])).size).toBe(1)

    const [request] = collector.requests
    expect(request?.batch.writeKey).toBe('wk_test')
    expect(Number.isNaN(Date.parse(request?.batch.sentAt ?? ''))).toBe(false)
    expect(request?.contentType).toMatch(/^text\/plain/)
    expect(collector.methods).not.toContain('OPTIONS')
    expect(collector.requests.every(({ cookie }) => cookie === undefined)).toBe(true)
    expect(await context.cookies()).toEqual([])
  })

  test('makes references to the stub work after the script has loaded', async () => {
    site.head += '<script>window.early = rapport</script>'
    const page = await visit()
    await page.waitForFunction(() => 'isLoaded' in rapport)
    await page.evaluate(() => (window as unknown as { early: Rapport }).early.track('Late Call'))
    const [event] = await waitForEvent('Late Call')
    expect(event?.type).toBe('track')
  })

  test('works on a page without a secure context', async () => {
    const page = await visit('/', `http://shop.test:${site.port}`)
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    await page.waitForFunction(() => 'isLoaded' in rapport)
    await page.evaluate(() => rapport.track('Insecure'))
    const [event] = await waitForEvent('Insecure')
    expect(event?.messageId).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  })

  test('never throws into the page', async () => {
    const page = await visit()
    const failures: string[] = []
    page.on('pageerror', (error) => failures.push(error.message))
    await page.waitForFunction(() => 'isLoaded' in rapport)
    await page.evaluate(() => {
      const circle: Record<string, unknown> = {}
      circle['self'] = circle
      rapport.track('Circle', circle)
      rapport.track('Big Number', { n: 10n })
      rapport.identify(null as never, null as never)
      rapport.page(null, null, null as never)
      rapport.track('Still Alive')
    })
    await waitForEvent('Still Alive')
    expect(failures).toEqual([])
  })
})

test('a script tag alone works under a strict content security policy', async () => {
  site.head = renderScriptTag({ host: collector.url, writeKey: 'wk_csp' })
  site.headers = {
    'Content-Security-Policy':
      `default-src 'none'; script-src ${collector.url}; connect-src ${collector.url}; ` +
      `style-src 'none'; require-trusted-types-for 'script'`,
  }
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  await page.goto(`${site.url}/strict`)
  await vi.waitFor(() => expect(pagePaths()).toEqual(['/strict']), deadline)
  expect(collector.requests[0]?.batch.writeKey).toBe('wk_csp')
  expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([])
})

test('a single-page app gives one page view per address', async () => {
  const page = await visit('/one')
  await vi.waitFor(() => expect(pagePaths()).toEqual(['/one']), deadline)
  await page.evaluate(() => {
    history.pushState({}, '', '/two')
    document.title = 'Two'
    history.replaceState({ scroll: 1 }, '', '/two')
    history.pushState({}, '', '/two#reviews')
  })
  await vi.waitFor(() => expect(pagePaths()).toEqual(['/one', '/two']), deadline)
  await page.evaluate(() => {
    history.replaceState({}, '', '/three')
    rapport.page()
    rapport.track('On Three')
  })
  await waitForEvent('On Three')
  expect(pagePaths()).toEqual(['/one', '/two', '/three'])
  await page.goBack()
  await vi.waitFor(() => expect(pagePaths()).toEqual(['/one', '/two', '/three', '/two']), deadline)

  const [, second, third] = collector.events().filter((event) => event.type === 'page')
  expect(pageOf(second)).toMatchObject({ title: 'Two', referrer: `${site.url}/one` })
  expect(pageOf(third)['referrer']).toBe(`${site.url}/two`)
})

test('a call repeats a reported page view only if it has something to add', async () => {
  const page = await visit('/one')
  await vi.waitFor(() => expect(pagePaths()).toEqual(['/one']), deadline)
  await page.evaluate(() => {
    rapport.page()
    rapport.page('Shop', 'Basket', { items: 3 })
    rapport.track('Pages Called')
  })
  await waitForEvent('Pages Called')
  const [, second, ...rest] = collector.events().filter((event) => event.type === 'page')
  expect(second).toMatchObject({
    category: 'Shop',
    name: 'Basket',
    properties: { category: 'Shop', name: 'Basket', items: 3, path: '/one' },
  })
  expect(rest).toEqual([])
})

describe('delivery', () => {
  test('what was tracked offline survives a reload and arrives exactly once', async () => {
    const page = await visit()
    await vi.waitFor(() => expect(pagePaths()).toHaveLength(1), deadline)
    collector.behave = 'drop'
    const attemptsBefore = collector.methods.length
    await page.evaluate(() => {
      for (let i = 0; i < 30; i++) rapport.track('Offline Event', { i })
    })
    await vi.waitFor(() => expect(collector.methods.length).toBeGreaterThan(attemptsBefore), deadline)
    await page.waitForFunction(() => JSON.stringify(localStorage).includes('Offline Event'))
    await page.reload()
    collector.behave = 'accept'
    await page.evaluate(() => dispatchEvent(new Event('online')))
    const events = await waitForEvent('Offline Event', 30)
    expect(events.map((event) => event.properties?.['i'])).toEqual(Array.from({ length: 30 }, (_, i) => i))
    await page.waitForFunction(() => !JSON.stringify(localStorage).includes('Offline Event'))
    expect(new Set(events.map((event) => event.messageId)).size).toBe(30)
  })

  test('the browser being offline holds events back until it is online', async () => {
    const page = await visit()
    await vi.waitFor(() => expect(pagePaths()).toHaveLength(1), deadline)
    await context.setOffline(true)
    await page.evaluate(async () => {
      rapport.track('In A Tunnel')
      await rapport.flush()
    })
    expect(collector.named('In A Tunnel')).toEqual([])
    await context.setOffline(false)
    await waitForEvent('In A Tunnel')
  })

  test('an event tracked just before leaving arrives', async () => {
    const page = await visit('/leaving')
    await vi.waitFor(() => expect(pagePaths()).toHaveLength(1), deadline)
    await page.evaluate(() => {
      rapport.track('Checkout Clicked')
      location.href = 'about:blank'
    })
    await waitForEvent('Checkout Clicked')
    const [vitals] = await waitForEvent('Web Vitals Measured')
    expect(vitals?.properties?.['path']).toBe('/leaving')
  })

  test('two tabs are one visitor in one session, and each event is sent once', async () => {
    const [left, right] = [await visit('/left'), await visit('/right')]
    for (const page of [left, right]) await page.waitForFunction(() => 'isLoaded' in rapport)
    await Promise.all(
      [left, right].map((page, tab) =>
        page.evaluate((at) => {
          for (let i = 0; i < 25; i++) rapport.track('Tab Event', { at, i })
        }, tab),
      ),
    )
    const events = await waitForEvent('Tab Event', 50)
    expect(new Set(events.map((event) => event.messageId)).size).toBe(50)
    expect(new Set(events.map((event) => event.anonymousId)).size).toBe(1)
    expect(new Set(events.map((event) => event.context['sessionId'])).size).toBe(1)
  })

  test('another tab delivers what a closed one could not', async () => {
    const closing = await visit()
    await vi.waitFor(() => expect(pagePaths()).toHaveLength(1), deadline)
    collector.behave = 503
    await closing.evaluate(async () => {
      rapport.track('Left Behind')
      await rapport.flush()
    })
    await closing.close({ runBeforeUnload: true })
    await vi.waitFor(() => expect(closing.isClosed()).toBe(true), deadline)
    collector.behave = 'accept'
    await visit('/next')
    await waitForEvent('Left Behind')
  })
})

describe('consent', () => {
  test('required: nothing is sent or stored before opting in, and the choice lasts', async () => {
    site.head = renderScriptTag({ host: collector.url, writeKey: 'wk_test' }).replace('></script>', ' data-consent="required"></script>')
    const page = await visit('/before')
    await page.waitForFunction(() => 'isLoaded' in rapport)
    await page.evaluate(async () => {
      rapport.track('Before Consent')
      await rapport.flush()
    })
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    expect(collector.methods).toEqual([])

    await page.evaluate(() => rapport.optIn())
    const [before] = await waitForEvent('Before Consent')
    expect(pagePaths()).toEqual(['/before'])

    await page.reload()
    await page.waitForFunction(() => 'isLoaded' in rapport)
    await page.evaluate(() => rapport.track('After Reload'))
    const [after] = await waitForEvent('After Reload')
    expect(after?.anonymousId).toBe(before?.anonymousId)
  })

  test('opting out stops events for good and forgets the visitor', async () => {
    const page = await visit()
    await vi.waitFor(() => expect(pagePaths()).toHaveLength(1), deadline)
    await page.evaluate(() => {
      rapport.track('Never Sent')
      rapport.optOut()
    })
    expect(await page.evaluate(() => Object.entries(localStorage))).toEqual([['rapport:consent', 'out']])
    await page.reload()
    await page.waitForFunction(() => 'isLoaded' in rapport)
    await page.evaluate(async () => {
      rapport.track('Never Sent Either')
      await rapport.flush()
    })
    await page.evaluate(() => {
      rapport.optIn()
      rapport.track('Back Again')
    })
    const [back] = await waitForEvent('Back Again')
    expect(collector.events().filter((event) => event.event?.startsWith('Never'))).toEqual([])
    expect(back?.anonymousId).not.toBe(collector.events()[0]?.anonymousId)
  })
})

test('cookies on a domain make one visitor of its subdomains', async () => {
  site.head = renderScriptTag({ host: collector.url, writeKey: 'wk_test' }).replace(
    '></script>',
    ' data-cookie-domain=".shop.test"></script>',
  )
  await visit('/a', `http://shop.test:${site.port}`)
  await visit('/b', `http://www.shop.test:${site.port}`)
  await vi.waitFor(() => expect(pagePaths().sort()).toEqual(['/a', '/b']), deadline)
  const [first, second] = collector.events()
  expect(second?.anonymousId).toBe(first?.anonymousId)
  expect(second?.context['sessionId']).toBe(first?.context['sessionId'])
})

test('a page that returns from the back/forward cache is viewed again and delivers again', async () => {
  const page = await visit('/kept')
  await vi.waitFor(() => expect(pagePaths()).toEqual(['/kept']), deadline)
  // The cache is off while a browser is remote-controlled: its events are given by hand.
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  })
  await vi.waitFor(() => expect(pagePaths()).toEqual(['/kept', '/kept']), deadline)
  expect(collector.named('Web Vitals Measured')).toHaveLength(1)
})

test('reports errors once each and at most ten on a page', async () => {
  const page = await visit()
  await page.waitForFunction(() => 'isLoaded' in rapport)
  await page.evaluate(() => void Promise.reject(new Error('Rejected')))
  await waitForEvent('Error Occurred')
  await page.evaluate(() => {
    const fail = (message: string) =>
      setTimeout(() => {
        throw new Error(message)
      })
    for (let i = 0; i < 5; i++) fail('Same')
    for (let i = 0; i < 20; i++) fail(`Error ${i}`)
    setTimeout(() => rapport.track('Errors Thrown'))
  })
  await waitForEvent('Errors Thrown')
  const errors = collector.named('Error Occurred')
  expect(errors).toHaveLength(10)
  const messages = errors.map((event) => String(event.properties?.['message']))
  expect(messages.filter((message) => message.includes('Same'))).toHaveLength(1)
  expect(messages[0]).toBe('Rejected')
  expect(errors[1]?.properties).toMatchObject({ path: '/', stack: expect.stringContaining('Error: Same') })
})

test('measures web vitals in milliseconds when the page is left', async () => {
  const page = await visit('/measured')
  await vi.waitFor(() => expect(pagePaths()).toHaveLength(1), deadline)
  await page.click('button')
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))))
  await page.goto('about:blank')
  const [vitals] = await waitForEvent('Web Vitals Measured')
  expect(vitals?.properties).toMatchObject({
    path: '/measured',
    cls: expect.any(Number),
    lcpMs: expect.any(Number),
    fcpMs: expect.any(Number),
    ttfbMs: expect.any(Number),
    inpMs: expect.any(Number),
  })
  expect(pageOf(vitals)['path']).toBe('/measured')
})
