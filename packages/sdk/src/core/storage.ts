/** Where the SDK remembers things: localStorage, cookies for a few keys if asked, else memory. */

export const keyPrefix = 'rapport:'

/** The visitor's choice is kept even while nothing else may be: forgetting a "no" would ask again. */
export const consentKey = 'consent'

/** Answers to surveys that wait for the network; the survey widget writes them. */
export const backlogKey = 'survey-backlog'

/** Keys that subdomains of one site must share; the event queue is far too big for a cookie. */
const sharedKeys = new Set(['anonymousId', 'userId', 'session', 'deviceId', consentKey])

export interface Store {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  /** Names of all stored keys that begin with `prefix`. */
  list(prefix: string): string[]
  /** From now on keeps everything in memory alone (before consent, after opting out). */
  hold(): void
  /** Ends `hold` and writes what memory gathered to the device. */
  release(): void
  /** Removes everything that the SDK ever wrote. */
  purge(): void
}

/** The part of localStorage that is used; tests bring their own. */
export type StorageArea = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Reads and writes cookies for one domain. `set` with an empty value deletes. */
export interface CookieJar {
  get(name: string): string | null
  set(name: string, value: string): void
}

/** localStorage if it can be used; null where it throws (blocked, sandboxed frame, full). */
export function findStorageArea(): StorageArea | null {
  return attempt(() => {
    const area = window.localStorage
    const probe = `${keyPrefix}probe`
    area.setItem(probe, '1')
    area.removeItem(probe)
    return area
  })
}

export function createCookieJar(domain: string): CookieJar {
  const toCookieName = (name: string) => `rapport_${name}`
  return {
    get(name) {
      const prefix = `${toCookieName(name)}=`
      const pair = document.cookie.split('; ').find((part) => part.startsWith(prefix))
      return pair ? decodeURIComponent(pair.slice(prefix.length)) : null
    },
    set(name, value) {
      const maxAgeSeconds = value ? 31_536_000 : 0
      document.cookie =
        `${toCookieName(name)}=${encodeURIComponent(value)}; Domain=${domain}; Path=/` +
        `; Max-Age=${maxAgeSeconds}; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`
    },
  }
}

/** Storage may throw at any moment: blocked, full, in a sandboxed frame, or a cookie of odd bytes. */
function attempt<T>(access: () => T): T | null {
  try {
    return access()
  } catch {
    return null
  }
}

export function createStore(area: StorageArea | null, cookies: CookieJar | null = null): Store {
  const memory = new Map<string, string>()
  let isHeld = false

  const usesDevice = (key: string) => !isHeld || key === consentKey
  const jarFor = (key: string) => (cookies && sharedKeys.has(key) ? cookies : null)

  function removeFromDevice(key: string): void {
    attempt(() => jarFor(key)?.set(key, ''))
    attempt(() => area?.removeItem(keyPrefix + key))
  }

  const store: Store = {
    get(key) {
      const remembered = memory.get(key)
      if (remembered !== undefined) return remembered
      if (!usesDevice(key)) return null
      return attempt(() => jarFor(key)?.get(key) ?? area?.getItem(keyPrefix + key) ?? null)
    },
    set(key, value) {
      if (usesDevice(key)) {
        try {
          const jar = jarFor(key)
          if (jar) jar.set(key, value)
          else if (area) area.setItem(keyPrefix + key, value)
          if (jar || area) {
            memory.delete(key)
            return
          }
        } catch {
          // Full: the old value must not come back after a reload as if it were current.
          removeFromDevice(key)
        }
      }
      memory.set(key, value)
    },
    remove(key) {
      memory.delete(key)
      if (usesDevice(key)) removeFromDevice(key)
    },
    list(prefix) {
      const found = [...memory.keys()].filter((key) => key.startsWith(prefix))
      if (isHeld || !area) return found
      attempt(() => {
        for (let i = 0; i < area.length; i++) {
          const key = area.key(i)
          if (key?.startsWith(keyPrefix + prefix)) found.push(key.slice(keyPrefix.length))
        }
      })
      return found
    },
    hold() {
      isHeld = true
    },
    release() {
      isHeld = false
      for (const [key, value] of memory) store.set(key, value)
    },
    purge() {
      isHeld = false
      for (const key of [...sharedKeys, ...store.list('')]) store.remove(key)
    },
  }
  return store
}
