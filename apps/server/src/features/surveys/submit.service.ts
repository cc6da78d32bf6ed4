// Takes answers: proves where they come from, checks them, saves them, and tells the stream, all or nothing.
import { RapportError, type ErrorDetail } from '../../platform/errors.ts'
import { appendUnannounced, type SystemEvent } from '../../platform/event-log.ts'
import type { Platform } from '../../platform/platform.ts'
import { asClient, asDb, withTransaction, type Db } from '../../platform/postgres.ts'
import { findByIdentifiers } from '../people/index.ts'
import { isAskAnswered, recordOpenLinkAsk } from './answered-asks.store.ts'
import { recordFirstAnswer } from './asks.store.ts'
import type { SurveyTicket } from './delivery.contract.ts'
import { findForeignFile } from './response-files.store.ts'
import { createRequestLimit, limitKeyOf } from './request-limit.ts'
import { readAnswers, type CheckedAnswer } from './read-answers.rules.ts'
import { findSubject, makeResponseEvents, makeShownEvent, type SavedResponse } from './response-events.rules.ts'
import type { SubmitRequest } from './responses.contract.ts'
import { findResponse, lockResponseSql, replaceAnswers, toAnswerRow, upsertAnswers, upsertResponses, type StoredResponse } from './responses.store.ts'
import { decideOutcome, hideEmployee, readCallBack, toResponse } from './submit.rules.ts'
import type { SurveyContent } from './surveys.contract.ts'
import { surveyMemoryOf, type ReadySurvey } from './survey-memory.ts'
import { findVersion } from './surveys.store.ts'
import { readTicket } from './tickets.ts'

const perAddressAndMinute = 60
const perTicketAndMinute = 30
const maxCachedVersions = 500

export interface SubmitReply {
  responseId: string
  revision: number
  isCompleted: boolean
}

export interface AnswerDesk {
  /** @throws invalid_request, too_many_requests, gone, conflict: each with a message for the respondent */
  submit(request: SubmitRequest, address: string): Promise<SubmitReply>
  /** Proves a ticket within the limits. */
  admit(token: string, responseId: string, address: string): SurveyTicket
}

interface Version {
  survey: ReadySurvey
  content: SurveyContent
}

function refuse(problems: readonly ErrorDetail[]): RapportError {
  const [first] = problems
  return new RapportError('invalid_request', problems.length === 1 ? first!.message : `${problems.length} answers need a look. ${first!.path}: ${first!.message}`, { details: problems.slice(0, 100) })
}

/** Where answers come in, in one process: it knows what was sent in the last minute and the versions that are asked for. */
export function createAnswerDesk(platform: Platform): AnswerDesk {
  const addresses = createRequestLimit(platform.clock, perAddressAndMinute)
  const tickets = createRequestLimit(platform.clock, perTicketAndMinute)
  const contents = new Map<string, SurveyContent>()

  /** A published version never changes. */
  async function readContent({ workspaceId, surveyId, version }: SurveyTicket): Promise<SurveyContent | undefined> {
    const name = `${workspaceId}/${surveyId}/${version}`
    const known = contents.get(name)
    if (known) return known
    const content = await findVersion(platform.db, workspaceId, surveyId, version)
    if (content) contents.set(name, content)
    if (contents.size > maxCachedVersions) contents.delete(contents.keys().next().value!)
    return content
  }

  async function findAsked(ticket: SurveyTicket): Promise<Version> {
    const [survey, content] = await Promise.all([surveyMemoryOf(platform).find(ticket.workspaceId, ticket.surveyId), readContent(ticket)])
    if (!survey || !content) throw new RapportError('gone', 'This survey no longer exists.')
    return { survey, content }
  }

  function admit(token: string, responseId: string, address: string): SurveyTicket {
    addresses.take(limitKeyOf(address))
    const ticket = readTicket(platform.config.secret, token, platform.clock.now())
    if (ticket.responseId !== responseId) throw new RapportError('forbidden', 'This link does not belong to these answers. Open the survey again.')
    tickets.take(`${ticket.workspaceId}/${ticket.responseId}`)
    return ticket
  }

  return {
    admit,
    async submit(request, address) {
      const ticket = admit(request.token, request.responseId, address)
      const version = await findAsked(ticket)
      const { checked, problems } = readAnswers(version.content, request.answers, request.isCompleted)
      if (problems.length > 0) throw refuse(problems)
      const reply = await withTransaction(
        platform.pool, (client) => save(asDb(client), { ...version, ticket, request, checked, now: platform.clock.now() }), { first: lockResponseSql(ticket.responseId) },
      )
      platform.eventLog.announce(ticket.workspaceId)
      return reply
    },
  }
}

