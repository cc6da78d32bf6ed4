/** Answers that have not reached the server yet, kept on the device: at most 50, for at most 7 days. */
import { keyPrefix, backlogKey } from '../../../core/storage.ts'
import type { Submission } from '../wire.ts'

export interface Waiting {
  url: string
  body: Submission
  /** Milliseconds since 1970. */
  at: number
}

const areaKey = keyPrefix + backlogKey
const maxItems = 50
const maxAgeMs = 7 * 86_400_000

export type BacklogArea = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface Backlog {
  /** Takes the place of what waits of the same response, unless that is newer. */
  put(item: Waiting): void
  /** Only if nothing newer of the response waits by now. */
  remove(body: Submission): void
  /** Sends what waits, the oldest first, until `send` says that it cannot. */
  drain(send: (item: Waiting) => Promise<boolean>): Promise<void>
}

/** `area` null: kept in memory alone. */
export function createBacklog(area: BacklogArea | null, now: () => number = Date.now): Backlog {
  let memory: Waiting[] = []

  function read(): Waiting[] {
    try {
      const stored = area?.getItem(areaKey)
      if (stored) memory = JSON.parse(stored) as Waiting[]
      else if (area) memory = []
    } catch {
      // Blocked or edited: memory is what there is.
    }
    return memory.filter(({ at }) => at > now() - maxAgeMs)
  }

  function write(items: Waiting[]): void {
    memory = items.slice(-maxItems)
    try {
      if (memory.length > 0) area?.setItem(areaKey, JSON.stringify(memory))
      else area?.removeItem(areaKey)
    } catch {
      // Full: the next save tries again.
    }
  }

  return {
    put(item) {
      const items = read()
      const isOlder = items.some(({ body }) => body.responseId === item.body.responseId && body.revision > item.body.revision)
      if (!isOlder) write([...items.filter(({ body }) => body.responseId !== item.body.responseId), item])
    },
    remove({ responseId, revision }) {
      write(read().filter(({ body }) => body.responseId !== responseId || body.revision > revision))
    },
    async drain(send) {
      for (const item of read()) {
        if (!(await send(item))) return
        this.remove(item.body)
      }
    },
  }
}
