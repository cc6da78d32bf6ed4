// Work of one workspace that waits together shares one transaction: each locks the stream at its end, so alone they would queue for it.
import { hash } from 'node:crypto'
import { withSentTransaction, type Pool, type PoolClient, type Sent } from '../../../platform/postgres.ts'
import { workTogether } from '../../../platform/work-together.ts'

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
  const doTogether = workTogether<{ item: Item; keys: readonly bigint[] }, Result>({
    work: (_workspaceId, group) => withSentTransaction(pool, (client) => work(client, group.map(({ item }) => item)), { first: lockSql(group.flatMap(({ keys }) => keys)) }),
    keysOf: ({ keys }) => keys,
  })
  return { do: (workspaceId, item, keys) => doTogether(workspaceId, { item, keys }) }
}
