// Why time alone brought somebody in or out, in words.
import type { Subject } from '../conditions/define-condition.ts'
import { typeOf } from '../conditions/index.ts'
import type { Moment } from '../conditions/moment.ts'
import type { LiveSegment } from './definitions.ts'

/** The condition that changed at this very instant, in words: "the third Order Completed is older than 90 days". */
export function explainFlip({ leaves }: LiveSegment, subject: Subject, moment: Moment, isEntered: boolean): string {
  const before = { ...moment, now: moment.now - 1 }
  for (const leaf of leaves) {
    const type = typeOf(leaf)
    if (!type.flipReason) continue
    const holds = type.holds(leaf, subject, moment)
    if (holds !== type.holds(leaf, subject, before)) return type.flipReason(leaf, holds)
  }
  return isEntered ? 'time has passed' : 'time is over'
}
