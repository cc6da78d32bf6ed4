import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Rapport } from '../src/rapport.ts'
import { renderScriptTag, renderSnippet } from '../src/snippet.ts'
import { launchBrowser } from './browser.ts'
import { buildScript } from './build-script.ts'
import { startSite, type Site } from './collector.ts'
import { ask, everyType, makeContent } from './survey-content.ts'
import { startSurveyServer, type SurveyServer } from './survey-server.ts'

declare const rapport: Rapport

const widgetBudget = 15_000
const deadline = { timeout: 10_000, interval: 20 }
/** Long enough for a look and a claim, had they been made. */
const quietMs = 1_600
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const scripts: Record<string, string> = {}
let browser: Browser
let context: BrowserContext
let server: SurveyServer
let site: Site

beforeAll(async () => {
  scripts['rapport.js'] = await buildScript()
  scripts['survey.js'] = await buildScript('survey')
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser?.close())
beforeEach(async () => {
  server = await startSurveyServer(scripts, makeContent([ask('nps', 'nps', 'Would you recommend us?', { isRequired: true })]))
  site = await startSite()
  site.head = renderSnippet({ host: server.url, writeKey: 'wk_test' })
  context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } })
})
afterEach(async () => {
  await context.close()
  await server.close()
  await site.close()
})

const id = '01970000-0000-7000-8000-000000000001'

function makeDue(trigger: object = {}, more: object = {}): object {
  const plain = { events: [], delaySeconds: 0, pages: [], onExitIntent: false }
  return { id, version: 1, display: 'popover', side: 'right', schedule: {}, accent: '#3355dd', trigger: { ...plain, ...trigger }, ...more }
}

async function visit(path = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.goto(site.url + path)
  await page.waitForFunction(() => 'isLoaded' in rapport)
  return page
}

const waitForClaims = (count: number) => vi.waitFor(() => expect(server.claims).toHaveLength(count), deadline)
const shown = (page: Page) => page.getByText('Would you recommend us?')

async function expectNoClaim(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, quietMs))
  expect(server.claims).toEqual([])
}

test('the widget stays within its byte budget', () => {
  expect(gzipSync(scripts['survey.js']!, { level: 9 }).length).toBeLessThanOrEqual(widgetBudget)
})

describe('what is loaded', () => {
  test('nothing of surveys where none is due; the list is asked for once a minute', async () => {
    server.due = []
    const page = await visit('/a')
    await vi.waitFor(() => expect(server.dueAsked).toBe(1), deadline)
    await page.goto(`${site.url}/b`)
    await expectNoClaim()
    expect(server.dueAsked).toBe(1)
    expect(server.scriptsAsked.filter((name) => name !== 'rapport.js')).toEqual([])
  })

  test('the widget once one is due; it claims with who is there, shows and saves', async () => {
    server.due = [makeDue()]
    const page = await visit('/shop')
    await shown(page).waitFor()
    expect(server.claims[0]).toMatchObject({ id, body: { page: { url: `${site.url}/shop` }, hidden: {} } })
    expect(server.claims[0]!.body.deviceId).toMatch(/^[\da-f-]{36}$/)
    expect(server.claims[0]!.body.anonymousId).toBe(await page.evaluate(() => rapport.user()?.anonymousId))
    // Who cannot see it is told that it is there, and the page keeps its focus.
    const name = await page.getByRole('dialog').getAttribute('aria-label')
    await page.getByRole('status').filter({ hasText: name! }).waitFor({ state: 'attached' })
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
    await page.locator('.scale label').nth(3).click()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Thank you!').waitFor()
    await vi.waitFor(() => expect(server.last()).toMatchObject({ answers: { nps: 3 }, isCompleted: true }), deadline)
  })

  test('under a strict content security policy', async () => {
    server.due = [makeDue()]
    site.head = renderScriptTag({ host: server.url, writeKey: 'wk_test' })
    site.headers = { 'Content-Security-Policy': `default-src 'none'; script-src ${server.url}; connect-src ${server.url}` }
    const page = await visit()
    const broken: string[] = []
    page.on('console', (message) => message.type() === 'error' && broken.push(message.text()))
    await shown(page).waitFor()
    const { borderRadius, position } = await page.evaluate(() => {
      const root = document.querySelector('rapport-survey')!.shadowRoot!
      return { position: getComputedStyle(root.querySelector('.popover')!).position, borderRadius: getComputedStyle(root.querySelector('.card')!).borderRadius }
    })
    expect([position, borderRadius]).toEqual(['fixed', '15px'])
    expect(broken).toEqual([])
  })

  test('nothing while offline, without consent, or after opting out', async () => {
    server.due = [makeDue({ secondsOnPage: 1 })]
    const page = await visit()
    await vi.waitFor(() => expect(server.dueAsked).toBe(1), deadline)
    await context.setOffline(true)
    await new Promise((resolve) => setTimeout(resolve, quietMs))
    await page.evaluate(() => rapport.optOut())
    await context.setOffline(false)
    await expectNoClaim()
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== 'rapport:consent'))).toEqual([])
  })

  test('only after consent where it is required', async () => {
    server.due = [makeDue()]
    site.head = renderScriptTag({ host: server.url, writeKey: 'wk_test' }).replace('async', 'async data-consent="required"')
    const page = await visit()
    await expectNoClaim()
    expect(server.dueAsked).toBe(0)
    await page.evaluate(() => rapport.optIn())
    await shown(page).waitFor()
  })
})

