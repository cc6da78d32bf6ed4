import { describe, expect, it } from 'vitest'
import { changeTarget, findColumnWarning, listMappingWarnings, suggestName, type ImportColumn, type ImportQuestion } from './mapping.ts'

const step = (value: string) => ({ value, label: value, group: null, count: 0, share: 0 })
const nps: ImportQuestion = { question: 'q1', title: 'How likely?', shape: 'scale', rows: [], distribution: Array.from({ length: 11 }, (_, index) => step(String(index))) }
const reason: ImportQuestion = { question: 'why', title: 'Why?', shape: 'choice', rows: [], distribution: [{ ...step('price'), label: 'The price' }] }
const text: ImportQuestion = { question: 'words', title: 'More?', shape: 'text', rows: [], distribution: [] }
const shop: ImportQuestion = { question: 'shop', title: 'The shop', shape: 'matrix', rows: [{ row: 'staff', label: 'Staff', counts: {} }], distribution: [] }
const questions = [nps, reason, text, shop]

function warn(column: ImportColumn, samples: string[], others: ImportColumn[] = []) {
  const found = findColumnWarning(column, [...others, column], samples, questions)
  return found && [found.key, found.words?.['value'] ?? null, found.isSerious]
}

describe('a column', () => {
  it.each([
    ['of a scale', { column: 'Score', target: 'answer', name: 'q1' }, ['0', '10', ' 7 ', ''], null],
    ['of a scale, outside', { column: 'Score', target: 'answer', name: 'q1' }, ['9', '11'], ['outside', '11', false]],
    ['of a scale, in words', { column: 'Score', target: 'answer', name: 'q1' }, ['n/a'], ['outside', 'n/a', false]],
    ['of choices, by label and by key', { column: 'Why', target: 'answer', name: 'why' }, ['The price', 'price', 'the PRICE'], null],
    ['of choices, unknown', { column: 'Why', target: 'answer', name: 'why' }, ['The price; Weather'], ['unknownChoice', 'Weather', false]],
    ['of a row of a matrix', { column: 'Staff', target: 'answer', name: 'shop.staff' }, ['Good'], null],
    ['of texts', { column: 'Text', target: 'answer', name: 'words' }, ['anything'], null],
    ['without its question', { column: 'Text', target: 'answer' }, [], ['noQuestion', null, true]],
    ['of a question that is gone', { column: 'Text', target: 'answer', name: 'gone' }, [], ['noQuestion', null, true]],
    ['of times', { column: 'At', target: 'answered_at' }, ['2024-03-01', '01.03.2024 10:30', '45352', '2024-03-01T10:00:00Z'], null],
    ['of times, in words', { column: 'At', target: 'answered_at' }, ['yesterday'], ['noTime', 'yesterday', false]],
    ['of addresses', { column: 'Mail', target: 'email' }, ['ada@example.com', ''], null],
    ['of no addresses', { column: 'Mail', target: 'email' }, ['ada'], ['noEmail', 'ada', false]],
    ['of a trait without a name', { column: 'Plan', target: 'trait' }, [], ['noName', null, true]],
    ['that is left out', { column: 'Plan', target: 'ignore' }, ['?'], null],
  ] as Array<[string, ImportColumn, string[], unknown]>)('%s', (_, column, samples, expected) => {
    expect(warn(column, samples)).toEqual(expected)
  })

  it('says what another is already', () => {
    const first: ImportColumn = { column: 'Mail', target: 'email' }
    expect(findColumnWarning({ column: 'Mail 2', target: 'email' }, [first], [], questions)).toBeNull()
    expect(warn({ column: 'Mail 2', target: 'email' }, [], [first])).toEqual(['twice', null, true])
    expect(warn({ column: 'Score 2', target: 'answer', name: 'q1' }, [], [{ column: 'Score', target: 'answer', name: 'q1' }])).toEqual(['twice', null, true])
    expect(warn({ column: 'Plan 2', target: 'trait', name: 'b' }, [], [{ column: 'Plan', target: 'trait', name: 'a' }])).toBeNull()
  })
})

describe('a mapping', () => {
  it('needs an answer, and says what will be missing', () => {
    expect(listMappingWarnings([{ column: 'Mail', target: 'email' }]).map(({ key }) => key)).toEqual(['noAnswer'])
    expect(listMappingWarnings([{ column: 'Score', target: 'answer', name: 'q1' }]).map(({ key }) => key)).toEqual(['nobody', 'noDate'])
    expect(listMappingWarnings([{ column: 'Score', target: 'answer', name: 'q1' }, { column: 'Id', target: 'user_id' }, { column: 'At', target: 'answered_at' }])).toEqual([])
  })

  it('gives a column that becomes a trait a name, and drops that of a question', () => {
    expect(changeTarget({ column: 'Order No.', target: 'answer', name: 'q1' }, 'trait', questions)).toEqual({ column: 'Order No.', target: 'trait', name: 'order_no' })
    expect(changeTarget({ column: 'Score', target: 'ignore' }, 'answer', [nps])).toEqual({ column: 'Score', target: 'answer', name: 'q1' })
    expect(changeTarget({ column: 'Score', target: 'trait', name: 'x' }, 'answer', questions)).toEqual({ column: 'Score', target: 'answer' })
    expect(changeTarget({ column: 'Staff', target: 'ignore' }, 'answer', [shop])).toEqual({ column: 'Staff', target: 'answer', name: 'shop.staff' })
    expect(suggestName('2. Größe (cm)')).toBe('gr_e_cm')
  })
})
