// Repeatable randomness: the same seed gives the same brand on every machine.

export type Weights<T> = { values: readonly T[]; upTo: readonly number[] }

export type Random = {
  /** 0 ≤ n < 1 */
  next(): number
  between(low: number, high: number): number
  /** Whole number, both ends included. */
  whole(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(values: readonly T[]): T
  choose<T>(weights: Weights<T>): T
  /** Normal with mean 0 and deviation 1. */
  normal(): number
  /** Waiting time with the given mean. */
  waiting(mean: number): number
  count(mean: number): number
  hex(digits: number): string
}

/** Turns `{ a: 3, b: 1 }` into something `choose` can draw from quickly. */
export function compileWeights<K extends string>(table: Partial<Record<K, number>>): Weights<K> {
  const values = Object.keys(table) as K[]
  return compilePairs(values.map((value) => [value, table[value] ?? 0]))
}

export function compilePairs<T>(pairs: readonly (readonly [T, number])[]): Weights<T> {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0)
  let sum = 0
  return {
    values: pairs.map(([value]) => value),
    upTo: pairs.map(([, weight]) => (sum += weight / total)),
  }
}

/** Mixes numbers into one 32-bit seed (the finaliser of MurmurHash3 after each). */
export function mixSeed(...parts: number[]): number {
  let hash = 0x9e3779b9
  for (const part of parts) {
    hash ^= part | 0
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, plenty for one person's year. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (values) => values[Math.floor(next() * values.length)]!,
    choose(weights) {
      const draw = next()
      const last = weights.values.length - 1
      for (let i = 0; i < last; i++) if (draw < weights.upTo[i]!) return weights.values[i]!
      return weights.values[last]!
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    waiting: (mean) => -mean * Math.log(1 - next()),
    // Knuth's method: fine for the small means used here.
    count(mean) {
      const limit = Math.exp(-mean)
      let product = next()
      let n = 0
      while (product > limit) {
        product *= next()
        n++
      }
      return n
    },
    hex(digits) {
      let text = ''
      while (text.length < digits) text += Math.floor(next() * 4294967296).toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
  }
}
