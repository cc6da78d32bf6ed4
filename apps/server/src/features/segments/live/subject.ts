// One person as the conditions see them in the processor.
import { createProfileState, readPersonValues, type PersonValues, type ProfileState } from '../../people/index.ts'
import type { Subject } from '../conditions/define-condition.ts'
import type { Moment } from '../conditions/moment.ts'
import { evaluate } from '../conditions/tree.ts'
import type { CompanyMemory } from './companies.ts'
import type { LiveDefinitions } from './definitions.ts'
import { readSeries, type LiveState } from './live-state.ts'
import { seriesKind } from './series/index.ts'

/** Stands in for a person of whom only the state is known: rules that look at events alone see nothing else. */
export const nobody: ProfileState = createProfileState('', 0)

export function createSubject(profile: ProfileState, state: LiveState, definitions: LiveDefinitions, companies: CompanyMemory, moment: Moment): Subject {
  let values: PersonValues | undefined
  const subject: Subject = {
    profileId: profile.id,
    values: () => (values ??= readPersonValues(profile)),
    series(definition) {
      const ref = definitions.refOf(definition)
      return (ref === undefined ? undefined : readSeries(state, ref, definition)) ?? seriesKind(definition).empty()
    },
    companies: () => companies.list(profile.stats.companies),
    isMember(segmentId) {
      const segment = definitions.byId.get(segmentId)
      if (!segment) return false
      return segment.definition ? evaluate(segment.definition, subject, moment) : state.memberships.has(segment.ref)
    },
  }
  return subject
}
