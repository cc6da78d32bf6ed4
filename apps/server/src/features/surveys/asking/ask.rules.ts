// Whether somebody may be asked now: the first reason that stands against it, in a fixed order, with the figures behind it.
import { createHash } from 'node:crypto'
import { toMilliseconds } from '../../segments/conditions.contract.ts'
import { readWallClock } from '../../segments/index.ts'
import type { DecisionReason } from '../delivery.contract.ts'
import type { SurveySettings, SurveyTargeting, surveyKinds, surveyStatuses } from '../surveys.contract.ts'

/** Times are milliseconds since 1970. */
export interface PastAsk {
  surveyId: string
  survey: string
  askedAt: number
  answeredAt: number | null
}

export interface AskSituation {
  survey: { id: string; kind: (typeof surveyKinds)[number]; status: (typeof surveyStatuses)[number]; isPublished: boolean; targeting: SurveyTargeting }
  channel: 'link' | 'widget' | 'email' | 'api'
  person: {
    /** The profile where one is known, else the user id, anonymous id, device: decides about the sample. */
    key: string
    isIdentified: boolean
    segmentIds: ReadonlySet<string>
    /** Of all surveys. */
    asks: readonly PastAsk[]
  }
  /** One for each quota of the survey, in their order. */
  quotaCounts: readonly QuotaCount[]
  settings: SurveySettings
  segmentNames: ReadonlyMap<string, string>
  now: number
  timezone: string
}

/** `open`: asked within the last 30 minutes and not answered yet; each may still become an answer. */
export interface QuotaCount {
  answered: number
  open: number
}

export interface AskDecision {
  reason: DecisionReason
  text: string
}

type Check = (situation: AskSituation) => AskDecision | undefined

const dayMs = 86_400_000
const hourMs = 3_600_000
const minuteMs = 60_000

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** "3 days ago", "5 hours ago", "just now". */
function describeAge(ms: number): string {
  if (ms >= 2 * dayMs) return `${Math.floor(ms / dayMs)} days ago`
  if (ms >= hourMs) return `${plural(Math.floor(ms / hourMs), 'hour')} ago`
  return ms >= minuteMs ? `${plural(Math.floor(ms / minuteMs), 'minute')} ago` : 'just now'
}

