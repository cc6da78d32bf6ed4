// Editing a survey: what a template leaves open, going back to a version, two people at one draft, pictures, scores.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AuditEntry } from '../../server/src/features/audit/audit.contract.ts'
import type { Response } from '../../server/src/features/surveys/responses.contract.ts'
import type { Survey } from '../../server/src/features/surveys/surveys.contract.ts'
import { makeUser } from '../../server/test/makers.ts'
import { expectStatus, type Person } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { findHeading, startAdminApp, type AdminApp } from './admin-app.ts'
import { listFaults, listViolations, settle } from './page-audit.ts'

let app: AdminApp
let owner: Person
let page: Page

beforeAll(async () => {
  app = await startAdminApp()
  owner = await app.server.signUp()
  page = await openAs(owner)
})
beforeEach(() => {
  app.complaints.length = 0
})
afterAll(() => app?.close())

async function openAs(person: Person): Promise<Page> {
  const context = await app.openBrowser()
  await app.signIn(context, person)
  return app.openPage(context)
}

const toUrl = (path: string) => `${app.url}/w/${owner.workspace}${path}`
const create = async (body: object) => expectStatus(await app.server.request<Survey>('POST', '/v1/surveys', { as: owner, body }), 201).body
const publish = async (id: string) => expectStatus(await app.server.request<Survey>('POST', `/v1/surveys/${id}/publish`, { as: owner }), 200).body
const read = async (id: string) => expectStatus(await app.server.request<Survey>('GET', `/v1/surveys/${id}`, { as: owner }), 200).body
const saved = (at = page) => at.getByRole('status').filter({ hasText: /^Saved$/ }).waitFor()
const part = (name: string | RegExp) => page.getByRole('navigation', { name: 'Parts of the survey' }).getByRole('button', { name })
const openPart = async (id: string, name: string) => page.goto(toUrl(`/feedback/surveys/${id}?part=${name}`))
const titleField = (at: Page) => at.getByLabel('Question', { exact: false }).and(at.locator('textarea')).first()
const titleOf = async (id: string) => (await read(id)).content.questions[0]!.title.i18n['en']

const say = (en: string) => ({ i18n: { en } })
const content = {
  questions: [{ key: 'nps', type: 'nps', title: say('How likely?') }],
  endings: [{ key: 'thanks', kind: 'thanks', title: say('Thank you!') }],
}

/** Opens the link as anybody who has it. */
async function visit(link: string): Promise<Page> {
  const visitor = await app.openPage(await app.openBrowser())
  await visitor.goto(link)
  return visitor
}

test('a template that invites to review asks where reviews are written before it is published', async () => {
  const { id } = await create({ name: 'After an order', template: 'post_purchase_csat' })
  await page.goto(toUrl(`/feedback/surveys/${id}`))
  await page.getByRole('button', { name: 'Publish' }).click()
  const missing = page.getByRole('alert').filter({ hasText: '1 thing is missing before this can be published' })
  await missing.getByText('Give the address where the review is written.').waitFor()
  await missing.getByRole('button').click()
  const address = page.getByLabel('Where the review is written')
  await address.fill('reviews.example/us')
  await page.getByText('Fill the gaps to save').waitFor()
  await address.blur()
  await page.getByText('Give the whole address: it begins with https://').waitFor()
  await address.fill('https://reviews.example/us')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 1 is published').first().waitFor()
  expect(await missing.count()).toBe(0)
  expect((await read(id)).content.endings[0]).toMatchObject({ kind: 'review', url: 'https://reviews.example/us' })
})

