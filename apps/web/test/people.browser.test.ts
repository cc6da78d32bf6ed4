// People: finding somebody, their page while things happen to them, changing what is known, merging, keys.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person as Profile, PersonRow } from '../../server/src/features/people/people.contract.ts'
import { expectStatus, type Person } from '../../server/test/test-server.ts'
import { findHeading, sendEvents, startAdminApp, waitUntilProcessed, type AdminApp } from './admin-app.ts'
import { loadDemoBrand, type DemoBrand } from './demo-brand.ts'
import { waitFor } from '../../server/test/wait.ts'

let app: AdminApp
let owner: Person
let brand: DemoBrand
let page: Page
/** The one with the longest history. */
let buyer: PersonRow

beforeAll(async () => {
  app = await startAdminApp()
  owner = await app.server.signUp()
  brand = await loadDemoBrand(app, owner)
  await sendEvents(app, brand.writeKey, [
    { type: 'identify', userId: 'ada-1', traits: { name: 'Ada Lovelace', email: 'ada@analytical.example', plan: 'gold' } },
    { type: 'identify', userId: 'ada-2', traits: { name: 'Augusta King', phone: '+49 30 901820' } },
    { type: 'track', userId: 'ada-2', event: 'Support Contacted', properties: { topic: 'Broken zip', channel: 'phone' } },
  ])
  buyer = (await list('sort=sessions&identified=yes&limit=1'))[0]!
  await sendEvents(app, brand.writeKey, [{ type: 'track', userId: buyer.userId, event: 'Email Opened', properties: { channel: 'email', subject: 'Storm season' } }])
  await waitUntilProcessed(app, brand)
  const context = await app.openBrowser()
  await app.signIn(context, owner)
  page = await app.openPage(context)
})
afterAll(() => app?.close())

async function list(query: string): Promise<PersonRow[]> {
  return expectStatus(await app.server.request<{ items: PersonRow[] }>('GET', `/v1/people?${query}`, { as: brand }), 200).body.items
}
async function readPerson(id: string): Promise<Profile> {
  return expectStatus(await app.server.request<Profile>('GET', `/v1/people/${id}`, { as: brand }), 200).body
}
const toUrl = (path: string) => `${app.url}/w/${brand.workspace}${path}`
const table = () => page.getByRole('table', { name: 'People' })
const rowNames = () => table().locator('[data-row-opener]')
const timeline = () => page.getByRole('region', { name: 'Timeline' })
const lines = () => timeline().locator('[data-timeline-line]')

async function openPerson(name: string): Promise<void> {
  const { id } = (await list(`search=${encodeURIComponent(name)}`))[0]!
  await page.goto(toUrl(`/people/${id}`))
  await findHeading(page, name).waitFor()
  // What arrives from now on shows by itself.
  await timeline().getByText('Live', { exact: true }).waitFor()
}

