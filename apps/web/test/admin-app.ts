// The built admin app on a real server in a real browser, for one test file.
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterEach } from 'vitest'
import { launchBrowser } from '../../../packages/sdk/test/browser.ts'
import { startTestServer, type Caller, type Person, type TestServer } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'

/** A headless browser says that it is one and would count as a robot. For the whole browser: beacons ignore a context's. */
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const desk = { width: 1440, height: 900 }

/** How long a step may take before it counts as broken, on a machine that does other things as well. */
const stepMilliseconds = 20_000

export interface AdminApp {
  server: TestServer
  browser: Browser
  /** Its own address, which the links that it sends carry, too. */
  url: string
  /** A browser of its own: no cookies, nothing stored. */
  openBrowser(options?: BrowserContextOptions): Promise<BrowserContext>
  /** A page whose script errors, failed requests and policy violations end up in `complaints`. */
  openPage(context: BrowserContext): Promise<Page>
  /** Lets this browser be signed in as the person. */
  signIn(context: BrowserContext, person: Person): Promise<void>
  complaints: string[]
  /** While it is stopped nothing is processed and no job runs. */
  worker: { stop(): Promise<void> }
  close(): Promise<void>
}

const browsers = new Set<Browser>()

// A test that fails says what every open page shows, as a screen reader would read it.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  const pages = [...browsers].flatMap((browser) => browser.contexts().flatMap((context) => context.pages()))
  for (const page of pages) console.error(`${page.url()} shows\n${(await page.locator('body').ariaSnapshot()).slice(0, 5_000)}`)
})

interface Bootstrap {
  buildWhatChanged(node: string): Promise<void>
  findNode24(): string
}

/** Builds what the server serves if its sources changed, then starts server, worker and browser. */
export async function startAdminApp(options: Parameters<typeof startTestServer>[0] = {}): Promise<AdminApp> {
  const { buildWhatChanged, findNode24 } = (await import(new URL('../../../scripts/bootstrap.mjs', import.meta.url).href)) as Bootstrap
  await buildWhatChanged(findNode24())
  const server = await startTestServer(options)
  const url = await server.listen()
  // The port is known only now: links in mails lead here, and the demo brand is sent here.
  Object.assign(server.config, { publicUrl: url, port: Number(new URL(url).port) })
  const worker = await server.startWorker()
  const browser = await launchBrowser([`--user-agent=${userAgent}`])
  browsers.add(browser)
  const complaints: string[] = []
  return {
    server,
    browser,
    url,
    complaints,
    worker,
    async openBrowser(options = {}) {
      const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(stepMilliseconds)
      return context
    },
    async openPage(context) {
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.stack ?? error}`))
      page.on('console', (message) => {
        if (message.type() !== 'error' && message.type() !== 'warning') return
        // An answer of the API that the page shows in words is no fault of the page.
        if (/the server responded with a status of (400|401|403|404|409|410)/.test(message.text())) return
        complaints.push(`${page.url()}: ${message.text()}`)
      })
      return page
    },
    async signIn(context, person) {
      const [name, value] = person.headers['cookie']!.split('=') as [string, string]
      await context.addCookies([{ name, value, url }])
    },
    async close() {
      browsers.delete(browser)
      await browser.close()
      await server.close()
    },
  }
}

export function findHeading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name })
}

/** The same person, in another workspace that they belong to. */
export function inWorkspace(person: Person, workspace: string): Caller {
  return { headers: { ...person.headers, 'x-rapport-workspace': workspace } }
}

/** Sends events as a site or a till would, and waits until they have taken effect and can be read from the timeline. */
export async function sendEvents(app: AdminApp, writeKey: string, events: object[]): Promise<void> {
  const reply = await fetch(`${app.url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    body: JSON.stringify({ batch: events }),
  })
  if (reply.status !== 200) throw new Error(`The events were not accepted (${reply.status}): ${await reply.text()}`)
}

interface Counters {
  accepted: number
  waiting: number
  exporting: number
}

/** Waits until every event that was accepted has taken effect and can be read from timelines. */
export async function waitUntilProcessed(app: AdminApp, caller: Caller): Promise<void> {
  await waitFor(
    'that every event is processed',
    async () => {
      const { body } = await app.server.request<Counters>('GET', '/v1/stream/counters', { as: caller })
      return body.accepted > 0 && body.waiting === 0 && body.exporting === 0
    },
    120,
  )
}
