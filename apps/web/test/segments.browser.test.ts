// Segments: building a rule by clicking, what its page tells, a list by import, computed traits, segments in People.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PersonRow } from '../../server/src/features/people/people.contract.ts'
import type { Definition } from '../../server/src/features/segments/conditions.contract.ts'
import type { Member, Segment } from '../../server/src/features/segments/segments.contract.ts'
import { expectStatus, type Person } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { findHeading, sendEvents, startAdminApp, waitUntilProcessed, type AdminApp } from './admin-app.ts'
import { loadDemoBrand, type DemoBrand } from './demo-brand.ts'

let app: AdminApp
let owner: Person
let brand: DemoBrand
let page: Page
/** Ordered three times in the last days. */
let buyer: PersonRow
/** Made through the API for what is not about building it. */
let loyal: Segment

const order = (userId: string, daysAgo: number) => ({
  type: 'track', userId, event: 'Order Completed', timestamp: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
  properties: { order_id: `${userId}-${daysAgo}`, total: 40, currency: 'EUR', products: [] },
})
const rule: Definition = {
  type: 'all',
  conditions: [
    {
      type: 'event', event: { type: 'track', name: 'Order Completed', filters: [] }, aggregate: { function: 'count' },
      operator: 'at_least', value: 3, window: { kind: 'sliding', length: { amount: 90, unit: 'days' } },
    },
  ],
}

beforeAll(async () => {
  app = await startAdminApp()
  owner = await app.server.signUp()
  brand = await loadDemoBrand(app, owner)
  await sendEvents(app, brand.writeKey, [
    { type: 'identify', userId: 'ada-1', traits: { name: 'Ada Lovelace', email: 'ada@analytical.example' } },
    { type: 'identify', userId: 'grace-1', traits: { name: 'Grace Hopper', email: 'grace@analytical.example' } },
    ...[3, 20, 60].map((daysAgo) => order('ada-1', daysAgo)),
    ...[3, 20, 120].map((daysAgo) => order('grace-1', daysAgo)),
  ])
  await waitUntilProcessed(app, brand)
  buyer = (await get<{ items: PersonRow[] }>('/v1/people?search=ada-1&limit=1')).items[0]!
  const made = await app.server.request<Segment>('POST', '/v1/segments', { as: brand, body: { name: 'Loyal customers', description: 'Three orders in 90 days', definition: rule } })
  loyal = await waitUntilReady(expectStatus(made, 201).body.id)
  const context = await app.openBrowser()
  await app.signIn(context, owner)
  page = await app.openPage(context)
})
afterAll(() => app?.close())

async function get<Reply>(path: string): Promise<Reply> {
  return expectStatus(await app.server.request<Reply>('GET', path, { as: brand }), 200).body
}
function waitUntilReady(id: string): Promise<Segment> {
  return waitFor('the segment to be filled', async () => {
    const segment = await get<Segment>(`/v1/segments/${id}`)
    if (segment.status === 'failed') throw new Error(`Filling failed: ${segment.problem}`)
    return segment.status === 'ready' && segment
  }, 60)
}
const findMembers = async (id: string) => (await get<{ items: Member[] }>(`/v1/segments/${id}/members?limit=200`)).items
const toUrl = (path: string) => `${app.url}/w/${brand.workspace}${path}`
const tab = (name: string) => page.getByRole('tab', { name })
const rows = (table: string) => page.getByRole('table', { name: table }).locator('[data-row-opener]')

/** Opens a word of the sentence and chooses. */
async function pick(label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option }).first().click()
}

/** The id in the address of a segment's page. */
async function readSegmentId(): Promise<string> {
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname.split('/').at(-1)!
}

