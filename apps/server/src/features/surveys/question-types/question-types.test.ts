import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { testRegistry } from '../../../../test/test-registry.ts'
import type { RefusedAnswer, ReadAnswer } from './define-question-type.ts'
import { questionTypes } from './index.ts'

const text = (en: string, de?: string) => ({ i18n: { en, ...(de ? { de } : {}) } })
const choices = [{ key: 'price', label: text('Price', 'Preis') }, { key: 'quality', label: text('Quality', 'Qualität') }, { key: 'none', label: text('None'), isExclusive: true }]
const columns = [{ key: 'bad', label: text('Bad') }, { key: 'good', label: text('Good') }]
const fileId = '018f3c5e-7b1a-7c3d-8e4f-0123456789ab'
const otherFileId = '018f3c5e-7b1a-7c3d-8e4f-0123456789ac'

function read(type: string, value: unknown, config: object = {}, language = 'en'): ReadAnswer | RefusedAnswer {
  const questionType = questionTypes.get(type)
  return questionType.read(value, questionType.configSchema.parse(config) as never, language)
}

/** An answer that each type takes with its example. */
const goodAnswers: Record<string, unknown> = {
  nps: 9, csat: 4, ces: 6, rating: 3, single_choice: { choice: 'price' }, multiple_choice: { choices: ['price'] }, ranking: ['quality', 'price'], matrix: { staff: 'good' },
  short_text: 'Fine', long_text: 'Fine', number: 12, date: '2026-03-01', contact: { name: 'Ann' }, picture_choice: { choices: ['blue'] }, file: { fileIds: [fileId] }, consent: true,
}

testRegistry('question types', questionTypes, {
  run: (type, config) => type.read(goodAnswers[type.type], config as never, 'en'),
  outcome: z.union([z.object({ isValid: z.literal(true), words: z.string().min(1) }), z.object({ isValid: z.literal(false), message: z.string().min(1) })]),
})

test('every type takes a good answer to its example, but a statement none', () => {
  for (const type of questionTypes.variants) {
    const reading = type.read(goodAnswers[type.type], type.configSchema.parse(type.example) as never, 'en')
    expect(reading.isValid, type.type).toBe(type.type !== 'statement')
  }
})

test('types are those of the interface between server, page and screens', () => {
  expect(questionTypes.types).toEqual([
    'nps', 'csat', 'ces', 'rating', 'single_choice', 'multiple_choice', 'ranking', 'matrix', 'short_text', 'long_text', 'number', 'date', 'contact', 'picture_choice', 'file', 'consent', 'statement',
  ])
})