interface Arrival extends Version {
  ticket: SurveyTicket
  request: SubmitRequest
  checked: CheckedAnswer[]
  now: number
}

/** In a transaction that has locked the response. */
async function save(tx: Db, arrival: Arrival): Promise<SubmitReply> {
  const { ticket, request, content, survey, checked, now } = arrival
  const stored = await findResponse(tx, ticket.workspaceId, ticket.responseId)
  if (stored && stored.surveyId !== ticket.surveyId) throw new RapportError('forbidden', 'These answers belong to another survey.')
  const answers = Object.fromEntries(checked.map(({ question, value }) => [question.key, value]))
  const outcome = decideOutcome(stored, request, answers)
  if (outcome === 'refuse') throw new RapportError('conflict', 'You finished this survey already. Thank you!')
  if (outcome === 'repeat') return toReply(stored!)
  await assertOpen(tx, arrival, stored)
  await assertOwnFiles(tx, ticket, checked)
  const profileId = ticket.profileId ?? (await findProfileId(tx, ticket))
  const response = outcome === 'add-call-back'
    ? { ...stored!, revision: request.revision, contactMe: readCallBack(request) ?? null }
    : toResponse({ ticket, request, content, checked, profileId, stored, now })
  await write(tx, { survey, content, ticket, checked, stored, response, now })
  return toReply(response)
}

function toReply({ id, revision, status }: StoredResponse): SubmitReply {
  return { responseId: id, revision, isCompleted: status === 'completed' }
}

/** What was begun may be finished, also after the survey was closed. */
async function assertOpen(tx: Db, { survey, ticket }: Arrival, stored: StoredResponse | undefined): Promise<void> {
  if (stored) return
  if (survey.status === 'closed') throw new RapportError('gone', 'This survey is closed. Thank you for wanting to answer.')
  if (ticket.isSingleUse && ticket.askId && (await isAskAnswered(tx, ticket.workspaceId, ticket.askId))) {
    throw new RapportError('gone', 'This link was used already. It works once.')
  }
}

async function assertOwnFiles(tx: Db, { workspaceId, responseId }: SurveyTicket, checked: readonly CheckedAnswer[]): Promise<void> {
  for (const { question, value } of checked) {
    if (question.type !== 'file') continue
    const { fileIds } = value as { fileIds: string[] }
    if (await findForeignFile(tx, workspaceId, { responseId, question: question.key, fileIds })) {
      throw refuse([{ path: `answers.${question.key}`, message: 'This file was not uploaded here. Choose it again.' }])
    }
  }
}

async function findProfileId(tx: Db, { workspaceId, userId, anonymousId }: SurveyTicket): Promise<string | undefined> {
  const found = await findByIdentifiers(tx, workspaceId, [userId, anonymousId].filter((value) => value !== undefined))
  return (userId && found.get(userId)) ?? (anonymousId && found.get(anonymousId)) ?? undefined
}

interface Writing {
  survey: ReadySurvey
  content: SurveyContent
  ticket: SurveyTicket
  checked: CheckedAnswer[]
  stored: StoredResponse | undefined
  response: StoredResponse
  now: number
}

async function write(tx: Db, { survey, content, ticket, checked, stored, response, now }: Writing): Promise<void> {
  const isAnonymous = survey.kind === 'employees'
  const kept = isAnonymous ? hideEmployee(response) : response
  const told = stored && !stored.isSuspicious ? stored : undefined
  await upsertResponses(tx, [kept])
  const rows = checked.map((answer) => toAnswerRow(answer, kept.id, kept.updatedAt))
  await (stored ? replaceAnswers(tx, kept, rows) : upsertAnswers(tx, kept, rows))
  // Of what no person sent, nothing is told and no ask counts as answered.
  if (kept.isSuspicious) return
  if (!told && ticket.askId) await recordFirstAnswer(tx, ticket.workspaceId, ticket.askId, kept.updatedAt)
  if (!told && !ticket.askId) await recordOpenLinkAsk(tx, kept, isAnonymous ? crypto.randomUUID() : kept.id)
  if (isAnonymous) return
  const saved: SavedResponse = { survey, response, answers: checked, told, subject: findSubject(ticket, response.id), at: now }
  const shown: SystemEvent[] = told || ticket.askId ? [] : [makeShownEvent(saved)]
  const events = [...shown, ...makeResponseEvents(saved, content.languages.main)]
  // Last, because it locks the stream until the end.
  await appendUnannounced(asClient(tx), ticket.workspaceId, events, now)
}
