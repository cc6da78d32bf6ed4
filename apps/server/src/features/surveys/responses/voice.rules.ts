// The formulas of the voice of the customer, each with its uncertainty: every screen, export and segment uses these.
import type { Figure } from '../responses.contract.ts'

/** Two-sided 95 % of the normal distribution. */
const z = 1.959964
const level = 0.95

type Measured = Omit<Figure, 'metric' | 'text'>

const noValue: Measured = { value: null, interval: null, n: 0 }

/** 97.5 % quantile of Student's t: exact for 1 to 3 degrees of freedom, else the expansion of Abramowitz & Stegun 26.7.5 (error below 0.5 %). */
export function findStudentQuantile(degrees: number): number {
  const exact = [12.7062, 4.3027, 3.1824][degrees - 1]
  if (exact !== undefined) return exact
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  )
}

/**
 * Net Promoter Score, −100 to 100: 100 · (promoters − detractors) / answered.
 * Source: Reichheld, "The One Number You Need to Grow", HBR 2003. The interval is the adjusted Wald of Agresti & Min for
 * trinomial differences as Rocks applies it to NPS ("Interval Estimation for the Net Promoter Score", The American
 * Statistician 70, 2016): three answers more, ¾ of one each to promoters and detractors.
 */
export function measureNps({ promoters, passives, detractors }: { promoters: number; passives: number; detractors: number }): Measured {
  const n = promoters + passives + detractors
  if (n === 0) return noValue
  const p = (promoters + 0.75) / (n + 3)
  const d = (detractors + 0.75) / (n + 3)
  const margin = z * Math.sqrt((p + d - (p - d) ** 2) / (n + 3))
  return {
    value: (100 * (promoters - detractors)) / n,
    interval: { from: Math.max(-100, 100 * (p - d - margin)), to: Math.min(100, 100 * (p - d + margin)), level },
    n,
  }
}

/**
 * A share of all answers, 0 to 1: CSAT's top box, CES's "easy". The interval is Wilson's score interval.
 * Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927.
 */
export function measureShare({ hits, n }: { hits: number; n: number }): Measured {
  if (n === 0) return noValue
  const share = hits / n
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const margin = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  return { value: share, interval: { from: Math.max(0, centre - margin), to: Math.min(1, centre + margin), level }, n }
}

/**
 * The mean of numbers with Student's interval, mean ± t · s / √n, kept inside the scale; no interval for one number.
 * `deviation`: the sample's standard deviation (n − 1). Source: Student, "The Probable Error of a Mean", Biometrika 6, 1908.
 */
export function measureMean({ mean, deviation, n, scale }: { mean: number; deviation: number; n: number; scale?: { from: number; to: number } | undefined }): Measured {
  if (n === 0) return noValue
  if (n === 1) return { value: mean, interval: null, n }
  const margin = (findStudentQuantile(n - 1) * deviation) / Math.sqrt(n)
  const [from, to] = [mean - margin, mean + margin]
  return { value: mean, interval: { from: scale ? Math.max(scale.from, from) : from, to: scale ? Math.min(scale.to, to) : to, level }, n }
}

/** How often a number was given, and the group that its question type puts it in. */
export interface CountedNumber {
  value: number
  count: number
  group: string | null
}

function countIn(numbers: readonly CountedNumber[], group: string): number {
  return numbers.reduce((total, number) => total + (number.group === group ? number.count : 0), 0)
}

function countAll(numbers: readonly CountedNumber[]): number {
  return numbers.reduce((total, { count }) => total + count, 0)
}

function measureMeanOf(numbers: readonly CountedNumber[], scale: { from: number; to: number } | undefined): Measured {
  const n = countAll(numbers)
  if (n === 0) return noValue
  const mean = numbers.reduce((total, { value, count }) => total + value * count, 0) / n
  const squares = numbers.reduce((total, { value, count }) => total + count * (value - mean) ** 2, 0)
  return measureMean({ mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0, n, scale })
}

type Measure = (numbers: readonly CountedNumber[], scale: { from: number; to: number } | undefined) => Measured

/** Every metric with its definition in words. CSAT counts the top box of its own scale; scales of different lengths are never pooled. */
const metrics: Record<Figure['metric'], { text: string; measure: Measure }> = {
  nps: {
    text: 'Share of promoters (9–10) minus share of detractors (0–6), from −100 to 100.',
    measure: (numbers) => measureNps({ promoters: countIn(numbers, 'promoter'), passives: countIn(numbers, 'passive'), detractors: countIn(numbers, 'detractor') }),
  },
  csat: {
    text: 'Share of satisfied answers: 4–5 of 5, 3 of 3, 8–10 of 10.',
    measure: (numbers) => measureShare({ hits: countIn(numbers, 'satisfied'), n: countAll(numbers) }),
  },
  ces: {
    text: 'Share of answers that found it easy: 5 or more of 7.',
    measure: (numbers) => measureShare({ hits: countIn(numbers, 'easy'), n: countAll(numbers) }),
  },
  ces_mean: { text: 'Mean of the answers from 1 to 7 (CES 2.0).', measure: (numbers) => measureMeanOf(numbers, { from: 1, to: 7 }) },
  mean: { text: 'Mean of the answers.', measure: measureMeanOf },
}

/** A figure of a question from how often each number was given. `scale`: its ends, where it has some. No answers: `value` is null. */
export function measure(metric: Figure['metric'], numbers: readonly CountedNumber[], scale?: { from: number; to: number }): Figure {
  return { metric, ...metrics[metric].measure(numbers, scale), text: metrics[metric].text }
}
