// Random numbers that a seed decides: the same seed gives the same clusters and the same portrait.

export interface SeededRandom {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number, 0 ≤ x < `below`. */
  whole(below: number): number
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough for starting points and pictures. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, whole: (below) => Math.floor(next() * below) }
}
