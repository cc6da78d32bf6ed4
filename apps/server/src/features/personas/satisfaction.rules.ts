// The mean of star ratings with its interval.

/** 97.5 % quantile of Student's t: exact for 1 to 3 degrees of freedom, else the expansion of Abramowitz & Stegun 26.7.5 (error below 0.5 %). */
export function findStudentQuantile(degrees: number): number {
  const exact = [12.7062, 4.3027, 3.1824][degrees - 1]
  if (exact !== undefined) return exact
  const z = 1.959964
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  )
}

/**
 * The mean of `n` ratings from 1 to 5 with its 95 % interval, mean ± t · s / √n, kept inside the scale. null for none;
 * the interval is null for one. `deviation`: the sample's standard deviation (n − 1).
 */
export function describeRatings({ n, mean, deviation }: { n: number; mean: number; deviation: number }): { mean: number; n: number; interval: { from: number; to: number } | null } | null {
  if (n === 0) return null
  if (n === 1) return { mean, n, interval: null }
  const margin = (findStudentQuantile(n - 1) * deviation) / Math.sqrt(n)
  return { mean, n, interval: { from: Math.max(1, mean - margin), to: Math.min(5, mean + margin) } }
}
