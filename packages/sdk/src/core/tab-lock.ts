/** One tab at a time: Web Locks where they exist, else a short lease in storage. */
import { createId } from './message-id.ts'
import type { Store } from './storage.ts'

const leaseMs = 2000
/** Longer than localStorage needs to show one tab's write to another. */
const settleMs = 100

/** Runs `work` unless another tab is in it right now; then it does nothing, that tab does the work. */
export function runInOneTab(store: Store, name: string, work: () => void): void {
  if (navigator.locks) {
    void navigator.locks
      .request(`rapport:${name}`, { ifAvailable: true }, (lock) => {
        if (lock) work()
      })
      .catch(() => {})
    return
  }
  // Web Locks need a secure context. Whoever wrote the lease last, and still owns it after all
  // writes have settled, goes ahead. At worst an event is sent twice, which the server drops.
  const key = `lease:${name}`
  const [, untilMs] = (store.get(key) ?? '').split(' ')
  if (Number(untilMs) > Date.now()) return
  const lease = `${createId()} ${Date.now() + leaseMs}`
  store.set(key, lease)
  setTimeout(() => {
    if (store.get(key) !== lease) return
    try {
      work()
    } finally {
      store.remove(key)
    }
  }, settleMs)
}
