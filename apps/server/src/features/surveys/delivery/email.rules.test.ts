import { describe, expect, test } from 'vitest'
import { anonymousPerson, deliverContent } from './deliver.rules.ts'
import { readFailure, readUnreachable } from './email-reach.rules.ts'
import { inkOn, renderMail, type SurveyMail } from './email.rules.ts'
import { surveyContent, type SurveyContent } from '../surveys.contract.ts'

const say = (en: string, more: Record<string, string> = {}) => ({ i18n: { en, ...more } })
const choices = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `c${index}`, label: say(`Choice <${index}>`) }))
const contentOf = (question: object, more: object = {}): SurveyContent =>
  surveyContent.parse({ questions: [{ key: 'first', title: say('How was it?'), ...question }], endings: [{ key: 'thanks', kind: 'thanks', title: say('Thanks') }], ...more })

function render(content: SurveyContent, more: Partial<SurveyMail> = {}, language = 'en') {
  const survey = { id: '00000000-0000-7000-8000-00000000000a', name: 'Store visit', kind: 'customers' as const, version: 1 }
  const delivered = deliverContent({ survey, content, languages: [language], person: anonymousPerson, hidden: {}, seed: 's' })
  return renderMail({
    content: delivered, published: content, subject: undefined, body: undefined, senderName: 'Shop & Co', logo: undefined,
    urlOf: (preset) => `https://r.example/s/t/TOKEN${preset ? `?q=${preset.question}&v=${preset.value}` : ''}`, ...more,
  })
}
const linksIn = (html: string) => [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&').replace('https://r.example/s/t/TOKEN', ''))

describe('the first question', () => {
  const link = (value: string | number) => `?q=first&v=${value}`
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => link(from + index))
  test.each([
    ['nps', { type: 'nps', config: {} }, numbers(0, 10)],
    ['csat of 5', { type: 'csat', config: { scale: 5, look: 'smileys' } }, numbers(1, 5)],
    ['csat of 10', { type: 'csat', config: { scale: 10, look: 'smileys' } }, numbers(1, 10)],
    ['ces', { type: 'ces', config: {} }, numbers(1, 7)],
    ['rating', { type: 'rating', config: { steps: 4, look: 'stars' } }, numbers(1, 4)],
    ['single choice', { type: 'single_choice', config: { choices: choices(3) } }, ['c0', 'c1', 'c2'].map(link)],
    ['single choice of too many', { type: 'single_choice', config: { choices: choices(11) } }, ['']],
    ['text', { type: 'long_text', config: {} }, ['']],
    ['one that is not always asked', { type: 'nps', config: {}, showIf: { type: 'hidden', field: 'x', operator: 'is_given' } }, ['']],
  ])('of %s has its links', (_what, question, links) => {
    const { html, text } = render(contentOf(question))
    // The last one is the plain link below.
    expect(linksIn(html)).toEqual([...links, ''])
    for (const each of links) expect(text).toContain(`https://r.example/s/t/TOKEN${each}`)
  })

  test('is safe: texts of customers and makers stay texts', () => {
    const { html, subject, text } = render(contentOf({ type: 'single_choice', title: say('<b>"Hi"</b> {{answer:q9|you}}'), config: { choices: choices(2) } }), { body: '<script>x</script>\n\nSecond {{answer:a|}}', subject: 'Two\r\nBcc: all@x.example' })
    expect(html).not.toMatch(/<script|<b>/)
    expect(html).toContain('&lt;b&gt;&quot;Hi&quot;&lt;/b&gt; you')
    expect(html).toContain('Choice &lt;0&gt;')
    expect(subject).toBe('Two Bcc: all@x.example')
    expect(text).toContain('<b>"Hi"</b> you')
    expect(`${html}${text}`).not.toContain('{{')
  })
})

test('a mail is readable in the dark, without pictures and from right to left', () => {
  const arabic = contentOf({ type: 'nps', title: say('How?', { ar: 'كيف؟' }), config: { lowLabel: say('Bad', { ar: 'سيئ' }) } }, { languages: { main: 'en', others: ['ar'] } })
  const { html, subject } = render(arabic, { logo: 'cid:logo' }, 'ar')
  expect(html).toContain('<html lang="ar" dir="rtl">')
  expect(html).toContain('alt="Shop &amp; Co"')
  expect(html).toMatch(/prefers-color-scheme:dark/)
  expect(html).toContain('سيئ')
  expect(subject).toBe('كيف؟')
  for (const table of html.match(/<table[^>]*>/g) ?? []) expect(table).toContain('role="presentation"')
})

test.each([['#3355dd', '#ffffff'], ['#ffee00', '#000000'], ['#000000', '#ffffff'], ['#ffffff', '#000000'], ['#777777', '#000000']])('on %s one writes in %s', (colour, ink) => {
  expect(inkOn(colour)).toBe(ink)
})

test.each([
  ['everything is fine', 'ann@shop.example', {}, /^can be/],
  ['no address', undefined, {}, /No e-mail address/],
  ['marketing by e-mail withdrawn', 'a@b.example', { 'marketing|email': { isGranted: false } }, /marketing by e-mail/],
  ['all marketing withdrawn', 'a@b.example', { 'marketing|': { isGranted: false } }, /marketing was withdrawn/],
  ['surveys withdrawn', 'a@b.example', { 'surveys|email': { isGranted: false } }, /surveys by e-mail/],
  ['only SMS withdrawn', 'a@b.example', { 'marketing|sms': { isGranted: false } }, /^can be/],
  ['granted', 'a@b.example', { 'marketing|email': { isGranted: true } }, /^can be/],
])('who can be reached: %s', (_what, address, consent, text) => {
  expect(readUnreachable({ address, consent }) ?? 'can be reached').toMatch(text)
})

test.each([
  [{ responseCode: 550, message: '550 No such user' }, 'refused'], [{ responseCode: 451, message: 'later' }, 'later'], [{ code: 'ESOCKET', command: 'CONN' }, 'later'],
  [{ code: 'EAUTH' }, 'later'], [{ code: 'ETIMEDOUT', command: 'DATA' }, 'unknown'], [{ code: 'ECONNRESET' }, 'unknown'],
])('a failure %j is %s', (error, kind) => {
  expect(readFailure(error).kind).toBe(kind)
})
