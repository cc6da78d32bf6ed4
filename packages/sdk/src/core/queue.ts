/**
 * The events not yet delivered, kept on the device so that they survive reloads and crashes.
 *
 * Every page load ("tab") owns one record, so two tabs never overwrite each other's events. The
 * memory copy leads, because sites clear localStorage at sign-out; the stored one is for whoever
 * comes after. A record whose tab has left (`atMs` 0) or has shown no life for three minutes is
 * adopted by another tab of the same write key.
 */
import type { RapportEvent } from '../event.ts'
import { parseJson } from './json.ts'
import type { Store } from './storage.ts'

export const maxQueuedEvents = 500
export const maxQueuedBytes = 256 * 1024

/** Background tabs run timers once a minute; a living tab with events shows itself that often. */
export const staleAfterMs = 180_000
const tombstoneMs = 86_400_000

interface QueueRecord {
  atMs: number
  events: RapportEvent[]
  /** Another tab took the events over: tells a tab that wakes from sleep not to send them again. */
  isTaken?: boolean
}

export interface Queue {
  size(): number
  /** Adds an event; returns how many had to be dropped for it, itself included if it is too big. */
  append(event: RapportEvent): number
  /** The oldest events outside `except`, at most `maxEvents` and `maxBytes`, but at least one. */
  peek(maxEvents: number, maxBytes: number, except?: ReadonlySet<string>): RapportEvent[]
  remove(events: RapportEvent[]): void
  clear(): void
  /** Shows other tabs that this one is alive; to be called at least once a minute. */
  touch(): void
  /** The page goes away: what is left may be adopted at once. */
  leave(): void
  /** The page came back from the back/forward cache. */
  comeBack(): void
  /** Takes over what dead tabs left behind. To be called under a lock shared by all tabs. */
  adoptOrphans(): void
}

export function measureBytes(text: string): number {
  return new TextEncoder().encode(text).length
}

// Offline, every new event needs the sizes of all that wait.
const knownBytes = new WeakMap<RapportEvent, number>()

function measureEvent(event: RapportEvent): number {
  const bytes = knownBytes.get(event) ?? measureBytes(JSON.stringify(event)) + 1
  knownBytes.set(event, bytes)
  return bytes
}

export function createQueue(store: Store, writeKey: string, tabId: string): Queue {
  const prefix = `queue:${writeKey}:`
  const ownKey = prefix + tabId
  let events: RapportEvent[] = []
  // Dropped events whose number no later event has carried yet.
  let droppedEvents = 0

  const read = (key: string) => parseJson<QueueRecord>(store.get(key))
  const write = (key: string, record: QueueRecord) => store.set(key, JSON.stringify(record))

  function save(atMs = Date.now()): void {
    if (events.length) write(ownKey, { atMs, events })
    else store.remove(ownKey)
  }

  /** Drops what another tab took over while this one slept. */
  function yieldTaken(): void {
    if (!events.length || !read(ownKey)?.isTaken) return
    events = []
    store.remove(ownKey)
  }

  /** Drops the oldest events beyond the caps; returns how many. */
  function trim(): number {
    let bytes = 0
    let keepFrom = events.length
    while (keepFrom > 0 && events.length - keepFrom < maxQueuedEvents) {
      bytes += measureEvent(events[keepFrom - 1]!)
      if (bytes > maxQueuedBytes) break
      keepFrom--
    }
    const dropped = events.splice(0, keepFrom)
    // A dropped event may itself carry the number of those dropped before it.
    for (const event of dropped) {
      droppedEvents += 1 + Number(event.context['droppedEvents'] ?? 0)
    }
    return dropped.length
  }

  const queue: Queue = {
    size: () => events.length,
    append(event) {
      yieldTaken()
      // A copy: what the page changes in its objects afterwards is not what happened.
      const copy = JSON.parse(JSON.stringify(event)) as RapportEvent
      if (measureEvent(copy) > maxQueuedBytes) {
        droppedEvents++
        return 1
      }
      events.push(copy)
      const dropped = trim()
      if (droppedEvents) {
        copy.context['droppedEvents'] = droppedEvents
        droppedEvents = 0
      }
      save()
      return dropped
    },
    peek(maxEvents, maxBytes, except) {
      yieldTaken()
      const chunk: RapportEvent[] = []
      let bytes = 0
      for (const event of events) {
        if (except?.has(event.messageId)) continue
        bytes += measureEvent(event)
        if (chunk.length >= maxEvents || (chunk.length && bytes > maxBytes)) break
        chunk.push(event)
      }
      return chunk
    },
    remove(delivered) {
      const ids = new Set(delivered.map((event) => event.messageId))
      events = events.filter((event) => !ids.has(event.messageId))
      save()
    },
    clear() {
      events = []
      droppedEvents = 0
      save()
    },
    touch() {
      yieldTaken()
      save()
    },
    leave: () => save(0),
    comeBack() {
      // What this page left behind is gone when the page after it has taken it over.
      if (!read(ownKey)) events = []
      save()
    },
    adoptOrphans() {
      const nowMs = Date.now()
      let isChanged = false
      for (const key of store.list(prefix)) {
        if (key === ownKey) continue
        const record = read(key)
        const ageMs = nowMs - (record?.atMs ?? 0)
        if (record && ageMs < (record.isTaken ? tombstoneMs : staleAfterMs)) continue
        // One that left on purpose needs no tombstone: it notices that its record is gone.
        if (record?.atMs && !record.isTaken) write(key, { atMs: nowMs, events: [], isTaken: true })
        else store.remove(key)
        if (!record?.events.length) continue
        const known = new Set(events.map((event) => event.messageId))
        events = [...record.events.filter((event) => !known.has(event.messageId)), ...events]
        isChanged = true
      }
      if (!isChanged) return
      trim()
      save()
    },
  }
  return queue
}
