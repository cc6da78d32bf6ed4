// A binary min-heap: which of thousands of streams has the oldest event.

export type Heap<T> = {
  push(key: number, value: T): void
  peek(): T | undefined
  /** Key of the first entry; −Infinity when empty. */
  firstKey(): number
  pop(): void
  /** Gives the first entry a later key. */
  moveFirst(key: number): void
}

export function createHeap<T>(): Heap<T> {
  const keys: number[] = []
  const values: T[] = []

  function place(at: number, key: number, value: T): void {
    keys[at] = key
    values[at] = value
  }

  function sink(key: number, value: T): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= keys.length) break
      if (child + 1 < keys.length && keys[child + 1]! < keys[child]!) child++
      if (keys[child]! >= key) break
      place(at, keys[child]!, values[child]!)
      at = child
    }
    place(at, key, value)
  }

  return {
    push(key, value) {
      let at = keys.length
      place(at, key, value)
      while (at > 0) {
        const parent = (at - 1) >>> 1
        if (keys[parent]! <= key) break
        place(at, keys[parent]!, values[parent]!)
        at = parent
      }
      place(at, key, value)
    },
    peek: () => values[0],
    firstKey: () => keys[0] ?? -Infinity,
    pop() {
      const key = keys.pop()
      const value = values.pop()
      if (key !== undefined && value !== undefined && keys.length > 0) sink(key, value)
    },
    moveFirst: (key) => sink(key, values[0]!),
  }
}
