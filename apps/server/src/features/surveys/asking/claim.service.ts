// A page claims a survey for whoever is in front of it: decided here alone, whatever the page thinks.
import { uuidv7 } from 'uuidv7'
import { notFound } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { workTogether } from '../../../platform/work-together.ts'
import { findKnownPeople, findPersonState, type KnownPerson, type NamedBy } from '../../people/index.ts'
import { readPersonRules, type PersonRules } from '../../segments/index.ts'
import { askDeskOf } from './ask-desk.ts'
import { toDecision, type AskRequest } from './ask.service.ts'
import { storeDecisions } from './decisions.store.ts'
import { anonymousPerson, deliverContent, isPersonal, type PersonFacts } from '../delivery/deliver.rules.ts'
import type { ClaimReply, claimRequest, SurveyTicket } from '../delivery.contract.ts'
import { checkUserId, dropBlocked, type Respondent } from './respondents.ts'
import { surveyMemoryOf, type ReadySurvey } from '../survey-memory.ts'
import { drawResponseId, signTicket } from '../delivery/tickets.ts'
import type { z } from 'zod'

/** Answers may wait offline for as long. */
const ticketDays = 30
export const dayMs = 86_400_000

const noRules: PersonRules = { segmentIds: new Set(), holds: () => false }

/** Segments are read only where the survey asks for them. */
export async function readRulesFor(platform: Platform, survey: ReadySurvey, profileId: string | undefined): Promise<PersonRules> {
  const { audience, quotas } = survey.targeting
  const asksForSegments = audience.segmentIds.length + audience.excludedSegmentIds.length > 0 || quotas.some((quota) => quota.segmentId)
  return profileId && asksForSegments ? readPersonRules(platform.pool, survey.workspaceId, profileId) : noRules
}

/** What the content may say of somebody who is known for certain. */
export async function readFacts(platform: Platform, survey: ReadySurvey, profileId: string): Promise<PersonFacts> {
  const [person, rules] = await Promise.all([
    findPersonState(platform.db, survey.workspaceId, profileId), readPersonRules(platform.pool, survey.workspaceId, profileId),
  ])
  if (!person) return anonymousPerson
  const moment = { now: platform.clock.now(), timezone: survey.timezone }
  return { traits: person.profile.traits, holds: (rule) => rules.holds(rule, person.profile, moment) }
}

/** An address without what is behind `?` and `#`: that often names people. */
function describePage(page: { url: string; title?: string | undefined } | undefined): Record<string, unknown> | undefined {
  const url = page && URL.parse(page.url)
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  return { page: { url: `${url.origin}${url.pathname}`, path: url.pathname, ...(page.title ? { title: page.title } : {}) } }
}

function makeTicket({ survey, channel, respondent, askId }: AskRequest, { responseId, hidden, now }: { responseId: string; hidden: Record<string, string>; now: number }): SurveyTicket {
  const { userId, anonymousId, known } = respondent
  const isNamed = survey.kind !== 'employees'
  return {
    workspaceId: survey.workspaceId, surveyId: survey.id, version: survey.version, channel, askId, responseId,
    ...(isNamed && known ? { profileId: known.id } : {}),
    ...(isNamed && userId ? { userId } : {}),
    ...(isNamed && anonymousId ? { anonymousId } : {}),
    ...(Object.keys(hidden).length > 0 ? { hidden } : {}),
    expiresAt: now + ticketDays * dayMs,
  }
}

export interface ClaimCaller {
  workspaceId: number
  /** A server with its own key, not a page: its word about who somebody is counts. */
  isServer: boolean
  /** A crawler that runs scripts: asking it would only use up quotas. */
  isBot: boolean
}

type FindKnown = (workspaceId: number, named: NamedBy) => Promise<KnownPerson | undefined>
const readers = new WeakMap<Platform, FindKnown>()

/** One a process. */
function knownPeopleOf(platform: Platform): FindKnown {
  let find = readers.get(platform)
  if (!find) readers.set(platform, (find = workTogether({ work: (workspaceId, named) => findKnownPeople(platform.pool, workspaceId, named) })))
  return find
}

/** @throws not_found for a survey that is not of the key's workspace */
export async function claimSurvey(platform: Platform, caller: ClaimCaller, surveyId: string, request: z.output<typeof claimRequest>): Promise<ClaimReply> {
  const survey = await surveyMemoryOf(platform).find(caller.workspaceId, surveyId)
  if (!survey) throw notFound('survey')
  const channel = caller.isServer ? 'api' : 'widget'
  const named = dropBlocked(request)
  const { isTrusted, refusal } = checkUserId(
    { userId: named.userId, signature: request.userSignature, isFromServer: caller.isServer }, { secret: survey.signingSecret, isSignatureRequired: survey.settings.isSignatureRequired },
  )
  if (caller.isBot) return { isAsked: false, reason: 'not_in_audience' }
  if (refusal) {
    // Whom the page names is not believed: the decision stands at the browser.
    const respondent: Respondent = { anonymousId: named.anonymousId, deviceId: named.deviceId, known: undefined, isTrusted: false }
    const moment = { secret: platform.config.secret, now: platform.clock.now() }
    await storeDecisions(platform.pool, survey.workspaceId, [toDecision({ survey, channel, respondent }, refusal, moment)])
    return { isAsked: false, reason: refusal.reason }
  }
  const known = await knownPeopleOf(platform)(survey.workspaceId, named)
  const respondent: Respondent = { ...named, known, isTrusted }
  const askRequest: AskRequest = {
    survey, channel, respondent, rules: await readRulesFor(platform, survey, known?.id), askId: uuidv7(), isTold: true, context: describePage(request.page),
  }
  const decision = await askDeskOf(platform).ask(askRequest)
  if (decision.reason !== 'asked') return { isAsked: false, reason: decision.reason }
  return deliver(platform, askRequest, request)
}

async function deliver(platform: Platform, request: AskRequest, { languages, hidden: given }: Pick<z.output<typeof claimRequest>, 'languages' | 'hidden'>): Promise<ClaimReply> {
  const { survey, respondent } = request
  const content = survey.published!
  const responseId = drawResponseId(survey)
  const hidden = keepHidden(given, content.hiddenFields)
  const isNamed = respondent.isTrusted && survey.kind !== 'employees' && isPersonal(content)
  const person = isNamed && respondent.known ? await readFacts(platform, survey, respondent.known.id) : anonymousPerson
  const token = signTicket(platform.config.secret, makeTicket(request, { responseId, hidden, now: platform.clock.now() }))
  return { isAsked: true, token, responseId, content: deliverContent({ survey, content, languages, person, hidden, seed: responseId }) }
}

/** Of what an address or a call carries, the fields that the survey names. */
export function keepHidden(given: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]!]))
}
