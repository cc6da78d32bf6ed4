// How often one address or one link may send answers: a bucket of tokens each, in this process.
import type { Clock } from '../../../platform/clock.ts'
import { RapportError } from '../../../platform/errors.ts'

/** Longest unused buckets leave first, so that addresses made up by the million take no memory. */
const maxBuckets = 20_000

interface Bucket {
  tokens: number
  filledAt: number
}

export interface RequestLimit {
  /** @throws too_many_requests with the seconds until the next is taken */
  take(key: string): void
}

/** `perMinute` at once, and as many again in the course of a minute. */
export function createRequestLimit(clock: Clock, perMinute: number): RequestLimit {
  const buckets = new Map<string, Bucket>()
  const tokensPerMs = perMinute / 60_000
  return {
    take(key) {
      const now = clock.now()
      const before = buckets.get(key) ?? { tokens: perMinute, filledAt: now }
      const tokens = Math.min(perMinute, before.tokens + (now - before.filledAt) * tokensPerMs)
      const isAllowed = tokens >= 1
      // Re-inserting keeps the map in order of use.
      buckets.delete(key)
      buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, filledAt: now })
      if (buckets.size > maxBuckets) buckets.delete(buckets.keys().next().value!)
      if (isAllowed) return
      const retryAfterSeconds = Math.max(1, Math.ceil((1 - tokens) / tokensPerMs / 1_000))
      throw new RapportError('too_many_requests', `Too many answers at once. Nothing was lost: send this again in ${retryAfterSeconds} s.`, { retryAfterSeconds })
    },
  }
}

/** An IPv6 network of one subscriber counts as one address. */
export function limitKeyOf(ip: string): string {
  return ip.includes(':') && !ip.includes('.') ? ip.split(':').slice(0, 4).join(':') : ip
}
