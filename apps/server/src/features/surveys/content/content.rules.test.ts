import { describe, expect, test } from 'vitest'
import { jpeg, png, webp } from '../../../../test/pictures.ts'
import { measureCompleteness } from './completeness.rules.ts'
import { checkContent } from './content.rules.ts'
import { findUnstorable } from './storable.rules.ts'
import { surveyContent, surveyTargeting, type SurveyContent } from '../surveys.contract.ts'
import { checkReadiness, checkTargeting } from '../asking/targeting.rules.ts'

const text = (en: string, more: Record<string, string> = {}) => ({ i18n: { en, ...more } })
const choices = [{ key: 'price', label: text('Price') }, { key: 'quality', label: text('Quality') }]
const unhappy = { type: 'answer', question: 'score', operator: 'at_most', value: 6 }
const personal = { type: 'person', rule: { type: 'all', conditions: [{ type: 'trait', trait: 'tier', operator: 'equals', value: 'gold' }] } }
const score = { key: 'score', type: 'nps', title: text('How likely?') }
const why = { key: 'why', type: 'single_choice', title: text('Why?'), config: { choices } }
const comment = { key: 'comment', type: 'long_text', title: text('What else?') }
const thanks = { key: 'thanks', kind: 'thanks', title: text('Thanks') }
const review = { key: 'review', kind: 'review', title: text('Tell others'), url: 'https://reviews.example/us' }
const callBack = { key: 'call_back', kind: 'call_back', title: text('Shall we call?'), showIf: unhappy }
const nested = (depth: number): object => (depth === 0 ? unhappy : { type: 'any', conditions: [nested(depth - 1)] })

type Given = { [Part in keyof SurveyContent]?: unknown }
const make = (change: Given = {}): SurveyContent => surveyContent.parse({ questions: [score, why, comment], endings: [thanks], ...change })

function check(change: Given, kind: 'customers' | 'employees' = 'customers'): string[] {
  const findRuleProblem = (rule: object) => (JSON.stringify(rule).includes('broken') ? 'This rule is broken.' : undefined)
  return checkContent(make(change), { kind, findRuleProblem }).map(({ path, message }) => `${path}: ${message}`)
}

describe('content that can be published', () => {
  test.each<[string, Given]>([
    ['as it stands', {}],
    ['with jumps forward and to endings', { questions: [{ ...score, jumps: [{ if: unhappy, to: 'comment' }, { if: personal, to: 'thanks' }] }, why, comment] }],
    ['with conditions on earlier answers', { questions: [score, { ...why, showIf: nested(8) }, comment] }],
    ['with a condition on an answer in own words', { questions: [{ ...why, config: { choices, hasOther: true } }, { ...comment, showIf: { type: 'answer', question: 'why', operator: 'equals', value: 'other' } }] }],
    ['with a person’s condition', { questions: [score, { ...why, showIf: personal }] }],
    ['with pipes of earlier answers, traits and hidden fields', { hiddenFields: ['order_id'], questions: [score, { ...why, title: text('{{answer:score|x}} {{trait:first_name|you}} {{hidden:order_id|}}') }] }],
    ['with a score of scales and choices', { scores: [{ key: 'fit', name: 'Fit', function: 'sum', parts: [{ question: 'score' }, { question: 'why', points: { price: 1, quality: 3 } }] }], endings: [{ ...thanks, showIf: { type: 'score', score: 'fit', operator: 'at_least', value: 3 } }, { ...thanks, key: 'other' }] }],
    ['with a call-back and, without any, an invitation', { endings: [callBack, thanks] }],
    ['with an invitation that everyone gets, beside a call-back', { endings: [callBack, review] }],
    ['with an invitation by traits alone', { endings: [{ ...review, showIf: personal }, thanks] }],
    ['with a logo', { theme: { logo: `data:image/png;base64,${png.toString('base64')}` } }],
    ['with a logo of 150 kB', { theme: { logo: `data:image/jpeg;base64,${Buffer.concat([jpeg, Buffer.alloc(150_000 - jpeg.length)]).toString('base64')}` } }],
    ['with an optional text left empty', { questions: [{ ...score, config: { lowLabel: { i18n: {} } } }] }],
    ['in another main language', { languages: { main: 'de', others: ['en'] }, questions: [{ ...score, title: { i18n: { de: 'Wie?' } } }], endings: [{ ...thanks, title: { i18n: { de: 'Danke' } } }] }],
  ])('%s', (_name, change) => {
    expect(check(change)).toEqual([])
  })

  test('of employees too', () => {
    expect(check({ hiddenFields: ['team', 'store_id'], questions: [score, comment] }, 'employees')).toEqual([])
  })
})