test('what is missing under Share is reached from the list of what is missing', async () => {
  const { id } = await create({ name: 'By mail', content, targeting: { channels: { email: { isOn: true } } } })
  await page.goto(toUrl(`/feedback/surveys/${id}`))
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('alert').getByRole('button', { name: 'Share' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).waitFor()
})

test('going back to a version is told to the audit log, and undo takes it back', async () => {
  const { id } = await create({ name: 'Twice published', content })
  await publish(id)
  await page.goto(toUrl(`/feedback/surveys/${id}`))
  await titleField(page).fill('How likely, really?')
  await saved()
  await part(/^Versions/).click()
  await page.getByRole('button', { name: 'Go back to this' }).click()
  await page.getByText('Version 1 is in the draft.').first().waitFor()
  await page.getByText('As in the draft').waitFor()
  expect(await titleOf(id)).toBe('How likely?')
  const { body } = await app.server.request<{ items: AuditEntry[] }>('GET', `/v1/audit?target=${id}`, { as: owner })
  expect(body.items[0]).toMatchObject({ action: 'survey.restored', actor: { name: owner.name } })
  await page.getByRole('button', { name: 'Undo' }).click()
  await waitFor('the draft as it was typed', async () => (await titleOf(id)) === 'How likely, really?')
  expect(app.complaints).toEqual([])
})

describe('two people at one draft', () => {
  let id: string
  let other: Page

  beforeAll(async () => {
    ;({ id } = await create({ name: 'Shared', content }))
    other = await openAs(await makeUser(app.server, 'marketer', owner))
    for (const each of [page, other]) await each.goto(toUrl(`/feedback/surveys/${id}`))
    await titleField(page).waitFor()
    await titleField(other).fill('Theirs?')
    await saved(other)
  })

  test('the later one is told, sees the other version, and has the typed text back by undo', async () => {
    await titleField(page).fill('Mine?')
    const note = page.getByRole('alert').filter({ hasText: 'Somebody else changed this survey.' })
    await note.getByText('What you typed is not saved').waitFor()
    expect(await titleOf(id)).toBe('Theirs?')
    await page.setViewportSize({ width: 375, height: 812 })
    await settle(page)
    expect([...(await listFaults(page)), ...(await listViolations(page))]).toEqual([])
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('link', { name: 'Surveys', exact: true }).first().click()
    const leave = page.getByRole('dialog', { name: 'Leave without saving?' })
    await leave.getByRole('button', { name: 'Stay' }).click()
    await note.getByRole('button', { name: 'Show their version' }).click()
    await note.waitFor({ state: 'detached' })
    expect(await titleField(page).inputValue()).toBe('Theirs?')
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(await titleField(page).inputValue()).toBe('Mine?')
    await waitFor('the text that was typed', async () => (await titleOf(id)) === 'Mine?')
  })

  test('what was typed can be kept instead, and what others changed is not published unseen', async () => {
    const note = other.getByRole('alert').filter({ hasText: 'Somebody else changed this survey.' })
    await other.getByRole('button', { name: 'Publish' }).click()
    await note.getByText('You see an older version.').waitFor()
    expect((await read(id)).version).toBe(0)
    await titleField(other).fill('Theirs again?')
    await note.getByRole('button', { name: 'Save mine instead' }).click()
    await waitFor('the text of the other', async () => (await titleOf(id)) === 'Theirs again?')
    await note.waitFor({ state: 'detached' })
    // Whom to ask is another part: nobody is in the way there.
    await page.goto(toUrl(`/feedback/surveys/${id}?tab=audience`))
    await page.getByRole('radio', { name: 'Several times' }).check()
    await saved()
    await page.getByRole('button', { name: 'Undo' }).click()
    await waitFor('the frequency as before', async () => (await read(id)).targeting.frequency.kind === 'once')
    await other.getByRole('button', { name: 'Publish' }).click()
    await note.waitFor()
    await note.getByRole('button', { name: 'Show their version' }).click()
    await other.getByRole('button', { name: 'Publish' }).click()
    await other.getByText('Version 1 is published').first().waitFor()
    await other.context().close()
    expect(app.complaints).toEqual([])
  })
})

/** A picture of noise, which no format makes small. */
async function drawPicture(side: number, type: 'image/png' | 'image/jpeg'): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const url = await page.evaluate(([size, format]) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = size
    const pen = canvas.getContext('2d')!
    const noise = pen.createImageData(size, size)
    for (let index = 0; index < noise.data.length; index += 1) noise.data[index] = index % 4 === 3 ? 255 : Math.random() * 255
    pen.putImageData(noise, 0, 0)
    return canvas.toDataURL(format)
  }, [side, type] as const)
  return { name: 'picture', mimeType: type, buffer: Buffer.from(url.split(',')[1]!, 'base64') }
}

