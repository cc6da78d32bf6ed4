import { describe, expect, it } from 'vitest'
import { groupByDay } from './days.ts'

describe('groupByDay', () => {
  it('splits at midnight of the zone', () => {
    const items = [{ startedAt: '2026-03-02T00:30:00Z' }, { startedAt: '2026-03-01T23:30:00Z' }, { startedAt: '2026-03-01T22:30:00Z' }]
    expect(groupByDay(items, 'Europe/Berlin').map((group) => [group.day, group.items.length])).toEqual([['2026-03-02', 2], ['2026-03-01', 1]])
  })
})
