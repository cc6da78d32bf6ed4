// "Why was, or wasn't, somebody asked?", for every person and survey.
import type { z } from 'zod'
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { findKnownPerson, findPersonState, normaliseEmail } from '../../people/index.ts'
import { lookAtAsk, type AskRequest } from './ask.service.ts'
import { readRulesFor } from './claim.service.ts'
import { countDecisions, listDecisions, type StoredDecision } from './decisions.store.ts'
import type { decisionCounts, decisionList, decisionsQuery, wouldAskReply } from '../delivery.contract.ts'
import { readUnreachable } from '../delivery/email-reach.rules.ts'
import { readReadySurvey } from '../survey-memory.ts'

const dayMs = 86_400_000
const countedDays = 30

function readCursor(cursor: string | undefined): { at: Date; id: number } | undefined {
  if (cursor === undefined) return undefined
  const [at, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ').map(Number)
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(id) || Math.abs(at!) > 8.64e15) throw new RapportError('invalid_request', 'The cursor is not valid. Use nextCursor of the page before.')
  return { at: new Date(at!), id: id! }
}

const writeCursor = ({ at, id }: StoredDecision) => Buffer.from(`${at.getTime()} ${id}`).toString('base64url')

/** The profiles of a person and the subjects under which they were met before they had one. @throws not_found */
async function findSubjects(platform: Platform, workspaceId: number, profileId: string): Promise<{ profileIds: string[]; subjects: string[] }> {
  const known = await findKnownPerson(platform.pool, workspaceId, { profileId })
  if (!known) throw notFound('person')
  return { profileIds: known.memberIds, subjects: [...known.userIds.map((id) => `user:${id}`), ...known.anonymousIds.map((id) => `anonymous:${id}`)] }
}

/** Of one survey or of all, the newest first. @throws not_found */
export async function readDecisions(platform: Platform, workspaceId: number, query: z.output<typeof decisionsQuery> & { surveyId?: string }): Promise<z.infer<typeof decisionList>> {
  const { surveyId, profileId, outcome, reason, cursor, limit } = query
  if (surveyId && !(await readReadySurvey(platform.db, workspaceId, surveyId))) throw notFound('survey')
  const person = profileId ? await findSubjects(platform, workspaceId, profileId) : undefined
  const rows = await listDecisions(platform.db, workspaceId, { surveyId, person, outcome, reason, before: readCursor(cursor), limit: limit + 1 })
  const items = rows.slice(0, limit)
  return { items: items.map(({ id: _id, at, ...row }) => ({ ...row, at: at.toISOString() })), nextCursor: rows.length > limit ? writeCursor(items.at(-1)!) : null }
}

/** Of the last 30 days. @throws not_found */
export async function readDecisionCounts(platform: Platform, workspaceId: number, surveyId: string): Promise<z.infer<typeof decisionCounts>> {
  if (!(await readReadySurvey(platform.db, workspaceId, surveyId))) throw notFound('survey')
  const from = new Date(platform.clock.now() - countedDays * dayMs)
  return { from: from.toISOString(), items: await countDecisions(platform.db, workspaceId, surveyId, from) }
}

async function findUnreachable(platform: Platform, workspaceId: number, profileId: string): Promise<string | undefined> {
  const person = await findPersonState(platform.db, workspaceId, profileId)
  return person && readUnreachable({ address: normaliseEmail(person.profile.traits['email']), consent: person.profile.consent })
}

/** What would be decided about somebody now, on the first channel that is on. Records nothing. @throws not_found */
export async function readWouldAsk(platform: Platform, workspaceId: number, surveyId: string, profileId: string): Promise<z.infer<typeof wouldAskReply>> {
  const survey = await readReadySurvey(platform.db, workspaceId, surveyId)
  if (!survey) throw notFound('survey')
  const known = await findKnownPerson(platform.pool, workspaceId, { profileId })
  if (!known) throw notFound('person')
  const { channels } = survey.targeting
  const request: Omit<AskRequest, 'askId' | 'isTold'> = {
    survey, channel: !channels.widget.isOn && channels.email.isOn ? 'email' : 'widget', respondent: { known, isTrusted: true }, rules: await readRulesFor(platform, survey, known.id),
  }
  const unreachable = request.channel === 'email' ? await findUnreachable(platform, workspaceId, known.id) : undefined
  if (unreachable) return { reason: 'unreachable', text: unreachable }
  const { reason, text } = await lookAtAsk(platform.pool, request, { secret: platform.config.secret, now: platform.clock.now() })
  return { reason, text }
}