describe('what makes one due', () => {
  test('an event whose properties pass, also when it came before the list', async () => {
    const events = [{ type: 'track', name: 'Order Completed', filters: [{ property: 'total', operator: 'at_least', value: 100 }] }]
    server.due = [makeDue({ events })]
    const page = await visit()
    await page.evaluate(() => rapport.track('Order Completed', { total: 99 }))
    await page.evaluate(() => rapport.track('Order Viewed', { total: 100 }))
    await expectNoClaim()
    await page.evaluate(() => rapport.track('Order Completed', { total: 100 }))
    await shown(page).waitFor()
  })

  test('an event of the page before, after its delay', async () => {
    server.due = [makeDue({ events: [{ name: 'Order Completed' }], delaySeconds: 2 })]
    const page = await visit('/checkout')
    await vi.waitFor(() => expect(server.dueAsked).toBe(1), deadline)
    await page.evaluate(() => rapport.track('Order Completed'))
    await page.goto(`${site.url}/thanks`)
    expect(server.claims).toEqual([])
    await shown(page).waitFor()
  })

  test('a page, also one of a single-page app', async () => {
    server.due = [makeDue({ pages: [{ operator: 'matches', value: '/shop/*/done?*' }] })]
    const page = await visit('/shop')
    await expectNoClaim()
    await page.evaluate(() => history.pushState({}, '', '/shop/42/done?x=1'))
    await shown(page).waitFor()
  })

  test('how far somebody scrolled', async () => {
    server.due = [makeDue({ scrollPercent: 80 })]
    site.head += '<style>body { height: 5000px }</style>'
    const page = await visit()
    await expectNoClaim()
    await page.evaluate(() => scrollTo(0, 4_500))
    await shown(page).waitFor()
  })

  test('the pointer leaving upwards', async () => {
    server.due = [makeDue({ onExitIntent: true })]
    const page = await visit()
    await page.mouse.move(300, 300)
    await expectNoClaim()
    await page.evaluate(() => document.documentElement.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY: -1 })))
    await shown(page).waitFor()
  })

  test('its time: not before it starts, not after it has ended', async () => {
    server.due = [makeDue({}, { schedule: { startsAt: '2999-01-01T00:00:00Z' } }), makeDue({}, { id: id.replace(/1$/, '2'), schedule: { endsAt: '2020-01-01T00:00:00Z' } })]
    await visit()
    await expectNoClaim()
  })
})

describe('never nags', () => {
  test('one at a time; a closed one does not come back on this page', async () => {
    const other = id.replace(/1$/, '2')
    server.due = [makeDue(), makeDue({}, { id: other })]
    const page = await visit()
    await shown(page).waitFor()
    await new Promise((resolve) => setTimeout(resolve, quietMs))
    expect(server.claims).toHaveLength(1)
    await page.getByRole('button', { name: 'Close' }).click()
    await waitForClaims(2)
    expect(server.claims[1]!.id).toBe(other)
    await page.getByRole('button', { name: 'Close' }).click()
    await new Promise((resolve) => setTimeout(resolve, quietMs))
    expect(server.claims).toHaveLength(2)
  })

  test('who may not be asked sees nothing, and is not asked about on the next page', async () => {
    server.due = [makeDue()]
    server.isAsked = false
    const page = await visit('/a')
    await waitForClaims(1)
    await page.goto(`${site.url}/b`)
    await new Promise((resolve) => setTimeout(resolve, quietMs))
    expect(server.claims).toHaveLength(1)
    expect(await page.locator('rapport-survey').count()).toBe(0)
  })

  test('the device outlives sign-out, the signature of a user does not', async () => {
    const page = await visit()
    await page.evaluate((survey) => {
      rapport.identify('u-42', { plan: 'pro' }, { signature: 'abc123' })
      rapport.survey(survey)
    }, id)
    await shown(page).waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await page.evaluate((survey) => {
      rapport.reset()
      rapport.survey(survey)
    }, id)
    await waitForClaims(2)
    const [first, second] = server.claims.map(({ body }) => body)
    expect(first).toMatchObject({ userId: 'u-42', userSignature: 'abc123' })
    expect(second).not.toHaveProperty('userId')
    expect(second).not.toHaveProperty('userSignature')
    expect(second!.anonymousId).not.toBe(first!.anonymousId)
    expect(second!.deviceId).toBe(first!.deviceId)
  })
})

