// From observations to clusters: many starts for each number of clusters, the likeliest mixture of each, the clearest of all.
import { clusterByKMeans, type Rows } from './k-means.rules.ts'
import { fitToProbabilities, improveMixture, toLabels, type FittedMixture, type Mixture } from './mixture.rules.ts'
import type { Observations } from './observations.rules.ts'
import { createSeededRandom } from './seeded-random.ts'
import { measureDensitySilhouette, measureSilhouette } from './silhouette.rules.ts'

export const fewestClusters = 3
export const mostClusters = 9
/**
 * Short runs from different starts, of which the likeliest few are finished (Biernacki, Celeux & Govaert 2003). Besides
 * k-means, each cluster of the best mixture with one cluster less is split once: most poor optima are two kinds in one.
 */
const starts = 8
const startRounds = 12
const finished = 3
const finishRounds = 100
const fewestToSplit = 10
const silhouetteSample = 1_000

/**
 * People as points: Hellinger's square roots of the shares in each block, drawn to the average of all by three counts,
 * and half of each measure; a missing measure is the median. A ruler for starts and silhouettes.
 */
export function toPoints(data: Observations): Rows {
  const width = data.blocks.reduce((sum, block) => sum + block.size, 0) + data.measures.length
  const values = new Float64Array(data.people * width)
  let column = 0
  for (const { size, counts } of data.blocks) {
    const overall = new Float64Array(size)
    counts.forEach((count, at) => void (overall[at % size]! += count))
    const total = overall.reduce((sum, count) => sum + count, 0) || 1
    for (let person = 0; person < data.people; person += 1) {
      const row = counts.subarray(person * size, (person + 1) * size)
      const own = row.reduce((sum, count) => sum + count, 0)
      row.forEach((count, value) => void (values[person * width + column + value] = 2.5 * Math.sqrt((count + (3 * overall[value]!) / total) / (own + 3))))
    }
    column += size
  }
  for (const { values: measured } of data.measures) {
    measured.forEach((value, person) => void (values[person * width + column] = Number.isNaN(value) ? 0 : value / 2))
    column += 1
  }
  return { count: data.people, width, values }
}

function fitToLabels(data: Observations, labels: Int32Array, k: number): Mixture {
  const probabilities = new Float64Array(data.people * k)
  labels.forEach((label, person) => void (probabilities[person * k + label] = 1))
  return fitToProbabilities(data, probabilities, k)
}

/** One start for each cluster that is large enough to be two. */
function splitEach(points: Rows, labels: Int32Array, k: number, seed: number): Int32Array[] {
  return Array.from({ length: k }, (_, cluster) => {
    const members = [...labels.keys()].filter((person) => labels[person] === cluster)
    if (members.length < fewestToSplit) return undefined
    const own: Rows = { count: members.length, width: points.width, values: Float64Array.from(members.flatMap((person) => [...points.values.subarray(person * points.width, (person + 1) * points.width)])) }
    const halves = clusterByKMeans(own, 2, createSeededRandom(seed + cluster), 15).labels
    const split = labels.slice()
    members.forEach((person, place) => void (halves[place] === 1 && (split[person] = k)))
    return split
  }).filter((split) => split !== undefined)
}

/** The likeliest mixture of `k` kinds that was found. `fewer`: the labels of the best one with a kind less. */
function fitBest(data: Observations, points: Rows, { k, seed, fewer }: { k: number; seed: number; fewer: Int32Array | undefined }): FittedMixture {
  const byLikelihood = (left: FittedMixture, right: FittedMixture) => right.logLikelihood - left.logLikelihood
  const firstSeed = seed * 1_000 + k * 50
  const drawn = Array.from({ length: starts }, (_, start) => clusterByKMeans(points, k, createSeededRandom(firstSeed + start), 15).labels)
  const split = fewer ? splitEach(points, fewer, k - 1, firstSeed + starts) : []
  const begun = [...drawn, ...split].map((labels) => improveMixture(fitToLabels(data, labels, k), data, startRounds))
  const ended = begun.toSorted(byLikelihood).slice(0, finished).map(({ mixture }) => improveMixture(mixture, data, finishRounds))
  return ended.toSorted(byLikelihood)[0]!
}

export interface Clustering {
  k: number
  mixture: Mixture
  /** The cluster of each person, the largest cluster first. */
  labels: Int32Array
  /** By evidence, 0 … 1: what chose k. */
  silhouette: number
  /** By distance on a sample, −1 … 1. */
  distanceSilhouette: number
  /** The silhouette of every number of clusters that was tried. */
  tried: { k: number; silhouette: number; distanceSilhouette: number }[]
}

function smallestShare(labels: Int32Array, k: number): number {
  const counts = new Float64Array(k)
  labels.forEach((label) => void (counts[label]! += 1))
  return Math.min(...counts) / labels.length
}

function reorder(mixture: Mixture, order: readonly number[]): Mixture {
  const { k } = mixture
  const pick = (values: Float64Array) => Float64Array.from(order, (kind) => values[kind]!)
  return {
    k,
    logShares: pick(mixture.logShares),
    blocks: mixture.blocks.map((block) => {
      const size = block.length / k
      return Float64Array.from(order.flatMap((kind) => [...block.subarray(kind * size, (kind + 1) * size)]))
    }),
    measures: mixture.measures.map(({ means, variances }) => ({ means: pick(means), variances: pick(variances) })),
  }
}

function sortBySize({ mixture, probabilities }: FittedMixture): { mixture: Mixture; labels: Int32Array } {
  const labels = toLabels(probabilities, mixture.k)
  const counts = new Float64Array(mixture.k)
  labels.forEach((label) => void (counts[label]! += 1))
  const order = [...counts.keys()].toSorted((left, right) => counts[right]! - counts[left]!)
  return { mixture: reorder(mixture, order), labels: labels.map((label) => order.indexOf(label)) }
}

/**
 * Clusters people. The same observations and seed give the same clusters.
 * @param onTried called after each number of clusters, with the share of the work that is done
 */
export function chooseClusters(data: Observations, seed: number, onTried: (done: number) => void = () => {}): Clustering {
  const points = toPoints(data)
  const most = Math.max(fewestClusters, Math.min(mostClusters, Math.floor(data.people / 15)))
  const tried: (Clustering['tried'][number] & { fitted: FittedMixture; isBalanced: boolean })[] = []
  let labels: Int32Array | undefined
  for (let k = fewestClusters; k <= most; k += 1) {
    const fitted = fitBest(data, points, { k, seed, fewer: labels })
    labels = toLabels(fitted.probabilities, k)
    tried.push({
      k, fitted,
      silhouette: measureDensitySilhouette(fitted.probabilities, k),
      distanceSilhouette: measureSilhouette(points, labels, { sampleSize: silhouetteSample, random: createSeededRandom(seed) }),
      isBalanced: smallestShare(labels, k) >= 0.01,
    })
    onTried((k - fewestClusters + 1) / (most - fewestClusters + 1))
  }
  const candidates = tried.some((one) => one.isBalanced) ? tried.filter((one) => one.isBalanced) : tried
  const best = candidates.reduce((left, right) => (right.silhouette > left.silhouette ? right : left))
  return {
    k: best.k, ...sortBySize(best.fitted), silhouette: best.silhouette, distanceSilhouette: best.distanceSilhouette,
    tried: tried.map(({ k, silhouette, distanceSilhouette }) => ({ k, silhouette, distanceSilhouette })),
  }
}
