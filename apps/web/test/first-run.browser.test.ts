// From the printed link to the first person: what somebody sees who has just started Rapport.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSetupLink } from '../../server/src/features/access/index.ts'
import { startSite, type Site } from '../../server/test/site.ts'
import { findHeading, startAdminApp, type AdminApp } from './admin-app.ts'

declare const rapport: { track(name: string, properties: object): void; identify(userId: string, traits: object): void }

const owner = { name: 'Olga Owner', email: 'olga@example.com', password: 'correct horse battery' }

let app: AdminApp
let site: Site
let context: BrowserContext
let page: Page
let shop: Page

beforeAll(async () => {
  app = await startAdminApp()
  site = await startSite()
  context = await app.openBrowser({ permissions: ['clipboard-read', 'clipboard-write'] })
  page = await app.openPage(context)
})
afterAll(async () => {
  await app?.close()
  await site?.close()
})

/** The page is still the one that was loaded: what shows now came by itself. */
async function markLoad(): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { isSameLoad: true }))
  return () => page.evaluate(() => 'isSameLoad' in window)
}

describe('the first run', () => {
  test('before the set-up every address leads to it, and nothing can be set up without the link', async () => {
    await page.goto(app.url)
    await findHeading(page, 'Open the set-up link').waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
  })

  test('the printed link creates the owner; a mistake keeps what was typed; then there are two doors', async () => {
    await page.goto((await createSetupLink(app.server.platform.db, app.server.config))!)
    await page.reload()
    await page.getByLabel('Your name').fill(owner.name)
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Name of your brand or company').fill('North & Pine')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Create owner' }).click()
    expect(await page.getByLabel('Your name').inputValue()).toBe(owner.name)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Create owner' }).click()
    await findHeading(page, 'Welcome to North & Pine').waitFor()
    expect(page.url()).toBe(`${app.url}/w/north-pine/home`)
    expect(await page.getByRole('region', { name: 'Explore with a demo brand' }).getByRole('button').innerText()).toBe('Load the demo brand')
    expect(await page.getByRole('region', { name: 'Connect your site' }).getByRole('link').innerText()).toBe('Connect your site')
  })
})

