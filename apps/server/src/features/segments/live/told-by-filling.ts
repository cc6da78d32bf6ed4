import type { StreamEvent } from '../../../platform/stream-event.ts'
import { segmentEntered, segmentLeft, type ChangeCause } from '../segments.contract.ts'

const causes: ReadonlySet<unknown> = new Set<ChangeCause>(['first_fill', 'edited'])

/** Whether the event tells an entry or exit that came of a new or edited rule, not of what somebody did. */
export function isToldByFilling({ origin, name, properties }: StreamEvent): boolean {
  return origin === 'system' && (name === segmentEntered || name === segmentLeft) && causes.has(properties['cause'])
}
