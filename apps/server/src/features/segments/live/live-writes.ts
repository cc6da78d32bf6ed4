// What folding a batch changes in the segments.
import type { ProfileState } from '../../people/index.ts'
import type { ChangeCause } from '../segments.contract.ts'
import type { StateWrite } from './kept-states.ts'
import type { LiveSegment, SeriesRecord } from './definitions.ts'
import type { SeriesState } from './series/index.ts'

/** Somebody came into a segment or went out of it. */
export interface Transition {
  segment: LiveSegment
  profileId: string
  isEntered: boolean
  /** Milliseconds since 1970. */
  at: number
  cause: ChangeCause
  reason: string
}

/** Series with the state of one person. */
export type FilledSeries = readonly (readonly [SeriesRecord, SeriesState])[]

/** Where a person stands in a segment after a batch. `since` is undefined once they are out. */
export interface MembershipWrite {
  segment: LiveSegment
  profileId: string
  since: number | undefined
  cause: ChangeCause
  reason: string
}

/** What a batch changes, as it stands at the end of folding. */
export interface LiveWrites {
  /** Everyone who was looked at. */
  touched: ProfileState[]
  states: StateWrite[]
  memberships: MembershipWrite[]
  /** To be told as events. */
  transitions: Transition[]
  /** Profiles that went into another. */
  removedIds: string[]
  /** Segments of which events told and that the definitions do not know: removed, or made after these were read. */
  unknownIds: string[]
  /** Companies whose traits changed: their people are asked again. */
  companyIds: string[]
}
