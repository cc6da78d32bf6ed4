import { describe, expect, it } from 'vitest'
import { fillDays } from './fill-days.ts'

describe('the last 30 days', () => {
  const known = [{ day: '2026-03-01', events: 5, people: 2, revenue: 9.5 }]

  it('fills days without events and ends today in the zone', () => {
    // 23:30 UTC is already the next day in Berlin.
    const days = fillDays(known, 'Europe/Berlin', Date.parse('2026-03-02T23:30:00Z'))
    expect(days).toHaveLength(30)
    expect(days.at(-1)?.day).toBe('2026-03-03')
    expect(days[0]?.day).toBe('2026-02-02')
    expect(days.find((day) => day.day === '2026-03-01')).toEqual(known[0])
    expect(days.at(-1)).toEqual({ day: '2026-03-03', events: 0, people: 0, revenue: 0 })
  })
})
