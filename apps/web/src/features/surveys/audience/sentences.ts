// Whom a survey asks and when, in words.
import type { TFunction } from 'i18next'
import { formatDateTime, formatDuration, formatNumber } from '../../../ui/format.ts'
import { sayEvent, splitSentence } from '../../segments/index.ts'
import type { SurveySettingsReply, SurveyTargeting } from '../survey-requests.ts'

export interface TargetingWords {
  t: TFunction<'surveys'>
  tSegments: TFunction<'segments'>
  timezone: string
  nameSegment: (id: string) => string
}

const plain = (sentence: string) => splitSentence(sentence).map(({ text }) => text).join('')

function sayDelay(seconds: number, t: TargetingWords['t']): string {
  const day = 86_400
  if (seconds >= day && seconds % day === 0) return t('audience.days', { count: seconds / day })
  return formatDuration(seconds)
}

/** "When Order Completed happens, 2 h later, on pages that contain /checkout." */
export function sayTrigger({ trigger, channels }: SurveyTargeting, words: TargetingWords): string {
  const { t, tSegments, timezone, nameSegment } = words
  const parts: string[] = []
  if (trigger.events.length > 0) parts.push(t('audience.say.events', { events: trigger.events.map((event) => plain(sayEvent(event, { t: tSegments, timezone, nameSegment }))).join(t('audience.or')) }))
  if (trigger.delaySeconds > 0) parts.push(t('audience.say.delay', { delay: sayDelay(trigger.delaySeconds, t) }))
  if (trigger.pages.length > 0) parts.push(t('audience.say.pages', { pages: trigger.pages.map(({ operator, value }) => `${t(`audience.page.${operator}`)} ${value || '…'}`).join(t('audience.or')) }))
  if (trigger.secondsOnPage !== undefined) parts.push(t('audience.say.seconds', { time: formatDuration(trigger.secondsOnPage) }))
  if (trigger.scrollPercent !== undefined) parts.push(t('audience.say.scroll', { percent: trigger.scrollPercent }))
  if (trigger.onExitIntent) parts.push(t('audience.say.exit'))
  if (parts.length === 0) return t(channels.widget.isOn ? 'audience.say.atOnce' : 'audience.say.linkOnly')
  const sentence = parts.join(', ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

export function sayAudience({ audience }: SurveyTargeting, { t, nameSegment }: TargetingWords): string {
  const names = (ids: string[], joiner: string) => ids.map(nameSegment).join(joiner)
  const whom = audience.segmentIds.length > 0 ? t('audience.say.inSegments', { segments: names(audience.segmentIds, t('audience.or')) }) : t(audience.isIdentifiedOnly ? 'audience.say.identified' : 'audience.say.everybody')
  const also = audience.segmentIds.length > 0 && audience.isIdentifiedOnly ? t('audience.say.ifIdentified') : ''
  const without = audience.excludedSegmentIds.length > 0 ? t('audience.say.without', { segments: names(audience.excludedSegmentIds, t('audience.or')) }) : ''
  return `${whom}${also}${without}.`
}

export function sayFrequency({ frequency }: SurveyTargeting, { t }: TargetingWords): string {
  if (frequency.kind === 'times') return t('audience.say.times', { count: frequency.times })
  if (frequency.kind === 'every') return t('audience.say.every', { count: frequency.days })
  return t(`audience.say.${frequency.kind}`)
}

/** The rest and the cap of the workspace, as they hold for this survey. */
export function sayRest({ respectsRest }: SurveyTargeting, settings: SurveySettingsReply | undefined, { t }: TargetingWords): string {
  if (!respectsRest) return t('audience.say.noRest')
  if (!settings) return '…'
  const rest = settings.restDays === 0 ? t('audience.say.restOff') : t('audience.say.rest', { count: settings.restDays })
  const { cap } = settings
  return cap ? `${rest} ${t('audience.say.cap', { count: cap.count, within: t(`audience.within.${cap.within.unit}`, { count: cap.within.amount }) })}` : rest
}

export function saySample({ samplePercent }: SurveyTargeting, { t }: TargetingWords): string {
  return samplePercent >= 100 ? t('audience.say.all') : t('audience.say.sample', { percent: formatNumber(samplePercent, { maximumFractionDigits: 2 }) })
}

export function sayQuotas({ quotas }: SurveyTargeting, { t }: TargetingWords): string {
  if (quotas.length === 0) return t('audience.say.noQuotas')
  return t('audience.say.quotas', { quotas: quotas.map(({ name, limit }) => `${name || '…'} ${Number.isFinite(limit) ? formatNumber(limit) : '…'}`).join(', ') })
}

export function saySchedule({ schedule }: SurveyTargeting, { t, timezone }: TargetingWords): string {
  const parts: string[] = []
  if (schedule.startsAt) parts.push(t('audience.say.from', { time: formatDateTime(schedule.startsAt, timezone) }))
  if (schedule.endsAt) parts.push(t('audience.say.until', { time: formatDateTime(schedule.endsAt, timezone) }))
  if (schedule.weekdays) parts.push(schedule.weekdays.map((day) => t(`audience.weekday.${day}` as 'audience.weekday.1')).join(', '))
  if (schedule.fromHour !== undefined || schedule.toHour !== undefined) parts.push(t('audience.say.hours', { from: schedule.fromHour ?? 0, to: schedule.toHour ?? 24 }))
  return parts.length === 0 ? t('audience.say.anyTime') : t('audience.say.schedule', { parts: parts.join(', '), timezone })
}
