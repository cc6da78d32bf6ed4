// Decides whether somebody is asked now, and records it: at most one decision about a person at a time, over all processes.
import { appendUnannounced, type SystemEvent } from '../../../platform/event-log.ts'
import type { Clock } from '../../../platform/clock.ts'
import { asDb, type PoolClient, type Sent } from '../../../platform/postgres.ts'
import type { PersonRules } from '../../segments/index.ts'
import { decideAsk, type AskDecision, type AskSituation, type QuotaCount } from './ask.rules.ts'
import { countOpenAsks, insertAsks, listAsks, lockQuotas, type NewAsk } from './asks.store.ts'
import { storeDecisions, type NewDecision } from './decisions.store.ts'
import { findSubject } from '../responses/response-events.rules.ts'
import { countForQuota } from '../responses/responses.store.ts'
import { hideDevice, marksOf, nameSubject, type Respondent } from './respondents.ts'
import type { ReadySurvey } from '../survey-memory.ts'
import { surveyShown } from '../surveys.contract.ts'

type Queryable = Pick<PoolClient, 'query'>

/** An ask that is not answered after this long will hardly be: until then it takes a place in the quotas. */
const openAskMs = 30 * 60_000

export interface AskRequest {
  survey: ReadySurvey
  channel: 'widget' | 'email' | 'api'
  respondent: Respondent
  rules: PersonRules
  askId: string
  /** `Survey Shown` is appended with the ask; else the caller tells it later. */
  isTold: boolean
  /** What the event says beside the survey. */
  context?: Record<string, unknown> | undefined
}

/** Of one survey, in the order of its quotas. */
async function countQuotas(client: Queryable, survey: ReadySurvey, now: number): Promise<QuotaCount[]> {
  const counts: QuotaCount[] = []
  const db = asDb(client)
  for (const quota of survey.targeting.quotas) {
    // In this order: who answers between the two counts twice, which asks one too few, never one too many.
    const open = await countOpenAsks(client, survey.workspaceId, survey.id, { since: new Date(now - openAskMs), segmentId: quota.segmentId })
    counts.push({ open, answered: await countForQuota(db, survey.workspaceId, survey.id, quota) })
  }
  return counts
}

function describeSituation({ survey, channel, respondent, rules }: Omit<AskRequest, 'askId' | 'isTold'>, read: Pick<AskSituation, 'quotaCounts' | 'now'> & Pick<AskSituation['person'], 'asks'>): AskSituation {
  const { id, kind, status, targeting, published, settings, segmentNames, timezone } = survey
  return {
    survey: { id, kind, status, isPublished: published !== undefined, targeting },
    channel,
    person: {
      key: nameSubject(respondent), isIdentified: respondent.userId !== undefined || respondent.known?.isIdentified === true, segmentIds: rules.segmentIds, asks: read.asks,
    },
    quotaCounts: read.quotaCounts, settings, segmentNames, now: read.now, timezone,
  }
}

/** When, and with what employees are kept unknown. */
export interface AskMoment {
  secret: string
  now: number
}

/** What would be decided now. Reads alone. */
export async function lookAtAsk(client: Queryable, request: Omit<AskRequest, 'askId' | 'isTold'>, { secret, now }: AskMoment): Promise<AskDecision> {
  const { survey, respondent } = request
  const [asks] = await listAsks(client, survey.workspaceId, [marksOf(respondent, hideDevice(secret, survey.id, respondent))])
  return decideAsk(describeSituation(request, { asks: asks!, quotaCounts: await countQuotas(client, survey, now), now }))
}

/** Whom a decision is stored about: of employees nobody. */
export function toDecision({ survey, channel, respondent }: Pick<AskRequest, 'survey' | 'channel' | 'respondent'>, decision: AskDecision, { secret, now }: AskMoment): NewDecision {
  const isHidden = survey.kind === 'employees'
  return {
    ...decision, surveyId: survey.id, channel, at: new Date(now),
    subject: isHidden ? hideDevice(secret, survey.id, respondent) : nameSubject(respondent),
    profileId: isHidden ? undefined : respondent.known?.id,
  }
}

