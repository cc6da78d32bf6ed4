import { describe, expect, test } from 'vitest'
import { adjustedRandIndex } from './adjusted-rand.rules.ts'
import { clusterByKMeans, drawCentres, type Rows } from './k-means.rules.ts'
import { createSeededRandom } from './seeded-random.ts'
import { measureDensitySilhouette, measureSilhouette } from './silhouette.rules.ts'

function toRows(points: number[][]): Rows {
  return { count: points.length, width: points[0]!.length, values: Float64Array.from(points.flat()) }
}

/** `perGroup` points around each centre, within ±1. */
function scatter(centres: number[][], perGroup: number, seed: number): { rows: Rows; groups: number[] } {
  const random = createSeededRandom(seed)
  const points = centres.flatMap((centre) => Array.from({ length: perGroup }, () => centre.map((value) => value + random.next() * 2 - 1)))
  return { rows: toRows(points), groups: points.map((_point, index) => Math.floor(index / perGroup)) }
}

const corners = [[0, 0], [10, 0], [0, 10], [10, 10]]

describe('the adjusted Rand index', () => {
  test('is 1 for the same partition, whatever its parts are called', () => {
    expect(adjustedRandIndex([0, 0, 1, 1, 2], ['b', 'b', 'c', 'c', 'a'])).toBe(1)
    expect(adjustedRandIndex([], [])).toBe(1)
  })

  test('has the values that are worked out by hand', () => {
    // 6 pairs; together in both: 1; in the left 2, in the right 1; expected 1/3: (1 − 1/3) / (3/2 − 1/3).
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(4 / 7, 12)
    // Every pair that is together on one side is apart on the other.
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12)
  })

  test('is about 0 for labels that have nothing to do with one another', () => {
    const random = createSeededRandom(5)
    const draw = () => Array.from({ length: 4_000 }, () => random.whole(5))
    expect(Math.abs(adjustedRandIndex(draw(), draw()))).toBeLessThan(0.01)
  })
})

describe('k-means', () => {
  test('finds groups that are apart', () => {
    const { rows, groups } = scatter(corners, 40, 1)
    expect(adjustedRandIndex([...clusterByKMeans(rows, 4, createSeededRandom(3)).labels], groups)).toBe(1)
  })

  test('gives the same labels for the same seed, and other starts for another', () => {
    const { rows } = scatter(corners, 40, 1)
    const run = (seed: number) => [...clusterByKMeans(rows, 4, createSeededRandom(seed)).labels]
    expect(run(7)).toEqual(run(7))
    const starts = (seed: number) => drawCentres(rows, 4, createSeededRandom(seed)).map((centre) => [...centre])
    expect(starts(7)).not.toEqual(starts(8))
  })

  test('begins with centres of different groups', () => {
    const { rows } = scatter(corners, 40, 2)
    const near = (centre: Float64Array) => corners.findIndex((corner) => Math.hypot(corner[0]! - centre[0]!, corner[1]! - centre[1]!) < 3)
    const hits = Array.from({ length: 50 }, (_, seed) => new Set(drawCentres(rows, 4, createSeededRandom(seed)).map(near)).size === 4)
    // Drawn evenly, four centres would lie in four groups in 9 of 100 cases.
    expect(hits.filter(Boolean).length).toBeGreaterThan(40)
  })

  test('bears more clusters than different points', () => {
    expect(clusterByKMeans(toRows([[1], [1], [1]]), 3, createSeededRandom(1)).inertia).toBe(0)
  })
})

describe('the silhouette', () => {
  const all = { sampleSize: 1_000, random: createSeededRandom(1) }

  test('has the value that is worked out by hand', () => {
    // Of 0: a = 1, b = 10.5; of 1: a = 1, b = 9.5; the other two are their mirror images.
    expect(measureSilhouette(toRows([[0], [1], [10], [11]]), [0, 0, 1, 1], all)).toBeCloseTo((9.5 / 10.5 + 8.5 / 9.5) / 2, 12)
  })

  test('is low for labels that cut through groups, and 0 for what stands alone', () => {
    const { rows, groups } = scatter(corners, 30, 4)
    expect(measureSilhouette(rows, groups, all)).toBeGreaterThan(0.8)
    expect(measureSilhouette(rows, groups.map((_group, index) => index % 4), all)).toBeLessThan(0.05)
    expect(measureSilhouette(toRows([[0], [5]]), [0, 1], all)).toBe(0)
  })

  test('by evidence is 1 where all are certain, 0 where nobody is', () => {
    expect(measureDensitySilhouette(Float64Array.of(1, 0, 0, 1), 2)).toBe(1)
    expect(measureDensitySilhouette(Float64Array.of(0.5, 0.5, 0.5, 0.5), 2)).toBe(0)
    // log(9) / log(10⁶)
    expect(measureDensitySilhouette(Float64Array.of(0.9, 0.1), 2)).toBeCloseTo(Math.log(9) / Math.log(1e6), 12)
  })
})
