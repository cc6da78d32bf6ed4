// What the page of a segment shows is in its address: the tab, and what was chosen in it.
import type { Segment } from '@contract/segments/segments.contract.ts'

export const segmentTabs = ['overview', 'members', 'changes', 'why', 'past', 'versions', 'sync'] as const
export type SegmentTab = (typeof segmentTabs)[number]

export const segmentDefaults = {
  tab: 'overview',
  /** Days of the chart. */
  days: '30',
  /** Among the members. */
  search: '',
  /** Whom "Why" is asked about. */
  person: '',
  /** The past moment, an instant. */
  at: '',
}
export type SegmentView = typeof segmentDefaults

export interface TabProps {
  segment: Segment
  view: SegmentView
  onChange: (changes: Partial<SegmentView>) => void
}

/** A list has no rule, so it has no versions of one either. */
export function listTabs(segment: Segment): SegmentTab[] {
  return segmentTabs.filter((tab) => tab !== 'versions' || segment.kind === 'live')
}