/** What tells that somebody was asked. Of employees there is none: even without a name it would say who was where and when. */
export function makeAskEvents({ survey, channel, respondent, askId, context }: Omit<AskRequest, 'rules' | 'isTold'>, now: number): SystemEvent[] {
  if (survey.kind === 'employees') return []
  const { known, userId, anonymousId, isTrusted } = respondent
  return [{
    event: surveyShown,
    // The same as of the answers, so that an answer and its ask are never told of two people.
    ...findSubject({ profileId: known?.id, userId, anonymousId }, askId),
    messageId: `survey-ask-${askId}`,
    timestamp: new Date(now).toISOString(),
    properties: { survey_id: survey.id, survey: survey.name, version: survey.version, channel },
    ...(context ? { context } : {}),
    ...(known || isTrusted ? {} : { isUnverified: true as const }),
  }]
}

function toAsk({ survey, channel, respondent, askId }: AskRequest, { secret, now }: AskMoment): NewAsk {
  const { userId, anonymousId, deviceId, known } = respondent
  const marks = survey.kind === 'employees' ? { deviceId: hideDevice(secret, survey.id, respondent) } : { profileId: known?.id, userId, anonymousId, deviceId }
  return { id: askId, surveyId: survey.id, version: survey.version, channel, ...marks, askedAt: new Date(now) }
}

/** Counts of the surveys that have quotas, by survey. Locked until the transaction ends: what is asked meanwhile is added to them. */
async function lockAndCountQuotas(client: Queryable, requests: readonly AskRequest[], now: number): Promise<Map<string, QuotaCount[]>> {
  const surveys = new Map(requests.filter(({ survey }) => survey.targeting.quotas.length > 0).map(({ survey }) => [survey.id, survey]))
  if (surveys.size === 0) return new Map()
  await lockQuotas(client, requests[0]!.survey.workspaceId, [...surveys.keys()])
  const counts = new Map<string, QuotaCount[]>()
  for (const [id, survey] of surveys) counts.set(id, await countQuotas(client, survey, now))
  return counts
}

function addToQuotas(counts: readonly QuotaCount[], { survey, rules }: AskRequest): void {
  for (const [index, { segmentId }] of survey.targeting.quotas.entries()) if (!segmentId || rules.segmentIds.has(segmentId)) counts[index]!.open += 1
}

export type AskOutcome = AskDecision & {
  /** False for an ask that was recorded before, or refused. */
  isNew: boolean
}

/**
 * Decides about people of one workspace, no two of whom share a mark, and records it, in a transaction that locks all their
 * marks before its first answer.
 */
export async function decideTogether(client: Queryable, requests: readonly AskRequest[], { secret, clock }: { secret: string; clock: Clock }): Promise<() => Sent<AskOutcome[]>> {
  const { workspaceId } = requests[0]!.survey
  // Sent side by side, answered in this order.
  const [asks, quotaCounts] = await Promise.all([
    listAsks(client, workspaceId, requests.map(({ survey, respondent }) => marksOf(respondent, hideDevice(secret, survey.id, respondent)))),
    lockAndCountQuotas(client, requests, clock.now()),
  ])
  // Read under the locks: whoever held them before asked earlier than this.
  const moment: AskMoment = { secret, now: clock.now() }
  const decided = requests.map((request, index) => {
    const counts = quotaCounts.get(request.survey.id) ?? []
    const decision = decideAsk(describeSituation(request, { asks: asks[index]!, quotaCounts: counts, now: moment.now }))
    if (decision.reason === 'asked') addToQuotas(counts, request)
    return { request, decision, isRepeated: asks[index]!.some(({ id }) => id === request.askId) }
  })
  return () => record(client, workspaceId, decided, moment)
}

interface Decided {
  request: AskRequest
  decision: AskDecision
  /** Recorded before. */
  isRepeated: boolean
}

function record(client: Queryable, workspaceId: number, decided: readonly Decided[], moment: AskMoment): Sent<AskOutcome[]> {
  const isAsked = ({ decision }: Decided) => decision.reason === 'asked'
  const asked = decided.filter(isAsked)
  const inserting = insertAsks(client, workspaceId, asked.map(({ request, decision }) => ({ ask: toAsk(request, moment), decision: toDecision(request, decision, moment) })))
  const refused = decided.filter((each) => !isAsked(each)).map(({ request, decision }) => toDecision(request, decision, moment))
  const told = asked.filter(({ request, isRepeated }) => request.isTold && !isRepeated).flatMap(({ request }) => makeAskEvents(request, moment.now))
  return {
    // `Survey Shown` last, because it locks the stream until the end.
    writes: [inserting, storeDecisions(client, workspaceId, refused), appendUnannounced(client, workspaceId, told, moment.now)],
    result: inserting.then((newIds) => decided.map(({ request, decision }) => ({ ...decision, isNew: newIds.has(request.askId) }))),
  }
}
