// Surveys: one clicked together from a template, shared, told whom to ask; what is missing leads to its place.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Survey } from '../../server/src/features/surveys/surveys.contract.ts'
import { makeUser } from '../../server/test/makers.ts'
import { expectStatus, type Person } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { findHeading, startAdminApp, type AdminApp } from './admin-app.ts'

let app: AdminApp
let owner: Person
let page: Page
/** The survey that the first test makes. */
let id: string

beforeAll(async () => {
  app = await startAdminApp()
  owner = await app.server.signUp()
  const context = await app.openBrowser()
  await app.signIn(context, owner)
  page = await app.openPage(context)
})
afterAll(() => app?.close())

const toUrl = (path: string) => `${app.url}/w/${owner.workspace}${path}`
const read = async () => expectStatus(await app.server.request<Survey>('GET', `/v1/surveys/${id}`, { as: owner }), 200).body
const saved = () => page.getByRole('status').filter({ hasText: /^Saved$/ }).waitFor()
const part = (name: string | RegExp) => page.getByRole('navigation', { name: 'Parts of the survey' }).getByRole('button', { name })
const findPart = (name: string) => page.getByRole('heading', { level: 2, name, exact: true })
const preview = () => page.frameLocator('iframe[title="Preview"]')
const tab = (name: string) => page.getByRole('tab', { name, exact: true })

/** Opens a word of a sentence and chooses. */
async function pick(label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option }).first().click()
}

describe('a survey', () => {
  test('is made from a template that can be tried before', async () => {
    await page.goto(toUrl('/feedback/surveys'))
    await page.getByText('No surveys yet').waitFor()
    await page.getByRole('link', { name: 'New survey' }).first().click()
    await findHeading(page, 'New survey').waitFor()
    await page.getByRole('button', { name: /^Relational NPS/ }).click()
    await preview().getByText('How likely are you to recommend us').first().waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Spring NPS')
    await page.getByRole('button', { name: 'Create survey' }).click()
    await findHeading(page, 'Spring NPS').waitFor()
    id = new URL(page.url()).pathname.split('/').at(-1)!
    expect((await read()).status).toBe('draft')
  })

  test('is edited: what is typed is saved by itself and seen in the preview', async () => {
    const question = page.getByLabel('Question', { exact: false }).and(page.locator('textarea')).first()
    await question.fill('Would you recommend our shop?')
    await preview().getByText('Would you recommend our shop?').first().waitFor()
    await saved()
    expect((await read()).content.questions[0]!.title.i18n['en']).toBe('Would you recommend our shop?')
    await page.getByRole('button', { name: 'Undo' }).click()
    await saved()
    expect((await read()).content.questions[0]!.title.i18n['en']).toContain('How likely are you')
    await question.fill('Would you recommend our shop?')
  })

  test('takes a new question whose settings come from the schema alone', async () => {
    await part(/^Add question/).click()
    await page.getByRole('menuitem', { name: /^Single choice/ }).click()
    await page.locator('textarea').first().fill('Where do you shop?')
    const choice = (position: number) => page.getByLabel(`Answers, ${position}`, { exact: true })
    await choice(1).fill('Online')
    await choice(1).press('Enter')
    await choice(2).fill('In a shop')
    await preview().getByText('In a shop').first().waitFor()
    await saved()
    const [, added] = (await read()).content.questions
    expect(added).toMatchObject({ type: 'single_choice', title: { i18n: { en: 'Where do you shop?' } } })
    expect((added!.config['choices'] as Array<{ label: { i18n: object } }>).slice(0, 2).map(({ label }) => label.i18n)).toEqual([{ en: 'Online' }, { en: 'In a shop' }])
  })

  test('moves a question by dragging it', async () => {
    const before = (await read()).content.questions.map(({ key }) => key)
    await page.getByRole('button', { name: 'Move question 4' }).dragTo(page.getByRole('button', { name: 'Move question 6' }))
    await page.getByText('Now question 6 of 6').waitFor({ state: 'attached' })
    await saved()
    expect((await read()).content.questions.map(({ key }) => key)).toEqual([...before.slice(0, 3), ...before.slice(4), before[3]])
    await page.getByRole('button', { name: 'Undo' }).click()
    await waitFor('the order as before', async () => (await read()).content.questions[3]!.key === before[3])
  })

  test('moves a question by keys and jumps by a sentence', async () => {
    await page.getByRole('button', { name: 'Move question 2' }).press('ArrowDown')
    await saved()
    expect((await read()).content.questions[2]!.title.i18n['en']).toBe('Where do you shop?')
    await part(/Would you recommend/).click()
    await page.locator('summary').filter({ hasText: /^Logic/ }).click()
    await page.getByRole('button', { name: 'Add a jump' }).click()
    await pick('Comparison', 'is at most')
    await page.getByLabel('Value', { exact: true }).fill('6')
    await pick('Target of jump 1', 'Where do you shop?')
    await page.getByText('If the answer is at most 6, go to Where do you shop?').waitFor()
    await saved()
    const { questions } = (await read()).content
    expect(questions[0]!.jumps).toEqual([{ if: { type: 'answer', question: questions[0]!.key, operator: 'at_most', value: 6 }, to: questions[2]!.key }])
  })

  test('gets another language side by side', async () => {
    await part(/^Languages/).click()
    await page.getByRole('combobox', { name: 'Choose a language' }).fill('French')
    await page.getByRole('option', { name: 'French (fr)', exact: true }).click()
    await page.getByRole('button', { name: 'Add language' }).click()
    await page.getByRole('textbox', { name: 'French: Question 1 · Title' }).fill('Nous recommanderiez-vous ?')
    await saved()
    const survey = await read()
    expect(survey.content.languages.others).toContain('fr')
    expect(survey.content.questions[0]!.title.i18n['fr']).toBe('Nous recommanderiez-vous ?')
    expect(survey.completeness['fr']).toBeGreaterThan(0)
    expect(survey.completeness['fr']).toBeLessThan(1)
    await page.getByRole('progressbar', { name: 'Translated: French' }).waitFor()
  })

  test('says what is missing, leads there, and is published', async () => {
    await part(/Where do you shop/).click()
    await findPart('Question 3').waitFor()
    await page.getByText('You are editing the texts in French.').waitFor()
    await pick('Texts in', 'English')
    await page.getByText('You are editing the texts in French.').waitFor({ state: 'detached' })
    await page.locator('textarea').first().fill('')
    await page.getByRole('button', { name: 'Publish' }).click()
    const missing = page.getByRole('alert').filter({ hasText: /(is|are) missing before this can be published/ })
    await missing.waitFor()
    expect((await read()).version).toBe(0)
    await part(/^Look/).click()
    await missing.getByRole('button').first().click()
    await findPart('Question 3').waitFor()
    await page.locator('textarea').first().fill('Where do you shop?')
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Version 1 is published').first().waitFor()
    expect(await read()).toMatchObject({ version: 1, status: 'live', hasUnpublishedChanges: false })
    await part(/Would you recommend/).click()
    await findPart('Question 1').waitFor()
    await page.locator('textarea').first().fill('Would you recommend us?')
    await page.getByText('1 unpublished change').waitFor()
    await part(/^Versions/).click()
    await page.getByRole('button', { name: 'Go back to this' }).click()
    await page.getByText('Version 1 is published').first().waitFor()
  })
})