describe('the list', () => {
  beforeEach(async () => {
    await page.goto(toUrl('/people'))
    await rowNames().first().waitFor()
  })

  test('finds somebody despite a typing error and keeps the search over a reload', async () => {
    await page.getByRole('searchbox', { name: 'Name, e-mail, phone or id' }).fill('ada lovelase')
    await page.getByText('1 person', { exact: true }).waitFor()
    expect(await rowNames().allInnerTexts()).toEqual([expect.stringContaining('Ada Lovelace')])
    expect(page.url()).toBe(toUrl('/people?search=ada+lovelase'))
    await page.reload()
    await page.getByText('1 person', { exact: true }).waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('ada lovelase')
    await page.getByRole('button', { name: 'Clear search' }).click()
    await page.waitForURL(toUrl('/people'))
  })

  test('keeps filters in the address; each is a chip that can be taken away', async () => {
    const everybody = await page.getByText(/^\d+ people$/).innerText()
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('combobox', { name: 'Orders' }).click()
    await page.getByRole('option', { name: 'Has ordered' }).click()
    await page.getByRole('combobox', { name: 'Country' }).fill('germ')
    await page.getByRole('option', { name: 'Germany' }).click()
    await page.waitForURL(/[?&]ordered=yes/)
    await page.keyboard.press('Escape')
    const expected = (await list('ordered=yes&country=DE&limit=100')).length
    await page.getByText(`${expected} people`, { exact: true }).waitFor()
    const address = page.url()
    expect(Object.fromEntries(new URL(address).searchParams)).toEqual({ ordered: 'yes', country: 'DE' })
    await page.reload()
    await page.getByText(`${expected} people`, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove filter Germany' }).click()
    await page.getByRole('button', { name: 'Remove filter Has ordered' }).click()
    await page.getByText(everybody, { exact: true }).waitFor()
    expect(page.url()).toBe(toUrl('/people'))
  })

  test('sorts, and a link to the sorted list shows the same', async () => {
    await table().getByRole('button', { name: 'Revenue' }).click()
    await table().getByRole('columnheader', { name: 'Revenue', exact: false }).and(page.locator('[aria-sort="descending"]')).waitFor()
    expect(page.url()).toBe(toUrl('/people?sort=revenue'))
    await page.reload()
    await rowNames().first().waitFor()
    const expected = await list('sort=revenue&limit=5')
    expect((await rowNames().allInnerTexts()).slice(0, 5).map((text) => text.split('\n').at(-1))).toEqual(expected.map(({ name }) => name))
  })

  test('j and k walk through the rows, Enter opens, back returns to the list', async () => {
    const names = (await list('limit=2')).map(({ name }) => name)
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).innerText.split('\n').at(-1))
    await page.keyboard.press('j')
    await expect.poll(focused).toBe(names[0])
    await page.keyboard.press('j')
    await expect.poll(focused).toBe(names[1])
    await page.keyboard.press('k')
    await expect.poll(focused).toBe(names[0])
    await page.keyboard.press('Enter')
    await findHeading(page, names[0]!).waitFor()
    expect(await page.title()).toBe(`${names[0]} · Rapport`)
    await page.goBack()
    await rowNames().first().waitFor()
  })

  test('the palette finds a person by part of an e-mail', async () => {
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Go to, create, or find a person…').fill('ada@anal')
    await page.getByRole('dialog').getByText('Ada Lovelace').click()
    await findHeading(page, 'Ada Lovelace').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})

describe('the timeline', () => {
  beforeEach(async () => {
    await page.goto(toUrl(`/people/${buyer.id}`))
    await lines().first().waitFor()
  })

  test('a visit opens to its steps, and a step to its event', async () => {
    const visit = timeline().getByRole('button', { name: /^(Visited|Used the app): [2-9]/ }).first()
    await visit.click()
    const steps = timeline().locator('li:has(> div > [aria-expanded="true"])').getByRole('list').getByRole('button')
    await steps.nth(1).waitFor()
    expect(await visit.getAttribute('aria-expanded')).toBe('true')
    await steps.first().click()
    await page.getByRole('complementary').getByText('Message id').waitFor()
    expect(new URL(page.url()).searchParams.get('event')).toMatch(/^\d+$/)
    await page.keyboard.press('Escape')
    await page.getByText('Message id').waitFor({ state: 'hidden' })
    await visit.click()
    await steps.first().waitFor({ state: 'detached' })
  })

  test('shows one channel alone when asked to, in the address, too', async () => {
    await timeline().getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('combobox', { name: 'Channel' }).click()
    await page.getByRole('option', { name: 'E-mail' }).click()
    await page.waitForURL(/channel=email/)
    await page.keyboard.press('Escape')
    // The lines of before stay until those of the answer are there; which those are differs from day to day.
    // Not their inner text: that of lines outside the window is empty.
    const readChannels = async () => (await lines().allTextContents()).map((text) => text.includes('E-mail'))
    await waitFor('e-mail lines alone', async () => {
      const channels = await readChannels()
      return channels.length > 0 && channels.every(Boolean)
    })
    await page.getByRole('button', { name: 'Remove filter E-mail' }).click()
    await waitFor('lines of other channels again', async () => (await readChannels()).includes(false))
  })

  test('brings older lines as it is scrolled, down to the first day', async () => {
    const start = timeline().getByText('This is where it began.')
    const days = Array.from({ length: 150 }, (_, index) => ({
      type: 'track', userId: buyer.userId, event: `Letter ${index} Sent`, timestamp: new Date(Date.parse(buyer.firstSeenAt) - (index + 1) * 3_600_000).toISOString(),
    }))
    await sendEvents(app, brand.writeKey, days)
    await waitUntilProcessed(app, brand)
    await page.reload()
    await lines().first().waitFor()
    expect(await start.count()).toBe(0)
    const first = await lines().count()
    await expect
      .poll(
        async () => {
          await page.locator('#content').evaluate((content) => content.scrollTo(0, content.scrollHeight))
          return start.isVisible()
        },
        { timeout: 30_000 },
      )
      .toBe(true)
    expect(await lines().count()).toBeGreaterThan(Math.max(150, first))
    await timeline().getByRole('button', { name: 'Letter 149 Sent' }).waitFor()
  })
})

describe('while the page is open', () => {
  test('a sale at the till shows, and the head changes, without a reload', async () => {
    await openPerson('Ada Lovelace')
    await page.evaluate(() => Object.assign(window, { isSameLoad: true }))
    const figures = page.getByRole('definition')
    const lifetimeValue = page.locator('dl > div', { has: page.getByRole('button', { name: /^Lifetime value/ }) }).getByRole('definition')
    expect(await figures.count()).toBeGreaterThan(5)
    expect(await lifetimeValue.innerText()).toBe('€0')
    const startedAt = Date.now()
    await sendEvents(app, brand.writeKey, [
      {
        type: 'track', userId: 'ada-1', event: 'Order Completed', channel: 'server',
        properties: { order_id: 'till-1', total: 89.5, currency: 'EUR', channel: 'store', store: 'Fernhill Berlin', products: [{ product_id: 'p-1', name: 'Storm lantern', price: 89.5 }] },
      },
    ])
    const sale = timeline().getByRole('listitem').filter({ hasText: 'Bought in the shop Fernhill Berlin: 1 product' })
    await sale.waitFor()
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    expect(await sale.innerText()).toMatch(/Storm lantern · Shop[^]*€89\.50/)
    await page.getByRole('list', { name: 'What matters now' }).getByText('Last order today: €89.50').waitFor()
    await expect.poll(() => lifetimeValue.innerText()).toBe('€89.50')
    expect(await page.evaluate(() => 'isSameLoad' in window)).toBe(true)
  })
})

describe('changing what is known', () => {
  beforeEach(() => openPerson('Ada Lovelace'))

  test('a trait is edited where it stands', async () => {
    const traits = page.getByRole('region', { name: 'Traits' })
    await traits.getByRole('button', { name: 'Plan: gold. Change' }).click()
    await traits.getByLabel('Plan').fill('platinum')
    await traits.getByRole('button', { name: 'Save' }).click()
    await traits.getByRole('button', { name: 'Plan: platinum. Change' }).waitFor()
    const { id } = (await list('search=ada-1'))[0]!
    await expect.poll(async () => (await readPerson(id)).traits['plan']).toBe('platinum')
    await page.reload()
    await traits.getByRole('button', { name: 'Plan: platinum. Change' }).waitFor()
  })

  test('a note and an interaction become lines of the timeline', async () => {
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.getByRole('dialog').getByLabel('Note', { exact: true }).fill('Prefers to be called in the evening')
    await page.keyboard.press('Control+Enter')
    await timeline().getByRole('button', { name: /^Prefers to be called in the evening\s*Note by Olga Owner/ }).waitFor()
    await page.getByRole('button', { name: 'Log interaction' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('In a few words').fill('Lantern flickers')
    await dialog.getByText('Still open').click()
    await dialog.getByRole('button', { name: 'Log interaction' }).click()
    await timeline().getByRole('button', { name: /^Called us: Lantern flickers/ }).waitFor()
    await page.getByRole('list', { name: 'What matters now' }).getByText(/Open: Lantern flickers/).waitFor()
    const { id } = (await list('search=ada-1'))[0]!
    expect((await readPerson(id)).headlines).toContainEqual(expect.objectContaining({ kind: 'open_matter', text: 'Open: Lantern flickers' }))
  })

  test('consent is granted and withdrawn', async () => {
    const consent = page.getByRole('region', { name: 'Consent' })
    await consent.getByRole('button', { name: 'Record a consent' }).click()
    await consent.getByRole('combobox', { name: 'Purpose' }).fill('marketing')
    await page.getByRole('option', { name: 'marketing' }).click()
    await consent.getByRole('combobox', { name: 'Channel' }).click()
    await page.getByRole('option', { name: 'E-mail' }).click()
    await consent.getByRole('button', { name: 'Grant' }).click()
    const entry = consent.getByRole('listitem').filter({ hasText: 'Marketing · E-mail' })
    await entry.getByText('Granted').waitFor()
    await timeline().getByRole('button', { name: /^Agreed to marketing by email/ }).waitFor()
    await entry.getByRole('switch').press('Space')
    await entry.getByText('Withdrawn').waitFor()
    await timeline().getByRole('button', { name: /^No longer agrees to marketing by email/ }).waitFor()
    const { id } = (await list('search=ada-1'))[0]!
    expect((await readPerson(id)).consent).toMatchObject([{ purpose: 'marketing', channel: 'email', isGranted: false }])
  })
})

test('two profiles become one with both histories, and two again', async () => {
  await openPerson('Ada Lovelace')
  await page.getByRole('button', { name: 'More for Ada Lovelace' }).click()
  await page.getByRole('menuitem', { name: 'Merge with…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Who is the same person?').fill('augusta')
  await dialog.getByRole('button', { name: /Augusta King/ }).click()
  await dialog.getByText('Both have a user id of their own.').waitFor()
  await dialog.getByLabel('Why they are the same (optional)').fill('Showed her passport')
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByRole('alert').getByText('Augusta King was merged').waitFor()
  await timeline().getByRole('button', { name: /^Asked for help by phone: Broken zip/ }).waitFor()
  await page.getByRole('region', { name: 'Identities' }).getByText('ada-2').waitFor()
  await page.getByRole('region', { name: 'Merged profiles' }).getByText(/Showed her passport · Olga Owner/).waitFor()
  await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()
  await page.getByText('The merge was undone').waitFor()
  await timeline().getByRole('button', { name: /Broken zip/ }).waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Identities' }).getByText('ada-2').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Show the other' }).click()
  await findHeading(page, 'Augusta King').waitFor()
  await timeline().getByRole('button', { name: /^Asked for help by phone: Broken zip/ }).waitFor()
  expect((await list('search=ada-1'))[0]!.id).not.toBe((await list('search=ada-2'))[0]!.id)
})

test('the browser had nothing to complain of', () => {
  expect(app.complaints).toEqual([])
})
