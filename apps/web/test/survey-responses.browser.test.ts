// Answers on the screens: import, figures, what arrives live, filters, export, deletion, the person behind an answer.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PersonRow } from '../../server/src/features/people/people.contract.ts'
import type { linkContentReply } from '../../server/src/features/surveys/delivery.contract.ts'
import type { responsePage } from '../../server/src/features/surveys/responses.contract.ts'
import type { Survey } from '../../server/src/features/surveys/surveys.contract.ts'
import { makeWriteKey } from '../../server/test/makers.ts'
import { expectStatus, type Person } from '../../server/test/test-server.ts'
import type { z } from 'zod'
import { findHeading, sendEvents, startAdminApp, waitUntilProcessed, type AdminApp } from './admin-app.ts'

let app: AdminApp
let owner: Person
let page: Page
let survey: Survey
let ada: PersonRow

const say = (en: string) => ({ i18n: { en } })
const content = {
  questions: [
    { key: 'nps', type: 'nps', title: say('How likely are you to recommend us?') },
    { key: 'why', type: 'long_text', title: say('Why?') },
  ],
  endings: [{ key: 'thanks', kind: 'thanks', title: say('Thank you!') }],
}

/** 50 promoters, 30 passives and 20 detractors, as an older tool exports them; and a row that cannot be right. */
function makeOldAnswers(): string {
  const scores = [...Array<number>(50).fill(9), ...Array<number>(30).fill(7), ...Array<number>(20).fill(5)]
  const rows = scores.map((score, index) => `customer-${index}@example.com,${score},${score === 5 ? 'Delivery was slow' : 'Fine'},2025-03-${String(1 + (index % 28)).padStart(2, '0')}`)
  return ['E-mail,Score,Comment,Date', 'nobody@example.com,11,Too good,2025-03-01', ...rows].join('\n')
}

beforeAll(async () => {
  app = await startAdminApp()
  owner = await app.server.signUp()
  const source = await makeWriteKey(app.server, owner)
  await sendEvents(app, source.writeKey, [{ type: 'identify', userId: 'ada-1', traits: { name: 'Ada Lovelace', email: 'ada@analytical.example' } }])
  await waitUntilProcessed(app, owner)
  ada = (await get<{ items: PersonRow[] }>('/v1/people?search=ada-1&limit=1')).items[0]!
  const made = await app.server.request<Survey>('POST', '/v1/surveys', { as: owner, body: { name: 'Relational NPS', content } })
  survey = expectStatus(await app.server.request<Survey>('POST', `/v1/surveys/${expectStatus(made, 201).body.id}/publish`, { as: owner }), 200).body
  const context = await app.openBrowser({ acceptDownloads: true })
  await app.signIn(context, owner)
  page = await app.openPage(context)
})
beforeEach(() => {
  app.complaints.length = 0
})
afterAll(() => app?.close())

async function get<Reply>(path: string): Promise<Reply> {
  return expectStatus(await app.server.request<Reply>('GET', path, { as: owner }), 200).body
}
const toUrl = (path: string) => `${app.url}/w/${owner.workspace}${path}`
const openResponses = (query = '') => page.goto(toUrl(`/feedback/surveys/${survey.id}?tab=responses${query}`))
const list = () => page.getByRole('region', { name: 'Answers' })
const rows = () => page.getByRole('table', { name: 'Answers' }).locator('[data-row-opener]')
const count = (words: string) => list().getByText(words, { exact: true })

/** Answers as somebody does who opens a link; with a token, as the person it was made for. */
async function answer(score: number, why: string, link: string = survey.slug): Promise<void> {
  const opened = await app.server.request<z.infer<typeof linkContentReply>>('GET', `/v1/survey-links/${link}/content`)
  const { token, responseId } = expectStatus(opened, 200).body
  const body = { token, responseId, revision: 1, answers: { nps: score, why }, isCompleted: true, secondsSpent: 12, proof: { gestures: 4, trap: '' } }
  expectStatus(await app.server.request('POST', '/v1/survey-responses', { body }), 200)
}