describe('displays', () => {
  async function findFaults(page: Page): Promise<string[]> {
    await page.evaluate(axeSource)
    return page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(context: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
      const { violations } = await axe.run({ include: [['rapport-survey']] })
      return violations.flatMap(({ id: rule, nodes }) => nodes.map(({ html }) => `${rule}: ${html}`))
    })
  }

  test.each(['popover', 'modal', 'inline', 'tab'])('axe finds nothing in any question: %s', async (display) => {
    server.content = makeContent(everyType.map((question) => ({ ...question, isRequired: false })))
    server.due = [makeDue({}, { display, selector: 'body', tabLabel: 'Feedback' })]
    const page = await visit()
    if (display === 'tab') await page.getByRole('button', { name: 'Feedback' }).click()
    for (const { key } of everyType) {
      await page.locator(`[id$="-${key}-title"]`).waitFor()
      expect(await findFaults(page), key).toEqual([])
      await page.locator('button.main').click()
    }
    await page.getByText('Thank you!').waitFor()
    expect(await findFaults(page)).toEqual([])
  })

  test('a tab asks nobody before it is pressed, comes back when its survey is closed, and goes when that is finished', async () => {
    server.due = [makeDue({}, { display: 'tab', tabLabel: 'Say it' })]
    const page = await visit()
    const tab = page.getByRole('button', { name: 'Say it' })
    await tab.waitFor()
    await expectNoClaim()
    await tab.click()
    await shown(page).waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await shown(page).waitFor({ state: 'detached' })
    await tab.click()
    await shown(page).waitFor()
    await page.keyboard.press('9')
    await page.keyboard.press('Enter')
    await page.getByText('Thank you!').waitFor()
    await page.getByRole('button', { name: 'Close' }).first().click()
    await tab.waitFor({ state: 'detached' })
  })

  test('a modal takes the focus, keeps it, closes with Escape and gives it back', async () => {
    server.due = [makeDue({ secondsOnPage: 1 }, { display: 'modal' })]
    const page = await visit()
    await page.getByRole('button', { name: 'Buy' }).focus()
    await shown(page).waitFor()
    for (let tabs = 0; tabs < 8; tabs++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => ['RAPPORT-SURVEY', 'BODY'].includes(document.activeElement!.tagName))).toBe(true)
    }
    await page.keyboard.press('Escape')
    await shown(page).waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Buy')
  })

  test('by call, in an element of the page, with hidden fields', async () => {
    const page = await visit()
    await page.evaluate((survey) => {
      const place = document.createElement('div')
      place.id = 'place'
      document.body.append(place)
      rapport.survey(survey, { container: '#place', hidden: { order_id: '1001' } })
    }, id)
    await page.locator('#place rapport-survey').getByText('Would you recommend us?').waitFor()
    expect(server.claims[0]!.body.hidden).toEqual({ order_id: '1001' })
  })

  test('answers that could not be sent go out on the next page, where no survey is due', async () => {
    server.due = [makeDue({ pages: [{ operator: 'equals', value: '/a' }] })]
    server.behave = 503
    const page = await visit('/a')
    await page.locator('.scale label').nth(9).click()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('You are offline.').waitFor()
    await page.goto('about:blank')
    await new Promise((resolve) => setTimeout(resolve, 300))
    server.behave = 'accept'
    await page.goto(`${site.url}/b`)
    await vi.waitFor(() => expect(server.last()).toMatchObject({ answers: { nps: 9 }, isCompleted: true }), deadline)
  })
})
