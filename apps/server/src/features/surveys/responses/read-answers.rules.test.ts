import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isStorableText } from '../../segments/conditions.contract.ts'
import { questionTypes } from '../question-types/index.ts'
import { computeScores, readAnswers } from './read-answers.rules.ts'
import { decideOutcome, hideEmployee, looksAutomated, toResponse } from './submit.rules.ts'
import { surveyContent } from '../surveys.contract.ts'

const label = (en: string) => ({ i18n: { en } })
const endings = [{ key: 'end', kind: 'thanks', title: label('Thanks') }]
const everyType = surveyContent.parse({ questions: questionTypes.variants.map(({ type, example }) => ({ key: type, type, title: label(type), config: example })), endings })

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, entry]) => [key, ...listTexts(entry)]) : []
}

test('whatever is sent as an answer is refused with a message or can be stored', () => {
  const anything = fc.oneof(fc.anything(), fc.jsonValue(), fc.string({ unit: 'binary' }), fc.array(fc.string()), fc.record({ choice: fc.string(), choices: fc.array(fc.string()), other: fc.string({ unit: 'binary' }), email: fc.string(), name: fc.string({ unit: 'binary' }) }, { requiredKeys: [] }))
  fc.assert(
    fc.property(fc.constantFrom(...questionTypes.types), anything, (type, value) => {
      if (value === null) return
      const { checked, problems } = readAnswers(everyType, { [type]: value }, false)
      expect(checked.length + problems.length).toBe(1)
      for (const problem of problems) expect(problem).toMatchObject({ path: `answers.${type}`, message: expect.stringMatching(/\w/) })
      for (const answer of checked) expect(listTexts([answer.value, answer.words, answer.text, answer.choices]).every(isStorableText)).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

const choices = ['a', 'b'].map((key) => ({ key, label: label(key) }))
const scored = surveyContent.parse({
  questions: [{ key: 'nps', type: 'nps', title: label('NPS') }, { key: 'ces', type: 'ces', title: label('CES') }, { key: 'many', type: 'multiple_choice', title: label('Many'), config: { choices } }],
  scores: [
    { key: 'sum', name: 'Sum', function: 'sum', parts: [{ question: 'nps', weight: 2 }, { question: 'many', points: { a: 5, b: 1 } }] },
    { key: 'mean', name: 'Mean', function: 'mean', parts: [{ question: 'nps' }, { question: 'ces', weight: 3 }] },
    { key: 'none', name: 'None', function: 'mean', parts: [{ question: 'nps', weight: 0 }] },
  ],
  endings,
})

test.each([
  [{}, {}],
  [{ nps: 10 }, { sum: 20, mean: 10 }],
  [{ nps: 10, ces: 2, many: { choices: ['a', 'b'] } }, { sum: 26, mean: 4 }],
  [{ many: { choices: ['b'] } }, { sum: 1 }],
])('%j scores %j', (answers, scores) => expect(computeScores(scored, readAnswers(scored, answers, false).checked)).toEqual(scores))

describe('a submission', () => {
  const request = { token: '', responseId: 'r', revision: 2, answers: {}, isCompleted: true, hidden: {}, proof: { gestures: 1, trap: '' } }
  const ticket = { workspaceId: 1, surveyId: 's', version: 1, channel: 'widget', responseId: 'r', profileId: 'p', userId: 'u', anonymousId: 'n', askId: 'k', expiresAt: 0 } as const
  const now = Date.UTC(2026, 0, 2, 15, 30)
  const { checked } = readAnswers(scored, { nps: 9 }, true)
  const given = { ticket, request, content: scored, checked, profileId: undefined, stored: undefined, now }
  const stored = toResponse(given)

  test.each([
    ['is new', undefined, {}, { nps: 9 }, 'save'], ['comes again', stored, {}, { nps: 9 }, 'repeat'], ['comes late', stored, { revision: 1 }, { nps: 1 }, 'repeat'],
    ['goes on', { ...stored, status: 'partial' as const }, { revision: 3 }, { nps: 1 }, 'save'], ['changes what is finished', stored, { revision: 3 }, { nps: 1 }, 'refuse'],
    ['repeats what is finished', stored, { revision: 3 }, { nps: 9 }, 'repeat'], ['takes a call', stored, { revision: 3, contactMe: { channel: 'phone' as const, address: '1' } }, { nps: 9 }, 'add-call-back'],
  ])('that %s', (_name, before, change, answers, outcome) => expect(decideOutcome(before, { ...request, ...change }, answers)).toBe(outcome))

  test.each([[1, '', 3, 1, false], [0, '', 3, 1, true], [1, 'x', 3, 1, true], [1, '', 0.5, 2, true], [1, '', undefined, 50, false]])('of %d gestures, trap %j, %d s for %d answers looks automated: %s', (gestures, trap, secondsSpent, answers, expected) => {
    expect(looksAutomated({ proof: { gestures, trap }, secondsSpent }, answers)).toBe(expected)
  })

  test('begins when the page says, as far as that can be', () => {
    const begin = (startedAt: string) => toResponse({ ...given, request: { ...request, startedAt } }).startedAt.toISOString()
    expect(begin('2026-01-02T10:00:00Z')).toBe('2026-01-02T10:00:00.000Z')
    expect(begin('2030-01-02T10:00:00Z')).toBe('2026-01-02T15:30:00.000Z')
    expect(begin('2001-01-02T10:00:00Z')).toBe('2026-01-02T15:30:00.000Z')
  })

  test('of an employee keeps nothing of who and when', () => {
    const day = new Date('2026-01-02T00:00:00Z')
    expect(hideEmployee(stored)).toMatchObject({ askId: null, profileId: null, userId: null, anonymousId: null, page: null, startedAt: day, updatedAt: day, completedAt: day })
  })
})
