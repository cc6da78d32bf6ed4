// Surveys on their ways out and back: personal links, the test of a mail, quotas, many at once, employees, files, an import that is stopped.
import { readFile } from 'node:fs/promises'
import type { Download, Page, Response as Reply } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PersonRow } from '../../server/src/features/people/people.contract.ts'
import type { Segment } from '../../server/src/features/segments/segments.contract.ts'
import type { Response } from '../../server/src/features/surveys/responses.contract.ts'
import type { Survey, SurveyRow } from '../../server/src/features/surveys/surveys.contract.ts'
import { startMailServer, type MailServer } from '../../server/test/mail-server.ts'
import { makeWriteKey } from '../../server/test/makers.ts'
import type { Person } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { readWorkbook } from '../../server/test/workbooks.ts'
import { findHeading, sendEvents, startAdminApp, waitUntilProcessed, type AdminApp } from './admin-app.ts'

let app: AdminApp
let mails: MailServer
let owner: Person
let page: Page
let buyers: Segment

const say = (en: string) => ({ i18n: { en } })
const nps = { key: 'nps', type: 'nps', title: say('How likely?') }
const where = { key: 'where', type: 'single_choice', title: say('Where do you buy?'), config: { choices: [{ key: 'online', label: say('Online') }, { key: 'shop', label: say('In a shop') }] } }
const endings = [{ key: 'thanks', kind: 'thanks', title: say('Thank you!') }]

beforeAll(async () => {
  mails = await startMailServer()
  app = await startAdminApp({ config: { smtpUrl: mails.url } })
  owner = await app.server.signUp()
  const { writeKey } = await makeWriteKey(app.server, owner)
  const people = ['ada', 'bob', 'cleo'].map((userId) => ({ type: 'identify', userId, traits: { name: `${userId} Buyer`, ...(userId === 'cleo' ? {} : { email: `${userId}@shop.example` }) } }))
  await sendEvents(app, writeKey, people)
  await waitUntilProcessed(app, owner)
  buyers = await call<Segment>('POST', '/v1/segments', { name: 'Good buyers', kind: 'static' })
  await call('POST', `/v1/segments/${buyers.id}/members`, { identifiers: ['ada', 'bob'] })
  const context = await app.openBrowser({ acceptDownloads: true })
  await app.signIn(context, owner)
  page = await app.openPage(context)
})
beforeEach(() => {
  app.complaints.length = 0
})
afterAll(async () => {
  await app?.close()
  await mails?.close()
})

async function call<Reply>(method: 'GET' | 'POST', path: string, body?: object): Promise<Reply> {
  const reply = await app.server.request<Reply>(method, path, { as: owner, ...(body ? { body } : {}) })
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}

const toUrl = (path: string) => `${app.url}/w/${owner.workspace}${path}`
const read = (id: string) => call<Survey>('GET', `/v1/surveys/${id}`)
const saved = () => page.getByRole('status').filter({ hasText: /^Saved$/ }).waitFor()
const openTab = (id: string, tab: string) => page.goto(toUrl(`/feedback/surveys/${id}?tab=${tab}`))

async function makeSurvey(name: string, more: object = {}): Promise<Survey> {
  const { id } = await call<Survey>('POST', '/v1/surveys', { name, content: { questions: [nps, where], endings }, ...more })
  return call<Survey>('POST', `/v1/surveys/${id}/publish`)
}

async function pick(label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option }).first().click()
}

async function download(verb: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download'), verb()])
  return file
}

async function visit(link: string): Promise<Page> {
  const visitor = await app.openPage(await app.openBrowser())
  await visitor.goto(link)
  return visitor
}

/** Who answers faster than anybody reads is taken for a program, and does not count. */
const readQuestions = (visitor: Page) => visitor.waitForTimeout(1_500)

/** Until the answers are stored: the ending is shown before, and a context that is closed takes with it what is on its way. */
async function send(visitor: Page): Promise<void> {
  const isLast = (reply: Reply) => reply.url().endsWith('/v1/survey-responses') && reply.request().postData()?.includes('"isCompleted":true') === true
  const stored = visitor.waitForResponse(isLast)
  await visitor.getByRole('button', { name: 'Send' }).click()
  await visitor.locator('.ending').waitFor()
  await stored
}