describe('a rule', () => {
  test('is built by clicking, saved, filled and counted', async () => {
    await page.goto(toUrl('/segments'))
    await page.getByRole('link', { name: 'New segment' }).click()
    await findHeading(page, 'New segment').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Ordered three times')
    await page.getByRole('button', { name: 'Add condition' }).click()
    await page.getByRole('menuitem', { name: 'Did something' }).click()
    await pick('Event', 'Order Completed')
    await pick('How much is enough', 'at least')
    await page.getByLabel('Number', { exact: true }).fill('3')
    await pick('Time', 'in the last')
    await page.getByLabel('How long back: number').fill('90')
    await pick('How long back: unit', 'days')
    const preview = page.getByRole('region', { name: 'Who this holds now' })
    await preview.getByText(/^\d+ (person|people)/).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    const id = await readSegmentId()
    const segment = await waitUntilReady(id)
    expect(segment.definition).toEqual(rule)
    expect(segment.size).toBe(loyal.size)
    expect(segment.size).toBeGreaterThan(0)
    const names = (await findMembers(id)).map(({ name }) => name)
    expect(names).toContain('Ada Lovelace')
    expect(names).not.toContain('Grace Hopper')
    // The page looks again by itself while it is being filled.
    await page.getByRole('region', { name: 'The segment is being filled' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: String(segment.size), exact: true }).waitFor()
    await page.getByText('Order Completed').first().waitFor()
  })

  test('that the server refuses keeps what was typed', async () => {
    await page.goto(toUrl('/segments/new'))
    await page.getByLabel('Name', { exact: true }).fill('Half a rule')
    await page.getByRole('button', { name: 'Add condition' }).click()
    await page.getByRole('menuitem', { name: 'Did something' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('Choose an event').waitFor()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Half a rule')
    await page.getByRole('group', { name: 'Condition 1' }).waitFor()
  })

  test('is changed, becomes a second version, and the first is restored', async () => {
    const made = await app.server.request<Segment>('POST', '/v1/segments', { as: brand, body: { name: 'Changing', definition: rule } })
    const { id } = await waitUntilReady(expectStatus(made, 201).body.id)
    await page.goto(toUrl(`/segments/${id}/edit`))
    await page.getByLabel('Number', { exact: true }).fill('2')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(toUrl(`/segments/${id}`))
    expect((await waitUntilReady(id)).version).toBe(2)
    await tab('Versions').click()
    await page.getByRole('button', { name: 'Restore version 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
    await page.getByText('Version 3', { exact: true }).waitFor()
    expect((await waitUntilReady(id)).definition).toEqual(rule)
  })
})

describe('the page of a segment', () => {
  beforeEach(async () => {
    await page.goto(toUrl(`/segments/${loyal.id}`))
    await findHeading(page, 'Loyal customers').waitFor({ state: 'attached' })
  })

  test('Overview shows the rule in words, the size and its history', async () => {
    await page.getByRole('region', { name: 'Who is in it' }).getByText('Order Completed').waitFor()
    await page.getByRole('link', { name: String(loyal.size), exact: true }).waitFor()
    await page.getByRole('img', { name: /^Size of Loyal customers over time/ }).waitFor()
    await page.getByText('90 days', { exact: true }).last().click()
    await page.waitForURL(toUrl(`/segments/${loyal.id}?days=90`))
    await page.getByRole('region', { name: 'Used by' }).getByText('Nothing uses it yet.').waitFor()
  })

  test('Members can be searched, and each has a reason', async () => {
    await tab('Members').click()
    await rows('Members').first().waitFor()
    await page.getByRole('searchbox', { name: 'Name, e-mail, phone or id' }).fill('Ada Lovelace')
    await waitFor('Ada alone', async () => (await rows('Members').count()) === 1)
    expect(new URL(page.url()).searchParams.get('search')).toBe('Ada Lovelace')
    await page.getByRole('link', { name: 'Why Ada Lovelace' }).click()
    await page.waitForURL(toUrl(`/segments/${loyal.id}?tab=why&person=${buyer.id}`))
    await page.getByText('In the segment', { exact: true }).waitFor()
  })

  test('Changes shows who comes in while it is open', async () => {
    await tab('Changes').click()
    await page.getByText('Live', { exact: true }).waitFor()
    await sendEvents(app, brand.writeKey, [order('grace-1', 0)])
    const entry = page.getByRole('row').filter({ hasText: 'Grace Hopper' }).filter({ hasText: 'Came in' })
    await entry.waitFor()
  })

  test('Why finds a person who is not in it', async () => {
    await tab('Why').click()
    const { items } = await get<{ items: PersonRow[] }>('/v1/people?ordered=no&identified=yes&limit=1')
    await page.getByLabel('Find a person').fill(items[0]!.name)
    await page.getByRole('button', { name: items[0]!.name }).first().click()
    await page.getByText('Not in the segment', { exact: true }).waitFor()
  })

  test('Past counts who was in it at an earlier moment', async () => {
    await tab('Past').click()
    await page.getByText(/^\d+ (person|people) on /).or(page.getByText('Nobody was in it then')).waitFor()
    await page.getByLabel(/^Moment/).fill('2020-01-01T12:00')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText('Nobody was in it then').waitFor()
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/^2020-01-01T/)
  })

  test('Versions and Sync open', async () => {
    await tab('Versions').click()
    await page.getByRole('list', { name: 'Versions' }).getByText('Version 1', { exact: true }).waitFor()
    await tab('Sync').click()
    await page.getByLabel('Webhook address').fill('https://receiver.example/segments')
    await page.getByRole('button', { name: 'Save address' }).click()
    await page.getByText('With this secret').waitFor()
    await page.getByRole('button', { name: 'Stop sending' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop sending' }).click()
    await page.getByText('Nothing is sent any more').waitFor()
  })

  test('several that were chosen are deleted at once', async () => {
    for (const name of ['Bulk one', 'Bulk two']) {
      expectStatus(await app.server.request('POST', '/v1/segments', { as: brand, body: { name, kind: 'static' } }), 201)
    }
    await page.goto(toUrl('/segments?search=Bulk'))
    for (const name of ['Bulk one', 'Bulk two']) await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Delete 2 segments' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('delete 2')
    await page.getByRole('button', { name: 'Delete segment' }).click()
    await page.getByText('2 segments were deleted').waitFor()
    const { items } = await get<{ items: Segment[] }>('/v1/segments')
    expect(items.filter(({ name }) => name.startsWith('Bulk'))).toEqual([])
  })

  test('a copy is made, found in the list and deleted by name', async () => {
    await page.getByRole('button', { name: 'More for Loyal customers' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await page.waitForURL((url) => !url.pathname.endsWith(loyal.id))
    const copy = await waitUntilReady(await readSegmentId())
    await page.goto(toUrl('/segments?search=Loyal&kind=live'))
    await rows('Segments').filter({ hasText: copy.name }).first().waitFor()
    await page.getByRole('button', { name: `More for ${copy.name}` }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill(copy.name)
    await page.getByRole('button', { name: 'Delete segment' }).click()
    await page.getByText(`“${copy.name}” was deleted`).waitFor()
    expect((await app.server.request('GET', `/v1/segments/${copy.id}`, { as: brand })).status).toBe(404)
  })
})

describe('a list', () => {
  test('is made from a CSV; who is unknown is named; people are added and taken off', async () => {
    await page.goto(toUrl('/segments/new?kind=static'))
    await page.getByLabel('Name', { exact: true }).fill('Trade fair')
    const csv = 'name,email\nAda,ada@analytical.example\nNobody,nobody@analytical.example\n'
    await page.locator('input[type="file"]').setInputFiles({ name: 'fair.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await page.getByRole('combobox', { name: 'Column that says who it is' }).click()
    await page.getByRole('option', { name: 'email' }).click()
    await page.getByRole('button', { name: 'Make list' }).click()
    await page.getByText('“Trade fair” was made.').waitFor()
    await page.getByRole('region', { name: 'Identifiers that belong to nobody' }).getByText('nobody@analytical.example').waitFor()
    expect(await page.getByRole('status').getByRole('definition').allInnerTexts()).toEqual(['1', '0', '1'])
    await page.getByRole('link', { name: 'Open list' }).click()
    const id = await readSegmentId()
    await page.getByRole('button', { name: 'Add people' }).click()
    await page.getByRole('dialog').getByLabel('Or paste who belongs on it').fill('ada-1\ngrace-1')
    await page.getByRole('button', { name: 'Add to list' }).click()
    await page.getByRole('status').getByText('Were on it already').waitFor()
    expect(await page.getByRole('status').getByRole('definition').allInnerTexts()).toEqual(['1', '1', '0'])
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await tab('Members').click()
    await waitFor('two members', async () => (await rows('Members').count()) === 2)
    await page.getByRole('row').filter({ hasText: 'Grace Hopper' }).getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Take 1 person off' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take off the list' }).click()
    await page.getByText('1 person was taken off the list').waitFor()
    expect((await findMembers(id)).map(({ name, cause }) => [name, cause])).toEqual([['Ada Lovelace', 'import']])
  })
})

describe('in People', () => {
  test('the list is filtered by segment, with a chip', async () => {
    await page.goto(toUrl('/people'))
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('combobox', { name: 'Segment' }).click()
    await page.getByRole('option', { name: 'Loyal customers', exact: true }).click()
    await page.waitForURL(new RegExp(`segment=${loyal.id}`))
    await page.keyboard.press('Escape')
    const { size } = await get<Segment>(`/v1/segments/${loyal.id}`)
    await page.getByText(size === 1 ? '1 person' : `${size} people`, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove filter In Loyal customers' }).click()
    await page.waitForURL(toUrl('/people'))
  })

  test('a person shows the segments they are in, and why', async () => {
    await page.goto(toUrl(`/people/${buyer.id}`))
    const section = page.getByRole('region', { name: 'Segments' })
    await section.getByRole('link', { name: 'Loyal customers', exact: true }).waitFor()
    await section.getByRole('link', { name: 'Why in Loyal customers' }).click()
    await findHeading(page, 'Loyal customers').waitFor({ state: 'attached' })
    await page.getByText('In the segment', { exact: true }).waitFor()
  })
})

test('a computed trait is previewed, made and filled', async () => {
  await page.goto(toUrl('/computed-traits/new'))
  await page.getByLabel('Name', { exact: true }).fill('Orders in 90 days')
  expect(await page.getByLabel('Key', { exact: true }).inputValue()).toBe('orders_in_90_days')
  await pick('Event', 'Order Completed')
  await pick('Time', 'in the last')
  await page.getByLabel('How long back: number').fill('90')
  await pick('How long back: unit', 'days')
  await page.getByRole('list', { name: 'How the values spread' }).getByRole('listitem').first().waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(toUrl('/computed-traits'))
  const row = page.getByRole('row').filter({ hasText: 'Orders in 90 days' })
  await row.getByText('Up to date').waitFor({ timeout: 60_000 })
  await row.getByText('How often “Order Completed” happened in the last 90 days').waitFor()
  await expect.poll(async () => (await get<PersonRow>(`/v1/people/${buyer.id}`)).traits['orders_in_90_days']).toBe(3)
})

test('the browser had nothing to complain of', () => {
  expect(app.complaints).toEqual([])
})