function describeInstant(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

const checkStatus: Check = ({ survey }) => {
  if (survey.status === 'live' && survey.isPublished) return undefined
  return { reason: 'not_live', text: survey.isPublished ? `The survey is ${survey.status}.` : 'The survey was never published.' }
}

const checkChannel: Check = ({ survey: { targeting: { channels }, kind }, channel }) => {
  if (channel === 'widget' && !channels.widget.isOn) return { reason: 'channel_off', text: 'The widget of this survey is off.' }
  if (channel === 'link' && !channels.link.isOn) return { reason: 'channel_off', text: 'The link of this survey is off.' }
  if (channel !== 'email') return undefined
  if (!channels.email.isOn) return { reason: 'channel_off', text: 'This survey sends no e-mail.' }
  return kind === 'employees' ? { reason: 'channel_off', text: 'Employees’ surveys are anonymous and are sent to nobody by name.' } : undefined
}

const checkAudience: Check = ({ survey: { targeting: { audience } }, person, segmentNames }) => {
  const nameOf = (id: string) => segmentNames.get(id) ?? 'a segment that is gone'
  const refuse = (text: string): AskDecision => ({ reason: 'not_in_audience', text })
  if (audience.isIdentifiedOnly && !person.isIdentified) return refuse('Only people who are identified are asked, and nobody knows who this is.')
  const { segmentIds: wanted, excludedSegmentIds } = audience
  if (wanted.length > 0 && !wanted.some((id) => person.segmentIds.has(id))) {
    return refuse(`Not in ${wanted.length === 1 ? 'the segment' : 'any of the segments'} ${wanted.map(nameOf).join(', ')}.`)
  }
  const excluded = excludedSegmentIds.find((id) => person.segmentIds.has(id))
  return excluded === undefined ? undefined : refuse(`In the excluded segment ${nameOf(excluded)}.`)
}

const checkFrequency: Check = ({ survey: { id, targeting: { frequency } }, person, now }) => {
  const own = person.asks.filter((ask) => ask.surveyId === id)
  if (own.length === 0) return undefined
  const lastAsked = Math.max(...own.map((ask) => ask.askedAt))
  const answers = own.flatMap((ask) => ask.answeredAt ?? [])
  const answered: AskDecision | undefined = answers.length > 0 ? { reason: 'already_answered', text: `Answered this survey ${describeAge(now - Math.max(...answers))}` } : undefined
  const asked: AskDecision = { reason: 'already_asked', text: `Asked by this survey ${describeAge(now - lastAsked)}` }
  const because = (decision: AskDecision, rule: string): AskDecision => ({ ...decision, text: `${decision.text}; ${rule}.` })
  switch (frequency.kind) {
    case 'once': return because(answered ?? asked, 'it asks once')
    case 'times': return own.length >= frequency.times ? because({ ...asked, text: `Asked by this survey ${own.length === 1 ? 'once' : `${own.length} times`}` }, `it asks ${frequency.times} times`) : undefined
    case 'until_answered': return answered && because(answered, 'it asks until it is answered')
    case 'every': return now - lastAsked < frequency.days * dayMs ? because(asked, `it asks every ${plural(frequency.days, 'day')}`) : undefined
  }
}

const checkRest: Check = ({ survey, person, settings: { restDays }, now }) => {
  if (!survey.targeting.respectsRest || restDays === 0) return undefined
  let last: PastAsk | undefined
  for (const ask of person.asks) if (ask.surveyId !== survey.id && ask.askedAt > (last?.askedAt ?? -Infinity)) last = ask
  if (!last || now - last.askedAt >= restDays * dayMs) return undefined
  return { reason: 'rest_period', text: `Asked by ${last.survey} ${describeAge(now - last.askedAt)}; the rest period is ${plural(restDays, 'day')}.` }
}

const checkCap: Check = ({ survey, person, settings: { cap }, now }) => {
  if (!cap || !survey.targeting.respectsRest) return undefined
  const from = now - toMilliseconds(cap.within)
  const recent = person.asks.filter((ask) => ask.askedAt > from).length
  if (recent < cap.count) return undefined
  const { amount, unit } = cap.within
  return { reason: 'person_cap', text: `Asked ${recent} times in ${plural(amount, unit.slice(0, -1))}; the cap is ${cap.count}.` }
}

const drawSteps = 1_000_000n

/** A lasting draw from 0 to 100: the first 8 bytes of SHA-256 of survey and person. */
export function drawSample(surveyId: string, personKey: string): number {
  return Number(createHash('sha256').update(`${surveyId}:${personKey}`).digest().readBigUInt64BE(0) % drawSteps) / 10_000
}

const checkSample: Check = ({ survey: { id, targeting: { samplePercent } }, person }) => {
  if (samplePercent >= 100) return undefined
  const draw = drawSample(id, person.key)
  return draw < samplePercent ? undefined : { reason: 'not_in_sample', text: `Drew ${draw.toFixed(2)} of 100; the sample is the lowest ${samplePercent} %.` }
}

/**
 * A quota on all or on a segment refuses whoever would count. What somebody will answer is not known before: quotas on the
 * answers of one question refuse only when every one of them is full.
 */
const checkQuotas: Check = ({ survey: { targeting: { quotas } }, person, quotaCounts }) => {
  const applying = quotas
    .map((quota, index) => ({ quota, count: quotaCounts[index] ?? { answered: 0, open: 0 } }))
    .filter(({ quota }) => quota.segmentId === undefined || person.segmentIds.has(quota.segmentId))
  const isFull = ({ quota, count }: (typeof applying)[number]) => count.answered + count.open >= quota.limit
  const groups = [
    ...applying.filter(({ quota }) => !quota.answer).map((entry) => [entry]),
    ...Map.groupBy(applying.filter(({ quota }) => quota.answer), ({ quota }) => `${quota.answer!.question} ${quota.segmentId ?? ''}`).values(),
  ]
  const full = groups.find((group) => group.every(isFull))?.[0]
  if (!full) return undefined
  const { quota, count } = full
  return { reason: 'quota_full', text: `The quota ${quota.name} is full: ${plural(count.answered, 'answer')}${count.open > 0 ? ` and ${count.open} asked just now` : ''}, the limit is ${quota.limit}.` }
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Hours that run over midnight belong to the day on which they begin. */
const checkSchedule: Check = ({ survey: { targeting: { schedule } }, now, timezone }) => readSchedule(schedule, { now, timezone })

function readSchedule(schedule: SurveyTargeting['schedule'], { now, timezone }: Pick<AskSituation, 'now' | 'timezone'>): AskDecision | undefined {
  const refuse = (text: string): AskDecision => ({ reason: 'outside_schedule', text })
  if (schedule.startsAt && now < Date.parse(schedule.startsAt)) return refuse(`It begins on ${describeInstant(Date.parse(schedule.startsAt), timezone)}.`)
  if (schedule.endsAt && now >= Date.parse(schedule.endsAt)) return refuse(`It ended on ${describeInstant(Date.parse(schedule.endsAt), timezone)}.`)
  const { fromHour: from = 0, toHour: to = 24, weekdays = [] } = schedule
  if (from === 0 && to === 24 && weekdays.length === 0) return undefined
  const wall = readWallClock(now, timezone)
  const hour = Math.floor(wall / hourMs) % 24
  const isOvernight = from > to
  const isOpen = from === to || (isOvernight ? hour >= from || hour < to : hour >= from && hour < to)
  if (!isOpen) return refuse(`It is ${hour}:00 to ${hour + 1}:00 in ${timezone}; it asks from ${from}:00 to ${to}:00.`)
  const day = Math.floor(wall / dayMs) - (isOvernight && hour < to ? 1 : 0)
  // The first of January 1970 was a Thursday.
  const weekday = ((day + 3) % 7) + 1
  return weekdays.length > 0 && !weekdays.includes(weekday) ? refuse(`It does not ask on a ${weekdayNames[weekday - 1]}.`) : undefined
}

/** The next quarter of an hour within eight days in which the schedule lets the survey ask; undefined when there is none. */
export function findOpening(schedule: SurveyTargeting['schedule'], { now, timezone }: Pick<AskSituation, 'now' | 'timezone'>): number | undefined {
  // In quarters of an hour, because some zones are not whole hours from UTC.
  const quarter = hourMs / 4
  for (let at = Math.ceil((now + 1) / quarter) * quarter; at <= now + 8 * dayMs; at += quarter) if (!readSchedule(schedule, { now: at, timezone })) return at
  return undefined
}

/** In the order in which they are looked at. */
const checks: readonly Check[] = [checkStatus, checkChannel, checkAudience, checkFrequency, checkRest, checkCap, checkSample, checkQuotas, checkSchedule]

/** The first reason that stands against asking, else `asked`. */
export function decideAsk(situation: AskSituation): AskDecision {
  for (const check of checks) {
    const refusal = check(situation)
    if (refusal) return refusal
  }
  return { reason: 'asked', text: 'Nothing stood against it.' }
}
