// Questions of one workspace that wait together share one statement: each alone would take a connection and a turn of its own.

/** At most in one statement. */
const maxTogether = 100

interface Waiter<Key, Value> {
  key: Key
  resolve: (value: Value) => void
  reject: (error: unknown) => void
}

/**
 * Returns the function that asks for one key. `read` answers many, in their order; when it throws, each is asked by itself, so
 * that a key which cannot be asked for takes no other with it.
 */
export function readTogether<Key, Value>(read: (workspaceId: number, keys: readonly Key[]) => Promise<readonly Value[]>): (workspaceId: number, key: Key) => Promise<Value> {
  const lanes = new Map<number, Waiter<Key, Value>[]>()

  async function answer(workspaceId: number, group: readonly Waiter<Key, Value>[]): Promise<void> {
    try {
      const values = await read(workspaceId, group.map(({ key }) => key))
      for (const [index, { resolve }] of group.entries()) resolve(values[index]!)
    } catch (error) {
      if (group.length > 1) await Promise.all(group.map((waiter) => answer(workspaceId, [waiter])))
      else group[0]!.reject(error)
    }
  }

  async function run(workspaceId: number, waiting: Waiter<Key, Value>[]): Promise<void> {
    while (waiting.length > 0) await answer(workspaceId, waiting.splice(0, maxTogether))
    lanes.delete(workspaceId)
  }

  return (workspaceId, key) =>
    new Promise((resolve, reject) => {
      const waiting = lanes.get(workspaceId)
      if (waiting) return void waiting.push({ key, resolve, reject })
      const lane: Waiter<Key, Value>[] = [{ key, resolve, reject }]
      lanes.set(workspaceId, lane)
      // Requests that are being read in this very turn of the loop join in.
      setImmediate(() => void run(workspaceId, lane))
    })
}
