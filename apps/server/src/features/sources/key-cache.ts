import type { Platform } from '../../platform/platform.ts'

/** A revoked key works this long at most in another process that missed the signal. */
const maxAgeMilliseconds = 5_000
/** From this age on a value is fetched anew behind the answer, so that a key in use never waits for the database. */
const refreshAfterMilliseconds = 2_500
const maxEntries = 10_000

interface Entry<T> {
  value: T | undefined
  loadedAt: number
  loading: Promise<T | undefined> | undefined
}

/** Keys that were looked up lately, unknown ones too. The longest unused leaves first. */
export interface KeyCache<T> {
  /** The value right away when it is fresh, else a promise of it. */
  get(key: string): T | undefined | Promise<T | undefined>
  forget(key: string): void
}

export function createKeyCache<T extends { workspaceId: number }>(platform: Platform, load: (key: string) => Promise<T | undefined>): KeyCache<T> {
  const entries = new Map<string, Entry<T>>()

  function startLoading(key: string, entry: Entry<T>): Promise<T | undefined> {
    entry.loading ??= load(key).then(
      (value) => {
        entry.value = value
        entry.loadedAt = performance.now()
        entry.loading = undefined
        return value
      },
      (error: unknown) => {
        entry.loading = undefined
        throw error
      },
    )
    return entry.loading
  }

  function add(key: string): Entry<T> {
    const entry: Entry<T> = { value: undefined, loadedAt: -Infinity, loading: undefined }
    entries.set(key, entry)
    if (entries.size > maxEntries) entries.delete(entries.keys().next().value!)
    return entry
  }

  // Forgetting drops the entry itself: a look-up that began before the change ends in an entry nobody reads again.
  platform.signals.on('definitions', ({ workspaceId }) => {
    for (const [key, entry] of entries) {
      if (entry.loading || entry.value?.workspaceId === workspaceId) entries.delete(key)
    }
  })

  return {
    get(key) {
      const entry = entries.get(key) ?? add(key)
      const age = performance.now() - entry.loadedAt
      if (age >= maxAgeMilliseconds) return startLoading(key, entry)
      if (age >= refreshAfterMilliseconds && !entry.loading) {
        // Moves the key to the young end. A failure shows when the value is too old to be used.
        entries.delete(key)
        entries.set(key, entry)
        startLoading(key, entry).catch(() => {})
      }
      return entry.value
    },
    forget: (key) => void entries.delete(key),
  }
}
