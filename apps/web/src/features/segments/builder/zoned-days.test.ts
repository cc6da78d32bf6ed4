import { describe, expect, it } from 'vitest'
import { findDay, findDayStart, shiftDay } from './zoned-days.ts'

describe('days in the zone of the workspace', () => {
  it.each([
    ['2026-03-01', 'Europe/Berlin', '2026-02-28T23:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-03-01', 'America/New_York', '2026-03-01T05:00:00.000Z'],
    ['2026-03-01', 'UTC', '2026-03-01T00:00:00.000Z'],
  ])('%s begins in %s at %s', (day, timezone, instant) => {
    expect(findDayStart(day, timezone)).toBe(instant)
    expect(findDay(instant, timezone)).toBe(day)
  })

  it('says nothing for what is no day', () => {
    expect([findDayStart('', 'UTC'), findDay('', 'UTC'), shiftDay('', 1)]).toEqual(['', '', ''])
  })

  it('counts days over the end of a month', () => {
    expect(shiftDay('2026-02-28', 1)).toBe('2026-03-01')
    expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28')
  })
})
