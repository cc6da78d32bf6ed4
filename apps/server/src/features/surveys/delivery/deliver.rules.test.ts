import { describe, expect, test } from 'vitest'
import { anonymousPerson, deliverContent, isPersonal, type Delivery } from './deliver.rules.ts'
import { deliveredContent } from '../delivery.contract.ts'
import { surveyContent } from '../surveys.contract.ts'
import { fillPipes, pickLanguage } from '../content/texts.rules.ts'
import { en } from '../words/en.ts'
import { findWords, languagesWithWords } from '../words/index.ts'

const text = (en: string, more: Record<string, string> = {}) => ({ i18n: { en, ...more } })
const choice = (key: string, isExclusive?: boolean) => ({ key, label: text(key.toUpperCase()), ...(isExclusive ? { isExclusive } : {}) })
const everybody = { type: 'all', conditions: [{ type: 'trait', trait: 'tier', operator: 'equals', value: 'gold' }] }

const content = surveyContent.parse({
  languages: { main: 'en', others: ['de', 'ar'] },
  welcome: { title: text('Hello {{trait:first_name|there}}', { de: 'Hallo {{trait:first_name|}}' }) },
  hiddenFields: ['order_id'],
  questions: [
    { key: 'score', type: 'nps', title: text('How likely?', { de: 'Wie wahrscheinlich?' }), config: { lowLabel: text('Never', { de: 'Nie' }) }, jumps: [{ if: { type: 'hidden', field: 'order_id', operator: 'is_given' }, to: 'thanks' }] },
    {
      key: 'why', type: 'multiple_choice', title: text('Why {{answer:score|this}} for {{hidden:order_id|us}}?'), showIf: { type: 'any', conditions: [{ type: 'person', rule: everybody }, { type: 'answer', question: 'score', operator: 'at_most', value: 6 }] },
      config: { choices: [choice('none', true), ...'abcdefgh'.split('').map((key) => choice(key))], isShuffled: true },
    },
  ],
  endings: [{ key: 'thanks', kind: 'thanks', title: text('Thanks', { ar: 'شكراً' }) }],
})

const deliver = (change: Partial<Delivery> = {}) =>
  deliverContent({
    survey: { id: '018f3c5e-7b1a-7c3d-8e4f-0123456789ab', name: 'NPS', kind: 'customers', version: 3 }, content, languages: ['en'], person: anonymousPerson, hidden: {}, seed: 's', ...change,
  })

test('what is asked of everybody alike needs nothing of the person; a trait in any text and a condition on them do', () => {
  const question = { key: 'q', type: 'short_text', title: text('{{answer:q|You}}, how was {{hidden:order_id|it}}?') }
  const make = (parts: object) => surveyContent.parse({ hiddenFields: ['order_id'], questions: [question], endings: [{ key: 'thanks', kind: 'thanks', title: text('Thanks') }], ...parts })
  const thanks = { key: 'thanks', kind: 'thanks', title: text('Thanks', { de: 'Danke, {{trait:first_name|}}' }) }
  const only = { key: 'vip', kind: 'thanks', title: text('Thanks'), showIf: { type: 'any', conditions: [{ type: 'person', rule: everybody }] } }
  expect([make({}), make({ endings: [thanks] }), make({ endings: [only] }), content].map(isPersonal)).toEqual([false, true, true, true])
})

