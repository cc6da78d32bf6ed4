// Links to a survey: the open one, personal ones that are signed, and what a hosted page gets to see. Opening a link changes nothing.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { AttemptLimit } from '../../access/index.ts'
import { namesOf } from '../../people/index.ts'
import { dayMs, keepHidden, readFacts } from '../asking/claim.service.ts'
import { decideLink, readPreset } from './link.rules.ts'
import { anonymousPerson, deliverContent } from './deliver.rules.ts'
import { type createLinksRequest, type linkContentReply, type SurveyTicket } from '../delivery.contract.ts'
import { findResponse, countForQuota } from '../responses/responses.store.ts'
import { surveyMemoryOf, type ReadySurvey } from '../survey-memory.ts'
import { findSurveyBySlug, findVersion } from '../surveys.store.ts'
import { drawResponseId, readTicket, signTicket } from './tickets.ts'

type LinkContent = z.infer<typeof linkContentReply>

const personalLinkDays = 90
const openLinkDays = 7
/** Wrong PINs of one address for one survey, in ten minutes. */
const maxWrongPins = 10

export interface LinkVisit {
  slugOrToken: string
  languages: readonly string[]
  location: string | undefined
  /** Everything else that the address carries. */
  query: Readonly<Record<string, string>>
  pin: string | undefined
  address: string
}

export function linkUrlOf(publicUrl: string, slug: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString()
  return `${publicUrl}/s/${encodeURIComponent(slug)}${search ? `?${search}` : ''}`
}

export function personalUrlOf(publicUrl: string, token: string): string {
  return `${publicUrl}/s/t/${token}`
}

/** @throws conflict for employees, invalid_request that names who is not there */
export async function createPersonalLinks(platform: Platform, workspaceId: number, surveyId: string, request: z.output<typeof createLinksRequest>): Promise<{ items: { profileId: string; url: string }[] }> {
  const survey = await surveyMemoryOf(platform).find(workspaceId, surveyId)
  if (!survey) throw notFound('survey')
  if (survey.kind === 'employees') throw new RapportError('conflict', 'Employees’ surveys are anonymous: share the open link instead.')
  if (survey.version === 0) throw new RapportError('conflict', 'Publish the survey first.')
  const known = await namesOf(platform.db, workspaceId, request.profileIds)
  const unknown = request.profileIds.filter((id) => !known.has(id))
  if (unknown.length > 0) throw new RapportError('invalid_request', `${unknown.length} of these people are not there, first of all ${unknown[0]}.`)
  const now = platform.clock.now()
  const expiresAt = request.expiresAt ? Date.parse(request.expiresAt) : now + personalLinkDays * dayMs
  if (expiresAt <= now) throw new RapportError('invalid_request', 'The links would have expired already.')
  const items = [...new Set(request.profileIds)].map((profileId) => {
    const ticket: SurveyTicket = {
      workspaceId, surveyId, version: survey.version, channel: 'link', responseId: drawResponseId(survey), profileId, expiresAt,
      ...(request.isSingleUse ? { isSingleUse: true } : {}), ...(request.location ? { location: request.location } : {}),
    }
    return { profileId, url: personalUrlOf(platform.config.publicUrl, signTicket(platform.config.secret, ticket)) }
  })
  return { items }
}

/** Their hashes are of equal length, whatever was typed: the time it takes says nothing. */
function isSamePin(expected: string, given: string): boolean {
  const [left, right] = [expected, given].map((pin) => createHash('sha256').update(pin).digest())
  return timingSafeEqual(left!, right!)
}

/** @throws pin_required, too_many_requests */
function checkPin(survey: ReadySurvey, { pin, address }: LinkVisit, limit: AttemptLimit): void {
  const expected = survey.targeting.channels.link.pin
  if (!expected) return
  if (pin === undefined || pin === '') throw new RapportError('pin_required')
  const limits = [{ key: `${survey.id} ${address}`, maxFailures: maxWrongPins }]
  limit.take(limits)
  if (!isSamePin(expected, pin)) throw new RapportError('pin_required', 'This PIN is not right. Try again.')
  limit.succeed(limits)
}

