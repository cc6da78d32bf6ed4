// What sets a cluster apart from everybody else, as standardised effects and in words.
import type { ClusterDifference } from '../personas.contract.ts'
import type { Figure } from './figures.rules.ts'

/** Cohen's "small" is 0.2 and "medium" 0.5: what is below is not worth saying. */
const smallestEffect = 0.35
const fewestValues = 5
/** Beyond this a ratio is no longer a picture of anything. */
const largestRatio = 50

interface Moments {
  n: number
  mean: number
  variance: number
}

function measure(values: readonly number[]): Moments {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  return { n, mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1) }
}

/** Where nobody differs inside the two groups, any difference between them is as large as one can be. */
const largestEffect = 10

/** Cohen's d with the pooled standard deviation, at most ±10. J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988). */
export function measureEffect(own: readonly number[], others: readonly number[]): number {
  const left = measure(own)
  const right = measure(others)
  const pooled = Math.sqrt(((left.n - 1) * left.variance + (right.n - 1) * right.variance) / Math.max(1, left.n + right.n - 2))
  const difference = left.mean - right.mean
  return Math.abs(difference) < 1e-12 ? 0 : Math.max(-largestEffect, Math.min(largestEffect, difference / pooled))
}

const percent = (share: number) => (share > 0 && share < 0.005 ? 'under 1%' : `${Math.round(share * 100)}%`)
const shortNumber = (value: number) => (Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))

function sayRatio(ratio: number): string {
  return ratio < 0.05 ? 'hardly' : `${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} ×`
}

/** "80% of orders in shops" is most of them: "mostly in shops: 80% of orders". */
function sayShare(subject: string, own: number, others: number): string {
  const [, whole, part] = /^of (orders|visits) ((?:in|on|by) .+)$/.exec(subject) ?? []
  const text = own > 0.5 && part ? `mostly ${part}: ${percent(own)} of ${whole}` : `${percent(own)} ${subject}`
  return `${text} (others ${percent(others)})`
}

function sayDays(days: number): string {
  if (days < 1.5) return 'a day'
  return days < 700 ? `${Math.round(days)} days` : `${(days / 365).toFixed(1)} years`
}

function sayDifference({ key, subject, unit }: Figure, own: number, others: number): string {
  const ratio = own / Math.max(others, 1e-9)
  if ((unit === 'rate' || unit === 'amount') && ratio > largestRatio) return `almost only they: ${subject}`
  switch (unit) {
    case 'rate':
      return ratio < 0.05 ? `hardly any ${subject}` : `${subject} ${sayRatio(ratio)} as often`
    case 'amount':
      return key === 'revenue' ? `spends ${sayRatio(ratio)} as much a year` : `${subject} ${sayRatio(ratio)} as high`
    case 'share':
      return sayShare(subject, own, others)
    case 'days':
      return key === 'tenure' ? `known for ${sayDays(own)} (others ${sayDays(others)})` : `${subject} ${sayDays(own)} ago (others ${sayDays(others)})`
    case 'stars':
      return `${own.toFixed(1)} ${subject} on average (others ${others.toFixed(1)})`
    case 'number':
      return `${subject} ${shortNumber(own)} on average (others ${shortNumber(others)})`
  }
}

/** Skewed figures are compared by their logarithms, and days by their medians. */
const isSkewed = ({ unit }: Figure) => unit === 'rate' || unit === 'amount' || unit === 'days'

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]!
}

function compareFigure(figure: Figure, labels: ArrayLike<number>, cluster: number): ClusterDifference | undefined {
  const own: number[] = []
  const others: number[] = []
  figure.values.forEach((value, person) => {
    if (!Number.isNaN(value)) (labels[person] === cluster ? own : others).push(value)
  })
  if (own.length < fewestValues || others.length < fewestValues) return undefined
  const scale = (values: readonly number[]) => (isSkewed(figure) ? values.map((value) => Math.log1p(Math.max(0, value))) : values)
  const effect = measureEffect(scale(own), scale(others))
  if (Math.abs(effect) < smallestEffect) return undefined
  const centre = figure.unit === 'days' ? median : (values: readonly number[]) => measure(values).mean
  const [value, valueOfOthers] = [centre(own), centre(others)]
  return { key: figure.key, text: sayDifference(figure, value, valueOfOthers), effect, value, others: valueOfOthers, unit: figure.unit, n: own.length }
}

/** Of neighbouring months only the two that stand out most are said. */
function keepOneSeason(differences: readonly ClusterDifference[]): ClusterDifference[] {
  const seasons = differences.filter(({ key, effect }) => key.startsWith('season:') && effect > 0)
  return differences.filter((difference) => !difference.key.startsWith('season:') || difference === seasons[0])
}

/** What sets one cluster apart, the strongest first. `labels`: the cluster of each person, in the order of the figures' values. */
export function describeDifferences(figures: readonly Figure[], labels: ArrayLike<number>, cluster: number): ClusterDifference[] {
  const found = figures.flatMap((figure) => compareFigure(figure, labels, cluster) ?? [])
  return keepOneSeason(found.toSorted((left, right) => Math.abs(right.effect) - Math.abs(left.effect)))
}
