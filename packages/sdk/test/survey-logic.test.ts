import { describe, expect, test } from 'vitest'
import type { RapportEvent } from '../src/event.ts'
import { matchesEvent, matchesPage, type PropertyFilter } from '../src/core/survey-rules.ts'
import { readDigit } from '../src/widgets/survey/keyboard.ts'
import { holds } from '../src/widgets/survey/logic/conditions.ts'
import { fillPipes } from '../src/widgets/survey/logic/pipes.ts'
import { findFirst, findNext, listAhead, type Place } from '../src/widgets/survey/logic/route.ts'
import { workOutScore } from '../src/widgets/survey/logic/scores.ts'
import { toggleChoice } from '../src/widgets/survey/questions/multiple-choice.tsx'
import { readNumber } from '../src/widgets/survey/questions/number.tsx'
import { rankChoice } from '../src/widgets/survey/questions/ranking.tsx'
import { deriveVariables, measureContrast } from '../src/widgets/survey/theme.ts'
import type { Answers, Condition } from '../src/widgets/survey/wire.ts'
import { ask, darkTheme, everyType, makeContent, theme } from './survey-content.ts'

const answers: Answers = {
  nps: 9,
  one: { choice: 'a' },
  some: { choices: ['a', 'b'], other: 'mine' },
  order: ['x', 'y'],
  grid: { staff: 'good' },
  words: 'hello',
  yes: true,
  no: false,
}

describe('conditions on answers', () => {
  test.each([
    ['nps', 'is_answered', undefined, true],
    ['nps', 'equals', '9', true],
    ['nps', 'equals', 9, true],
    ['nps', 'not_equals', 9, false],
    ['nps', 'at_least', 9, true],
    ['nps', 'at_least', 9.5, false],
    ['nps', 'at_most', 8, false],
    ['missing', 'is_not_answered', undefined, true],
    ['missing', 'at_least', 0, false],
    ['missing', 'equals', '', false],
    ['missing', 'not_equals', 'a', true],
    ['missing', 'has_not', 'a', true],
    ['one', 'equals', 'a', true],
    ['some', 'has', 'b', true],
    ['some', 'has', 'other', true],
    ['some', 'has_not', 'c', true],
    ['some', 'equals', 'a', false],
    ['order', 'has', 'y', true],
    ['grid', 'has', 'staff=good', true],
    ['grid', 'has', 'staff=bad', false],
    ['words', 'equals', 'hello', true],
    ['words', 'at_least', 1, false],
    ['yes', 'equals', 'true', true],
    ['no', 'is_answered', undefined, true],
    ['nps', 'unheard_of', 9, false],
  ])('%s %s %s is %s', (question, operator, value, expected) => {
    expect(holds({ type: 'answer', question, operator, value: value as string }, { answers, scores: [] })).toBe(expected)
  })

  test('combine, and know what was known before', () => {
    const known = (isTrue: boolean): Condition => ({ type: 'known', holds: isTrue })
    const check = (condition: Condition) => holds(condition, { answers, scores: [] })
    expect(check({ type: 'all', conditions: [known(true), known(false)] })).toBe(false)
    expect(check({ type: 'any', conditions: [known(true), known(false)] })).toBe(true)
    expect(check({ type: 'none', conditions: [known(false)] })).toBe(true)
  })

  test('on scores: without an answer none holds', () => {
    const scores = [{ key: 'fit', function: 'sum' as const, parts: [{ question: 'q' }] }]
    const atMost = (given: Answers) => holds({ type: 'score', score: 'fit', operator: 'at_most', value: 5 }, { answers: given, scores })
    expect([atMost({}), atMost({ q: 5 }), atMost({ q: 6 })]).toEqual([false, true, false])
  })
})

test.each([
  ['sum', [{ question: 'nps', weight: 2 }, { question: 'one', points: { a: 3 } }], 21],
  ['mean', [{ question: 'nps', weight: 3 }, { question: 'one', points: { a: 1 } }], 7],
  ['sum', [{ question: 'some', points: { a: 1, b: 2 } }], 3],
  ['sum', [{ question: 'missing' }], undefined],
  ['mean', [{ question: 'missing' }, { question: 'nps' }], 9],
  ['mean', [{ question: 'nps', weight: 0 }], undefined],
  ['sum', [{ question: 'one', points: { z: 3 } }], undefined],
] as const)('a score: %s of %j is %s', (kind, parts, expected) => {
  expect(workOutScore({ key: 's', function: kind, parts: parts.map((part) => ({ ...part })) }, answers)).toBe(expected)
})

