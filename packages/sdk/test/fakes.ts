/** Stand-ins for the browser's own parts: storage, the network. */
import type { RapportEvent } from '../src/event.ts'
import type { CookieJar, StorageArea } from '../src/core/storage.ts'
import type { Reply, Wire } from '../src/core/transport.ts'

export interface FakeArea extends StorageArea {
  entries: Map<string, string>
  /** Characters that fit, as a browser's quota. */
  quota: number
}

export function createFakeArea(): FakeArea {
  const entries = new Map<string, string>()
  const area: FakeArea = {
    entries,
    quota: Infinity,
    get length() {
      return entries.size
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, value) {
      if (value.length > area.quota) throw new DOMException('full', 'QuotaExceededError')
      entries.set(key, value)
    },
    removeItem: (key) => void entries.delete(key),
  }
  return area
}

export function createFakeJar(): CookieJar & { cookies: Map<string, string> } {
  const cookies = new Map<string, string>()
  return {
    cookies,
    get: (name) => cookies.get(name) ?? null,
    set: (name, value) => void (value ? cookies.set(name, value) : cookies.delete(name)),
  }
}

export interface FakeWire extends Wire {
  posts: RapportEvent[][]
  bodies: string[]
  beacons: RapportEvent[][]
  /** Answers in order; when none is left, 200. `null` is a dead network. */
  replies: (Partial<Reply> | null)[]
  takesBeacons: boolean
  online: boolean
}

export function createFakeWire(): FakeWire {
  const parse = (body: string) => (JSON.parse(body) as { batch: RapportEvent[] }).batch
  const wire: FakeWire = {
    posts: [],
    bodies: [],
    beacons: [],
    replies: [],
    takesBeacons: true,
    online: true,
    async post(_url, body) {
      wire.posts.push(parse(body))
      wire.bodies.push(body)
      const reply = wire.replies.shift()
      if (reply === null) throw new TypeError('Failed to fetch')
      return { status: 200, retryAfter: null, ...reply }
    },
    beacon(_url, body) {
      if (wire.takesBeacons) wire.beacons.push(parse(body))
      return wire.takesBeacons
    },
    isOnline: () => wire.online,
  }
  return wire
}

let count = 0

export function makeEvent(properties: Record<string, unknown> = {}): RapportEvent {
  count++
  return {
    type: 'track',
    event: 'Thing Done',
    messageId: `m-${count}`,
    timestamp: new Date().toISOString(),
    anonymousId: 'a-1',
    properties,
    context: {},
  }
}