/** Answers the two questions as somebody does who has the link. */
async function answer(link: string, score: number, place: string): Promise<void> {
  const visitor = await visit(link)
  await visitor.getByText('How likely?').first().waitFor()
  await readQuestions(visitor)
  await visitor.locator('.scale label').nth(score).click()
  await visitor.getByRole('button', { name: 'Next' }).click()
  await visitor.locator('label.option').filter({ hasText: place }).click()
  await send(visitor)
  await visitor.context().close()
}

const countResponses = async (id: string) => (await call<{ items: Response[] }>('GET', `/v1/surveys/${id}/responses?status=completed`)).items.length

describe('personal links', () => {
  let survey: Survey

  beforeAll(async () => {
    survey = await makeSurvey('By personal link')
  })

  test('are made for people who are looked for, and saved for a mailing', async () => {
    await openTab(survey.id, 'share')
    const find = page.getByRole('combobox', { name: 'Find people' })
    for (const name of ['cleo', 'ada']) {
      await find.fill(name)
      await page.getByRole('option', { name: `${name} Buyer` }).click()
    }
    const file = await download(() => page.getByRole('button', { name: 'Make links' }).click())
    await page.getByText('2 links were made and saved.').waitFor()
    expect(file.suggestedFilename()).toBe(`links-${survey.slug}.csv`)
    const [head, ...lines] = (await readFile(await file.path(), 'utf8')).replace('\ufeff', '').split('\r\n')
    expect(head).toBe('name,email,profile_id,link')
    expect(lines.map((line) => line.split(',').slice(0, 2).join()).toSorted()).toEqual(['"ada Buyer","ada@shop.example"', '"cleo Buyer",""'])
    const link = /"(http[^"]+)"$/.exec(lines.find((line) => line.includes('ada'))!)![1]!
    await answer(link, 9, 'Online')
    await waitFor('the answer of Ada', async () => {
      const { items } = await call<{ items: Response[] }>('GET', `/v1/surveys/${survey.id}/responses`)
      return items.some(({ person, status }) => person?.name === 'ada Buyer' && status === 'completed')
    })
    const again = await visit(link)
    await again.getByText('You have answered already.').waitFor()
    await again.context().close()
    expect(app.complaints).toEqual([])
  })

  test('are made for a segment', async () => {
    await openTab(survey.id, 'share')
    await page.getByText('A segment', { exact: true }).click()
    await pick('A segment', /^Good buyers \(2\)/)
    const file = await download(() => page.getByRole('button', { name: 'Make links' }).click())
    expect((await readFile(await file.path(), 'utf8')).split('\r\n')).toHaveLength(3)
  })
})

test('a test of the mail arrives with what is shown, and a refusal of the mail server is said', async () => {
  const survey = await makeSurvey('By mail')
  await openTab(survey.id, 'share')
  await page.getByRole('textbox', { name: 'Subject' }).fill('How was it?')
  await page.getByRole('textbox', { name: 'Text above the question' }).fill('Tell us, please.')
  const send = page.getByRole('button', { name: `Send a test to ${owner.email}` })
  await send.click()
  await page.getByText(`Sent to ${owner.email}`).waitFor()
  const { mail } = await waitFor('the mail', async () => mails.received.find(({ to }) => to === owner.email))
  expect(mail.subject).toContain('How was it?')
  expect(mail.text).toContain('Tell us, please.')
  expect(mail.html).toContain('How likely?')
  await page.frameLocator('iframe[title="Preview of the mail"]').getByText('Tell us, please.').waitFor()
  mails.refusal = { responseCode: 550, message: 'This mailbox is full' }
  await send.click()
  await page.getByRole('alert').filter({ hasText: 'This mailbox is full' }).waitFor()
  mails.refusal = undefined
})