describe('content that cannot be published says where and why', () => {
  test.each<[string, Given, RegExp]>([
    ['no question', { questions: [] }, /^questions: Add a question/],
    ['statements alone', { questions: [{ key: 's', type: 'statement', title: text('Hello') }] }, /^questions: Add/],
    ['a key twice', { questions: [score, { ...comment, key: 'score' }] }, /^questions\.1\.key: Another question is called "score"/],
    ['an ending twice', { endings: [thanks, thanks] }, /^endings\.1\.key: /],
    ['a question and an ending of one key', { endings: [{ ...thanks, key: 'score' }] }, /^endings\.0\.key: A question/],
    ['a score twice', { scores: [1, 2].map(() => ({ key: 'fit', name: 'Fit', function: 'sum', parts: [{ question: 'score' }] })) }, /^scores\.1\.key: /],
    ['a hidden field twice', { hiddenFields: ['a', 'a'] }, /^hiddenFields\.1: /],
    ['a language twice', { languages: { main: 'en', others: ['de', 'en'] } }, /^languages\.others\.1: /],
    ['an unknown type', { questions: [{ ...score, type: 'guess' }] }, /^questions\.0\.type: There is no type of question "guess"/],
    ['a type called as something of JavaScript', { questions: [{ ...score, type: 'constructor' }] }, /^questions\.0\.type: /],
    ['a config that does not parse', { questions: [{ ...why, config: {} }] }, /^questions\.0\.config\.choices: /],
    ['a jump back', { questions: [score, { ...why, jumps: [{ if: unhappy, to: 'score' }] }] }, /^questions\.1\.jumps\.0\.to: .*never back/],
    ['a jump to itself', { questions: [{ ...score, jumps: [{ if: unhappy, to: 'score' }] }] }, /never back/],
    ['a jump to nowhere', { questions: [{ ...score, jumps: [{ if: unhappy, to: 'nowhere' }] }] }, /^questions\.0\.jumps\.0\.to: There is no/],
    ['a condition on a later question', { questions: [{ ...comment, showIf: unhappy }, score] }, /^questions\.0\.showIf: .*comes later/],
    ['a condition on itself', { questions: [{ ...score, showIf: unhappy }] }, /comes later/],
    ['a jump on a later answer', { questions: [{ ...comment, jumps: [{ if: unhappy, to: 'thanks' }] }, score] }, /^questions\.0\.jumps\.0\.if: .*comes later/],
    ['a condition on no question, nested', { questions: [score, { ...why, showIf: { type: 'all', conditions: [unhappy, { ...unhappy, question: 'gone' }] } }] }, /^questions\.1\.showIf\.conditions\.1: There is no question "gone"/],
    ['a comparison with nothing', { questions: [score, { ...why, showIf: { type: 'answer', question: 'score', operator: 'equals' } }] }, /compared/],
    ['a comparison with a choice that is gone', { questions: [why, { ...comment, showIf: { type: 'answer', question: 'why', operator: 'has', value: 'taste' } }] }, /^questions\.1\.showIf: The question "why" has no answer "taste"/],
    ['a comparison of words by size', { questions: [comment, { ...score, showIf: { ...unhappy, question: 'comment' } }] }, /^questions\.1\.showIf: .*no numbers/],
    ['a comparison by size with words', { questions: [score, { ...why, showIf: { ...unhappy, value: '6' } }] }, /^questions\.1\.showIf: Compare with a number/],
    ['a condition on no score', { endings: [{ ...thanks, showIf: { type: 'score', score: 'fit', operator: 'at_least', value: 1 } }, { ...thanks, key: 'b' }] }, /^endings\.0\.showIf: There is no score "fit"/],
    ['a condition on no hidden field', { questions: [{ ...score, showIf: { type: 'hidden', field: 'x', operator: 'is_given' } }] }, /^questions\.0\.showIf: There is no hidden field "x"/],
    ['a broken rule', { questions: [{ ...score, showIf: { type: 'person', rule: { type: 'all', conditions: [{ type: 'trait', trait: 'broken', operator: 'exists' }] } } }] }, /This rule is broken/],
    ['a score of no question', { scores: [{ key: 'fit', name: 'Fit', function: 'sum', parts: [{ question: 'gone' }] }] }, /^scores\.0\.parts\.0: There is no question/],
    ['a score of a text', { scores: [{ key: 'fit', name: 'Fit', function: 'sum', parts: [{ question: 'comment' }] }] }, /no numbers/],
    ['a score of choices without points', { scores: [{ key: 'fit', name: 'Fit', function: 'sum', parts: [{ question: 'why' }] }] }, /points/],
    ['points of no choice', { scores: [{ key: 'fit', name: 'Fit', function: 'sum', parts: [{ question: 'why', points: { taste: 1 } }] }] }, /no answer "taste"/],
    ['endings for some only', { endings: [{ ...thanks, showIf: unhappy }] }, /^endings: One ending needs no condition/],
    ['an invitation to review for the happy', { endings: [{ ...review, showIf: { ...unhappy, operator: 'at_least' } }, thanks] }, /^endings\.0\.showIf: .*may not depend/],
    ['an invitation by a score, nested', { scores: [{ key: 'fit', name: 'Fit', function: 'sum', parts: [{ question: 'score' }] }], endings: [{ ...review, showIf: { type: 'none', conditions: [{ type: 'score', score: 'fit', operator: 'at_most', value: 1 }] } }, thanks] }, /may not depend/],
    ['an invitation by a jump on answers', { questions: [{ ...score, jumps: [{ if: unhappy, to: 'review' }] }], endings: [thanks, review] }, /^questions\.0\.jumps\.0: .*may not depend/],
    ['an invitation without an address', { endings: [{ ...review, url: undefined }] }, /^endings\.0\.url: Give the address/],
    ['a pipe of no question', { questions: [{ ...score, title: text('{{answer:gone|x}}') }] }, /^questions\.0\.title: .*names no earlier question/],
    ['a pipe of a later question', { questions: [{ ...comment, title: text('{{answer:score|x}}') }, score] }, /^questions\.0\.title: /],
    ['a pipe in the welcome', { welcome: { title: text('{{answer:score|x}}') } }, /^welcome\.title: /],
    ['a pipe of no hidden field, in one language of a config', { languages: { main: 'en', others: ['de'] }, questions: [{ ...score, config: { lowLabel: text('Low', { de: '{{hidden:x|}}' }) } }] }, /^questions\.0\.config\.lowLabel: .*hidden field/],
    ['a pipe that is none', { questions: [{ ...score, title: text('Hello {{name}}') }] }, /^questions\.0\.title: A placeholder/],
    ['a title without the main language', { questions: [{ ...score, title: { i18n: { de: 'Wie?' } } }] }, /^questions\.0\.title: Write this text in the main language, en/],
    ['a title without a text', { endings: [{ ...thanks, title: { i18n: {} } }] }, /^endings\.0\.title: /],
    ['a choice without a text', { questions: [{ ...why, config: { choices: [choices[0], { key: 'b', label: text(' ') }] } }] }, /^questions\.0\.config\.choices\.1\.label: /],
    ['an optional text in another language alone', { questions: [{ ...score, config: { lowLabel: { i18n: { de: 'Nie' } } } }] }, /^questions\.0\.config\.lowLabel: /],
    ['a logo that is SVG', { theme: { logo: 'data:image/svg+xml;base64,PHN2Zy8+' } }, /^theme\.logo: /],
    ['a logo from elsewhere', { theme: { logo: 'https://shop.example/logo.png' } }, /^theme\.logo: /],
    ['a logo that only says it is a picture', { theme: { logo: `data:image/png;base64,${Buffer.from('<svg/>').toString('base64')}` } }, /^theme\.logo: /],
    ['a logo of another kind than it says', { theme: { logo: `data:image/png;base64,${webp.toString('base64')}` } }, /^theme\.logo: /],
    ['a logo beyond 150 kB', { theme: { logo: `data:image/png;base64,${Buffer.concat([png, Buffer.alloc(150_001 - png.length)]).toString('base64')}` } }, /^theme\.logo: /],
  ])('%s', (_name, change, expected) => {
    const problems = check(change)
    expect(problems.join('\n')).toMatch(expected)
    expect(problems.length).toBeLessThanOrEqual(2)
  })
})