describe('an answer that fits is read', () => {
  test.each<[string, unknown, object, object]>([
    ['nps', 9, {}, { value: 9, number: 9, words: '9', group: 'promoter' }],
    ['nps', 8, {}, { group: 'passive' }],
    ['nps', 7, {}, { group: 'passive' }],
    ['nps', 6, {}, { group: 'detractor' }],
    ['nps', 0, {}, { number: 0, group: 'detractor' }],
    ['csat', 3, { scale: 3 }, { group: 'satisfied' }],
    ['csat', 2, { scale: 3 }, { group: 'unsatisfied' }],
    ['csat', 4, { scale: 5 }, { group: 'satisfied' }],
    ['csat', 3, { scale: 5 }, { group: 'unsatisfied' }],
    ['csat', 8, { scale: 10 }, { group: 'satisfied' }],
    ['csat', 7, { scale: 10 }, { group: 'unsatisfied' }],
    ['ces', 5, {}, { group: 'easy' }],
    ['ces', 4, {}, { group: 'hard' }],
    ['rating', 10, { steps: 10 }, { number: 10 }],
    ['single_choice', { choice: 'price' }, { choices }, { value: { choice: 'price' }, words: 'Price', choices: ['price'] }],
    ['single_choice', { other: ' <b>Taste</b> ' }, { choices, hasOther: true }, { value: { other: '<b>Taste</b>' }, words: '<b>Taste</b>', choices: ['other'], text: '<b>Taste</b>' }],
    ['multiple_choice', { choices: ['quality', 'price'] }, { choices }, { words: 'Quality, Price', choices: ['quality', 'price'] }],
    ['multiple_choice', { choices: ['price'], other: 'Taste' }, { choices, hasOther: true }, { value: { choices: ['price'], other: 'Taste' }, choices: ['price', 'other'], text: 'Taste' }],
    ['multiple_choice', { choices: ['none'] }, { choices, min: 2 }, { choices: ['none'] }],
    ['ranking', ['none', 'price', 'quality'], { choices }, { value: ['none', 'price', 'quality'], words: 'None, Price, Quality' }],
    ['matrix', { price: 'good', quality: 'bad' }, { rows: choices, columns }, { words: 'Price: Good; Quality: Bad', choices: ['price=good', 'quality=bad'] }],
    ['short_text', '  two\nlines ', {}, { value: 'two lines', text: 'two lines' }],
    ['long_text', '<script>alert(1)</script>\u0000', {}, { value: '<script>alert(1)</script>' }],
    ['long_text', '😀😀', { maxLength: 2 }, { value: '😀😀' }],
    ['number', -1.5, {}, { number: -1.5, words: '-1.5' }],
    ['date', '2028-02-29', {}, { value: '2028-02-29' }],
    ['contact', { name: ' Ann ', email: 'ann@example.com' }, {}, { value: { name: 'Ann', email: 'ann@example.com' }, words: 'Ann, ann@example.com' }],
    ['contact', { phone: '+49 (30) 123-45' }, { fields: ['phone'] }, { words: '+49 (30) 123-45' }],
    ['file', { fileIds: [fileId] }, {}, { value: { fileIds: [fileId] }, words: '1 file' }],
    ['consent', false, { purpose: 'marketing', label: text('Yes please') }, { value: false, words: 'No', choices: ['no'] }],
  ])('%s %j', (type, value, config, expected) => {
    expect(read(type, value, config)).toMatchObject({ isValid: true, ...expected })
  })
})

describe('an answer that does not fit is refused with what to do', () => {
  test.each<[string, unknown, object]>([
    ['nps', 11, {}], ['nps', -1, {}], ['nps', 9.5, {}], ['nps', '9', {}], ['nps', null, {}], ['nps', NaN, {}], ['nps', [9], {}],
    ['csat', 4, { scale: 3 }], ['csat', 0, {}], ['ces', 8, {}], ['ces', 0, {}], ['rating', 6, {}],
    ['single_choice', 'price', { choices }], ['single_choice', { choice: 'nothing' }, { choices }], ['single_choice', { choice: 'price', more: 1 }, { choices }],
    ['single_choice', { choice: 'price', other: 'x' }, { choices, hasOther: true }], ['single_choice', { other: 'x' }, { choices }], ['single_choice', {}, { choices }],
    ['single_choice', { other: 'x'.repeat(501) }, { choices, hasOther: true }], ['single_choice', { choice: '__proto__' }, { choices }],
    ['multiple_choice', { choices: ['price', 'price'] }, { choices }], ['multiple_choice', { choices: ['price', 'none'] }, { choices }], ['multiple_choice', { choices: [] }, { choices }],
    ['multiple_choice', { choices: ['price'] }, { choices, min: 2 }], ['multiple_choice', { choices: ['price', 'quality'] }, { choices, max: 1 }], ['multiple_choice', ['price'], { choices }],
    ['multiple_choice', { choices: ['none'], other: 'x' }, { choices, hasOther: true }],
    ['ranking', ['price'], { choices }], ['ranking', ['price', 'price', 'none'], { choices }], ['ranking', {}, { choices }],
    ['matrix', {}, { rows: choices, columns }], ['matrix', { price: 'great' }, { rows: choices, columns }], ['matrix', { taste: 'good' }, { rows: choices, columns }], ['matrix', { price: ['good'] }, { rows: choices, columns }],
    ['short_text', 'x'.repeat(201), {}], ['short_text', ' ', {}], ['short_text', 5, {}], ['long_text', '\u0000\u0007', {}], ['long_text', 'x'.repeat(5_001), { maxLength: 5_000 }],
    ['number', '5', {}], ['number', Infinity, {}], ['number', 1.5, { isWhole: true }], ['number', 4, { min: 5 }], ['number', 6, { max: 5 }], ['number', 1e300, {}],
    ['date', '2026-02-30', {}], ['date', '01.03.2026', {}], ['date', '2025-12-31', { min: '2026-01-01' }], ['date', '2026-01-02', { max: '2026-01-01' }],
    ['contact', {}, {}], ['contact', { email: 'nobody' }, {}], ['contact', { phone: '123' }, {}], ['contact', { phone: 'call me' }, { fields: ['phone'] }], ['contact', { name: 5 }, {}], ['contact', { name: 'x'.repeat(201) }, {}],
    ['file', { fileIds: [] }, {}], ['file', { fileIds: ['../etc/passwd'] }, {}], ['file', { fileIds: [fileId, otherFileId] }, {}], ['file', { fileIds: [fileId, fileId] }, { maxFiles: 3 }],
    ['consent', 'yes', { purpose: 'marketing', label: text('Yes please') }], ['statement', 'x', {}],
  ])('%s %j', (type, value, config) => {
    const reading = read(type, value, config)
    expect(reading).toEqual({ isValid: false, message: expect.stringMatching(/^[A-Z].*\.$/) })
  })
})