describe('quotas', () => {
  test('of everybody close the link once they are full', async () => {
    const survey = await makeSurvey('Two are enough')
    await openTab(survey.id, 'audience')
    await page.getByRole('button', { name: 'Add a quota' }).click()
    await page.getByLabel('Answers at most').fill('2')
    await page.getByText('Until there are enough: All answers 2.').waitFor()
    await saved()
    for (const score of [9, 3]) await answer(survey.linkUrl, score, 'Online')
    await waitFor('two answers', async () => (await countResponses(survey.id)) === 2)
    // Definitions are kept in memory for a moment.
    await waitFor('the link to be closed', async () => (await app.server.request('GET', `/v1/survey-links/${survey.slug}/content`)).status === 410)
    const visitor = await visit(survey.linkUrl)
    await visitor.getByRole('heading', { name: 'Thank you' }).waitFor()
    await visitor.context().close()
    expect(await countResponses(survey.id)).toBe(2)
  })

  test('of a segment and an answer are set by clicking, say how they work, and hold', async () => {
    const survey = await makeSurvey('One of the good buyers', { targeting: { channels: { widget: { isOn: true } }, frequency: { kind: 'until_answered' }, respectsRest: false } })
    await openTab(survey.id, 'audience')
    await page.getByRole('button', { name: 'Add a quota' }).click()
    await page.getByLabel('Answers at most').fill('1')
    await pick('Of a segment', 'Good buyers')
    await pick('With an answer', /Where do you buy/)
    await page.getByText('Fill the gaps to save').waitFor()
    await page.getByText('goes on until all quotas on answers to this question are full').waitFor()
    await pick('Answer', 'Online')
    await saved()
    expect((await read(survey.id)).targeting.quotas).toEqual([{ name: 'All answers', limit: 1, segmentId: buyers.id, answer: { question: 'where', value: 'online' } }])
    const { items } = await call<{ items: PersonRow[] }>('GET', '/v1/people?search=buyer')
    const idOf = (userId: string) => items.find((person) => person.userId === userId)!.id
    const links = await call<{ items: { url: string }[] }>('POST', `/v1/surveys/${survey.id}/links`, { profileIds: [idOf('ada')] })
    await answer(links.items[0]!.url, 9, 'Online')
    await waitFor('the answer of Ada', async () => (await countResponses(survey.id)) === 1)
    const decide = async (userId: string) => {
      await openTab(survey.id, 'decisions')
      await page.getByText('Nobody has come up yet').waitFor()
      await page.getByRole('combobox', { name: 'Person' }).last().fill(userId)
      await page.getByRole('option', { name: `${userId} Buyer` }).click()
    }
    await decide('bob')
    await page.getByText(/The quota All answers is full/).first().waitFor()
    await decide('cleo')
    await page.getByText('Would be asked', { exact: true }).waitFor()
  })
})

