// The main paths of the admin app in a real browser, and axe on every page: set-up, connecting a site, finding the person.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../packages/sdk/test/browser.ts'
import { createSetupLink } from '../../server/src/features/access/index.ts'
import { startSite, type Site } from '../../server/test/site.ts'
import { startTestServer, type TestServer } from '../../server/test/test-server.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const owner = { name: 'Olga Owner', email: 'olga@example.com', password: 'correct horse battery' }
/** A headless browser says that it is one and would count as a bot. */
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

let server: TestServer
let browser: Browser
let site: Site
let host: string
let context: BrowserContext
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  server = await startTestServer()
  host = await server.listen()
  await server.startWorker()
  browser = await launchBrowser()
  site = await startSite()
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, userAgent })
  page = await openPage(context)
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await server?.close()
})

/** Notes what the browser complains of: script errors and what the content policy stopped. */
async function openPage(from: BrowserContext): Promise<Page> {
  const opened = await from.newPage()
  opened.on('pageerror', (error) => complaints.push(String(error)))
  opened.on('console', (message) => {
    // A 401 before signing in is an answer, not a fault.
    if (message.type() === 'error' && !message.text().includes('status of 401')) complaints.push(message.text())
  })
  return opened
}

/** Headers that make a request in the name of the person in the browser. */
async function readSession(): Promise<Record<string, string>> {
  const cookies = await context.cookies(host)
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '), 'x-rapport-workspace': 'north-pine' }
}

interface AxeResult {
  violations: Array<{ id: string; nodes: Array<{ html: string }> }>
}

async function listViolations(on: Page): Promise<string[]> {
  // Through evaluate, because the page's content policy allows no foreign script element.
  await on.evaluate(axe)
  const { violations } = await on.evaluate<AxeResult>('axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })')
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
}

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })

