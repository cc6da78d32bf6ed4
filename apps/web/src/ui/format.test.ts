import { describe, expect, it } from 'vitest'
import { compareWithBefore, formatBytes, formatChange, formatCompact, formatDay, formatDuration, formatMoney, formatRelative } from './format.ts'

describe('formatting', () => {
  it.each([
    [12.5, 'EUR', '€12.50'],
    [12, 'EUR', '€12'],
    [184_230.5, 'EUR', '€184,231'],
    [-3.2, 'USD', '-$3.20'],
    [5, 'not-a-currency', '5 not-a-currency'],
  ])('money %s %s', (value, currency, text) => {
    expect(formatMoney(value, currency)).toBe(text)
  })

  it.each([
    [0, 'just now'],
    [-30, 'just now'],
    [-60, '1 minute ago'],
    [-3_599, '59 minutes ago'],
    [-7_300, '2 hours ago'],
    [-86_400, 'yesterday'],
    [-15 * 86_400, '2 weeks ago'],
    [3 * 86_400, 'in 3 days'],
  ])('%s seconds from now', (seconds, text) => {
    const now = Date.parse('2026-03-01T12:00:00Z')
    expect(formatRelative(new Date(now + seconds * 1000).toISOString(), now)).toBe(text)
  })

  it('compares with the period before, and not with nothing', () => {
    expect(compareWithBefore(112, 100)).toBeCloseTo(0.12)
    expect(compareWithBefore(5, 0)).toBeNull()
    expect(formatChange(0.12)).toBe('+12%')
    expect(formatChange(-0.067)).toBe('-6.7%')
    expect(formatChange(0)).toBe('0%')
  })

  it('shortens large counts, sizes and durations', () => {
    expect(formatCompact(48_210)).toBe('48,210')
    expect(formatCompact(1_284_302)).toBe('1.3M')
    expect(formatBytes(1536)).toBe('1.5 kB')
    expect(formatDuration(0.2)).toBe('200 ms')
    expect(formatDuration(95)).toBe('1 min 35 s')
    expect(formatDay('2026-03-01')).toBe('1 Mar')
  })
})
