// Decides whether somebody is asked now, and records it: at most one decision about a person at a time, over all processes.
import { appendUnannounced, type SystemEvent } from '../../platform/event-log.ts'
import type { Platform } from '../../platform/platform.ts'
import { asDb, withTransaction, type PoolClient } from '../../platform/postgres.ts'
import type { PersonRules } from '../segments/index.ts'
import { decideAsk, type AskDecision, type AskSituation, type QuotaCount } from './ask.rules.ts'
import { countOpenAsks, insertAsk, listAsks, lockPerson, lockQuotas } from './asks.store.ts'
import { storeDecision, type NewDecision } from './decisions.store.ts'
import { findSubject } from './response-events.rules.ts'
import { countForQuota } from './responses.store.ts'
import { hideDevice, marksOf, nameSubject, type Respondent } from './respondents.ts'
import type { ReadySurvey } from './survey-memory.ts'
import { surveyShown } from './surveys.contract.ts'

type Queryable = Pick<PoolClient, 'query'>

/** An ask that is not answered after this long will hardly be: until then it takes a place in the quotas. */
const openAskMs = 30 * 60_000

export interface AskRequest {
  survey: ReadySurvey
  channel: 'widget' | 'email' | 'api'
  respondent: Respondent
  rules: PersonRules
  askId: string
  /** What the event says beside the survey. */
  context?: Record<string, unknown> | undefined
}

async function countQuotas(client: Queryable, { survey }: AskRequest, now: number): Promise<QuotaCount[]> {
  const counts: QuotaCount[] = []
  const db = asDb(client)
  for (const quota of survey.targeting.quotas) {
    // In this order: who answers between the two counts twice, which asks one too few, never one too many.
    const open = await countOpenAsks(client, survey.workspaceId, survey.id, { since: new Date(now - openAskMs), segmentId: quota.segmentId })
    counts.push({ open, answered: await countForQuota(db, survey.workspaceId, survey.id, quota) })
  }
  return counts
}

function describeSituation({ survey, channel, respondent, rules }: AskRequest, read: Pick<AskSituation, 'quotaCounts' | 'now'> & Pick<AskSituation['person'], 'asks'>): AskSituation {
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

/** What would be decided now. Reads alone. */
export async function lookAtAsk(client: Queryable, request: AskRequest, { secret, now }: { secret: string; now: number }): Promise<AskDecision> {
  const { survey, respondent } = request
  const asks = await listAsks(client, survey.workspaceId, marksOf(respondent, hideDevice(secret, survey.id, respondent)))
  return decideAsk(describeSituation(request, { asks, quotaCounts: await countQuotas(client, request, now), now }))
}

/** Whom a decision is stored about: of employees nobody. */
export function toDecision({ survey, channel, respondent }: Pick<AskRequest, 'survey' | 'channel' | 'respondent'>, decision: AskDecision, { secret, now }: { secret: string; now: number }): NewDecision {
  const isHidden = survey.kind === 'employees'
  return {
    ...decision, surveyId: survey.id, channel, at: new Date(now),
    subject: isHidden ? hideDevice(secret, survey.id, respondent) : nameSubject(respondent),
    profileId: isHidden ? undefined : respondent.known?.id,
  }
}

/** What tells that somebody was asked. Of employees there is none: even without a name it would say who was where and when. */
export function makeAskEvents({ survey, channel, respondent, askId, context }: AskRequest, now: number): SystemEvent[] {
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

/** False when it was recorded before. */
async function recordAsk(client: Queryable, request: AskRequest, decision: AskDecision, moment: { secret: string; now: number }): Promise<boolean> {
  const { survey, channel, respondent, askId } = request
  const { userId, anonymousId, deviceId, known } = respondent
  const marks = survey.kind === 'employees' ? { deviceId: hideDevice(moment.secret, survey.id, respondent) } : { profileId: known?.id, userId, anonymousId, deviceId }
  const ask = { id: askId, surveyId: survey.id, version: survey.version, channel, ...marks, askedAt: new Date(moment.now) }
  return insertAsk(client, survey.workspaceId, ask, toDecision(request, decision, moment))
}

/**
 * Asks, unless something stands against it. The first look takes no lock: most are refused there. Whoever passes is looked
 * at again with the person locked by every mark they have, so of many at once exactly one is asked.
 * `isTold`: `Survey Shown` is appended with the ask; else the caller tells it later. `isNew`: false for an ask that was recorded before.
 */
export async function ask(platform: Platform, request: AskRequest, { isTold }: { isTold: boolean }): Promise<AskDecision & { isNew: boolean }> {
  const { survey, respondent } = request
  const readMoment = () => ({ secret: platform.config.secret, now: platform.clock.now() })
  const before = readMoment()
  const first = await lookAtAsk(platform.pool, request, before)
  if (first.reason !== 'asked') {
    await storeDecision(platform.pool, survey.workspaceId, toDecision(request, first, before))
    return { ...first, isNew: false }
  }
  const outcome = await withTransaction(platform.pool, async (client) => {
    const { known, userId, anonymousId, deviceId } = respondent
    await lockPerson(client, survey.workspaceId, { profileId: known?.id, userId, anonymousId, deviceId })
    if (survey.targeting.quotas.length > 0) await lockQuotas(client, survey.workspaceId, survey.id)
    // Only now: whoever held the locks before asked earlier than this.
    const moment = readMoment()
    const decision = await lookAtAsk(client, request, moment)
    if (decision.reason !== 'asked') {
      await storeDecision(client, survey.workspaceId, toDecision(request, decision, moment))
      return { ...decision, isNew: false }
    }
    const isNew = await recordAsk(client, request, decision, moment)
    // Last, because it locks the stream until the end.
    if (isNew && isTold) await appendUnannounced(client, survey.workspaceId, makeAskEvents(request, moment.now), moment.now)
    return { ...decision, isNew }
  })
  if (outcome.isNew && isTold) platform.eventLog.announce(survey.workspaceId)
  return outcome
}

