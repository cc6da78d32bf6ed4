import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchErrors, type ErrorWatch, type PageError } from '../src/auto/errors.ts'

let page: EventTarget
let reported: PageError[]
let watch: ErrorWatch

beforeEach(() => {
  page = new EventTarget()
  reported = []
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  watch = watchErrors((error) => reported.push(error))
})
afterEach(() => vi.unstubAllGlobals())

function throwInPage(message: string, fields: Record<string, unknown> = {}): void {
  page.dispatchEvent(Object.assign(new Event('error'), { message, filename: 'app.js', lineno: 3, ...fields }))
}

function rejectInPage(reason: unknown): void {
  page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
}

test('tells message, source, line and the beginning of the stack', () => {
  throwInPage('Uncaught Error: No basket', { error: { stack: 's'.repeat(5000) } })
  expect(reported).toEqual([{ message: 'Uncaught Error: No basket', source: 'app.js', line: 3, stack: 's'.repeat(2000) }])
})

test.each([
  [new Error('Broken'), 'Broken'],
  ['just a text', 'just a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ message: 42 }, '42'],
  [Object.create(null), 'Unhandled rejection'],
])('takes any reason of a rejection: %o', (reason, message) => {
  rejectInPage(reason)
  expect(reported.map((error) => error.message)).toEqual([message])
})

test('the same error counts once, on the next page again', () => {
  throwInPage('Same')
  throwInPage('Same')
  throwInPage('Same', { lineno: 4 })
  expect(reported).toHaveLength(2)
  watch.startView()
  throwInPage('Same')
  expect(reported).toHaveLength(3)
})

test('at most ten on a page', () => {
  for (let i = 0; i < 50; i++) throwInPage(`Error ${i}`)
  expect(reported).toHaveLength(10)
})
