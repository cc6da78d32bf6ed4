// How clearly clusters stand apart: by distance, and by evidence.
import type { Rows } from './k-means.rules.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Draws `size` different numbers below `count`; all of them when there are no more. */
function drawSample(count: number, size: number, random: SeededRandom): number[] {
  const numbers = Array.from({ length: count }, (_, number) => number)
  const drawn = Math.min(size, count)
  for (let place = 0; place < drawn; place += 1) {
    const other = place + random.whole(count - place)
    ;[numbers[place], numbers[other]] = [numbers[other]!, numbers[place]!]
  }
  return numbers.slice(0, drawn)
}

function distanceBetween({ values, width }: Rows, left: number, right: number): number {
  let sum = 0
  for (let column = 0; column < width; column += 1) sum += (values[left * width + column]! - values[right * width + column]!) ** 2
  return Math.sqrt(sum)
}

/**
 * Mean silhouette width over a sample of rows, −1 … 1: (b − a) / max(a, b), a the mean distance to the own cluster, b to
 * the nearest other one; 0 for a cluster of one. Rousseeuw, J. Comput. Appl. Math. 20 (1987).
 */
export function measureSilhouette(rows: Rows, labels: ArrayLike<number>, { sampleSize, random }: { sampleSize: number; random: SeededRandom }): number {
  const sample = drawSample(rows.count, sampleSize, random)
  const k = Math.max(...sample.map((row) => labels[row]!)) + 1
  let total = 0
  for (const row of sample) {
    const sums = new Float64Array(k)
    const counts = new Float64Array(k)
    for (const other of sample) {
      if (other === row) continue
      sums[labels[other]!]! += distanceBetween(rows, row, other)
      counts[labels[other]!]! += 1
    }
    const own = labels[row]!
    if (counts[own] === 0) continue
    const within = sums[own]! / counts[own]!
    let nearest = Infinity
    for (let label = 0; label < k; label += 1) if (label !== own && counts[label]! > 0) nearest = Math.min(nearest, sums[label]! / counts[label]!)
    if (nearest < Infinity) total += (nearest - within) / Math.max(nearest, within, Number.MIN_VALUE)
  }
  return total / Math.max(1, sample.length)
}

/** Odds of a million to one count as certain, so that a few clear cases do not set the scale. */
const clearestLogOdds = Math.log(1e6)

/**
 * The silhouette of a mixture model, 0 … 1: the mean of log(p₁ / p₂) / log(10⁶), at most 1 each, where p₁ and p₂ are a
 * row's two highest probabilities. After Menardi, "Density-based silhouette diagnostics for clustering methods",
 * Statistics and Computing 21 (2011), with a fixed scale in place of the sample's largest log odds.
 * `probabilities`: a row of `k` for each person, adding up to 1.
 */
export function measureDensitySilhouette(probabilities: Float64Array, k: number): number {
  const people = probabilities.length / k
  let total = 0
  for (let person = 0; person < people; person += 1) {
    let first = 0
    let second = 0
    for (let label = 0; label < k; label += 1) {
      const chance = probabilities[person * k + label]!
      if (chance > first) [first, second] = [chance, first]
      else if (chance > second) second = chance
    }
    total += Math.min(1, Math.log(first / Math.max(second, 1e-12)) / clearestLogOdds)
  }
  return total / Math.max(1, people)
}