describe('answers of employees are anonymous: refused', () => {
  test.each<[string, Given, RegExp]>([
    ['contact fields', { questions: [score, { key: 'c', type: 'contact', title: text('Who?') }] }, /^questions\.1\.type: /],
    ['a consent', { questions: [score, { key: 'c', type: 'consent', title: text('OK?'), config: { purpose: 'x', label: text('Yes') } }] }, /^questions\.1\.type: /],
    ['a personal field', { hiddenFields: ['email'] }, /^hiddenFields\.0: /],
    ['an employee’s number', { hiddenFields: ['team', 'employee_id'] }, /^hiddenFields\.1: /],
    ['a trait', { questions: [{ ...score, title: text('{{trait:first_name|you}}') }] }, /^questions\.0\.title: .*anonymous/],
    ['a condition on the person', { questions: [{ ...score, showIf: personal }] }, /^questions\.0\.showIf: .*anonymous/],
    ['a call-back', { endings: [callBack, thanks] }, /^endings\.0\.kind: /],
  ])('%s', (_name, change, expected) => {
    expect(check(change, 'employees').join('\n')).toMatch(expected)
    expect(check(change, 'customers').join('\n')).not.toContain('anonymous')
  })
})

test('completeness is the share of texts that a language has; empty texts count for none', () => {
  const content = make({
    languages: { main: 'en', others: ['de', 'fr'] },
    questions: [{ ...score, title: text('How?', { de: 'Wie?', fr: ' ' }), config: { lowLabel: { i18n: {} } } }, { ...why, config: { choices: [{ key: 'a', label: text('A', { de: 'A' }) }, { key: 'b', label: text('B') }] } }],
  })
  // How?, Why?, A, B, Thanks.
  expect(measureCompleteness(content)).toEqual({ en: 1, de: 2 / 5, fr: 0 })
})

