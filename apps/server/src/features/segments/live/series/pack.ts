// How lists of times are stored: each as the difference to the one before it, because a state is written for nearly every event.

/** What a series is stored as: a list, which no state in use ever is. */
export type PackedSeries = readonly unknown[]

/** Exact, whatever the order: times are whole milliseconds. The first is a difference to `base`. */
export function packTimes(times: readonly number[], base: number): number[] {
  const packed: number[] = []
  let before = base
  for (const time of times) {
    packed.push(before - time)
    before = time
  }
  return packed
}

export function unpackTimes(packed: readonly number[], base: number): number[] {
  let before = base
  return packed.map((difference) => (before -= difference))
}

/** Pairs as one flat list, [time, value, time, value, …], the times as above. */
export function packEntries<T>(entries: Iterable<readonly [time: number, value: T]>, base: number): (number | T)[] {
  const packed: (number | T)[] = []
  let before = base
  for (const [time, value] of entries) {
    packed.push(before - time, value)
    before = time
  }
  return packed
}

export function unpackEntries<T>(packed: readonly unknown[], base: number): [time: number, value: T][] {
  const entries: [number, T][] = []
  let before = base
  for (let index = 0; index < packed.length; index += 2) {
    before -= packed[index] as number
    entries.push([before, packed[index + 1] as T])
  }
  return entries
}
