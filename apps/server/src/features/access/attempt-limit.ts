import type { Clock } from '../../platform/clock.ts'
import { RapportError } from '../../platform/errors.ts'

const windowMilliseconds = 10 * 60_000
const maxKeys = 20_000

/** Counts failed attempts per key in this process: with several API processes, each allows as many. */
export interface AttemptLimit {
  /** Takes an attempt for each key before the password is looked at. @throws too_many_requests with the seconds to wait */
  take(limits: readonly { key: string; maxFailures: number }[]): void
  /** The attempt was right: it does not count, and the first key starts anew. */
  succeed(limits: readonly { key: string; maxFailures: number }[]): void
}

export function createAttemptLimit(clock: Clock): AttemptLimit {
  const attempts = new Map<string, number[]>()

  function readRecent(key: string): number[] {
    const since = clock.now() - windowMilliseconds
    return (attempts.get(key) ?? []).filter((at) => at > since)
  }

  function store(key: string, times: number[]): void {
    // Re-inserting keeps the map in order of use; the longest unused key leaves first.
    attempts.delete(key)
    if (times.length > 0) attempts.set(key, times)
    if (attempts.size > maxKeys) attempts.delete(attempts.keys().next().value!)
  }

  return {
    take(limits) {
      for (const { key, maxFailures } of limits) {
        const times = readRecent(key)
        if (times.length < maxFailures) continue
        const retryAfterSeconds = Math.max(1, Math.ceil((times.at(-maxFailures)! + windowMilliseconds - clock.now()) / 1000))
        const minutes = Math.ceil(retryAfterSeconds / 60)
        throw new RapportError('too_many_requests', `Too many failed attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`, {
          retryAfterSeconds,
        })
      }
      for (const { key } of limits) store(key, [...readRecent(key), clock.now()])
    },
    succeed(limits) {
      for (const [index, { key }] of limits.entries()) store(key, index === 0 ? [] : readRecent(key).slice(0, -1))
    },
  }
}
