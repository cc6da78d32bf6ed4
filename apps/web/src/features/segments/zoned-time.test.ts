import { describe, expect, it } from 'vitest'
import { toInstant, toLocalTime } from './zoned-time.ts'

describe('times on the clock of the workspace', () => {
  it.each([
    ['2026-01-15T09:30', 'Europe/Berlin', '2026-01-15T08:30:00.000Z'],
    ['2026-07-15T09:30', 'Europe/Berlin', '2026-07-15T07:30:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-28T23:30', 'America/New_York', '2026-03-29T03:30:00.000Z'],
    ['2026-05-01T00:00', 'UTC', '2026-05-01T00:00:00.000Z'],
  ])('%s in %s is %s', (local, timezone, instant) => {
    expect(toInstant(local, timezone)).toBe(instant)
    expect(toLocalTime(new Date(instant), timezone)).toBe(local)
  })

  it('says when it is no time', () => {
    expect(toInstant('', 'UTC')).toBeNull()
    expect(toInstant('soon', 'UTC')).toBeNull()
  })
})
