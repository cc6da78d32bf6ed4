// What a CX manager does first with segments on the demo brand: two rules by clicking, checked against hand-written queries, then life goes on.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Member, PersonSegments, Segment } from '../../server/src/features/segments/segments.contract.ts'
import { createMovableClock, expectStatus, type Caller, type Person } from '../../server/test/test-server.ts'
import { makeSecretKey } from '../../server/test/makers.ts'
import { waitFor } from '../../server/test/wait.ts'
import { findHeading, sendEvents, startAdminApp, waitUntilProcessed, type AdminApp } from './admin-app.ts'
import { loadDemoBrand, type DemoBrand } from './demo-brand.ts'

const dayMs = 86_400_000
const clock = createMovableClock()
let app: AdminApp
let owner: Person
let brand: DemoBrand
/** A key: sessions end when the clock is moved. */
let program: Caller
let page: Page

beforeAll(async () => {
  app = await startAdminApp({ clock })
  owner = await app.server.signUp()
  brand = await loadDemoBrand(app, owner)
  program = await makeSecretKey(app.server, { ...owner, ...brand }, ['people:read', 'segments:read', 'events:read'])
  const context = await app.openBrowser()
  await app.signIn(context, owner)
  page = await app.openPage(context)
})
afterAll(() => app?.close())

async function get<Reply>(path: string): Promise<Reply> {
  return expectStatus(await app.server.request<Reply>('GET', path, { as: program }), 200).body
}

async function pick(label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).last().click()
  await page.getByRole('option', { name: option }).first().click()
}

/** Adds a condition on orders: at least so often, or not at all, within so many days. */
async function addOrders(kind: 'Did something' | 'Did not do something', times: number | undefined, days: number): Promise<void> {
  await page.getByRole('button', { name: 'Add condition' }).click()
  await page.getByRole('menuitem', { name: kind, exact: true }).click()
  await pick('Event', 'Order Completed')
  if (times !== undefined) {
    await pick('How much is enough', 'at least')
    await page.getByLabel('Number', { exact: true }).last().fill(String(times))
  }
  await pick('Time', 'in the last')
  await page.getByLabel('How long back: number').last().fill(String(days))
  await pick('How long back: unit', 'days')
}

/** Builds and saves a segment once the page counts `expected` people. */
async function buildSegment(name: string, expected: number, build: () => Promise<void>): Promise<Segment> {
  await page.goto(`${app.url}/w/${brand.workspace}/segments/new`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await build()
  const counted = page.getByRole('region', { name: 'Who this holds now' }).getByText(/^[\d,]+ (person|people)/)
  await expect.poll(async () => Number.parseInt((await counted.textContent()) ?? '', 10), { timeout: 20_000 }).toBe(expected)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/)
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  return waitFor('the segment being filled', async () => {
    const found = await get<Segment>(`/v1/segments/${id}`)
    return found.status === 'ready' && found
  }, 60)
}

async function countByHand(having: string): Promise<number> {
  const [row] = await app.server.platform.clickhouse.query<{ count: number }>(
    `SELECT count() AS count FROM (
       SELECT if(moved.root = toUUID('00000000-0000-0000-0000-000000000000'), profile_id, moved.root) AS person
       FROM events LEFT ANY JOIN (SELECT id AS moved_id, root FROM redirects FINAL) AS moved ON events.profile_id = moved.moved_id
       WHERE name = 'Order Completed' AND time > {now:DateTime64(3)} - INTERVAL 90 DAY GROUP BY person HAVING ${having})`,
    { now: new Date(clock.now()).toISOString().replace('T', ' ').slice(0, 23) },
  )
  return row!.count
}

const members = async (id: string) => (await get<{ items: Member[] }>(`/v1/segments/${id}/members?limit=200`)).items

test('two rules are built by clicking, their counts are right, and life moves people in and out', async () => {
  const often = await countByHand('count() >= 3')
  const oftenThenNot = await countByHand('count() >= 3 AND countIf(time > {now:DateTime64(3)} - INTERVAL 30 DAY) = 0')
  expect(often).toBeGreaterThan(oftenThenNot)
  const frequent = await buildSegment('Ordered at least 3 times in 90 days', often, () => addOrders('Did something', 3, 90))
  const quiet = await buildSegment('… and not in the last 30', oftenThenNot, async () => {
    await addOrders('Did something', 3, 90)
    await addOrders('Did not do something', undefined, 30)
  })
  expect([frequent.size, quiet.size]).toEqual([often, oftenThenNot])

  // Somebody for each way, so that it does not hang on the dice of the brand.
  const order = (userId: string, daysAgo: number) => ({
    type: 'track', userId, event: 'Order Completed', timestamp: new Date(clock.now() - daysAgo * dayMs).toISOString(), properties: { order_id: `${userId}-${daysAgo}`, total: 30, currency: 'EUR' },
  })
  await sendEvents(app, brand.writeKey, [order('in-1', 80), order('in-1', 50), ...[80, 60, 45].map((daysAgo) => order('out-1', daysAgo)), ...[85, 60, 1].map((daysAgo) => order('stay-1', daysAgo))])
  await waitUntilProcessed(app, program)
  const isIn = async (id: string, userId: string) => (await members(id)).some((member) => member.userId === userId)
  expect([await isIn(frequent.id, 'in-1'), await isIn(quiet.id, 'out-1')]).toEqual([false, true])
  await sendEvents(app, brand.writeKey, [order('in-1', 0), order('out-1', 0)])
  await waitFor('one order bringing somebody in', () => isIn(frequent.id, 'in-1'))
  await waitFor('one order taking somebody out', async () => !(await isIn(quiet.id, 'out-1')))

  // Time alone: the third order of stay-1 grows older than 90 days; in-1 has not ordered for 30 days.
  clock.advance(6 * dayMs)
  await waitFor('time taking somebody out', async () => !(await isIn(frequent.id, 'stay-1')))
  await waitUntilProcessed(app, program)
  const { id } = await get<{ id: string }>('/v1/people/lookup?value=stay-1')
  const { left } = await get<PersonSegments>(`/v1/people/${id}/segments`)
  expect(left.find((item) => item.id === frequent.id)).toMatchObject({ cause: 'time', reason: 'the third Order Completed is older than 90 days' })
  await page.goto(`${app.url}/w/${brand.workspace}/people/${id}`)
  await findHeading(page, 'stay-1').waitFor()
  await page.getByText('the third Order Completed is older than 90 days').first().waitFor()
  expect(app.complaints).toEqual([])
})

test('time alone brings somebody in', async () => {
  const segments = await get<{ items: Segment[] }>('/v1/segments')
  const quiet = segments.items.find((segment) => segment.name.startsWith('…'))!
  await sendEvents(app, brand.writeKey, [20, 10, 0].map((daysAgo) => ({
    type: 'track', userId: 'later-1', event: 'Order Completed', timestamp: new Date(clock.now() - daysAgo * dayMs).toISOString(), properties: { order_id: `later-${daysAgo}`, total: 30 },
  })))
  await waitUntilProcessed(app, program)
  expect((await members(quiet.id)).some((member) => member.userId === 'later-1')).toBe(false)
  clock.advance(30 * dayMs + 1_000)
  await waitFor('the last order being 30 days old', async () => (await members(quiet.id)).some((member) => member.userId === 'later-1'))
})