test.each([
  ['Hello {{answer:words|you}}!', 'Hello hello!'],
  ['Hello {{answer:missing|you}}!', 'Hello you!'],
  ['Hello {{ answer:missing }}!', 'Hello !'],
  ['{{answer:single|?}}', 'To compare prices and products'],
  ['{{trait:name|you}}', '{{trait:name|you}}'],
])('%s reads %s', (text, expected) => {
  const questions = [...everyType, ask('words', 'short_text', '')]
  expect(fillPipes(text, questions, { words: 'hello', single: { choice: 'compare' } })).toBe(expected)
})

test('a pipe does not read what it brought in', () => {
  expect(fillPipes('{{answer:words|x}}', [ask('words', 'short_text', '')], { words: '{{answer:words|x}} $& <b>' })).toBe('{{answer:words|x}} $& <b>')
})

describe('the way through a survey', () => {
  const onNps = (operator: string, value: number): Condition => ({ type: 'answer', question: 'nps', operator, value })
  const content = makeContent(
    [
      ask('nps', 'nps', '', { jumps: [{ if: onNps('at_least', 9), to: 'good' }, { if: onNps('equals', 7), to: 'last' }, { if: onNps('equals', 8), to: 'nps' }] }),
      ask('why', 'long_text', '', { showIf: onNps('at_most', 6) }),
      ask('last', 'long_text', ''),
    ],
    {
      endings: [
        { key: 'plain', kind: 'thanks', title: '' },
        { key: 'sorry', kind: 'thanks', title: '', showIf: onNps('at_most', 2) },
        { key: 'good', kind: 'review', title: '' },
      ],
    },
  )
  const nameOf = (place: Place) => (place.kind === 'question' ? place.question.key : place.kind === 'ending' ? `end ${place.ending.key}` : place.kind)

  test.each([
    [{}, 'last', 'end plain'],
    [{ nps: 6 }, 'why', 'end plain'],
    [{ nps: 2 }, 'why', 'end sorry'],
    [{ nps: 7 }, 'last', 'end plain'],
    [{ nps: 8 }, 'last', 'end plain'],
    [{ nps: 9 }, 'end good', 'end plain'],
  ])('after %j comes %s, at the end %s', (given: Answers, next, end) => {
    const [first, , last] = content.questions
    expect(nameOf(findFirst(content, given))).toBe('nps')
    expect(nameOf(findNext(content, given, first!))).toBe(next)
    expect(nameOf(findNext(content, given, last!))).toBe(end)
  })

  test('what lies ahead is counted as the answers lead', () => {
    const keys = (given: Answers) => listAhead(content, given, findFirst(content, given)).map(({ key }) => key)
    expect(keys({ nps: 3 })).toEqual(['nps', 'why', 'last'])
    expect(keys({ nps: 10 })).toEqual(['nps'])
  })
})

test('an exclusive choice takes the others back, and they it', () => {
  const all = [{ key: 'a', label: '' }, { key: 'b', label: '' }, { key: 'none', label: '', isExclusive: true }]
  expect(toggleChoice({ choices: ['a'], other: 'x' }, all[2]!, all)).toEqual({ choices: ['none'] })
  expect(toggleChoice({ choices: ['none'] }, all[1]!, all)).toEqual({ choices: ['b'] })
  expect(toggleChoice({ choices: ['a', 'b'] }, all[0]!, all)).toEqual({ choices: ['b'] })
})

test('a ranking gives the last place by itself, and takes places back', () => {
  const all = ['a', 'b', 'c']
  expect(rankChoice([], 'b', all)).toEqual(['b'])
  expect(rankChoice(['b'], 'c', all)).toEqual(['b', 'c', 'a'])
  expect(rankChoice(['b', 'c', 'a'], 'c', all)).toEqual(['b', 'a'])
  expect(rankChoice(['b'], 'b', all)).toBeUndefined()
})