describe('a config that cannot work is refused', () => {
  test.each<[string, object]>([
    ['csat', { scale: 4 }], ['rating', { steps: 11 }], ['single_choice', {}], ['single_choice', { choices: choices.slice(0, 1) }], ['single_choice', { choices: [choices[0], choices[0]] }],
    ['single_choice', { choices: [...choices, { key: 'other', label: text('Other') }], hasOther: true }], ['multiple_choice', { choices, min: 3, max: 2 }], ['multiple_choice', { choices, min: 4 }],
    ['matrix', { rows: [], columns }], ['short_text', { maxLength: 501 }], ['long_text', { maxLength: 5_001 }], ['number', { min: 2, max: 1 }], ['date', { min: '2026-02-01', max: '2026-01-01' }],
    ['contact', { fields: [] }], ['contact', { fields: ['name', 'name'] }], ['file', { maxFiles: 6 }], ['consent', { purpose: '' }], ['nps', { lowLabel: 'plain' }],
    ['picture_choice', { choices: choices.map((choice) => ({ ...choice, image: 'data:image/svg+xml;base64,PHN2Zy8+' })) }],
    ['picture_choice', { choices: choices.map((choice) => ({ ...choice, image: 'javascript:alert(1)' })) }],
    ['picture_choice', { choices: choices.map((choice) => ({ ...choice, image: 'data:image/png;base64,PHN2Zy8+' })) }],
    ['picture_choice', { choices: choices.map((choice) => ({ ...choice, image: 'http://shop.example/a.png' })) }],
  ])('%s %j', (type, config) => {
    expect(questionTypes.get(type).configSchema.safeParse(config).success).toBe(false)
  })
})

test('words and values of choices are in the main language of the survey', () => {
  expect(read('single_choice', { choice: 'quality' }, { choices }, 'de')).toMatchObject({ words: 'Qualität' })
  const { configSchema, values } = questionTypes.get('single_choice')
  const listed = values!(configSchema.parse({ choices, hasOther: true }) as never, 'de')
  expect(listed.map(({ value, label }) => `${value} ${label}`)).toEqual(['price Preis', 'quality Qualität', 'none None', 'other Other'])
})

test('values of a scale stand in their order, each in its group', () => {
  const { configSchema, values } = questionTypes.get('csat')
  expect(values!(configSchema.parse({}) as never).map(({ value, group }) => `${value} ${group}`)).toEqual(['1 unsatisfied', '2 unsatisfied', '3 unsatisfied', '4 satisfied', '5 satisfied'])
})
