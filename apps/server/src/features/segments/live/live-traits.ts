// Keeps computed traits right while the stream is folded: they are traits like any other, set by Rapport.
import { setTrait, type ProfileState } from '../../people/index.ts'
import type { Computation } from '../computed-traits.contract.ts'
import { compute, seriesOfComputation, type RfmThresholds } from '../computed/computations.ts'
import type { Subject } from '../conditions/define-condition.ts'
import type { Moment } from '../conditions/moment.ts'
import type { SeriesDefinition } from './series/index.ts'

export interface LiveTrait {
  id: string
  ref: number
  key: string
  computation: Computation
  thresholds: RfmThresholds | null
  /** The value is being taken from everyone. */
  isRemoved: boolean
  /** Whether it is worked out as events come: not while its series are being filled. */
  isAsked: boolean
}

/** Under which its next change by time alone is kept, beside the refs of segments. */
export const flipKeyOf = (trait: LiveTrait) => -trait.ref

export function listTraitSeries(trait: LiveTrait): SeriesDefinition[] {
  return trait.isRemoved ? [] : seriesOfComputation(trait.computation)
}

/** Whether it is worked out of what is known of the person, not of series. */
export function readsPerson({ computation }: LiveTrait): boolean {
  return computation.function === 'lifetime_value'
}

/** Sets the trait to its value at the moment. Returns when time alone changes it next, milliseconds, and whether it changed. */
export function applyTrait(profile: ProfileState, trait: LiveTrait, subject: Subject, moment: Moment): { isChanged: boolean; changesAt: number } {
  const { value, changesAt } = trait.isRemoved ? { value: undefined, changesAt: Infinity } : compute(trait.computation, subject, moment, trait.thresholds)
  const before = Object.hasOwn(profile.traits, trait.key) ? profile.traits[trait.key] : undefined
  if (JSON.stringify(before) === JSON.stringify(value)) return { isChanged: false, changesAt }
  // What Rapport works out outranks what is sent under the same name, however late that is.
  const [time] = Object.hasOwn(profile.stamps, trait.key) ? profile.stamps[trait.key]! : [0]
  setTrait(profile, trait.key, value, [Math.max(moment.now, time), Number.MAX_SAFE_INTEGER])
  profile.isPersonChanged = true
  return { isChanged: true, changesAt }
}
