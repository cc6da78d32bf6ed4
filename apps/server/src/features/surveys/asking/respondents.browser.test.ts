// The whole way of an answer in a real browser: a survey from a template, the snippet on a page of another origin, the
// hosted page; and what of it arrives in responses and on the person.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { renderSnippet } from '../../../../../../packages/sdk/src/snippet.ts'
import { launchBrowser } from '../../../../../../packages/sdk/test/browser.ts'
import { makeWriteKey } from '../../../../test/makers.ts'
import { startSite, type Site } from '../../../../test/site.ts'
import { makeLiveSurvey, setSurveySettings } from '../../../../test/surveys.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../../test/test-server.ts'
import { waitFor } from '../../../../test/wait.ts'
import type { PersonRow, TimelineItem } from '../../people/people.contract.ts'
import type { Response } from '../responses.contract.ts'
import type { Survey } from '../surveys.contract.ts'

/** A headless browser says what it is, and crawlers are asked nothing. */
const userAgent = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36'

let server: TestServer
let owner: Person
let browser: Browser
let site: Site
let host: string
let complaints: string[] = []

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  host = await server.listen()
  await server.startWorker()
  await setSurveySettings(server, owner, { restDays: 0, cap: null })
  browser = await launchBrowser()
  site = await startSite()
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'browser' })
  site.head = renderSnippet({ host, writeKey })
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await server?.close()
})
beforeEach(() => {
  complaints = []
})

async function openBrowser(url: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-US', userAgent })).newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(url)
  return page
}

const listResponses = async (surveyId: string) =>
  expectStatus(await server.request<{ items: Response[] }>('GET', `/v1/surveys/${surveyId}/responses`, { as: owner }), 200).body.items
const act = async <T>(method: 'POST' | 'PATCH', url: string, body: object) => {
  const reply = await server.request<T>(method, url, { as: owner, body })
  if (reply.status >= 300) throw new Error(`${url}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}

async function makeTemplateSurvey(template: string): Promise<Survey> {
  const survey = await act<Survey>('POST', '/v1/surveys', { name: template, template })
  await act('POST', `/v1/surveys/${survey.id}/publish`, {})
  await act('POST', `/v1/surveys/${survey.id}/status`, { status: 'live' })
  return act<Survey>('PATCH', `/v1/surveys/${survey.id}`, { targeting: { channels: { widget: { isOn: true, display: 'popover' } } } })
}

test('a 3 with a comment on a test page is a response and an event of the person, who is not asked on a second browser', async () => {
  const survey = await makeTemplateSurvey('relational_nps')
  site.head += "<script>rapport.identify('ada', { name: 'Ada Lovelace' })</script>"
  const page = await openBrowser(`${site.url}/shop`)
  await page.getByText('How likely are you to recommend us').waitFor()
  await page.locator('.scale label').nth(3).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('You chose 3. What disappointed you?').waitFor()
  await page.locator('textarea').fill('Nobody answered the phone.')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.locator('label.option').filter({ hasText: 'Customer service' }).click()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('.ending').waitFor()
  await page.locator('input[type=email]').fill('ada@example.org')
  await page.locator('.ending button.main').click()
  await page.locator('.ending [role=status]').waitFor()

  const [response] = await waitFor('the response', async () => {
    const found = await listResponses(survey.id)
    return found[0]?.contactMe ? found : undefined
  })
  expect(response).toMatchObject({ status: 'completed', channel: 'widget', isSuspicious: false, contactMe: { channel: 'email', address: 'ada@example.org' } })
  expect(response!.answers.map(({ question, text, group }) => [question, text, group])).toEqual([
    ['score', '3', 'detractor'],
    ['disappointment', 'Nobody answered the phone.', null],
    ['improve', 'Customer service', null],
  ])
  const ada = await waitFor('Ada', async () => (await server.request<{ items: PersonRow[] }>('GET', '/v1/people', { as: owner })).body.items.find(({ userId }) => userId === 'ada'))
  await waitFor('the answer on her timeline', async () => {
    const { items } = (await server.request<{ items: TimelineItem[] }>('GET', `/v1/people/${ada.id}/timeline`, { as: owner })).body
    return JSON.stringify(items).includes('Survey Completed') || items.some(({ title }) => /survey|answer/i.test(title))
  })

  const second = await openBrowser('about:blank')
  const refusal = second.waitForResponse((reply) => reply.url().includes('/claim') && reply.request().method() === 'POST')
  await second.goto(`${site.url}/account`)
  expect(await (await refusal).json()).toEqual({ isAsked: false, reason: expect.stringMatching(/^already_/) })
  expect(await second.locator('rapport-survey').count()).toBe(0)
  await act('POST', `/v1/surveys/${survey.id}/status`, { status: 'closed' })
  expect(complaints).toEqual([])
})

test('opening a link changes nothing; what a mail chose is saved at the first gesture; both pages send their policy', async () => {
  const survey = await makeLiveSurvey(server, owner, { targeting: { channels: { link: { isOn: true } } } })
  for (const path of [`/s/${survey.slug}`, '/s/preview', '/s/t/abc.def']) {
    const { status, headers, body } = await server.request<string>('GET', path)
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain(`script-src 'self'`)
    expect(headers['content-security-policy']).toContain(`frame-ancestors ${path === '/s/preview' ? "'self'" : "'none'"}`)
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' })
    expect(body).not.toContain('recommend')
  }
  const page = await openBrowser(`${host}/s/${survey.slug}?q=nps&v=9`)
  await page.locator('.scale input[value="9"]:checked').waitFor()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(await listResponses(survey.id)).toEqual([])
  await page.mouse.click(5, 5)
  const [response] = await waitFor('the answer of the mail', async () => {
    const found = await listResponses(survey.id)
    return found.length > 0 && found
  })
  expect(response).toMatchObject({ status: 'partial', channel: 'link', answers: [{ question: 'nps', value: 9, group: 'promoter' }] })
  expect(complaints).toEqual([])
})

test('a link that leads nowhere, and a closed survey, say so kindly', async () => {
  const closed = await makeLiveSurvey(server, owner, { status: 'closed' })
  const page = await openBrowser(`${host}/s/nowhere`)
  await page.getByText('There is no survey here').waitFor()
  await page.goto(`${host}/s/${closed.slug}`)
  await page.getByText('This survey is closed.').waitFor()
})
