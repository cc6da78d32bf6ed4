// k-means on rows of equal length: a start for the mixture, not its result.
import type { SeededRandom } from './seeded-random.ts'

/** Rows of a matrix, one after the other. */
export interface Rows {
  count: number
  width: number
  values: Float64Array
}

function squaredDistance({ values, width }: Rows, row: number, centre: Float64Array): number {
  let sum = 0
  for (let column = 0, at = row * width; column < width; column += 1, at += 1) sum += (values[at]! - centre[column]!) ** 2
  return sum
}

function rowOf({ values, width }: Rows, row: number): Float64Array {
  return values.slice(row * width, (row + 1) * width)
}

/** Spreads the first centres: each next one is drawn with a chance in proportion to its squared distance. Arthur & Vassilvitskii, k-means++ (2007). */
export function drawCentres(rows: Rows, k: number, random: SeededRandom): Float64Array[] {
  const centres = [rowOf(rows, random.whole(rows.count))]
  const nearest = new Float64Array(rows.count).fill(Infinity)
  while (centres.length < k) {
    const newest = centres.at(-1)!
    let total = 0
    for (let row = 0; row < rows.count; row += 1) {
      nearest[row] = Math.min(nearest[row]!, squaredDistance(rows, row, newest))
      total += nearest[row]!
    }
    let left = random.next() * total
    let drawn = 0
    while (drawn < rows.count - 1 && (left -= nearest[drawn]!) > 0) drawn += 1
    centres.push(rowOf(rows, drawn))
  }
  return centres
}

export interface KMeansResult {
  /** The cluster of each row. */
  labels: Int32Array
  /** Sum of squared distances to the own centre. */
  inertia: number
}

/** Lloyd's algorithm from k-means++ centres. The same rows, k and random numbers give the same labels. */
export function clusterByKMeans(rows: Rows, k: number, random: SeededRandom, maxRounds = 50): KMeansResult {
  const centres = drawCentres(rows, k, random)
  const labels = new Int32Array(rows.count).fill(-1)
  let inertia = 0
  for (let round = 0; round < maxRounds; round += 1) {
    let moved = 0
    inertia = 0
    for (let row = 0; row < rows.count; row += 1) {
      let best = 0
      let bestDistance = Infinity
      centres.forEach((centre, label) => {
        const distance = squaredDistance(rows, row, centre)
        if (distance < bestDistance) [best, bestDistance] = [label, distance]
      })
      if (labels[row] !== best) moved += 1
      labels[row] = best
      inertia += bestDistance
    }
    if (moved === 0) break
    moveCentres(rows, labels, centres)
  }
  return { labels, inertia }
}

/** Each centre to the mean of its rows; one that lost all its rows stays. */
function moveCentres(rows: Rows, labels: Int32Array, centres: Float64Array[]): void {
  const counts = new Float64Array(centres.length)
  const sums = centres.map(() => new Float64Array(rows.width))
  for (let row = 0; row < rows.count; row += 1) {
    const label = labels[row]!
    counts[label]! += 1
    for (let column = 0; column < rows.width; column += 1) sums[label]![column]! += rows.values[row * rows.width + column]!
  }
  centres.forEach((centre, label) => {
    if (counts[label]! > 0) for (let column = 0; column < rows.width; column += 1) centre[column] = sums[label]![column]! / counts[label]!
  })
}