describe('the door "connect your site"', () => {
  test('creates a source and copies its snippet', async () => {
    await page.getByRole('link', { name: 'Connect your site' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create source' })
    await dialog.getByLabel('Name').fill('Web shop')
    expect(await dialog.getByRole('radio', { name: 'Website' }).isChecked()).toBe(true)
    await dialog.getByRole('button', { name: 'Create source' }).click()
    await page.getByText('Waiting for your first event').waitFor()
    await page.getByRole('region', { name: 'Browser' }).hover()
    await page.getByRole('button', { name: 'Copy Browser' }).click()
    site.head = await page.evaluate(() => navigator.clipboard.readText())
    expect(site.head).toContain(`"${app.url}"`)
  })

  test('the pasted snippet brings the first event, which shows without a reload', async () => {
    const isSameLoad = await markLoad()
    expect(new URL(site.url).origin).not.toBe(app.url)
    shop = await app.openPage(await app.openBrowser())
    await shop.goto(`${site.url}/tents`)
    await page.getByText('First event received').waitFor()
    expect(await isSameLoad()).toBe(true)
  })

  test('the visitor signs in there and stands in People with that visit', async () => {
    await shop.goto(`${site.url}/tents/two-person`)
    await shop.evaluate(() => rapport.track('Product Added', { product_id: 't-2', name: 'Two-person tent', price: 249, currency: 'EUR' }))
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People', exact: true }).click()
    const list = page.getByRole('table', { name: 'People' })
    await list.getByRole('link', { name: /^Visitor/ }).waitFor()
    const isSameLoad = await markLoad()
    const startedAt = Date.now()
    await shop.evaluate(() => rapport.identify('u-1', { email: 'ada@example.com', name: 'Ada Lovelace' }))
    await list.getByRole('link', { name: 'Ada Lovelace' }).click()
    await findHeading(page, 'Ada Lovelace').waitFor()
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    expect(await isSameLoad()).toBe(true)
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await timeline.getByRole('button', { name: /^Visited/ }).click()
    for (const step of ['/tents', '/tents/two-person', 'Two-person tent']) await timeline.getByRole('listitem').getByText(step).first().waitFor()
    expect(await page.getByRole('region', { name: 'Identities' }).innerText()).toContain('u-1')
  })

  test('Home shows what is arriving, and no longer the doors', async () => {
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await findHeading(page, 'Home').waitFor()
    await page.getByRole('region', { name: 'Arriving now' }).getByRole('link', { name: 'Ada Lovelace' }).first().waitFor()
    expect(await page.getByRole('button', { name: 'Load the demo brand' }).count()).toBe(0)
  })
})

describe('the door "explore with a demo brand"', () => {
  test('loads a year of a retailer with its progress, and People is full', async () => {
    // The door loads 5,000 people; a test has time for 100, which would be over before the progress can be read.
    await context.route('**/v1/demo', (route) => (route.request().method() === 'POST' ? route.continue({ postData: '{"people":100}' }) : route.continue()))
    await app.worker.stop()
    await page.goto(`${app.url}/w/north-pine/home?doors=yes`)
    await page.getByRole('button', { name: 'Load the demo brand' }).click()
    await page.getByText(/^0 of [\d,]+ events sent · 100 people$/).waitFor()
    expect(page.url()).toBe(`${app.url}/w/fernhill-demo/home`)
    // The door tells as much, whoever began it: `rapport start --demo`, for example.
    await page.goto(`${app.url}/w/north-pine/home?doors=yes`)
    await page.getByRole('region', { name: 'Explore with a demo brand' }).getByText(/^0 of [\d,]+ events sent · 100 people$/).waitFor()
    await page.getByRole('button', { name: 'Open the demo brand' }).click()
    await page.waitForURL(`${app.url}/w/fernhill-demo/home`)
    const isSameLoad = await markLoad()
    app.worker = await app.server.startWorker()
    await page.getByRole('progressbar', { name: 'Loading the demo brand' }).waitFor({ state: 'detached', timeout: 60_000 })
    await page.getByRole('region', { name: 'Arriving now' }).getByRole('link').nth(5).waitFor()
    await page.getByRole('link', { name: 'People', exact: true }).click()
    await page.getByText(/^1\d\d people$/).waitFor()
    expect(await isSameLoad()).toBe(true)
    await page.getByRole('button', { name: 'Switch workspace: Fernhill (demo)' }).click()
    await page.getByRole('menuitem', { name: 'North & Pine' }).click()
    await findHeading(page, 'Home').waitFor()
    expect(page.url()).toBe(`${app.url}/w/north-pine/home`)
  })
})

describe('afterwards', () => {
  test('the set-up link is used up', async () => {
    expect(await createSetupLink(app.server.platform.db, app.server.config)).toBeUndefined()
    await page.goto(`${app.url}/setup#token=again`)
    await findHeading(page, 'Rapport is already set up').waitFor()
  })

  test('signing out ends the session; a wrong password keeps the address; signing in leads to the page that was asked for', async () => {
    await page.goto(`${app.url}/w/north-pine/home`)
    await page.getByRole('button', { name: `Account of ${owner.name}` }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await findHeading(page, 'Sign in').waitFor()
    await page.goto(`${app.url}/w/north-pine/sources?search=shop`)
    await findHeading(page, 'Sign in').waitFor()
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('E-mail').inputValue()).toBe(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('table', { name: 'Sources' }).getByRole('button', { name: 'Web shop' }).waitFor()
    expect(page.url()).toBe(`${app.url}/w/north-pine/sources?search=shop`)
  })

  test('the browser had nothing to complain of', () => {
    expect(app.complaints).toEqual([])
  })
})