describe('answers from elsewhere', () => {
  test('are imported with mapping, and count from day one', async () => {
    await openResponses()
    await page.getByRole('button', { name: 'Import answers' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import answers' })
    await dialog.locator('input[type=file]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(makeOldAnswers()) })
    await dialog.getByText('101 rows in old.csv').waitFor()
    const choose = async (label: string, option: string) => {
      const field = dialog.getByRole('combobox', { name: label, exact: true })
      if ((await field.inputValue()) === option) return
      await field.click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await choose('What E-mail is', 'E-mail address')
    await choose('What Score is', 'Answer to a question')
    await choose('Question of Score', 'How likely are you to recommend us?')
    await choose('What Comment is', 'Answer to a question')
    await choose('Question of Comment', 'Why?')
    await choose('What Date is', 'When it was answered')
    await dialog.getByText('“11” is outside 0–10.').waitFor()
    await dialog.getByRole('button', { name: 'Import 101 rows' }).click()
    await dialog.getByText('100 answers imported').waitFor({ timeout: 60_000 })
    await dialog.getByRole('cell', { name: /from 0 to 10/ }).waitFor()
    const [failed] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save as CSV' }).click()])
    expect(await readFile(await failed.path(), 'utf8')).toMatch(/^"Row","Reason"\r\n\d+,".*from 0 to 10/)
    await dialog.getByRole('button', { name: 'Show the answers' }).click()
    await page.waitForURL(/channel=import/)
    await count('100 answers').waitFor()
    await page.getByText('14.1 to 44.2').first().waitFor()
    await page.getByText('30.0', { exact: true }).first().waitFor()
    expect(app.complaints).toEqual([])
  })
})

describe('an answer', () => {
  test('appears by itself, without a reload', async () => {
    await openResponses()
    await count('100 answers').waitFor()
    await waitUntilProcessed(app, owner)
    await answer(3, 'Too slow at the till')
    await page.getByRole('table', { name: 'Answers' }).getByText('Too slow at the till').waitFor()
    await count('101 answers').waitFor()
  })

  test('is found by its group: the bar leads to the answers behind it', async () => {
    await openResponses()
    await page.getByRole('button', { name: /^Detractors 21%/ }).click()
    await page.waitForURL(/question=nps.*group=detractor|group=detractor.*question=nps/)
    await count('21 answers').waitFor()
    const shown = await page.getByRole('table', { name: 'Answers' }).getByText(/Detractor$/).allTextContents()
    expect(shown.length).toBeGreaterThan(10)
    // Who was chosen changes the list and the other cards, never the figure itself.
    await page.getByText(/^28\.\d$/).first().waitFor()
    await page.getByRole('region', { name: 'Why?' }).getByText('slow').first().waitFor()
    expect(await page.getByRole('region', { name: 'Why?' }).getByText('Fine').count()).toBe(0)
  })

  test('is exported with the filters of the list', async () => {
    await openResponses('&group=detractor')
    await count('21 answers').waitFor()
    await page.getByRole('button', { name: 'Export' }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'As CSV' }).click()])
    expect(file.suggestedFilename()).toBe('relational-nps.csv')
    const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/)
    expect(lines).toHaveLength(22)
    expect(lines.join('\n')).toContain('Too slow at the till')
    expect(lines.join('\n')).not.toContain('Fine')
  })

  test('opens in full, j shows the next, and it is deleted by typing', async () => {
    await openResponses('&group=detractor')
    await rows().first().click()
    const panel = page.locator('[data-side-panel]')
    await panel.getByText('Too slow at the till').waitFor()
    await page.keyboard.press('j')
    await panel.getByText('Delivery was slow').waitFor()
    await page.keyboard.press('k')
    await panel.getByText('Too slow at the till').waitFor()
    const id = new URL(page.url()).searchParams.get('response')!
    await panel.getByRole('button', { name: 'Delete answer' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete this answer?' })
    expect(await dialog.getByRole('button', { name: 'Delete answer' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Type “delete” to confirm').fill('delete')
    await dialog.getByRole('button', { name: 'Delete answer' }).click()
    await count('20 answers').waitFor()
    await panel.waitFor({ state: 'detached' })
    expect((await app.server.request('GET', `/v1/survey-responses/${id}`, { as: owner })).status).toBe(404)
  })

  test('of several at once is deleted from the list', async () => {
    await openResponses('&group=detractor')
    await count('20 answers').waitFor()
    for (const row of [1, 2]) await page.getByRole('checkbox', { name: `Choose row ${row}`, exact: true }).check()
    await page.getByRole('button', { name: 'Delete 2 answers' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete 2 answers?' })
    await dialog.getByLabel('Type “delete” to confirm').fill('delete')
    await dialog.getByRole('button', { name: 'Delete 2 answers' }).click()
    await count('18 answers').waitFor()
  })
})

describe('a person who answered', () => {
  beforeAll(async () => {
    const links = await app.server.request<{ items: { url: string }[] }>('POST', `/v1/surveys/${survey.id}/links`, { as: owner, body: { profileIds: [ada.id] } })
    await answer(9, 'Kind people', new URL(expectStatus(links, 200).body.items[0]!.url).pathname.split('/').at(-1)!)
    await waitUntilProcessed(app, owner)
  })

  test('has the answer on their page and on their timeline', async () => {
    await page.goto(toUrl(`/people/${ada.id}?tab=about`))
    const card = page.getByRole('region', { name: 'Feedback' })
    await card.getByText('“Kind people”').waitFor()
    await card.getByText('9 Promoter').waitFor()
    await page.getByText('Answered 9 – promoter – in Relational NPS: How likely are you to recommend us?').waitFor()
    await card.getByRole('link', { name: 'Relational NPS' }).first().click()
    await page.locator('[data-side-panel]').getByText('Kind people').waitFor()
  })

  test('stands under Why with what would be decided now', async () => {
    await page.goto(toUrl(`/feedback/surveys/${survey.id}?tab=decisions`))
    await page.getByText('Nobody has come up yet').waitFor()
    await page.getByRole('combobox', { name: 'Person' }).last().fill('Ada')
    await page.getByRole('option', { name: /Ada Lovelace/ }).click()
    await page.getByText('Would not be asked').waitFor()
    await page.waitForURL(/ask=/)
  })

  test('is found among all answers, and a survey narrows them', async () => {
    await page.goto(toUrl('/feedback/responses'))
    await findHeading(page, 'Responses').waitFor()
    await page.getByRole('table', { name: 'Answers' }).getByText('Ada Lovelace').waitFor()
    await page.getByLabel('Search in answers').fill('Kind')
    await page.waitForURL(/search=Kind/)
    await page.waitForFunction(() => document.querySelectorAll('[data-row-opener]').length === 1)
    const { items } = await get<z.infer<typeof responsePage>>('/v1/survey-responses?search=Kind')
    expect(items.map(({ person }) => person?.name)).toEqual(['Ada Lovelace'])
    expect(app.complaints).toEqual([])
  })
})