describe('targeting', () => {
  const target = (change: object) => surveyTargeting.parse(change)
  const segment = '018f3c5e-7b1a-7c3d-8e4f-0123456789ab'

  test('stands on segments that are there, and on times in their order', () => {
    const paths = (change: object, known: string[] = []) => checkTargeting(target(change), new Set(known)).map(({ path }) => path)
    expect(paths({ audience: { segmentIds: [segment] } })).toEqual(['audience'])
    expect(paths({ audience: { segmentIds: [segment] } }, [segment])).toEqual([])
    expect(paths({ quotas: [{ name: 'q', limit: 1, segmentId: segment }] })).toEqual(['audience'])
    expect(paths({ schedule: { startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-02-01T00:00:00Z', fromHour: 9, toHour: 9 } })).toEqual(['schedule.endsAt', 'schedule.toHour'])
  })

  test('has before publishing what each channel needs', () => {
    const paths = (change: object) => checkReadiness(target(change), make()).map(({ path }) => path)
    expect(paths({})).toEqual([])
    expect(paths({ channels: { widget: { isOn: true, display: 'inline' } } })).toEqual(['targeting.channels.widget.selector'])
    expect(paths({ channels: { widget: { isOn: true, display: 'tab' } } })).toEqual(['targeting.channels.widget.tabLabel'])
    expect(paths({ channels: { email: { isOn: true } } })).toEqual(['targeting.channels.email.subject', 'targeting.trigger.events'])
    for (const answer of [{ question: 'gone', value: 1 }, { question: 'why', value: 'taste' }]) expect(paths({ quotas: [{ name: 'q', limit: 1, answer }] })).toEqual(['targeting.quotas.0.answer'])
    expect(paths({ quotas: [{ name: 'q', limit: 1, answer: { question: 'why', value: 'price' } }] })).toEqual([])
  })
})

test('what no database keeps is found, however deep', () => {
  let deep: unknown = 'x'
  for (let level = 0; level < 50_000; level++) deep = { deep }
  expect(findUnstorable(deep, 'content')?.message).toMatch(/nested too deep/)
  expect(findUnstorable({ a: [{ b: 'x\0' }] }, 'content')).toMatchObject({ path: 'content.a.0.b' })
  expect(findUnstorable({ 'x\ud800': 1 }, 'content')).toMatchObject({ path: 'content' })
  expect(findUnstorable(make(), 'content')).toBeUndefined()
})