test('many surveys at once are paused, copied and deleted', async () => {
  for (const name of ['Bulk one', 'Bulk two']) await makeSurvey(name)
  const list = async () => (await call<{ items: SurveyRow[] }>('GET', '/v1/surveys')).items.filter(({ name }) => name.startsWith('Bulk'))
  const choose = async (count: number) => {
    await page.goto(toUrl('/feedback/surveys?search=Bulk'))
    for (let row = 1; row <= count; row += 1) await page.getByRole('checkbox', { name: `Choose row ${row}`, exact: true }).check()
  }
  await choose(2)
  await page.getByRole('button', { name: 'Pause 2' }).click()
  await page.getByText('2 surveys are paused').waitFor()
  expect((await list()).map(({ status }) => status)).toEqual(['paused', 'paused'])
  await choose(2)
  await page.getByRole('button', { name: 'Duplicate 2' }).click()
  await page.getByText('2 copies were made').waitFor()
  expect((await list()).map(({ status }) => status).toSorted()).toEqual(['draft', 'draft', 'paused', 'paused'])
  await page.getByText('4 surveys', { exact: true }).waitFor()
  await choose(4)
  await page.getByRole('button', { name: 'Delete 4' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete 4 surveys?' })
  expect(await dialog.getByRole('button', { name: 'Delete for good' }).isDisabled()).toBe(true)
  await dialog.getByLabel(/to confirm$/).fill('4 surveys')
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await page.getByText('4 surveys deleted').waitFor()
  expect(await list()).toEqual([])
  expect(app.complaints).toEqual([])
})

test('answers are saved as CSV and Excel, and files that were sent as they came', async () => {
  const proof = { key: 'proof', type: 'file', title: say('Show us') }
  const survey = await makeSurvey('With a file', { content: { questions: [nps, proof], endings } })
  const visitor = await visit(survey.linkUrl)
  await visitor.getByText('How likely?').first().waitFor()
  await readQuestions(visitor)
  await visitor.locator('.scale label').nth(10).click()
  await visitor.getByRole('button', { name: 'Next' }).click()
  await visitor.locator('input[type=file]').setInputFiles({ name: 'Grüße 1.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello from a file') })
  await visitor.getByText('Grüße 1.txt').waitFor()
  await send(visitor)
  await visitor.context().close()
  await waitFor('the answer', async () => (await countResponses(survey.id)) === 1)

  await openTab(survey.id, 'responses')
  const list = page.getByRole('table', { name: 'Answers' })
  await list.locator('[data-row-opener]').first().click()
  const panel = page.locator('[data-side-panel]')
  const file = await download(() => panel.getByRole('button', { name: 'Grüße 1.txt' }).click())
  expect(file.suggestedFilename()).toBe('Grüße 1.txt')
  expect(await readFile(await file.path(), 'utf8')).toBe('Hello from a file')
  const exportAs = async (item: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    return download(() => page.getByRole('menuitem', { name: item }).click())
  }
  const csv = await exportAs('As CSV')
  expect(await readFile(await csv.path(), 'utf8')).toMatch(/How likely\?.*Show us[^]*,10,"?Grüße 1\.txt/)
  const xlsx = await exportAs('As Excel file')
  expect(xlsx.suggestedFilename()).toBe('with-a-file.xlsx')
  expect(await readWorkbook(await xlsx.path())).toEqual([expect.objectContaining({ 'How likely?': 10, 'Show us': 'Grüße 1.txt', Status: 'completed', 'Completed at': expect.any(Date) })])
  expect(app.complaints).toEqual([])
})

test('employees are asked from the template, and nothing is shown of fewer than five', async () => {
  await page.goto(toUrl('/feedback/surveys/new'))
  await page.getByRole('button', { name: /^Employee NPS/ }).click()
  await page.getByLabel('Name', { exact: true }).fill('Our team')
  await page.getByRole('button', { name: 'Create survey' }).click()
  await findHeading(page, 'Our team').waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 1 is published').first().waitFor()
  await openTab(id, 'share')
  await page.getByText('Answers of employees are anonymous, so there are no personal links.').waitFor()
  const { linkUrl } = await read(id)
  const give = async () => {
    const visitor = await visit(linkUrl)
    await visitor.locator('.scale label').first().waitFor()
    await readQuestions(visitor)
    await visitor.locator('.scale label').nth(9).click()
    await visitor.getByRole('button', { name: 'Next' }).click()
    await visitor.locator('textarea').fill('The people')
    await visitor.getByRole('button', { name: 'Next' }).click()
    await visitor.locator('label.option').filter({ hasText: 'My team' }).click()
    await send(visitor)
    await visitor.context().close()
  }
  for (let index = 0; index < 4; index += 1) await give()
  await openTab(id, 'responses')
  await page.getByText('figures are shown from 5 answers on').first().waitFor()
  expect(await page.getByRole('table', { name: 'Answers' }).count()).toBe(0)
  // What is hidden can be imported for all the same: the questions are known.
  await page.getByRole('button', { name: 'Import answers' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import answers' })
  await dialog.locator('input[type=file]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from('NPS,Date\n9,2026-03-01') })
  await dialog.getByText('Of employees only the day is kept.').waitFor()
  await dialog.getByRole('button', { name: 'Import 1 row' }).click()
  await dialog.getByText('1 answer imported').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('table', { name: 'Answers' }).waitFor()
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByText('they are looked at by location alone').waitFor()
  expect(await page.getByLabel('Period').count()).toBe(0)
  expect(await page.getByRole('table', { name: 'Answers' }).getByText('Anonymous').count()).toBe(5)
})

test('an import is stopped: what came before stays, and the rest does not come', async () => {
  const survey = await makeSurvey('Too much to import')
  await openTab(survey.id, 'responses')
  await page.getByRole('button', { name: 'Import answers' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import answers' })
  const rows = Array.from({ length: 4_000 }, (_, index) => `nobody-${index}@shop.example,9,2026-03-01 12:00`)
  // Without a worker it waits, as behind another import.
  await app.worker.stop()
  await dialog.locator('input[type=file]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(['email,NPS,Date', ...rows].join('\n')) })
  await dialog.getByText('Times without a zone are read as those of this workspace: Europe/Berlin.').waitFor()
  await dialog.getByRole('button', { name: 'Import 4,000 rows' }).click()
  await dialog.getByText('Waiting to begin').waitFor()
  await dialog.getByRole('button', { name: 'Cancel import' }).click()
  await dialog.getByText('The import was cancelled.').waitFor()
  const worker = await app.server.startWorker()
  await dialog.getByRole('button', { name: 'Import another file' }).click()
  await dialog.getByText('Drop a CSV or Excel file here').waitFor()
  await worker.stop()
  expect(await call<{ items: Response[] }>('GET', `/v1/surveys/${survey.id}/responses`)).toMatchObject({ items: [] })
  expect(app.complaints).toEqual([])
})
