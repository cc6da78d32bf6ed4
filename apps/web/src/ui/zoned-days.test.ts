import { describe, expect, it } from 'vitest'
import { findDay, startOfDay } from './zoned-days.ts'

describe('startOfDay', () => {
  it.each([
    ['2026-03-01', 'UTC', '2026-03-01T00:00:00.000Z'],
    ['2026-01-15', 'Europe/Berlin', '2026-01-14T23:00:00.000Z'],
    // Summer time begins at 02:00 on this day: its midnight still has the winter offset.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-06-01', 'Asia/Kolkata', '2026-05-31T18:30:00.000Z'],
  ])('%s in %s begins at %s', (day, timezone, instant) => {
    expect(startOfDay(day, timezone)).toBe(instant)
  })

  it('counts on by calendar days over a change of the clocks', () => {
    expect(startOfDay('2026-03-29', 'Europe/Berlin', 1)).toBe('2026-03-29T22:00:00.000Z')
  })
})

it('findDay gives the day on the zone’s calendar', () => {
  expect(findDay('2026-03-01T23:30:00Z', 'Europe/Berlin')).toBe('2026-03-02')
})
