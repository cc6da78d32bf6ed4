import { describe, expect, it } from 'vitest'
import { binValues } from './histogram.ts'

const entry = (value: string, count = 1) => ({ value, label: value, group: null, count, share: count / 100 })
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(String(from + index)))

describe('binValues', () => {
  it('lets few values stand for themselves, in their order', () => {
    expect(binValues([entry('10'), entry('2', 3)], 'number').map(({ from, count, value }) => [from, count, value])).toEqual([['2', 3, '2'], ['10', 1, '10']])
  })

  it('puts many numbers together, between edges that people would choose, and loses none', () => {
    const bins = binValues(numbers(3, 97), 'number')
    expect(bins[0]).toMatchObject({ from: '0', to: '10', count: 7, value: null })
    expect(bins.at(-1)).toMatchObject({ from: '90', to: '100', count: 8 })
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(95)
  })

  it('counts the greatest number when it lies on an edge', () => {
    expect(binValues(numbers(0, 24), 'number').reduce((sum, { count }) => sum + count, 0)).toBe(25)
  })

  it('works for parts of one', () => {
    const bins = binValues(Array.from({ length: 20 }, (_, index) => entry(String(index / 100))), 'number')
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(20)
    expect(bins[1]).toMatchObject({ from: '0.02', to: '0.04', count: 2 })
  })

  it('puts many dates together by month, or by year where the months are many', () => {
    const days = Array.from({ length: 28 }, (_, index) => entry(`2026-0${1 + (index % 2)}-${String(index + 1).padStart(2, '0')}`))
    expect(binValues(days, 'date').map(({ from, count }) => [from, count])).toEqual([['2026-01', 14], ['2026-02', 14]])
    const months = Array.from({ length: 24 }, (_, index) => entry(`${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`))
    expect(binValues(months, 'date').map(({ from, count }) => [from, count])).toEqual([['2024', 12], ['2025', 12]])
  })
})
