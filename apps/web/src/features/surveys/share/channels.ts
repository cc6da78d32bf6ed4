import type { SurveyTargeting } from '../survey-requests.ts'
import type { Draft } from '../use-draft.ts'

type Channels = SurveyTargeting['channels']

/** Changes one channel and leaves the others. */
export function changeChannel<Name extends keyof Channels>(targeting: Draft<SurveyTargeting>, name: Name, changes: Partial<Channels[Name]>): void {
  const { value } = targeting
  targeting.change({ ...value, channels: { ...value.channels, [name]: { ...value.channels[name], ...changes } } })
}
