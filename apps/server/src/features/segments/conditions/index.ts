// The kinds of conditions: one file and one line each.
import { createRegistry } from '../../../platform/variants.ts'
import type { LeafCondition } from '../conditions.contract.ts'
import { channel } from './channel.ts'
import { company } from './company.ts'
import { consent } from './consent.ts'
import type { ConditionType } from './define-condition.ts'
import { eventTime } from './event-time.ts'
import { event } from './event.ts'
import { random } from './random.ts'
import { segment } from './segment.ts'
import { sequence } from './sequence.ts'
import { trait } from './trait.ts'

export const conditionTypes = createRegistry([event, trait, eventTime, sequence, segment, company, consent, channel, random])

/** The kind of a condition: whoever asks passes the condition that belongs to it. */
export function typeOf(condition: LeafCondition): ConditionType {
  return conditionTypes.get(condition.type) as unknown as ConditionType
}