async function isFull(platform: Platform, survey: ReadySurvey): Promise<boolean> {
  for (const quota of survey.targeting.quotas) {
    if (quota.segmentId || quota.answer) continue
    if ((await countForQuota(platform.db, survey.workspaceId, survey.id, quota)) >= quota.limit) return true
  }
  return false
}

async function assertOpen(platform: Platform, survey: ReadySurvey): Promise<void> {
  const refusal = decideLink(survey, { isFull: await isFull(platform, survey), now: platform.clock.now() })
  if (refusal) throw new RapportError('gone', refusal)
}

async function openOpenLink(platform: Platform, visit: LinkVisit, limit: AttemptLimit): Promise<LinkContent> {
  const found = await findSurveyBySlug(platform.db, visit.slugOrToken)
  const survey = found && (await surveyMemoryOf(platform).find(found.workspaceId, found.id))
  if (!survey) throw new RapportError('not_found', 'There is no survey at this address. Look whether the link is complete.')
  if (survey.status === 'live' && (!survey.targeting.channels.link.isOn || survey.targeting.channels.link.isPersonalOnly)) {
    throw new RapportError('forbidden', 'This survey can be answered by personal invitation only.')
  }
  checkPin(survey, visit, limit)
  await assertOpen(platform, survey)
  const content = survey.published!
  const hidden = keepHidden(visit.query, content.hiddenFields)
  const responseId = drawResponseId(survey)
  const ticket: SurveyTicket = {
    workspaceId: survey.workspaceId, surveyId: survey.id, version: survey.version, channel: 'link', responseId,
    ...(visit.location ? { location: visit.location } : {}), ...(Object.keys(hidden).length > 0 ? { hidden } : {}),
    expiresAt: platform.clock.now() + openLinkDays * dayMs,
  }
  const delivered = deliverContent({ survey, content, languages: visit.languages, person: anonymousPerson, hidden, seed: responseId })
  return { content: delivered, token: signTicket(platform.config.secret, ticket), responseId, revision: 0, preset: readPreset(content, visit.query) }
}

async function openPersonalLink(platform: Platform, visit: LinkVisit): Promise<LinkContent> {
  const ticket = readTicket(platform.config.secret, visit.slugOrToken, platform.clock.now())
  const { workspaceId, surveyId, profileId } = ticket
  const survey = await surveyMemoryOf(platform).find(workspaceId, surveyId)
  // The version that the link was made for: its answers belong to that.
  const content = survey && (ticket.version === survey.version ? survey.published : await findVersion(platform.db, workspaceId, surveyId, ticket.version))
  if (!survey || !content) throw new RapportError('gone', 'This survey is no longer there. Thank you for wanting to answer.')
  await assertOpen(platform, survey)
  const response = ticket.isSingleUse ? await findResponse(platform.db, workspaceId, ticket.responseId) : undefined
  if (response?.status === 'completed') throw new RapportError('gone', 'You have answered already. Thank you! This link works once.')
  const hidden = { ...ticket.hidden, ...keepHidden(visit.query, content.hiddenFields) }
  const person = profileId ? await readFacts(platform, survey, profileId) : anonymousPerson
  // A link that may be used again begins a response of its own each time.
  const responseId = ticket.isSingleUse ? ticket.responseId : drawResponseId(survey)
  const token = ticket.isSingleUse ? visit.slugOrToken : signTicket(platform.config.secret, { ...ticket, responseId })
  const delivered = deliverContent({ survey: { ...survey, version: ticket.version }, content, languages: visit.languages, person, hidden, seed: responseId })
  return { content: delivered, token, responseId, revision: response?.revision ?? 0, preset: readPreset(content, visit.query) }
}

/** What a hosted page shows. Reads alone. @throws not_found, gone, forbidden, pin_required, too_many_requests, invalid_request */
export async function readLinkContent(platform: Platform, visit: LinkVisit, limit: AttemptLimit): Promise<LinkContent> {
  // A token has a dot, a slug has none.
  return visit.slugOrToken.includes('.') ? openPersonalLink(platform, visit) : openOpenLink(platform, visit, limit)
}