describe('around it', () => {
  test('links and codes are at hand, and the open link leads to the survey', async () => {
    await tab('Share').click()
    const code = page.getByRole('img', { name: 'QR code of the link' })
    await waitFor('the code to be drawn', () => code.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0))
    await page.getByLabel('Name of a place').fill('Table 1; Table 2')
    await page.getByRole('button', { name: 'Add place' }).click()
    await saved()
    expect((await read()).targeting.channels.link.locations).toEqual(['Table 1', 'Table 2'])
    await page.getByRole('link', { name: 'Print codes' }).click()
    await page.getByRole('img', { name: 'QR code for Table 2' }).waitFor()
    const visitor = await app.openPage(await app.openBrowser())
    await visitor.goto((await read()).linkUrl)
    await visitor.getByText('Would you recommend our shop?').first().waitFor()
    await visitor.context().close()
  })

  test('whom to ask and when is said in sentences', async () => {
    await page.goto(toUrl(`/feedback/surveys/${id}?tab=audience`))
    await page.getByRole('radio', { name: 'Several times' }).check()
    await page.getByText('Asked at most 3 times.').waitFor()
    await page.getByText('Not within 14 days of any survey.').waitFor()
    await page.getByRole('button', { name: 'Add a page' }).click()
    await page.getByText('Fill the gaps to save').waitFor()
    await page.getByLabel('Address of page 1').fill('/checkout')
    await saved()
    const { targeting } = await read()
    expect(targeting.frequency).toEqual({ kind: 'times', times: 3 })
    expect(targeting.trigger.pages).toEqual([{ operator: 'contains', value: '/checkout' }])
  })

  test('the list pauses, copies and deletes by name', async () => {
    await page.goto(toUrl('/feedback/surveys?status=live'))
    await page.getByRole('checkbox', { name: 'Choose row 1', exact: true }).check()
    await page.getByRole('button', { name: 'Pause 1' }).click()
    await waitFor('the survey to be paused', async () => (await read()).status === 'paused')
    await page.goto(toUrl('/feedback/surveys'))
    await page.getByRole('button', { name: 'More for Spring NPS' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await waitFor('the copy to open', () => !page.url().endsWith(id) && /surveys\/[0-9a-f-]{36}$/.test(page.url()))
    const copy = page.url().split('/').at(-1)
    const { name } = expectStatus(await app.server.request<Survey>('GET', `/v1/surveys/${copy}`, { as: owner }), 200).body
    await page.getByRole('button', { name: `More for ${name}`, exact: true }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/to confirm$/).fill(name)
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await findHeading(page, 'Surveys').waitFor()
    expect((await app.server.request('GET', `/v1/surveys/${copy}`, { as: owner })).status).toBe(404)
  })

  test('who may only look sees everything and can change nothing', async () => {
    const context = await app.openBrowser()
    await app.signIn(context, await makeUser(app.server, 'viewer', owner))
    const viewer = await app.openPage(context)
    await viewer.goto(toUrl(`/feedback/surveys/${id}`))
    await viewer.locator('textarea').first().waitFor()
    expect(await viewer.locator('textarea').first().isEditable()).toBe(false)
    expect(await viewer.getByRole('button', { name: 'Publish' }).count()).toBe(0)
    expect(await viewer.getByRole('button', { name: 'Add question' }).count()).toBe(0)
    await viewer.goto(toUrl('/settings/surveys'))
    await viewer.getByText('can see these settings but not change them').waitFor()
    expect(await viewer.getByRole('button', { name: 'Show secret' }).count()).toBe(0)
    await context.close()
  })
})

test('the browser had nothing to complain of', () => {
  expect(app.complaints).toEqual([])
})
