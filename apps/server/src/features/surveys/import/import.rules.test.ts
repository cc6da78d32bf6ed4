import { describe, expect, test } from 'vitest'
import { surveyContent } from '../surveys.contract.ts'
import { findDayOrder, readDate } from './dates.rules.ts'
import { guessColumns } from './guess-columns.rules.ts'
import { readCell } from './read-cell.rules.ts'
import { decodeText, findDelimiter } from './text-file.rules.ts'

describe('a text file', () => {
  const text = 'naïve;Größe\n€;9'
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(text, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(text.replace('€', '\u0080'), 'latin1')],
  ])('is read in %s', (_name, bytes) => expect(decodeText(bytes).replace('\ufeff', '')).toBe(text))

  test.each([['a,b,"c;d;e;f"\n1', ','], ['a;b\n1,2;3', ';'], ['a\tb\n', '\t'], ['sep=;\na,b,c', ';'], ['alone\n1', ',']])('has its delimiter: %j', (head, delimiter) => {
    expect(findDelimiter(head).delimiter).toBe(delimiter)
  })
})

describe('dates', () => {
  test.each([
    ['2026-03-04', 'day-first', '2026-03-04T00:00:00.000Z'], ['2026-03-04 17:05', 'day-first', '2026-03-04T17:05:00.000Z'], ['2026-03-04T17:05:06+02:00', 'day-first', '2026-03-04T15:05:06.000Z'],
    ['04.03.2026', 'month-first', '2026-03-04T00:00:00.000Z'], ['04/03/2026', 'day-first', '2026-03-04T00:00:00.000Z'], ['04/03/2026', 'month-first', '2026-04-03T00:00:00.000Z'],
    ['3/4/26 12:30 AM', 'month-first', '2026-03-04T00:30:00.000Z'], ['4.3.2026, 18:00', 'day-first', '2026-03-04T18:00:00.000Z'],
  ] as const)('%s, %s, is %s', (text, order, expected) => expect(new Date(readDate(text, order)!).toISOString()).toBe(expected))

  test.each([
    ['2026-03-04', '2026-03-03T23:00:00.000Z'], ['2026-07-04 17:05', '2026-07-04T15:05:00.000Z'], ['4.7.2026, 18:00', '2026-07-04T16:00:00.000Z'], ['2026-07-04T17:05:00Z', '2026-07-04T17:05:00.000Z'],
    ['2026-07-04T17:05+05:30', '2026-07-04T11:35:00.000Z'], ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
  ])('%s in Berlin is %s', (text, expected) => expect(new Date(readDate(text, 'day-first', 'Europe/Berlin')!).toISOString()).toBe(expected))

  test.each(['2026-02-30', '31/04/2026', '13/13/2026', 'yesterday', '', '12', '2026-03-04 25:00', '1/2/2026 13:00 PM'])('%j is none', (text) => expect(readDate(text, 'day-first')).toBeUndefined())

  test.each([
    [['01/02/2026', '13/02/2026'], 'day-first'], [['01/02/2026', '02/13/2026'], 'month-first'], [['01/02/2026'], 'day-first'], [['01.02.2026'], 'day-first'], [['02/13/2026', '13/02/2026'], 'day-first'],
  ] as const)('%j are %s', (values, order) => expect(findDayOrder(values)).toBe(order))
})

const label = (en: string, de: string) => ({ i18n: { en, de } })
const choices = [{ key: 'price', label: label('Price, overall', 'Preis') }, { key: 'staff', label: label('Staff', 'Personal') }]
const content = surveyContent.parse({
  languages: { main: 'en', others: ['de'] },
  questions: [
    { key: 'nps', type: 'nps', title: label('How likely are you to recommend us?', 'Würden Sie uns empfehlen?') },
    { key: 'one', type: 'single_choice', title: label('One', 'Eins'), config: { choices } },
    { key: 'many', type: 'multiple_choice', title: label('Many', 'Viele'), config: { choices } },
    { key: 'order', type: 'ranking', title: label('Order', 'Folge'), config: { choices } },
    { key: 'shop', type: 'matrix', title: label('The shop', 'Der Laden'), config: { rows: choices, columns: choices } },
    { key: 'ok', type: 'consent', title: label('OK', 'OK'), config: { purpose: 'news', label: label('Yes', 'Ja') } },
    { key: 'day', type: 'date', title: label('When', 'Wann') },
    { key: 'why', type: 'long_text', title: label('Why?', 'Warum?') },
  ],
  hiddenFields: ['order_id'],
  endings: [{ key: 'end', kind: 'thanks', title: label('Thanks', 'Danke') }],
})
const questionOf = (key: string) => content.questions.find((question) => question.key === key)!

test.each([
  ['nps', '9', 9], ['nps', '9,0', 9], ['nps', 'nine', 'nine'], ['one', 'personal', { choice: 'staff' }], ['one', 'Else', { other: 'Else' }],
  ['many', 'Price, overall', { choices: ['price'] }], ['many', 'Preis; Staff', { choices: ['price', 'staff'] }], ['many', 'price, staff, Parking', { choices: ['price', 'staff'], other: 'Parking' }],
  ['order', 'staff|price', ['staff', 'price']], ['ok', 'Ja', true], ['ok', 'no', false], ['ok', 'perhaps', 'perhaps'], ['day', '04/03/2026', '2026-03-04'], ['why', '<b>', '<b>'],
])('a cell of %s: %j', (key, text, value) => expect(readCell(questionOf(key), text, { order: 'day-first' })).toEqual(value))

test('columns are guessed by name, then by content; each thing once', () => {
  const columns = ['E-Mail', 'Kontakt', 'Würden Sie uns empfehlen?', 'NPS', 'Started at', 'Completed at', 'The shop: Staff', 'order id', 'Kommentar', 'Seltsam']
  const row = ['a@b.example', 'c@d.example', '9', '9', '2026-01-02', '2026-01-02', 'Staff', '7', 'Gut', 'x']
  expect(guessColumns(columns, [row], content).map(({ target, name }) => [target, name])).toEqual([
    ['email', undefined], ['ignore', undefined], ['answer', 'nps'], ['ignore', undefined], ['ignore', undefined], ['answered_at', undefined], ['answer', 'shop.staff'], ['hidden', 'order_id'],
    ['answer', 'why'], ['ignore', undefined],
  ])
})
