// Running the thing: events as they arrive, rejected ones, connectors, the team, workspaces, the audit log.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StreamCounters } from '../../server/src/features/stream/stream.contract.ts'
import { startHttpReceiver, type HttpReceiver } from '../../server/test/http-receiver.ts'
import { makeWriteKey } from '../../server/test/makers.ts'
import { expectStatus, type Person } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { findHeading, sendEvents, startAdminApp, waitUntilProcessed, type AdminApp } from './admin-app.ts'

let app: AdminApp
let receiver: HttpReceiver
let owner: Person
let writeKey: string
let page: Page

beforeAll(async () => {
  app = await startAdminApp()
  receiver = await startHttpReceiver()
  owner = await app.server.signUp()
  writeKey = (await makeWriteKey(app.server, owner, { name: 'Till', platform: 'http' })).writeKey
  const context = await app.openBrowser()
  await app.signIn(context, owner)
  page = await app.openPage(context)
})
afterAll(async () => {
  await app?.close()
  await receiver?.close()
})

const send = (...events: object[]) => sendEvents(app, writeKey, events)
const track = (event: string, properties: object = {}) => ({ type: 'track', userId: 'u-1', event, properties })
const toUrl = (path: string, workspace = owner.workspace) => `${app.url}/w/${workspace}${path}`
const row = (text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
const panel = () => page.getByRole('complementary')
const dialog = () => page.getByRole('dialog')

/** What the bar above live events says, by name. */
async function readCounters(): Promise<Record<string, string>> {
  const parts = await page.getByRole('group', { name: 'Where every event is' }).innerText()
  const words = parts.split('\n').map((word) => word.trim())
  return Object.fromEntries(['Accepted', 'Stored', 'Processed', 'Duplicate', 'Rejected', 'Waiting'].map((name) => [name.toLowerCase(), words[words.indexOf(name) - 1] ?? '']))
}
async function askCounters(): Promise<StreamCounters> {
  return expectStatus(await app.server.request<StreamCounters>('GET', '/v1/stream/counters', { as: owner }), 200).body
}

test('keys lead to pages, whose heading takes the focus, and open and close what is beside a list', async () => {
  await page.goto(toUrl('/sources'))
  await page.getByRole('button', { name: 'Till', exact: true }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await panel().getByText('Waiting for your first event').waitFor()
  await page.keyboard.press('Escape')
  await panel().waitFor({ state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await findHeading(page, 'Catalogue').and(page.locator(':focus')).waitFor()
  expect(await page.title()).toBe('Catalogue · Rapport')
  await page.keyboard.press('?')
  await dialog().getByText('Go to Catalogue').waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})

describe('live events', () => {
  test('an event shows as it arrives, with its payload and what it changed', async () => {
    await page.goto(toUrl('/live'))
    await page.getByText('Waiting for the first event').waitFor()
    await send({ type: 'identify', userId: 'u-1', traits: { email: 'ada@example.com', name: 'Ada Lovelace' } }, track('Lamp Switched', { room: 'attic' }))
    await row('Lamp Switched').getByRole('button', { name: 'Lamp Switched' }).click()
    await panel().getByText('room: attic').waitFor()
    await panel().getByText('nothing else about the person changed').waitFor()
    await row('identify').getByRole('button').first().click()
    const changes = panel().getByRole('region', { name: 'What it changed' })
    await changes.getByText('A new person was created.').waitFor()
    expect(await changes.getByRole('listitem').allInnerTexts()).toEqual(
      expect.arrayContaining(['New user id: u-1', 'New e-mail: ada@example.com', 'name set to Ada Lovelace']),
    )
    await panel().getByRole('link', { name: 'Ada Lovelace' }).click()
    await findHeading(page, 'Ada Lovelace').waitFor()
  })

  test('pausing holds the list still and counts what is missed', async () => {
    await page.goto(toUrl('/live'))
    await row('Lamp Switched').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused', { exact: true }).waitFor()
    await send(track('Bell Rung'), track('Door Opened'))
    await page.getByRole('button', { name: 'Resume (2 new)' }).waitFor()
    expect(await row('Bell Rung').count()).toBe(0)
    await page.getByRole('button', { name: 'Resume (2 new)' }).click()
    await row('Bell Rung').waitFor()
    await row('Door Opened').waitFor()
  })

  test('the counters are those of the stream and add up, a repeated event included', async () => {
    const repeated = { ...track('Bell Rung'), messageId: 'rung-once' }
    await send(repeated)
    await waitUntilProcessed(app, owner)
    await send(repeated)
    await waitUntilProcessed(app, owner)
    await row('Duplicate').waitFor()
    const expected = await askCounters()
    expect(expected).toMatchObject({ duplicate: 1, rejected: 0, accepted: expected.processed + 1 })
    const { accepted, stored, processed, duplicate, rejected, waiting } = expected
    const written = Object.fromEntries(Object.entries({ accepted, stored, processed, duplicate, rejected, waiting }).map(([name, value]) => [name, String(value)]))
    await expect.poll(readCounters, { timeout: 10_000 }).toEqual(written)
    await page.getByText('Adds up').waitFor()
  })
})

describe('an event that is blocked in the catalogue', () => {
  test('is rejected with its reason', async () => {
    await page.goto(toUrl('/catalogue'))
    await page.getByRole('link', { name: 'Lamp Switched' }).click()
    await page.getByRole('button', { name: 'Block event' }).click()
    await dialog().getByRole('button', { name: 'Block event' }).click()
    await page.getByRole('button', { name: 'Unblock event' }).waitFor()
    await page.goto(toUrl('/live/rejected'))
    await page.getByText('Nothing was rejected').waitFor()
    await send(track('Lamp Switched', { room: 'cellar' }))
    await row('Lamp Switched').getByRole('button', { name: 'Lamp Switched' }).click()
    const why = panel().getByRole('region', { name: 'Reason' })
    await why.getByText('Blocked event').waitFor()
    await why.getByText('Unblock the event in the catalogue, then replay.').waitFor()
    await panel().getByText('room: cellar').waitFor()
    expect(await askCounters()).toMatchObject({ rejected: 1 })
  })

  test('goes through after it was unblocked and replayed, and the counters still agree', async () => {
    await page.goto(toUrl('/catalogue/events/track/Lamp Switched'))
    await page.getByRole('button', { name: 'Unblock event' }).click()
    await page.getByRole('button', { name: 'Block event' }).waitFor()
    await page.goto(toUrl('/live/rejected'))
    await row('Lamp Switched').getByRole('button', { name: 'Lamp Switched' }).click()
    await panel().getByRole('button', { name: 'Replay this event' }).click()
    await page.getByText('1 event was sent through again').waitFor()
    await page.getByText('Nothing was rejected').waitFor()
    await page.getByRole('link', { name: 'Live events' }).click()
    await row('Lamp Switched').filter({ hasText: 'Processed' }).nth(1).waitFor()
    await page.getByText('Adds up').waitFor()
    const { accepted, stored, processed, duplicate, rejected, waiting } = await askCounters()
    expect([stored, processed + duplicate + rejected + waiting]).toEqual([accepted, accepted])
  })
})

describe('a webhook', () => {
  test('is made with the form that its schema describes; what is wrong is said at its field', async () => {
    await page.goto(toUrl('/settings/connectors'))
    await page.getByRole('button', { name: 'Add connector' }).click()
    await dialog().getByRole('button', { name: /^Webhook/ }).click()
    await dialog().getByLabel('Name', { exact: true }).fill('Data team')
    await dialog().getByRole('textbox', { name: /^Address/ }).fill('not an address')
    await dialog().getByRole('button', { name: 'Add connector' }).click()
    await dialog().getByText('must be an address that begins with https:// or http://').first().waitFor()
    expect(await dialog().getByRole('textbox', { name: /^Address/ }).getAttribute('aria-invalid')).toBe('true')
    await dialog().getByRole('textbox', { name: /^Address/ }).fill(receiver.url)
    await dialog().getByRole('switch', { name: /^Allow private network/ }).press('Space')
    await dialog().getByRole('button', { name: 'Add connector' }).click()
    await panel().getByRole('heading', { name: 'Data team' }).waitFor()
  })

  test('is tested: the receiver gets it, and the log says what was answered', async () => {
    receiver.answer = () => ({ status: 202, body: 'thank you' })
    await panel().getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The test arrived').waitFor()
    expect(receiver.requests).toHaveLength(1)
    expect(receiver.requests[0]!.headers['x-rapport-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/)
    await panel().getByRole('button', { name: /Delivered.*202/s }).click()
    await panel().getByRole('region', { name: 'Answer text' }).getByText('thank you').first().waitFor()
  })

  test('carries events on as they happen; a failed delivery can be repeated', async () => {
    receiver.reset()
    receiver.answer = () => ({ status: 400, body: 'not today' })
    await send(track('Parcel Sent', { parcel: 'p-1' }))
    await panel().getByRole('button', { name: 'All deliveries' }).click()
    await panel().getByRole('button', { name: /^Parcel Sent\s*Failed/ }).click()
    await panel().getByRole('region', { name: 'Answer text' }).getByText('not today').first().waitFor()
    receiver.reset()
    await panel().getByRole('button', { name: 'Repeat' }).click()
    await panel().getByRole('definition').getByText('Delivered').waitFor()
    const bodies = receiver.requests.map(({ body }) => JSON.parse(body) as { event: string; properties: object })
    expect(bodies).toMatchObject([{ event: 'Parcel Sent', properties: { parcel: 'p-1' } }])
  })
})

describe('the team', () => {
  test('a colleague joins by the link in the mail and sees no more than the role allows', async () => {
    await page.goto(toUrl('/settings/team'))
    await page.getByRole('button', { name: 'Invite' }).click()
    await dialog().getByLabel('E-mail').fill('vera@example.com')
    await dialog().getByRole('radio', { name: 'Viewer' }).check()
    await dialog().getByRole('button', { name: 'Send invitation' }).click()
    await dialog().getByRole('button', { name: 'Done' }).click()
    await page.getByRole('link', { name: 'Outbox' }).click()
    await row('vera@example.com').getByRole('button', { name: 'Olga Owner invites you to Test shop' }).click()
    await panel().locator('iframe').contentFrame().getByRole('link', { name: 'Join Test shop' }).waitFor()
    await panel().getByText('Text', { exact: true }).click()
    const [link] = /http:\S+/.exec(await panel().locator('pre').innerText())!

    const guest = await app.openPage(await app.openBrowser())
    await guest.goto(link)
    await findHeading(guest, 'Join Test shop').waitFor()
    await guest.getByLabel('Your name').fill('Vera Viewer')
    await guest.getByLabel('Choose a password').fill('another good password')
    await guest.getByRole('button', { name: 'Join' }).click()
    await findHeading(guest, 'Home').waitFor()
    const limits: Array<[path: string, seen: string, forbidden: string[]]> = [
      ['/people', 'Ada Lovelace', ['New person']],
      ['/sources', 'Till', ['Create source']],
      ['/catalogue/events/track/Lamp Switched', 'Properties', ['Block event', 'Save', 'Description: Add a description']],
      ['/settings/connectors', 'Data team', ['Add connector']],
      ['/settings/team', 'Vera Viewer', ['Invite', 'Remove Olga Owner']],
    ]
    for (const [path, seen, forbidden] of limits) {
      await guest.goto(toUrl(path))
      await guest.getByRole('main').getByText(seen).first().waitFor()
      for (const name of forbidden) expect(await guest.getByRole('button', { name, exact: true }).count()).toBe(0)
    }
    await guest.goto(toUrl('/people'))
    await guest.getByRole('link', { name: 'Ada Lovelace' }).click()
    await guest.getByRole('region', { name: 'Traits' }).getByText('ada@example.com').waitFor()
    for (const name of ['Add note', 'Log interaction', 'Add a trait', 'Record a consent', /Change$/]) expect(await guest.getByRole('button', { name }).count()).toBe(0)
    await guest.goto(toUrl('/settings/audit'))
    await findHeading(guest, 'Your role does not include this page').waitFor()
    await guest.goto(link)
    await findHeading(guest, 'This invitation is no longer valid').waitFor()
    await guest.context().close()
  })

  test('a role that is changed holds at once', async () => {
    await page.goto(toUrl('/settings/team'))
    await page.getByRole('combobox', { name: 'Role of Vera Viewer' }).click()
    await page.getByRole('option', { name: 'Analyst' }).click()
    await page.getByText('Vera Viewer is now Analyst').waitFor()
    const { body } = await app.server.request<{ members: Array<{ name: string; role: string }> }>('GET', '/v1/team', { as: owner })
    expect(body.members.find(({ name }) => name === 'Vera Viewer')?.role).toBe('analyst')
  })
})

test('a secret key is shown once and works', async () => {
  await page.goto(toUrl('/settings/keys?create=yes'))
  await dialog().getByLabel('Name').fill('Warehouse')
  await dialog().getByLabel('Read people, traits and timelines').check()
  await dialog().getByRole('button', { name: 'Create secret key' }).click()
  const key = (await dialog().getByRole('region', { name: 'Key' }).innerText()).trim()
  const headers = { authorization: `Bearer ${key}` }
  expect((await app.server.request('GET', '/v1/people', { headers })).status).toBe(200)
  expect((await app.server.request('GET', '/v1/catalogue/events', { headers })).status).toBe(403)
  await dialog().getByRole('button', { name: 'I have copied it' }).click()
  await page.reload()
  await row('Warehouse').waitFor()
  expect(await page.content()).not.toContain(key)
})

test('another workspace has its own people; the switcher leads there and back', async () => {
  await page.goto(toUrl('/people'))
  await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
  await page.getByRole('button', { name: 'Switch workspace: Test shop' }).click()
  await page.getByRole('menuitem', { name: 'New workspace' }).click()
  await dialog().getByLabel('Name').fill('Outlet')
  await dialog().getByRole('button', { name: 'Create workspace' }).click()
  await findHeading(page, 'Welcome to Outlet').waitFor()
  expect(page.url()).toBe(toUrl('/home', 'outlet'))
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await page.getByText('Nobody has come by yet').waitFor()
  await page.getByRole('button', { name: 'Switch workspace: Outlet' }).click()
  await page.getByRole('menuitem', { name: 'Test shop' }).click()
  await findHeading(page, 'Home').waitFor()
  expect(page.url()).toBe(toUrl('/home'))
})

test('the audit log tells who changed what, before and after', async () => {
  await page.goto(toUrl('/settings/audit'))
  await row('Key created').waitFor()
  for (const change of [/Event updated.*Lamp Switched/s, /Connector created.*Data team/s, /Invitation created.*vera@example\.com/s, /Member joined.*Vera Viewer/s, /Rejected events replayed/]) await row(change).first().waitFor()
  await row(/Member role changed.*Olga Owner/s).getByRole('button').click()
  const change = panel().getByRole('row', { name: /^role/ })
  expect(await change.innerText()).toMatch(/viewer\s+analyst/)
  await page.getByRole('searchbox', { name: 'Filter by action' }).fill('connector')
  await row('Key created').waitFor({ state: 'detached' })
  await row('Connector created').waitFor()
})

test('nothing is left waiting, and the browser had nothing to complain of', async () => {
  await waitFor('an empty stream', async () => (await askCounters()).waiting === 0)
  expect(app.complaints).toEqual([])
})
