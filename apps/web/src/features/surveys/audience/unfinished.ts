import { findEventGap } from '../../segments/index.ts'
import type { SurveyTargeting } from '../survey-requests.ts'

/** An event without a name, a page without a text, a quota without one: they wait until they are filled in. */
export function isTargetingUnfinished({ trigger, quotas, audience }: SurveyTargeting): boolean {
  return (
    trigger.events.some((event) => findEventGap(event) !== null) ||
    trigger.pages.some(({ value }) => value.trim() === '') ||
    quotas.some(({ name, limit, answer }) => name.trim() === '' || !Number.isInteger(limit) || limit < 1 || answer?.value === '') ||
    audience.segmentIds.includes('')
  )
}
