import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { launchBrowser } from './browser.ts'
import { buildScript } from './build-script.ts'
import { ask, darkTheme, everyType, makeContent } from './survey-content.ts'
import { startSurveyServer, type SurveyServer } from './survey-server.ts'
import { goOnByKeyboard, steps } from './survey-steps.ts'

const deadline = { timeout: 10_000, interval: 20 }
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let script: string
let browser: Browser
let context: BrowserContext
let server: SurveyServer

beforeAll(async () => {
  script = await buildScript('survey-page')
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser?.close())
beforeEach(async () => {
  server = await startSurveyServer({ 'survey-page.js': script }, makeContent(everyType))
  context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' })
})
afterEach(async () => {
  await context.close()
  await server.close()
})

const failures: string[] = []

async function open(path = '/s/demo'): Promise<Page> {
  const page = await context.newPage()
  failures.length = 0
  page.on('pageerror', (error) => failures.push(error.message))
  await page.goto(server.url + path)
  await page.locator('.card').waitFor()
  return page
}

const next = (page: Page) => page.locator('button.main').click()
const waitForSaved = async (count: number) => vi.waitFor(() => expect(server.submissions.length).toBeGreaterThanOrEqual(count), deadline)
const waitForCompleted = () => vi.waitFor(() => expect(server.last()?.isCompleted).toBe(true), deadline)
const title = (page: Page) => page.locator('h2').innerText()

const expected = Object.fromEntries(Object.entries(steps).flatMap(([key, { answer }]) => (answer === undefined ? [] : [[key, answer]])))

async function findFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }
    return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`))
}

describe('every type of question', () => {
  test('is answered by keyboard alone', async () => {
    const page = await open()
    for (const { key } of everyType) {
      await steps[key]!.byKeyboard(page)
      await goOnByKeyboard(page, key)
    }
    await page.getByText('Thank you!').waitFor()
    await waitForCompleted()
    expect(server.last()).toMatchObject({ answers: expected, ending: 'thanks', token: 'ticket', language: 'en' })
    expect(server.last()?.proof.gestures).toBeGreaterThan(20)
    expect(server.uploads).toEqual([{ name: 'note.txt', bytes: 9 }])
    expect(failures).toEqual([])
  })

  test('is answered by pointer', async () => {
    const page = await open()
    for (const { key } of everyType) {
      await steps[key]!.byPointer(page)
      await next(page)
    }
    await page.getByText('Thank you!').waitFor()
    await waitForCompleted()
    expect(server.last()?.answers).toEqual(expected)
  })

  test.each([
    ['wide, light', 1280, {}],
    ['on a phone, dark', 320, { theme: darkTheme }],
  ])('has nothing that axe finds: %s', async (_name, width, more) => {
    server.content = makeContent(everyType, more)
    const page = await open()
    await page.setViewportSize({ width, height: 800 })
    for (const { key } of everyType) {
      expect(await findFaults(page), key).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), key).toBeLessThanOrEqual(width)
      await steps[key]!.byPointer(page)
      expect(await findFaults(page), key).toEqual([])
      await next(page)
    }
    await page.getByText('Thank you!').waitFor()
    expect(await findFaults(page)).toEqual([])
  })
})

describe('saving', () => {
  test('opening a link sends nothing, nor do clicks of a script', async () => {
    const page = await open()
    await page.evaluate(() => document.querySelector('#survey')!.shadowRoot!.querySelector<HTMLElement>('.scale input')!.click())
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(server.submissions).toEqual([])
    expect(await page.locator('.scale input').first().isChecked()).toBe(true)
  })

  test('an answer chosen in a mail is shown, and saved at the first human gesture', async () => {
    server.preset = { question: 'nps', value: 9 }
    const page = await open('/s/t/abc.def?q=nps&v=9')
    expect(server.linksAsked[0]).toContain('/v1/survey-links/abc.def/content?q=nps&v=9')
    expect(await page.locator('.scale input[value="9"]').isChecked()).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(server.submissions).toEqual([])
    await page.mouse.click(5, 400)
    await waitForSaved(1)
    expect(server.last()).toMatchObject({ answers: { nps: 9 }, isCompleted: false })
  })

  test('a change is saved without going on, and answers of a closed page are kept as partial', async () => {
    const page = await open()
    await page.keyboard.press('3')
    await waitForSaved(1)
    expect(server.last()).toMatchObject({ answers: { nps: 3 }, isCompleted: false, revision: 1 })
    await page.keyboard.press('5')
    await page.close({ runBeforeUnload: true })
    await vi.waitFor(() => expect(server.last()?.answers).toEqual({ nps: 5 }), deadline)
  })

  test('answers given offline wait, and go out when the network is back', async () => {
    const page = await open()
    await context.setOffline(true)
    await page.keyboard.press('8')
    await page.keyboard.press('Enter')
    await page.getByText('You are offline.').waitFor()
    expect(server.submissions).toEqual([])
    await page.keyboard.press('4')
    await context.setOffline(false)
    await vi.waitFor(() => expect(server.last()?.answers).toEqual({ nps: 8, csat: 4 }), deadline)
    await page.getByText('You are offline.').waitFor({ state: 'hidden' })
  })

  test('what a failing server did not take goes out at the next load', async () => {
    server.behave = 503
    const page = await open()
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await page.getByText('You are offline.').waitFor()
    await page.close()
    // What the page sent as it closed was refused as well.
    await new Promise((resolve) => setTimeout(resolve, 300))
    server.behave = 'accept'
    await open('/s/other')
    await waitForSaved(1)
    expect(server.submissions).toHaveLength(1)
    expect(server.last()).toMatchObject({ answers: { nps: 2 } })
  })

  test('a refusal is shown at the question it is about', async () => {
    server.behave = 400
    server.refusal = { error: { code: 'invalid_request', message: 'Bad.', details: [{ path: 'answers.nps', message: 'Choose a number from 0 to 6.' }] } }
    const page = await open()
    await page.keyboard.press('7')
    await page.keyboard.press('Enter')
    await page.getByText('Choose a number from 0 to 6.').waitFor()
    expect(await title(page)).toContain('How likely')
  })

  test('what is half typed or half chosen waits until it is an answer', async () => {
    server.content = makeContent([ask('contact', 'contact', 'How can we reach you?', { config: { fields: ['email'] } }), everyType.find(({ key }) => key === 'ranking')!])
    const page = await open()
    await page.keyboard.type('ada@')
    await waitForSaved(1)
    expect(server.last()!.answers).toEqual({})
    await page.keyboard.press('Enter')
    await page.getByText('Enter an address like name@example.com.').waitFor()
    await page.keyboard.type('example.com')
    await page.keyboard.press('Enter')
    await page.locator('.rank').first().click()
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(server.last()!.answers).toEqual({ contact: { email: 'ada@example.com' } })
    await page.locator('.rank').last().click()
    await vi.waitFor(() => expect(server.last()!.answers['ranking']).toEqual(['speed', 'green', 'price']), deadline)
  })

  test('a reload goes on where it was, with the same response; once finished, anew', async () => {
    server.content = makeContent(everyType.slice(0, 3))
    const page = await open()
    await page.keyboard.press('8')
    await page.keyboard.press('Enter')
    await waitForSaved(1)
    await page.reload()
    expect(await title(page)).toContain('How satisfied')
    await page.keyboard.press('4')
    await page.keyboard.press('Enter')
    await vi.waitFor(() => expect(server.last()).toMatchObject({ answers: { nps: 8, csat: 4 } }), deadline)
    expect(server.last()!.revision).toBeGreaterThan(server.submissions[0]!.revision)
    await page.keyboard.press('7')
    await page.keyboard.press('Enter')
    await waitForCompleted()
    await page.reload()
    expect(await title(page)).toContain('How likely')
  })

  test('goes on from the revision that the server has', async () => {
    server.revision = 40
    const page = await open()
    await page.keyboard.press('8')
    await waitForSaved(1)
    expect(server.last()!.revision).toBe(41)
  })

  test('the field that people do not see is told', async () => {
    const page = await open()
    await page.keyboard.press('7')
    await page.evaluate(() => {
      const trap = document.querySelector('#survey')!.shadowRoot!.querySelector<HTMLInputElement>('.trap')!
      trap.value = 'https://spam.example'
      trap.dispatchEvent(new Event('input'))
    })
    await page.keyboard.press('8')
    await vi.waitFor(() => expect(server.last()?.proof.trap).toBe('https://spam.example'), deadline)
  })
})

describe('the way through', () => {
  const branching = makeContent(
    [
      ask('name', 'short_text', 'What is your name?'),
      ask('nps', 'nps', 'Would you recommend us, {{answer:name|friend}}?', {
        isRequired: true,
        jumps: [{ if: { type: 'answer', question: 'nps', operator: 'at_least', value: 9 }, to: 'more' }],
      }),
      ask('why', 'long_text', 'What went wrong, {{answer:name|friend}}?'),
      ask('more', 'short_text', 'Anything else?', { showIf: { type: 'answer', question: 'name', operator: 'is_answered' } }),
    ],
    {
      endings: [
        { key: 'call', kind: 'call_back', title: 'May we call you?', invitation: { url: 'https://reviews.example/us', label: 'Write a review' }, showIf: { type: 'answer', question: 'nps', operator: 'at_most', value: 6 } },
        { key: 'thanks', kind: 'thanks', title: 'Thank you, {{answer:name|friend}}!' },
      ],
    },
  )

  test('jumps, fills in earlier answers as text, and ends where the answers lead', async () => {
    server.content = branching
    const page = await open()
    await page.keyboard.type('<img src=x onerror=alert(1)>')
    await page.keyboard.press('Enter')
    expect(await title(page)).toContain('Would you recommend us, <img src=x onerror=alert(1)>?')
    expect(await page.locator('img').count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.getByText('Please answer this question.').waitFor()
    await page.keyboard.press('9')
    await page.keyboard.press('Enter')
    expect(await title(page)).toContain('Anything else?')
    await page.getByRole('button', { name: 'Back' }).click()
    await page.keyboard.press('3')
    await page.keyboard.press('Enter')
    expect(await title(page)).toContain('What went wrong')
    await page.keyboard.type('Late')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Enter')
    await page.getByText('May we call you?').waitFor()
    expect(await page.getByRole('link', { name: 'Write a review' }).getAttribute('href')).toBe('https://reviews.example/us')
    await page.locator('input[type=email]').fill('ada@example.com')
    await page.getByRole('button', { name: 'Contact me' }).click()
    await page.getByText('We will get in touch.').waitFor()
    await vi.waitFor(() => expect(server.last()?.contactMe).toEqual({ channel: 'email', address: 'ada@example.com' }), deadline)
    expect(server.last()).toMatchObject({ isCompleted: true, ending: 'call', answers: { nps: 3, why: 'Late' } })
  })

  test('without a name the next question is skipped and the fallback is said', async () => {
    server.content = branching
    const page = await open()
    await page.keyboard.press('Enter')
    expect(await title(page)).toContain('Would you recommend us, friend?')
    await page.keyboard.press('9')
    await page.keyboard.press('Enter')
    await page.getByText('Thank you, friend!').waitFor()
  })
})

describe('the page', () => {
  test('reads from right to left', async () => {
    server.content = makeContent([ask('nps', 'nps', 'ما مدى احتمال أن توصي بنا؟', { config: { lowLabel: 'غير محتمل', highLabel: 'محتمل جدا' } })], { language: 'ar', direction: 'rtl' })
    const page = await open()
    const [first, last] = await Promise.all([page.locator('.scale label').first().boundingBox(), page.locator('.scale label').last().boundingBox()])
    expect(first!.x).toBeGreaterThan(last!.x)
    expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual(['rtl', 'ar'])
    expect((await page.screenshot()).length).toBeGreaterThan(5_000)
    expect(await findFaults(page)).toEqual([])
  })

  test('asks for the PIN, and again when it is wrong', async () => {
    server.link = { status: 200, message: '', pin: '4711' }
    const page = await open()
    await page.getByText('Enter the PIN of this survey.').waitFor()
    expect(await findFaults(page)).toEqual([])
    await page.locator('input[name=pin]').fill('1234')
    await page.keyboard.press('Enter')
    await page.getByText('This PIN is not right.').waitFor()
    await page.locator('input[name=pin]').fill('4711')
    await page.keyboard.press('Enter')
    await page.locator('.scale').waitFor()
  })

  test.each([
    [404, 'There is no survey at this address.'],
    [410, 'You have answered already. Thank you!'],
    [400, 'This link has expired. Ask for a new one.'],
    [503, 'A database is not available.'],
  ])('says kindly why there is nothing to answer: %i', async (status, message) => {
    server.link = { status, message }
    const page = await open()
    await page.getByText(message).waitFor()
    expect(await findFaults(page)).toEqual([])
  })

  test('takes hidden fields from its address and changes its language', async () => {
    server.content = makeContent([ask('nps', 'nps', 'Hello')], { languages: ['en', 'de'] })
    const page = await open('/s/demo?location=table-4&order_id=1001')
    expect(server.linksAsked[0]).toContain('location=table-4&order_id=1001')
    server.content = makeContent([ask('nps', 'nps', 'Hallo')], { language: 'de', languages: ['en', 'de'] })
    await page.getByLabel('Language').selectOption('de')
    await page.getByText('Hallo').waitFor()
    expect(server.linksAsked[1]).toContain('language=de')
    await page.keyboard.press('9')
    await waitForSaved(1)
    expect(server.last()).toMatchObject({ language: 'de', hidden: { order_id: '1001' } })
  })

  test('shows what the admin app hands it, and sends nothing', async () => {
    const page = await context.newPage()
    await page.goto(`${server.url}/admin`)
    await page.evaluate((content) => {
      addEventListener('message', ({ data, source }) => {
        if (data.type === 'rapport:survey-preview-ready') (source as Window).postMessage({ type: 'rapport:survey-preview', content }, location.origin)
      })
      const frame = document.createElement('iframe')
      frame.src = '/s/preview'
      document.body.append(frame)
    }, makeContent([ask('nps', 'nps', 'Preview me')]))
    const frame = page.frameLocator('iframe')
    await frame.getByText('Preview me').waitFor()
    await frame.locator('.scale label').first().click()
    await frame.locator('button.main').click()
    await frame.getByText('Thank you!').waitFor()
    expect(server.submissions).toEqual([])
    expect(server.linksAsked).toEqual([])
  })
})
