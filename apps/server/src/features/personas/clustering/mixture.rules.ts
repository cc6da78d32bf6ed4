// A mixture of kinds of customers: each kind has its own shares in every block and its own normal distribution of every
// measure; everybody belongs to each kind with a probability. Fitted by expectation–maximisation (Dempster, Laird & Rubin 1977).
import type { Observations } from './observations.rules.ts'

/** Measures lean on one another (orders, revenue, visits), so each counts half. */
const measureWeight = 0.5
/** So many people at the average of all are added to each kind: keeps small kinds from certainty. */
const priorPeople = 5
const smallestVariance = 0.1

export interface Mixture {
  k: number
  /** log of each kind's share of people. */
  logShares: Float64Array
  /** For each block: log shares of its values, a row for each kind. */
  blocks: Float64Array[]
  measures: { means: Float64Array; variances: Float64Array }[]
}

/** The best mixture for people who belong to each kind with these probabilities (a row of k a person). */
export function fitToProbabilities(data: Observations, probabilities: Float64Array, k: number): Mixture {
  const shares = new Float64Array(k).fill(1)
  probabilities.forEach((chance, at) => void (shares[at % k]! += chance))
  return {
    k,
    logShares: shares.map((share) => Math.log(share / (data.people + k))),
    blocks: data.blocks.map((block) => fitBlock(block, probabilities, { k, people: data.people })),
    measures: data.measures.map(({ values }) => fitMeasure(values, probabilities, k)),
  }
}

function fitBlock({ size, counts }: Observations['blocks'][number], probabilities: Float64Array, { k, people }: { k: number; people: number }): Float64Array {
  const overall = new Float64Array(size)
  counts.forEach((count, at) => void (overall[at % size]! += count))
  const total = overall.reduce((sum, count) => sum + count, 0)
  const shares = new Float64Array(k * size)
  for (let kind = 0; kind < k; kind += 1) for (let value = 0; value < size; value += 1) shares[kind * size + value] = (priorPeople * (overall[value]! + 1e-9)) / (total + 1e-9 * size)
  for (let person = 0; person < people; person += 1) {
    for (let kind = 0; kind < k; kind += 1) {
      const chance = probabilities[person * k + kind]!
      if (chance < 1e-6) continue
      for (let value = 0; value < size; value += 1) shares[kind * size + value]! += chance * counts[person * size + value]!
    }
  }
  for (let kind = 0; kind < k; kind += 1) {
    const row = shares.subarray(kind * size, (kind + 1) * size)
    const sum = row.reduce((left, right) => left + right, 0)
    row.forEach((share, value) => void (row[value] = Math.log(share / sum)))
  }
  return shares
}

function fitMeasure(values: Float64Array, probabilities: Float64Array, k: number): Mixture['measures'][number] {
  const weights = new Float64Array(k).fill(priorPeople)
  const means = new Float64Array(k)
  const variances = new Float64Array(k).fill(priorPeople)
  values.forEach((value, person) => {
    if (Number.isNaN(value)) return
    for (let kind = 0; kind < k; kind += 1) {
      weights[kind]! += probabilities[person * k + kind]!
      means[kind]! += probabilities[person * k + kind]! * value
    }
  })
  for (let kind = 0; kind < k; kind += 1) means[kind]! /= weights[kind]!
  values.forEach((value, person) => {
    if (!Number.isNaN(value)) for (let kind = 0; kind < k; kind += 1) variances[kind]! += probabilities[person * k + kind]! * (value - means[kind]!) ** 2
  })
  return { means, variances: variances.map((sum, kind) => Math.max(smallestVariance, sum / weights[kind]!)) }
}

function addLogLikelihoods(mixture: Mixture, data: Observations, person: number, into: Float64Array): void {
  const { k } = mixture
  into.set(mixture.logShares)
  data.blocks.forEach(({ size, counts }, block) => {
    const logShares = mixture.blocks[block]!
    for (let value = 0; value < size; value += 1) {
      const count = counts[person * size + value]!
      if (count > 0) for (let kind = 0; kind < k; kind += 1) into[kind]! += count * logShares[kind * size + value]!
    }
  })
  data.measures.forEach(({ values }, measure) => {
    const value = values[person]!
    if (Number.isNaN(value)) return
    const { means, variances } = mixture.measures[measure]!
    for (let kind = 0; kind < k; kind += 1) {
      into[kind]! -= measureWeight * 0.5 * ((value - means[kind]!) ** 2 / variances[kind]! + Math.log(variances[kind]!))
    }
  })
}

export interface Expectation {
  /** A row of k a person, adding up to 1. */
  probabilities: Float64Array
  logLikelihood: number
}

/** How probably everybody belongs to each kind. */
export function expectProbabilities(mixture: Mixture, data: Observations): Expectation {
  const { k } = mixture
  const probabilities = new Float64Array(data.people * k)
  let logLikelihood = 0
  for (let person = 0; person < data.people; person += 1) {
    const row = probabilities.subarray(person * k, (person + 1) * k)
    addLogLikelihoods(mixture, data, person, row)
    const highest = row.reduce((left, right) => Math.max(left, right), -Infinity)
    let sum = 0
    for (let kind = 0; kind < k; kind += 1) sum += row[kind] = Math.exp(row[kind]! - highest)
    for (let kind = 0; kind < k; kind += 1) row[kind]! /= sum
    logLikelihood += highest + Math.log(sum)
  }
  return { probabilities, logLikelihood }
}

/** Each row's most probable kind. */
export function toLabels(probabilities: Float64Array, k: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / k }, (_, person) => {
    let best = 0
    for (let kind = 1; kind < k; kind += 1) if (probabilities[person * k + kind]! > probabilities[person * k + best]!) best = kind
    return best
  })
}

export interface FittedMixture extends Expectation {
  mixture: Mixture
}

/** Improves a mixture for at most `rounds` rounds, until the likelihood rises by less than a millionth. */
export function improveMixture(start: Mixture, data: Observations, rounds: number): FittedMixture {
  let mixture = start
  let expectation = expectProbabilities(mixture, data)
  for (let round = 1; round < rounds; round += 1) {
    const before = expectation.logLikelihood
    mixture = fitToProbabilities(data, expectation.probabilities, start.k)
    expectation = expectProbabilities(mixture, data)
    if (Math.abs(expectation.logLikelihood - before) < 1e-6 * Math.abs(before)) break
  }
  return { mixture, ...expectation }
}
