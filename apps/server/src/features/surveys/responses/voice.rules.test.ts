import { describe, expect, test } from 'vitest'
import { findStudentQuantile, measure, measureMean, measureNps, measureShare } from './voice.rules.ts'

const rounded = (interval: { from: number; to: number } | null) => interval && [Number(interval.from.toFixed(2)), Number(interval.to.toFixed(2))]

describe('NPS', () => {
  test.each([
    { promoters: 50, passives: 30, detractors: 20, value: 30, from: 14.05, to: 44.2 },
    { promoters: 0, passives: 4, detractors: 0, value: 0, from: -34.29, to: 34.29 },
  ])('of $promoters, $passives, $detractors is $value', ({ value, from, to, ...counts }) => {
    const measured = measureNps(counts)
    expect(measured.value).toBe(value)
    expect(rounded(measured.interval)).toEqual([from, to])
  })

  test('stays between −100 and 100', () => {
    const best = measureNps({ promoters: 5, passives: 0, detractors: 0 })
    expect([best.value, best.interval!.to]).toEqual([100, 100])
    expect(best.interval!.from).toBeCloseTo(17.5, 1)
    const worst = measureNps({ promoters: 0, passives: 0, detractors: 5 })
    expect([worst.value, worst.interval!.from]).toEqual([-100, -100])
    expect(worst.interval!.to).toBeCloseTo(-17.5, 1)
  })

  test('has no value without answers', () => expect(measureNps({ promoters: 0, passives: 0, detractors: 0 })).toEqual({ value: null, interval: null, n: 0 }))
})

describe('a share', () => {
  // Newcombe (1998), table I, method 3.
  test.each([
    { hits: 81, n: 263, interval: [0.2553, 0.3662] },
    { hits: 15, n: 148, interval: [0.0624, 0.1605] },
    { hits: 0, n: 20, interval: [0, 0.1611] },
    { hits: 1, n: 29, interval: [0.0061, 0.1718] },
  ])('of $hits in $n has the interval of Wilson', ({ hits, n, interval }) => {
    const measured = measureShare({ hits, n })
    expect(measured.value).toBe(hits / n)
    expect([Number(measured.interval!.from.toFixed(4)), Number(measured.interval!.to.toFixed(4))]).toEqual(interval)
  })

  test('has no value without answers', () => expect(measureShare({ hits: 0, n: 0 }).value).toBeNull())
})

describe('a mean', () => {
  test("uses Student's t", () => {
    // Printed tables, two-sided 95 %.
    for (const [degrees, quantile] of [[1, 12.706], [2, 4.303], [3, 3.182], [5, 2.571], [10, 2.228], [30, 2.042], [1_000, 1.962]] as const) {
      expect(Math.abs(findStudentQuantile(degrees) / quantile - 1)).toBeLessThan(0.005)
    }
  })

  test('has its interval, kept inside the scale', () => {
    expect(measureMean({ n: 0, mean: 0, deviation: 0 }).value).toBeNull()
    expect(measureMean({ n: 1, mean: 4, deviation: 0 })).toEqual({ value: 4, n: 1, interval: null })
    // 2.262 · 1 / √10
    expect(measureMean({ n: 10, mean: 3, deviation: 1 }).interval!.from).toBeCloseTo(3 - 0.7153, 2)
    expect(measureMean({ n: 3, mean: 4.9, deviation: 1, scale: { from: 1, to: 5 } }).interval!.to).toBe(5)
  })
})

describe('a figure', () => {
  const count = (value: number, times: number, group: string | null = null) => ({ value, count: times, group })

  test.each([
    { metric: 'csat', numbers: [count(5, 6, 'satisfied'), count(4, 2, 'satisfied'), count(1, 2, 'unsatisfied')], value: 0.8 },
    { metric: 'ces', numbers: [count(7, 3, 'easy'), count(2, 1, 'hard')], value: 0.75 },
    { metric: 'ces_mean', numbers: [count(7, 3, 'easy'), count(2, 1, 'hard')], value: 5.75 },
    { metric: 'mean', numbers: [count(2, 1), count(4, 3)], value: 3.5 },
    { metric: 'nps', numbers: [count(10, 1, 'promoter'), count(3, 1, 'detractor')], value: 0 },
    { metric: 'nps', numbers: [], value: null },
    { metric: 'csat', numbers: [], value: null },
    { metric: 'mean', numbers: [], value: null },
  ] as const)('$metric of counted numbers is $value', ({ metric, numbers, value }) => {
    const figure = measure(metric, numbers)
    expect(figure).toMatchObject({ metric, value, n: numbers.reduce((total, number) => total + number.count, 0) })
    expect(figure.text).not.toBe('')
  })

  test('of a mean knows the deviation: 2, 4, 4, 4 has s = 1', () => {
    expect(rounded(measure('mean', [count(2, 1), count(4, 3)], { from: 1, to: 5 }).interval)).toEqual([1.91, 5])
  })
})
