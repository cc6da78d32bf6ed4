/**
 * How well two partitions of the same items agree, corrected for chance: 1 is the same partition, about 0 is chance.
 * Hubert & Arabie, "Comparing partitions", Journal of Classification 2 (1985). Labels of any kind; 1 for no items.
 */
export function adjustedRandIndex(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  const choose2 = (count: number) => (count * (count - 1)) / 2
  const both = new Map<string, number>()
  const rows = new Map<string | number, number>()
  const columns = new Map<string | number, number>()
  const add = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1)
  left.forEach((label, index) => {
    add(both, JSON.stringify([label, right[index]]))
    add(rows, label)
    add(columns, right[index]!)
  })
  const sum = (map: Map<unknown, number>) => [...map.values()].reduce((total, count) => total + choose2(count), 0)
  const index = sum(both)
  const expected = left.length < 2 ? 0 : (sum(rows) * sum(columns)) / choose2(left.length)
  const largest = (sum(rows) + sum(columns)) / 2
  return largest === expected ? 1 : (index - expected) / (largest - expected)
}
