// Every kind of condition that can be built: a file each, and a line here. A kind without an editor does not compile.
import type { LeafCondition } from '@contract/segments/conditions.contract.ts'
import type { ConditionEditor, LeafOf } from '../condition-editor.ts'
import { channel } from './channel.tsx'
import { company } from './company.tsx'
import { consent } from './consent.tsx'
import { eventTime } from './event-time.tsx'
import { event } from './event.tsx'
import { random } from './random.tsx'
import { segment } from './segment.tsx'
import { sequence } from './sequence.tsx'
import { trait } from './trait.tsx'

const editors: { [Type in LeafCondition['type']]: ConditionEditor<LeafOf<Type>> } = {
  event,
  event_time: eventTime,
  sequence,
  trait,
  company,
  consent,
  channel,
  segment,
  random,
}

/** In the order of the menu. */
export const conditionEditors = Object.values(editors) as ConditionEditor[]

export function findEditor(condition: LeafCondition): ConditionEditor {
  // Found by the condition's own type, so it takes this condition.
  return editors[condition.type] as ConditionEditor
}