describe('the first run', () => {
  test('the printed link creates the owner and shows the two doors', async () => {
    const link = await createSetupLink(server.platform.db, server.config)
    await page.goto(String(link).replace(/^https?:\/\/[^/]+/, host))
    await page.getByLabel('Your name').fill(owner.name)
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByLabel('Name of your brand or company').fill('North & Pine')
    expect(await listViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Create owner' }).click()
    // Too short: the browser keeps the form, and with it what was typed.
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Create owner' }).click()
    await heading('Welcome to North & Pine').waitFor()
    expect(page.url()).toBe(`${host}/w/north-pine/home`)
    await page.getByRole('button', { name: 'Load the demo brand' }).waitFor()
    expect(await listViolations(page)).toEqual([])
  })

  test('a pasted snippet brings the first event, and the visitor becomes a person in People', async () => {
    await page.getByRole('link', { name: 'Connect your site' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Web shop')
    await page.getByRole('dialog').getByRole('button', { name: 'Create source' }).click()
    await page.getByText('Waiting for your first event').waitFor()
    site.head = await page.getByRole('region', { name: 'Browser' }).innerText()
    const shop = await openPage(context)
    await shop.goto(`${site.url}/shoes`)
    await page.bringToFront()
    await page.getByText('First event received').waitFor()
    await shop.evaluate('rapport.identify("u-1", { email: "ada@example.com", name: "Ada Lovelace" })')
    await page.getByRole('link', { name: 'People', exact: true }).click()
    await page.getByRole('link', { name: 'Ada Lovelace' }).first().waitFor()
    const { body } = await server.request<{ items: unknown[] }>('GET', '/v1/people?search=ada@example.com', { headers: await readSession() })
    expect(body.items).toMatchObject([{ name: 'Ada Lovelace', userId: 'u-1', isIdentified: true, sessions: 1 }])
    await shop.close()
  })
})

describe('getting about', () => {
  test('keys lead to pages, whose heading takes the focus; the palette finds a person', async () => {
    await page.goto(`${host}/w/north-pine/sources`)
    await heading('Sources').waitFor()
    await page.getByRole('button', { name: 'Web shop' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByText('First event received').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('First event received').waitFor({ state: 'hidden' })
    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await heading('Home').waitFor()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    expect(await page.title()).toBe('Home · Rapport')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Go to, create, or find a person…').fill('ada@exam')
    await page.getByRole('button', { name: /Ada Lovelace/ }).or(page.getByRole('option', { name: /Ada Lovelace/ })).first().click()
    await heading(/Ada Lovelace/).waitFor()
  })

  test('every page passes axe in light and dark, on a desk and on a phone, and nothing sticks out', async () => {
    const paths = await page.evaluate<string[]>(`[...document.querySelectorAll('nav[aria-label="Main"] a')].map((link) => link.getAttribute('href'))`)
    expect(paths.length).toBeGreaterThanOrEqual(6)
    await page.goto(`${host}/w/north-pine/settings`)
    await page.getByRole('navigation', { name: 'Settings' }).waitFor()
    const settings = await page.evaluate<string[]>(`[...document.querySelectorAll('nav[aria-label="Settings"] a')].map((link) => link.getAttribute('href'))`)
    expect(settings.length).toBeGreaterThanOrEqual(8)
    const state = await context.storageState()
    const faults: string[] = []
    for (const [width, colorScheme] of [[1440, 'light'], [1440, 'dark'], [375, 'light'], [375, 'dark']] as const) {
      const visitor = await browser.newContext({ viewport: { width, height: 812 }, colorScheme, storageState: state })
      const visited = await openPage(visitor)
      for (const path of [...paths.filter((each) => !each.endsWith('/settings')), ...settings]) {
        await visited.goto(host + path)
        await visited.locator('h1').waitFor()
        await visited.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
        const label = `${path} at ${width}, ${colorScheme}`
        faults.push(...(await listViolations(visited)).map((violation) => `${label}: ${violation}`))
        if (await visited.evaluate('document.documentElement.scrollWidth > innerWidth || document.querySelector("#content").scrollWidth > document.querySelector("#content").clientWidth')) faults.push(`${label}: sticks out`)
      }
      await visitor.close()
    }
    expect(faults).toEqual([])
  })
})

describe('access', () => {
  test('an invitation lets a colleague in with the chosen role, who sees no more than it allows', async () => {
    await page.goto(`${host}/w/north-pine/settings/team`)
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByRole('dialog').getByLabel('E-mail').fill('vera@example.com')
    await page.getByRole('dialog').getByRole('button', { name: 'Send invitation' }).click()
    const link = await page.getByRole('dialog').getByRole('region', { name: 'Invitation link' }).innerText()
    const other = await browser.newContext()
    const guest = await openPage(other)
    await guest.goto(link.trim().replace(/^https?:\/\/[^/]+/, host))
    await guest.getByLabel('Your name').fill('Vera Viewer')
    await guest.getByLabel('Choose a password').fill('another good password')
    await guest.getByRole('button', { name: 'Join' }).click()
    await guest.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await guest.goto(`${host}/w/north-pine/sources`)
    await guest.getByRole('button', { name: 'Web shop' }).waitFor()
    expect(await guest.getByRole('button', { name: 'Create source' }).count()).toBe(0)
    await guest.goto(`${host}/w/north-pine/settings/audit`)
    await guest.getByRole('heading', { level: 1, name: 'Your role does not include this page' }).waitFor()
    await other.close()
  })

  test('a secret key is shown once', async () => {
    await page.goto(`${host}/w/north-pine/settings/keys?create=yes`)
    await page.getByRole('dialog').getByLabel('Name').fill('Warehouse')
    await page.getByRole('dialog').getByLabel('Read people, traits and timelines').check()
    await page.getByRole('dialog').getByRole('button', { name: 'Create secret key' }).click()
    const key = (await page.getByRole('region', { name: 'Key' }).innerText()).trim()
    const reply = await server.request('GET', '/v1/people', { headers: { authorization: `Bearer ${key}` } })
    expect(reply.status).toBe(200)
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.reload()
    await heading('Secret keys').waitFor()
    expect(await page.content()).not.toContain(key)
  })

  test('signing out ends the session; signing in returns to the page that was asked for', async () => {
    await page.goto(`${host}/w/north-pine/home`)
    await page.getByRole('button', { name: `Account of ${owner.name}` }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading('Sign in').waitFor()
    await page.goto(`${host}/w/north-pine/sources?search=shop`)
    await heading('Sign in').waitFor()
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('E-mail').inputValue()).toBe(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await heading('Sources').waitFor()
    expect(page.url()).toBe(`${host}/w/north-pine/sources?search=shop`)
  })

  test('the browser had nothing to complain of', () => {
    expect(complaints).toEqual([])
  })
})
