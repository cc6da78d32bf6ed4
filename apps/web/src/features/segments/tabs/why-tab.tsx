import { ExplainPanel } from '../builder/explain-panel.tsx'
import type { TabProps } from '../segment-view.ts'

/** Why somebody is or isn't in it; the person may come with the address. */
export function WhyTab({ segment, view }: TabProps) {
  return <ExplainPanel key={view.person} segmentId={segment.id} {...(view.person && { profileId: view.person })} />
}