describe('the language', () => {
  test.each<[string[], string]>([
    [['de'], 'de'], [['de-AT', 'en'], 'de'], [['fr', 'de'], 'de'], [['fr'], 'en'], [[], 'en'], [['EN-gb'], 'en'], [['pt-BR'], 'pt-PT'], [['pt-pt'], 'pt-PT'], [['zh-TW'], 'zh-TW'], [['zh'], 'zh-CN'], [['', '-'], 'en'],
  ])('of %j is %s', (wanted, expected) => {
    expect(pickLanguage(wanted, { main: 'en', others: ['de', 'pt-PT', 'zh-CN', 'zh-TW'] })).toBe(expected)
  })

  test('decides texts, with the main one for what is missing, direction and words', () => {
    const german = deliver({ languages: ['de-CH'] })
    expect(german).toMatchObject({ language: 'de', direction: 'ltr', languages: ['en', 'de', 'ar'], words: { next: 'Weiter' } })
    expect(german.questions[0]).toMatchObject({ title: 'Wie wahrscheinlich?', config: { lowLabel: 'Nie', isColoured: false } })
    expect(german.endings[0]!.title).toBe('Thanks')
    expect(deliver({ languages: ['ar'] })).toMatchObject({ direction: 'rtl', endings: [{ title: 'شكراً' }] })
  })

  test('has the same words everywhere, with the same blanks', () => {
    const blanks = (words: Record<string, string>) => Object.entries(words).map(([key, value]) => [key, (value.match(/\{\w+\}/g) ?? []).toSorted()])
    for (const language of languagesWithWords) expect(blanks(findWords(language)), language).toEqual(blanks(en))
    expect(findWords('xx')).toBe(en)
    expect(findWords('constructor')).toBe(en)
    expect(findWords('pt-BR')).toBe(findWords('pt'))
  })
})

describe('pipes', () => {
  test.each<[string, string]>([
    ['{{trait:first_name|there}}', 'Ann'], ['{{trait:last_name|there}}', 'there'], ['{{trait:last_name|}}', ''], ['{{trait:last_name}}', ''], ['{{trait:address.city|x}}', 'Gent'], ['{{trait:address|x}}', 'x'],
    ['{{trait:visits|0}}', '7'], ['{{trait:evil|x}}', 'answer:q|p'], ['{{trait:constructor|x}}', 'x'], ['{{trait:__proto__.x|x}}', 'x'], ['{{hidden:order_id|x}}', 'A-1'], ['{{hidden:shop|x}}', 'x'],
    ['{{answer:q1|you}}', '{{answer:q1|you}}'], ['{{other:q1|you}}', '{{other:q1|you}}'], ['{{ trait:first_name }}', '{{ trait:first_name }}'], ['a {{trait:first_name|b}} c {{hidden:order_id|d}}', 'a Ann c A-1'],
  ])('%s is %s', (given, expected) => {
    const traits = { first_name: 'Ann', address: { city: 'Gent' }, visits: 7, evil: '{{answer:q|p}}' }
    expect(fillPipes(given, { traits, hidden: { order_id: 'A-1' } })).toBe(expected)
  })

  test('are filled in everywhere but those of answers; hidden fields only as the survey names them', () => {
    const filled = deliver({ person: { ...anonymousPerson, traits: { first_name: 'Ann' } }, hidden: { order_id: '12', __proto__x: 'y' } })
    expect(filled.welcome!.title).toBe('Hello Ann')
    expect(filled.questions[1]!.title).toBe('Why {{answer:score|this}} for 12?')
    expect(deliver().questions[1]!.title).toBe('Why {{answer:score|this}} for us?')
  })
})

describe('conditions', () => {
  test('on person and hidden fields are answered, those on answers stay', () => {
    const gold = deliver({ person: { traits: {}, holds: (rule) => rule === content.questions[1]!.showIf || JSON.stringify(rule).includes('gold') }, hidden: { order_id: '1' } })
    expect(gold.questions[1]!.showIf).toEqual({ type: 'any', conditions: [{ type: 'known', holds: true }, { type: 'answer', question: 'score', operator: 'at_most', value: 6 }] })
    expect(gold.questions[0]!.jumps).toEqual([{ if: { type: 'known', holds: true }, to: 'thanks' }])
    expect(deliver().questions[1]!.showIf).toMatchObject({ conditions: [{ holds: false }, {}] })
    expect(deliver().questions[0]!.jumps).toEqual([{ if: { type: 'known', holds: false }, to: 'thanks' }])
  })

  test.each<[object, Record<string, string>, boolean]>([
    [{ operator: 'equals', value: 'x' }, { order_id: 'x' }, true], [{ operator: 'equals', value: 'x' }, {}, false], [{ operator: 'not_equals', value: 'x' }, {}, true],
    [{ operator: 'not_equals', value: 'x' }, { order_id: 'x' }, false], [{ operator: 'is_given' }, { order_id: '' }, false], [{ operator: 'is_given' }, { order_id: '0' }, true],
  ])('hidden %j with %j: %s', (condition, hidden, holds) => {
    const changed = surveyContent.parse({ ...content, endings: [{ ...content.endings[0], showIf: { type: 'hidden', field: 'order_id', ...condition } }] })
    expect(deliver({ content: changed, hidden }).endings[0]!.showIf).toEqual({ type: 'known', holds })
  })
})