test('a logo and pictures to choose from are uploaded and seen by who answers', async () => {
  const { id } = await create({ name: 'With pictures', content })
  await openPart(id, 'theme')
  const logo = page.locator('input[type=file]')
  await logo.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await page.getByText('This is no picture that can be read.').waitFor()
  // As large as a camera makes them.
  await logo.setInputFiles(await drawPicture(1_200, 'image/png'))
  await page.getByRole('img', { name: 'The logo' }).waitFor()
  expect(await page.getByText('This is no picture that can be read.').count()).toBe(0)
  await saved()
  expect((await read(id)).content.theme.logo!.length).toBeLessThan(200_000)

  await part(/^Add question/).click()
  await page.getByRole('menuitem', { name: /^Picture choice/ }).click()
  await page.locator('textarea').first().fill('Which one?')
  expect(await page.getByRole('textbox', { name: 'Image of choice 1' }).inputValue()).toBe('')
  for (const [index, type] of (['image/png', 'image/jpeg'] as const).entries()) {
    await page.getByLabel(`Pictures, ${index + 1}`, { exact: true }).fill(['Red', 'Blue'][index]!)
    await page.locator('input[type=file]').nth(index).setInputFiles(await drawPicture(40, type))
  }
  await waitFor('both pictures', async () => {
    const choices = (await read(id)).content.questions[1]?.config['choices'] as Array<{ image?: string }> | undefined
    return choices?.filter(({ image }) => image?.startsWith('data:image/')).length === 2
  })
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 1 is published').first().waitFor()
  const visitor = await visit((await read(id)).linkUrl)
  await visitor.getByText('How likely?').first().waitFor()
  await visitor.locator('.scale label').nth(9).click()
  await visitor.getByRole('button', { name: 'Next' }).click()
  await visitor.getByText('Which one?').first().waitFor()
  const sizes = () => visitor.locator('img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth))
  await waitFor('the logo and two pictures', async () => {
    const widths = await sizes()
    return widths.length === 3 && widths.every((width) => width > 0)
  })
  await visitor.context().close()
  expect(app.complaints).toEqual([])
})

test('a score that is clicked together chooses the ending and stands in the answer', async () => {
  const choices = [{ key: 'garden', label: say('Garden') }, { key: 'kitchen', label: say('Kitchen') }]
  const questions = [...content.questions, { key: 'likes', type: 'multiple_choice', title: say('What do you like?'), config: { choices } }]
  const { id } = await create({ name: 'With a score', content: { ...content, questions, endings: [{ key: 'fan', kind: 'thanks', title: say('You are a fan!') }, ...content.endings] } })
  await openPart(id, 'scores')
  await page.getByRole('button', { name: 'Add a score' }).click()
  await page.getByLabel('Name of the score').fill('Fan score')
  await page.getByRole('button', { name: 'Add a question' }).click()
  // Points that nobody gave lead back here.
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('region', { name: 'Fan score' }).getByText('Say how many points').waitFor()
  await page.getByLabel('Points of Garden').fill('5')
  await part(/You are a fan!/).click()
  await page.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByRole('menuitem', { name: 'A score' }).click()
  await page.getByLabel('Value', { exact: true }).fill('14')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 1 is published').first().waitFor()
  expect((await read(id)).content.scores).toEqual([{ key: expect.any(String), name: 'Fan score', function: 'sum', parts: [{ question: 'nps', weight: 1 }, { question: 'likes', weight: 1, points: { garden: 5, kitchen: 0 } }] }])

  for (const [liked, ending] of [['Garden', 'You are a fan!'], ['Kitchen', 'Thank you!']] as const) {
    const visitor = await visit((await read(id)).linkUrl)
    await visitor.getByText('How likely?').first().waitFor()
    // Who answers faster than anybody reads is taken for a program, and does not count.
    await visitor.waitForTimeout(1_500)
    await visitor.locator('.scale label').nth(9).click()
    await visitor.getByRole('button', { name: 'Next' }).click()
    await visitor.locator('label.option').filter({ hasText: liked }).click()
    await visitor.getByRole('button', { name: 'Send' }).click()
    await visitor.locator('.ending').getByText(ending).waitFor()
    await waitFor('the answer', async () => {
      const { items } = (await app.server.request<{ items: Response[] }>('GET', `/v1/surveys/${id}/responses?status=completed`, { as: owner })).body
      return items.some(({ answers }) => answers.some(({ text }) => text === liked))
    })
    await visitor.context().close()
  }
  await page.goto(toUrl(`/feedback/surveys/${id}?tab=responses`))
  await findHeading(page, 'With a score').waitFor()
  await page.getByRole('table', { name: 'Answers' }).locator('[data-row-opener]').last().click()
  const scores = page.locator('[data-side-panel]').getByRole('region', { name: 'Scores' })
  await scores.getByText('Fan score').waitFor()
  await scores.getByText('14', { exact: true }).waitFor()
  expect(app.complaints).toEqual([])
})
