// Whether whom and when a survey asks makes sense.
import type { ErrorDetail } from '../../../platform/errors.ts'
import { findChoiceProblem } from '../responses/answer-value.rules.ts'
import type { SurveyContent, SurveyTargeting } from '../surveys.contract.ts'
import { hasText } from '../content/walk-texts.ts'

/** Every segment that the targeting stands on. */
export function listTargetSegments({ audience, quotas }: SurveyTargeting): string[] {
  return [...new Set([...audience.segmentIds, ...audience.excludedSegmentIds, ...quotas.flatMap(({ segmentId }) => (segmentId ? [segmentId] : []))])]
}

/** Whenever it is changed: it holds at once. `knownSegments`: ids. */
export function checkTargeting(targeting: SurveyTargeting, knownSegments: { has(id: string): boolean }): ErrorDetail[] {
  const { startsAt, endsAt, fromHour, toHour } = targeting.schedule
  return [
    ...listTargetSegments(targeting).filter((id) => !knownSegments.has(id)).map((id) => ({ path: 'audience', message: `There is no segment ${id}. Choose another one.` })),
    ...(startsAt && endsAt && Date.parse(startsAt) >= Date.parse(endsAt) ? [{ path: 'schedule.endsAt', message: 'The end must be after the start.' }] : []),
    ...(fromHour !== undefined && toHour !== undefined && fromHour >= toHour ? [{ path: 'schedule.toHour', message: 'The last hour must be after the first.' }] : []),
  ]
}

function findQuotaProblem({ question: key, value }: { question: string; value: string | number }, { questions }: SurveyContent): string | undefined {
  const question = questions.find((other) => other.key === key)
  return question ? findChoiceProblem(question, value) : `There is no question "${key}". Choose one that is there.`
}

/** Before it is published: what each channel needs, and quotas on answers that can be given. */
export function checkReadiness({ channels, trigger, quotas }: SurveyTargeting, content: SurveyContent): ErrorDetail[] {
  const { widget, email } = channels
  const { main } = content.languages
  return [
    ...(widget.isOn && widget.display === 'inline' && !widget.selector ? [{ path: 'targeting.channels.widget.selector', message: 'Name the element that the survey fills.' }] : []),
    ...(widget.isOn && widget.display === 'tab' && !hasText(widget.tabLabel?.i18n[main]) ? [{ path: 'targeting.channels.widget.tabLabel', message: `Write the label of the tab in the main language, ${main}.` }] : []),
    ...(email.isOn && !hasText(email.subject?.i18n[main]) ? [{ path: 'targeting.channels.email.subject', message: `Write the subject in the main language, ${main}.` }] : []),
    ...(email.isOn && trigger.events.length === 0 ? [{ path: 'targeting.trigger.events', message: 'Name the event after which the e-mail is sent.' }] : []),
    ...quotas.flatMap(({ answer }, index) => {
      const message = answer && findQuotaProblem(answer, content)
      return message ? [{ path: `targeting.quotas.${index}.answer`, message }] : []
    }),
  ]
}