describe('choices', () => {
  const orderOf = (seed: string) => (deliver({ seed }).questions[1]!.config['choices'] as { key: string; label: string }[]).map((entry) => entry.key).join('')

  test('are shuffled by the seed, the exclusive one last', () => {
    expect(orderOf('a')).toBe(orderOf('a'))
    const orders = ['a', 'b', 'c', 'd'].map(orderOf)
    expect(new Set(orders).size).toBe(4)
    for (const order of orders) {
      expect(order).toMatch(/none$/)
      expect(order.slice(0, 8).split('').toSorted().join('')).toBe('abcdefgh')
    }
  })

  test('stand first equally often', () => {
    const counts = new Map<string, number>()
    for (let run = 0; run < 800; run++) counts.set(orderOf(`seed ${run}`)[0]!, (counts.get(orderOf(`seed ${run}`)[0]!) ?? 0) + 1)
    // Expected 100 each, standard deviation 9.4.
    for (const key of 'abcdefgh') expect(counts.get(key), key).toBeGreaterThan(60)
  })
})

describe('an invitation to review', () => {
  const callBack = { key: 'call_back', kind: 'call_back', title: text('Sorry'), showIf: { type: 'answer', question: 'score', operator: 'at_most', value: 6 } }
  const review = { key: 'review', kind: 'review', title: text('Thanks'), buttonLabel: text('Write', { de: 'Schreiben' }), url: 'https://reviews.example/us' }
  const endingsOf = (endings: object[], change: Partial<Delivery> = {}) => deliver({ content: surveyContent.parse({ ...content, endings }), ...change }).endings

  test('stands on every ending, whatever was answered', () => {
    const [first, second] = endingsOf([callBack, review], { languages: ['de'] })
    expect(first).toMatchObject({ kind: 'call_back', invitation: { url: review.url, label: 'Schreiben' } })
    expect(second).not.toHaveProperty('invitation')
    expect(endingsOf([callBack, content.endings[0]!])[0]).not.toHaveProperty('invitation')
  })

  test('that is for some people is on no ending of others', () => {
    const forSome = { ...review, showIf: { type: 'all', conditions: [{ type: 'person', rule: everybody }, { type: 'none', conditions: [{ type: 'hidden', field: 'order_id', operator: 'is_given' }] }] } }
    const gold = { traits: {}, holds: () => true }
    expect(endingsOf([callBack, forSome, content.endings[0]!], { person: gold })[0]).toHaveProperty('invitation')
    expect(endingsOf([callBack, forSome, content.endings[0]!], { person: gold, hidden: { order_id: '1' } })[0]).not.toHaveProperty('invitation')
    expect(endingsOf([callBack, forSome, content.endings[0]!])[0]).not.toHaveProperty('invitation')
  })
})

test('a draft that is not finished is delivered as far as it goes', () => {
  const draft = surveyContent.parse({ ...content, questions: [{ key: 'q', type: 'no_such_type', title: { i18n: {} }, config: { label: text('L'), deep: [{ more: text('M') }] } }] })
  expect(deliver({ content: draft }).questions[0]).toMatchObject({ title: '', config: { label: 'L', deep: [{ more: 'M' }] } })
})

test('what is delivered has no text in several languages left, and keeps the contract', () => {
  const delivered = deliver({ survey: { id: '018f3c5e-7b1a-7c3d-8e4f-0123456789ab', name: 'Team', kind: 'employees', version: 1 } })
  expect(deliveredContent.parse(delivered)).toEqual(delivered)
  expect(JSON.stringify(delivered)).not.toContain('i18n')
  expect(delivered.isAnonymous).toBe(true)
})
