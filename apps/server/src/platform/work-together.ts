// Work of one workspace that waits is done together: each alone would take a connection and a turn of its own, or queue for a lock.
import { RapportError, isEngineUnavailable } from './errors.ts'

/** At most at once. */
const maxTogether = 100
/** Of one workspace; who comes then is told to come back. */
const maxWaiting = 5_000

interface Waiter<Item, Result> {
  item: Item
  keys: readonly bigint[]
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** Takes the longest waiting of whom no two share a key. */
function takeGroup<Item, Result>(waiting: Waiter<Item, Result>[]): Waiter<Item, Result>[] {
  const group: Waiter<Item, Result>[] = []
  const taken = new Set<bigint>()
  for (const waiter of waiting) {
    if (group.length === maxTogether) break
    const isFree = !waiter.keys.some((key) => taken.has(key))
    // Also of those who stay behind: who shares a key with them came later than they did.
    for (const key of waiter.keys) taken.add(key)
    if (isFree) group.push(waiter)
  }
  const chosen = new Set(group)
  waiting.splice(0, waiting.length, ...waiting.filter((waiter) => !chosen.has(waiter)))
  return group
}

export interface SharedWork<Item, Result> {
  /** A result or an error for each, in their order. When it throws, each is tried by itself, so that what one brought does not refuse the others. */
  work(workspaceId: number, items: readonly Item[]): Promise<readonly (Result | Error)[]>
  /** Items that share one of these are done one after the other, as they came. Left out: none share any. */
  keysOf?(item: Item): readonly bigint[]
}

/** Returns the function that has one item done. It throws overloaded, and what `work` throws of this item. */
export function workTogether<Item, Result>({ work, keysOf = () => [] }: SharedWork<Item, Result>): (workspaceId: number, item: Item) => Promise<Result> {
  const lanes = new Map<number, Waiter<Item, Result>[]>()

  async function settle(workspaceId: number, group: readonly Waiter<Item, Result>[]): Promise<void> {
    try {
      const results = await work(workspaceId, group.map(({ item }) => item))
      for (const [index, waiter] of group.entries()) {
        const result = results[index]!
        if (result instanceof Error) waiter.reject(result)
        else waiter.resolve(result)
      }
    } catch (error) {
      if (group.length > 1 && !isEngineUnavailable(error)) for (const waiter of group) await settle(workspaceId, [waiter])
      else for (const waiter of group) waiter.reject(error)
    }
  }

  async function run(workspaceId: number, waiting: Waiter<Item, Result>[]): Promise<void> {
    while (waiting.length > 0) await settle(workspaceId, takeGroup(waiting))
    lanes.delete(workspaceId)
  }

  return (workspaceId, item) => {
    let waiting = lanes.get(workspaceId)
    if (waiting && waiting.length >= maxWaiting) return Promise.reject(new RapportError('overloaded', undefined, { retryAfterSeconds: 1 }))
    if (!waiting) {
      const fresh: Waiter<Item, Result>[] = []
      lanes.set(workspaceId, (waiting = fresh))
      // Requests that are being read in this very turn of the loop join the group.
      setImmediate(() => void run(workspaceId, fresh))
    }
    const lane = waiting
    return new Promise((resolve, reject) => lane.push({ item, keys: keysOf(item), resolve, reject }))
  }
}
