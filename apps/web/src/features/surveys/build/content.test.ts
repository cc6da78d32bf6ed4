import { describe, expect, it } from 'vitest'
import type { Question, SurveyContent } from '../../../../../server/src/features/surveys/surveys.contract.ts'
import { surveyContent } from '../../../../../server/src/features/surveys/surveys.contract.ts'
import type { DeliveredContent } from '../../../../../server/src/features/surveys/delivery.contract.ts'
import { addQuestion, listText, moveQuestion, removeQuestion, renameQuestion, writeText } from './content.ts'
import { measureContrast } from './contrast.ts'
import { countChanges, findPart, readPart } from './parts.ts'
import { startAt } from './start-at.ts'
import { listTexts, measureCompleteness, removeLanguage, translate } from './texts.ts'

const en = (text: string) => ({ i18n: { en: text } })
const content: SurveyContent = surveyContent.parse({
  languages: { main: 'en', others: ['de'] },
  questions: [
    { key: 'score', type: 'nps', title: { i18n: { en: 'How likely?', de: 'Wie wahrscheinlich?' } }, jumps: [{ if: { type: 'answer', question: 'score', operator: 'at_most', value: 6 }, to: 'why' }] },
    { key: 'shop', type: 'single_choice', title: en('Where?'), config: { choices: [{ key: 'c1', label: en('Online') }] } },
    { key: 'why', type: 'long_text', title: en('A {{answer:score|number}}: why?'), showIf: { type: 'all', conditions: [{ type: 'answer', question: 'score', operator: 'is_answered' }] } },
  ],
  scores: [{ key: 'total', name: 'Total', function: 'sum', parts: [{ question: 'score' }] }],
  endings: [{ key: 'end', kind: 'thanks', title: en('Thanks') }],
})
const keys = ({ questions }: SurveyContent) => questions.map(({ key }) => key)

describe('questions', () => {
  it.each([[0, 2, ['shop', 'why', 'score']], [2, 0, ['why', 'score', 'shop']], [0, -1, ['score', 'shop', 'why']], [2, 3, ['score', 'shop', 'why']]])('moves %i to %i', (from, to, expected) => {
    expect(keys(moveQuestion(content, from, to))).toEqual(expected)
  })

  it('names a new one as nothing else is named, with its examples in the main language', () => {
    const type = { type: 'nps', label: 'NPS', description: '', configSchema: {}, example: { lowLabel: en('Low'), choices: [{ key: 'a', label: en('A') }] } }
    const german = { ...content, languages: { main: 'de', others: [] }, questions: [{ ...content.questions[0]!, key: 'q3' } as Question] }
    const made = addQuestion(german, type, 0)
    expect(made.key).toBe('q4')
    expect(made.content.questions[0]!.config).toEqual({ lowLabel: { i18n: { de: 'Low' } }, choices: [{ key: 'a', label: { i18n: { de: 'A' } } }] })
  })

  it('takes jumps and scores along when one goes', () => {
    const left = removeQuestion(content, 'why')
    expect(left.questions[0]!.jumps).toEqual([])
    expect(removeQuestion(content, 'score').scores).toEqual([])
  })

  it('renames one in everything that names it', () => {
    const renamed = renameQuestion(content, 'score', 'nps')
    expect(JSON.stringify(renamed)).not.toContain('"score"')
    expect(renamed.questions[2]!.title.i18n['en']).toBe('A {{answer:nps|number}}: why?')
    expect(renamed.questions[0]!.jumps[0]!.if).toMatchObject({ question: 'nps' })
    expect(renamed.scores[0]!.parts[0]!.question).toBe('nps')
    expect(surveyContent.safeParse(renamed).success).toBe(true)
  })
})

describe('parts', () => {
  it.each([
    ['questions.1.config.choices.0.label', { kind: 'question', key: 'shop' }, 'config.choices.0.label'],
    ['content.endings.0.title', { kind: 'ending', key: 'end' }, 'title'],
    ['content.theme.accent', { kind: 'theme' }, 'accent'],
    ['hiddenFields.0', { kind: 'hidden' }, '0'],
    ['questions', { kind: 'welcome' }, ''],
  ])('%s leads to its place', (path, part, rest) => {
    expect(findPart(path, content)).toEqual({ part, rest })
  })

  it('opens the first question where the address names nothing that is there', () => {
    expect(readPart('question:gone', content)).toEqual({ kind: 'question', key: 'score' })
    expect(readPart('theme', content)).toEqual({ kind: 'theme' })
    expect(readPart('', { ...content, questions: [] })).toEqual({ kind: 'welcome' })
  })

  it('counts in how many parts a draft differs', () => {
    expect(countChanges(content, structuredClone(content))).toBe(0)
    expect(countChanges(content, moveQuestion(content, 0, 1))).toBe(1)
    expect(countChanges(content, { ...removeQuestion(content, 'shop'), theme: { ...content.theme, corner: 'round' } })).toBe(2)
    // The database keeps names in another order.
    expect(countChanges(content, { ...content, theme: Object.fromEntries(Object.entries(content.theme).toReversed()) as SurveyContent['theme'] })).toBe(0)
  })
})

describe('texts', () => {
  it('finds every text wherever it stands, and how many are translated', () => {
    expect(listTexts(content).map(({ path }) => path.join('.'))).toEqual(['questions.0.title', 'questions.1.title', 'questions.1.config.choices.0.label', 'questions.2.title', 'endings.0.title'])
    expect(measureCompleteness(content, 'de')).toBe(0.2)
    const translated = translate(content, ['questions', 1, 'config', 'choices', 0, 'label'], 'de', 'Im Netz')
    expect(measureCompleteness(translated, 'de')).toBe(0.4)
    expect(translated.questions[1]!.config['choices']).toEqual([{ key: 'c1', label: { i18n: { en: 'Online', de: 'Im Netz' } } }])
  })

  it('leaves nothing of a language that goes', () => {
    const left = removeLanguage(content, 'de')
    expect(JSON.stringify(left)).not.toContain('de"')
    expect(left.questions[0]!.title).toEqual(en('How likely?'))
  })

  it('drops a text that was emptied, and lists what stands in for answers', () => {
    expect(writeText({ i18n: { en: 'A', de: 'B' } }, 'de', '')).toEqual(en('A'))
    expect(listText(content.questions[2]!.title, 'en')).toBe('A number: why?')
  })
})

describe('preview', () => {
  const delivered = { welcome: { title: 'Hello' }, questions: [{ key: 'a' }, { key: 'b', showIf: { type: 'known', holds: false } }, { key: 'c' }], endings: [{ key: 'x', showIf: { type: 'known', holds: false } }, { key: 'y' }] } as unknown as DeliveredContent

  it('begins with the part that is open, though its condition does not hold', () => {
    expect(startAt(delivered, 'b')).toMatchObject({ questions: [{ key: 'b', showIf: undefined }, { key: 'c' }] })
    expect(startAt(delivered, 'b')).not.toHaveProperty('welcome')
    expect(startAt(delivered, 'x')).toMatchObject({ questions: [], endings: [{ key: 'x', showIf: undefined }] })
    expect(startAt(delivered, 'theme')).toBe(delivered)
  })
})

describe('contrast', () => {
  // #767676 is known as the lightest grey that may stand on white.
  it.each([['#000000', '#ffffff', 21], ['#767676', '#ffffff', 4.54], ['#ff0000', '#ffffff', 4], ['#ffffff', '#ffffff', 1]])('of %s on %s is %f', (one, other, expected) => {
    expect(measureContrast(one, other)).toBeCloseTo(expected, 1)
  })
})
