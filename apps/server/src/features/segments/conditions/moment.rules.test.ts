// The calendar of rules against a plain reading of the platform's own calendar: days begin where clocks change,
// anniversaries come up, the 29th of February included.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compares, localDate } from '../../../../test/rule-oracle.ts'
import { anniversariesOn, localDay, startOfDay } from './moment.ts'
import { nextComparisonFlip, testComparison } from './operators.ts'

const dayMs = 86_400_000
const quarterHourMs = 900_000
// Clocks that change at two, at midnight (forward and back), by half an hour, and in zones far from UTC.
const zones = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'America/Havana', 'Africa/Cairo', 'Asia/Beirut', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/St_Johns']

const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10)

/** The first quarter of an hour whose local date is that day. */
function findStart(day: number, zone: string): number {
  const wanted = dateOf(day)
  for (let at = day * dayMs - 16 * 3_600_000; ; at += quarterHourMs) if (localDate(at, zone) >= wanted) return at
}

test.each(zones)('every day of twelve years begins where the calendar of %s says', (zone) => {
  const found: string[] = []
  for (let day = Date.UTC(2016, 0, 1) / dayMs; day < Date.UTC(2028, 0, 1) / dayMs; day++) {
    const start = startOfDay(day, zone)
    const isRight = localDate(start, zone) === dateOf(day) && localDate(start - 1, zone) < dateOf(day)
    if (!isRight) found.push(`${dateOf(day)} begins ${new Date(findStart(day, zone)).toISOString()}, not ${new Date(start).toISOString()}`)
  }
  expect(found).toEqual([])
})

test.each([
  ['Europe/Berlin', '2027-03-28', '2027-03-27T23:00:00.000Z'],
  ['Europe/Berlin', '2027-03-29', '2027-03-28T22:00:00.000Z'],
  ['Europe/Berlin', '2027-11-01', '2027-10-31T23:00:00.000Z'],
  // Clocks went from 00:00 to 01:00.
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
  // At midnight they went back to 23:00.
  ['America/Sao_Paulo', '2019-02-17', '2019-02-17T03:00:00.000Z'],
  ['America/Sao_Paulo', '2027-02-17', '2027-02-17T03:00:00.000Z'],
])('in %s %s begins at %s', (zone, date, start) => {
  expect(new Date(startOfDay(Date.parse(date) / dayMs, zone)).toISOString()).toBe(start)
  expect(localDay({ now: Date.parse(start), timezone: zone })).toBe(Date.parse(date) / dayMs)
  expect(localDay({ now: Date.parse(start) - 1, timezone: zone })).toBe(Date.parse(date) / dayMs - 1)
})

test.each([
  ['2027-02-28', ['02-28', '02-29']],
  ['2028-02-28', ['02-28']],
  ['2028-02-29', ['02-29']],
  ['2100-02-28', ['02-28', '02-29']],
  ['2000-02-28', ['02-28']],
])('on %s come up %j', (date, expected) => {
  expect(anniversariesOn(Date.parse(date) / dayMs)).toEqual(expected)
})

const birthday = fc.constantFrom('1996-02-29', '1990-02-28', '1990-03-01', '1988-12-31', '1988-01-01', '2001-10-25', '2001-03-28T22:30:00Z', '1999-11-04', '1999-02-17', '1999-02-30', 'in spring', '')

test('an anniversary holds when the calendar says so, and flips at the first instant at which it changes', () => {
  fc.assert(
    fc.property(
      birthday, fc.constantFrom(0, 1, 3, 7, 30, 364, 365, 366), fc.constantFrom(...zones),
      fc.oneof(fc.integer({ min: Date.UTC(2017, 0, 1), max: Date.UTC(2032, 0, 1) }), fc.constantFrom('2028-02-28', '2028-03-01', '2027-02-28', '2018-11-04', '2026-10-25', '2019-02-17').map((date) => Date.parse(date))), fc.integer({ min: -40, max: 40 }),
      (text, days, timezone, around, hours) => {
        const now = around + hours * 3_600_000
        const comparison = { operator: 'anniversary_within' as const, days }
        const value = { text, number: undefined }
        const holds = (at: number) => testComparison(value, comparison, { now: at, timezone })
        const shouldHold = (at: number) => compares({ text }, comparison, at, timezone)
        expect(holds(now)).toBe(shouldHold(now))
        const flip = nextComparisonFlip(value, comparison, { now, timezone })
        const end = Math.min(flip, now + 370 * dayMs)
        for (let at = now; at < end; at += 25 * 3_600_000) expect(shouldHold(at), new Date(at).toISOString()).toBe(shouldHold(now))
        if (flip === Infinity) return
        expect([shouldHold(flip - 1), shouldHold(flip), holds(flip - 1), holds(flip)]).toEqual([shouldHold(now), !shouldHold(now), shouldHold(now), !shouldHold(now)])
      },
    ),
    { numRuns: 60 },
  )
})
