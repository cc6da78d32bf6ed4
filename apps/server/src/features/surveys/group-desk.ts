// Work of one workspace that waits together shares one transaction: each locks the stream at its end, so alone they would queue for it.
import { hash } from 'node:crypto'
import { RapportError, isEngineUnavailable } from '../../platform/errors.ts'
import { withSentTransaction, type Pool, type PoolClient, type Sent } from '../../platform/postgres.ts'

/** At most in one transaction: the stream waits for its end. */
const maxTogether = 100
/** Of one workspace; who comes then is told to come back. */
const maxWaiting = 5_000

/** What stands for something that only one transaction at a time may work on. */
export function toLockKey(text: string): bigint {
  return hash('sha256', text, 'buffer').readBigInt64BE(0)
}

/**
 * The statement after which, until the transaction ends, nobody else has these locks. Taken in the order of the keys, so that
 * two who share several never wait for each other.
 */
export function lockSql(keys: readonly bigint[]): string {
  const sorted = keys.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0))
  return `select pg_advisory_xact_lock(key) from unnest('{${sorted.join(',')}}'::bigint[]) as key`
}

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

export interface GroupDesk<Item, Result> {
  /**
   * Resolves once what `work` made of the item is committed. `keys`: nobody else works on these meanwhile, in any process.
   * @throws overloaded, and what `work` throws of this item
   */
  do(workspaceId: number, item: Item, keys: readonly bigint[]): Promise<Result>
}

/**
 * `work`: does all items within the transaction, with a result or an error for each, in their order. The locks are taken once its
 * first statement is answered. When it throws, each item is tried by itself, so that what one brought does not refuse
 * the others.
 */
export function createGroupDesk<Item, Result>(pool: Pool, work: (client: PoolClient, items: readonly Item[]) => Promise<() => Sent<(Result | Error)[]>>): GroupDesk<Item, Result> {
  const lanes = new Map<number, Waiter<Item, Result>[]>()

  async function settle(group: readonly Waiter<Item, Result>[]): Promise<void> {
    try {
      const results = await withSentTransaction(pool, (client) => work(client, group.map(({ item }) => item)), { first: lockSql(group.flatMap(({ keys }) => keys)) })
      for (const [index, waiter] of group.entries()) {
        const result = results[index]!
        if (result instanceof Error) waiter.reject(result)
        else waiter.resolve(result)
      }
    } catch (error) {
      if (group.length > 1 && !isEngineUnavailable(error)) for (const waiter of group) await settle([waiter])
      else for (const waiter of group) waiter.reject(error)
    }
  }

  async function run(workspaceId: number, waiting: Waiter<Item, Result>[]): Promise<void> {
    while (waiting.length > 0) await settle(takeGroup(waiting))
    lanes.delete(workspaceId)
  }

  return {
    do(workspaceId, item, keys) {
      let waiting = lanes.get(workspaceId)
      if (waiting && waiting.length >= maxWaiting) return Promise.reject(new RapportError('overloaded', undefined, { retryAfterSeconds: 1 }))
      if (!waiting) {
        const fresh: Waiter<Item, Result>[] = []
        lanes.set(workspaceId, (waiting = fresh))
        // Requests that are being read in this very turn of the loop join the group.
        setImmediate(() => void run(workspaceId, fresh))
      }
      const lane = waiting
      return new Promise((resolve, reject) => lane.push({ item, keys, resolve, reject }))
    },
  }
}
