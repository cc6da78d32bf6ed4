// What a benchmark is: a name, its aims, and a run that measures.

export interface Benchmark {
  name: string
  about: string
  /** Figure → what it should reach, as told in the table. */
  aims: Record<string, string>
  /** `say` prints a line of progress. Resolves to the figures, rounded. */
  run(say: (line: string) => void): Promise<Record<string, number>>
}

export function defineBenchmark(benchmark: Benchmark): Benchmark {
  return benchmark
}

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits))
}
