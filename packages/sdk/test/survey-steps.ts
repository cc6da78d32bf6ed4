/** How each question of `everyType` is answered, by keyboard alone and by pointer, and what that gives. */
import type { Page } from 'playwright-core'

type Step = (page: Page) => Promise<void>

const press =
  (...keys: string[]): Step =>
  async (page) => {
    for (const key of keys) await page.keyboard.press(key)
  }

const type =
  (...texts: string[]): Step =>
  async (page) => {
    for (const [index, text] of texts.entries()) {
      if (index > 0) await page.keyboard.press('Tab')
      await page.keyboard.type(text)
    }
  }

const click =
  (...selectors: string[]): Step =>
  async (page) => {
    for (const selector of selectors) await page.locator(selector).click()
  }

const fill =
  (...fields: [selector: string, text: string][]): Step =>
  async (page) => {
    for (const [selector, text] of fields) await page.locator(selector).fill(text)
  }

const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('It broke.') }

const attach =
  (open: Step): Step =>
  async (page) => {
    const chooser = page.waitForEvent('filechooser')
    await open(page)
    await (await chooser).setFiles(note)
    await page.getByText('note.txt').waitFor()
  }

const option = (text: string) => `label.option:has-text("${text}")`
const cell = (row: number, column: number) => `.row:nth-of-type(${row + 1}) label:nth-of-type(${column})`

interface Steps {
  byKeyboard: Step
  byPointer: Step
  answer?: unknown
}

export const steps: Record<string, Steps> = {
  nps: { byKeyboard: press('1', '0'), byPointer: click('.scale label:nth-child(11)'), answer: 10 },
  csat: { byKeyboard: press('4'), byPointer: click('.scale label:nth-child(4)'), answer: 4 },
  ces: { byKeyboard: press('7'), byPointer: click('.scale label:nth-child(7)'), answer: 7 },
  rating: { byKeyboard: press('Tab', 'Space', 'ArrowRight'), byPointer: click('.scale label:nth-child(2)'), answer: 2 },
  single: { byKeyboard: press('Tab', 'Space', 'ArrowDown'), byPointer: click(option('compare prices')), answer: { choice: 'compare' } },
  dropdown: {
    byKeyboard: press('Tab', 'ArrowDown'),
    byPointer: async (page) => void (await page.locator('select.field').first().selectOption('berlin')),
    answer: { choice: 'berlin' },
  },
  multiple: {
    byKeyboard: press('Tab', 'Space', 'Tab', 'Space'),
    byPointer: click(option('None of these'), option('Prices'), option('Quality')),
    answer: { choices: ['price', 'quality'] },
  },
  ranking: {
    byKeyboard: press('Tab', 'Tab', 'Space', 'Shift+Tab', 'Space'),
    byPointer: click('.rank:has-text("Low prices")', '.rank:has-text("Fast delivery")'),
    answer: ['price', 'speed', 'green'],
  },
  matrix: {
    byKeyboard: press('Tab', 'Space', 'Tab', 'Space', 'ArrowRight', 'Tab', 'Space', 'ArrowLeft'),
    byPointer: click(cell(1, 1), cell(2, 2), cell(3, 4)),
    answer: { staff: 'bad', waiting: 'fair', clean: 'great' },
  },
  short: { byKeyboard: type('Warm'), byPointer: fill(['.field', 'Warm']), answer: 'Warm' },
  long: { byKeyboard: type('Opening hours'), byPointer: fill(['textarea.field', 'Opening hours']), answer: 'Opening hours' },
  number: { byKeyboard: type('3'), byPointer: fill(['.field', '3']), answer: 3 },
  date: { byKeyboard: type('03012026'), byPointer: fill(['.field', '2026-03-01']), answer: '2026-03-01' },
  contact: {
    byKeyboard: type('Ada', 'ada@example.com', '+49 30 123456'),
    byPointer: fill(['input[autocomplete=name]', 'Ada'], ['input[type=email]', 'ada@example.com'], ['input[type=tel]', '+49 30 123456']),
    answer: { name: 'Ada', email: 'ada@example.com', phone: '+49 30 123456' },
  },
  picture: { byKeyboard: press('Tab', 'Space', 'ArrowRight'), byPointer: click(option('Trail')), answer: { choices: ['trail'] } },
  file: {
    byKeyboard: attach(press('Tab', 'Space')),
    byPointer: attach(click('.upload')),
    answer: { fileIds: ['01970000-0000-7000-8000-000000000001'] },
  },
  consent: { byKeyboard: press('Tab', 'Space'), byPointer: click(option('Yes, send me news')), answer: true },
  statement: { byKeyboard: async () => {}, byPointer: async () => {} },
}

/** Goes on without a mouse: Enter, or from a button and a paragraph with the key that works there. */
export async function goOnByKeyboard(page: Page, key: string): Promise<void> {
  if (key === 'long') return page.keyboard.press('Control+Enter')
  const isAtMain = () => page.evaluate(() => document.querySelector('#survey')?.shadowRoot?.activeElement?.matches('button.main') ?? false)
  if (key === 'ranking' || key === 'file') for (let tabs = 0; tabs < 12 && !(await isAtMain()); tabs++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
}
