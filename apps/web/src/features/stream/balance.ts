// Whether the counters of the stream add up: accepted = stored = processed + duplicate + rejected + waiting.
import type { StreamCounters } from '@contract/stream/stream.contract.ts'

type Sums = Pick<StreamCounters, 'accepted' | 'stored' | 'processed' | 'duplicate' | 'rejected' | 'waiting'>

/** How many events are unaccounted for; 0 where everything agrees. */
export function findImbalance({ accepted, stored, processed, duplicate, rejected, waiting }: Sums): number {
  return Math.max(Math.abs(accepted - stored), Math.abs(stored - (processed + duplicate + rejected + waiting)))
}