test.each([
  ['9', false, [0, 10], 9],
  ['0', false, [0, 10], 0],
  ['0', true, [0, 10], 10],
  ['0', false, [1, 10], 10],
  ['0', false, [1, 5], undefined],
  ['6', false, [1, 5], undefined],
] as const)('the key %s (after a 1: %s) on the scale %j is %s', (digit, isAfterOne, scale, expected) => {
  expect(readDigit(digit, isAfterOne, scale)).toBe(expected)
})

test.each([
  [' 3 ', 3],
  ['2,5', 2.5],
  ['-1', -1],
  ['', undefined],
  ['many', 'many'],
  ['1e', '1e'],
  ['1.', '1.'],
])('%j is read as %s', (text, expected) => {
  expect(readNumber(text)).toBe(expected)
})

test.each(['#3355dd', '#ffd500', '#000000', '#ffffff', '#777777', '#00a878'])('what stands on %s can be read, and marks can be seen', (accent) => {
  for (const base of [theme, darkTheme]) {
    const given = { ...base, accent }
    const variables = deriveVariables(given)
    expect(measureContrast(variables['--on']!, accent)).toBeGreaterThanOrEqual(4.5)
    expect(measureContrast(variables['--mark']!, given.background)).toBeGreaterThanOrEqual(3)
    expect(measureContrast(variables['--muted']!, variables['--soft']!)).toBeGreaterThanOrEqual(4.5)
    expect(measureContrast(variables['--fg']!, variables['--tint']!)).toBeGreaterThanOrEqual(4.5)
    expect(measureContrast(variables['--bad']!, given.background)).toBeGreaterThanOrEqual(4.5)
  }
})

describe('what the browser checks', () => {
  const event = {
    type: 'track',
    event: 'Order Completed',
    properties: { total: 120, coupon: 'SPRING', cart: { size: 2 }, 'dotted.name': 'x' },
    context: { page: { path: '/done' } },
  } as unknown as RapportEvent

  test.each<[Omit<PropertyFilter, 'property'> & { property?: string }, boolean]>([
    [{ operator: 'equals', value: 120 }, true],
    [{ operator: 'equals', value: '120' }, true],
    [{ operator: 'not_equals', value: 120 }, false],
    [{ operator: 'greater', value: 120 }, false],
    [{ operator: 'at_least', value: 120 }, true],
    [{ operator: 'less', value: 121 }, true],
    [{ operator: 'at_most', value: 119 }, false],
    [{ operator: 'between', from: 100, to: 120 }, true],
    [{ operator: 'in', values: [1, 120] }, true],
    [{ operator: 'not_in', values: [1, 120] }, false],
    [{ property: 'coupon', operator: 'contains', value: 'PRI' }, true],
    [{ property: 'coupon', operator: 'not_contains', value: 'PRI' }, false],
    [{ property: 'coupon', operator: 'starts_with', value: 'spr' }, false],
    [{ property: 'coupon', operator: 'ends_with', value: 'NG' }, true],
    [{ property: 'coupon', operator: 'at_least', value: 0 }, false],
    [{ property: 'none', operator: 'exists' }, false],
    [{ property: 'none', operator: 'not_exists' }, true],
    [{ property: 'none', operator: 'not_equals', value: 1 }, true],
    [{ property: 'none', operator: 'at_most', value: 1 }, false],
    [{ property: 'cart.size', operator: 'equals', value: 2 }, true],
    [{ property: 'dotted.name', operator: 'equals', value: 'x' }, true],
    [{ property: 'context.page.path', operator: 'equals', value: '/done' }, true],
  ])('%j: %s', (filter, expected) => {
    expect(matchesEvent(event, { name: 'Order Completed', filters: [{ property: 'total', ...filter }] })).toBe(expected)
  })

  test.each([
    [{ name: '*' }, true],
    [{ name: 'order completed' }, false],
    [{ type: 'page', name: '*' }, false],
    [{ type: 'any', name: 'Order Completed' }, true],
  ])('by name and type: %j', (filter, expected) => {
    expect(matchesEvent(event, filter)).toBe(expected)
  })

  test.each([
    ['equals', '/shop', true],
    ['contains', 'ho', true],
    ['starts_with', '/s', true],
    ['starts_with', 'shop', false],
    ['matches', '/s*p', true],
    ['matches', '/shop?', false],
    ['matches', '/sh.p', false],
    ['matches', '*', true],
  ])('the page /shop %s %s: %s', (operator, value, expected) => {
    expect(matchesPage('/shop', { operator, value })).toBe(expected)
  })
})
