// The whole way: the snippet pasted into a page of another origin, three pages browsed, identified; and the person with
// that history is in People within a second.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderSnippet } from '../../../../../packages/sdk/src/snippet.ts'
import { launchBrowser } from '../../../../../packages/sdk/test/browser.ts'
import { makeWriteKey } from '../../../test/makers.ts'
import { startSite, type Site } from '../../../test/site.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { PersonRow, TimelineItem } from '../people/people.contract.ts'

let server: TestServer
let owner: Person
let browser: Browser
let site: Site
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  const host = await server.listen()
  await server.startWorker()
  browser = await launchBrowser()
  site = await startSite()
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'browser', allowedOrigins: [site.url] })
  site.head = renderSnippet({ host, writeKey })
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await server?.close()
})

const listPeople = async () => (await server.request<{ items: PersonRow[] }>('GET', '/v1/people', { as: owner })).body.items
const readTimeline = async (id: string) => (await server.request<{ items: TimelineItem[] }>('GET', `/v1/people/${id}/timeline`, { as: owner })).body.items

test('a visitor who identifies is in People with the visit', async () => {
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  for (const path of ['/?utm_source=news', '/shoes', '/shoes/42']) {
    await page.goto(site.url + path)
    await page.evaluate('new Promise((resolve) => rapport.ready(resolve)).then(() => rapport.flush())')
  }
  const visitor = await waitFor('the visitor', async () => (await listPeople()).find(({ isIdentified }) => !isIdentified))
  await page.evaluate("rapport.identify('ada', { name: 'Ada Lovelace', email: 'ada@example.org' }); rapport.flush()")

  const ada = await waitFor('Ada in People', async () => (await listPeople()).find(({ userId }) => userId === 'ada'))
  const lines = await waitFor('her visit with its three pages', async () => {
    const found = await readTimeline(ada.id)
    // Counting events would not do: page speed is measured in between, as often as pages are left.
    return found.some(({ title }) => /3 pages/.test(title)) && found
  })
  expect(ada).toMatchObject({ id: visitor.id, name: 'Ada Lovelace', email: 'ada@example.org', isIdentified: true, sessions: 1 })
  expect(await listPeople()).toHaveLength(1)
  expect(lines).toMatchObject([{ kind: 'visit', channel: 'web' }])
  expect(complaints).toEqual([])
})
