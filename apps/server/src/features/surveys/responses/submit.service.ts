// Takes answers: proves where they come from, checks them, saves them, and tells the stream, all or nothing.
import type { Clock } from '../../../platform/clock.ts'
import { RapportError, type ErrorDetail } from '../../../platform/errors.ts'
import { appendUnannounced, type SystemEvent } from '../../../platform/event-log.ts'
import type { Platform } from '../../../platform/platform.ts'
import { asDb, type Db, type PoolClient, type Sent } from '../../../platform/postgres.ts'
import { findByIdentifiers } from '../../people/index.ts'
import { isAskAnswered, recordOpenLinkAsk } from '../asking/answered-asks.store.ts'
import { recordFirstAnswers } from '../asking/asks.store.ts'
import type { SurveyTicket } from '../delivery.contract.ts'
import { createGroupDesk, toLockKey } from '../asking/group-desk.ts'
import { findForeignFile } from './response-files.store.ts'
import { createRequestLimit, limitKeyOf } from '../delivery/request-limit.ts'
import { readAnswers, type CheckedAnswer } from './read-answers.rules.ts'
import { findSubject, makeResponseEvents, makeShownEvent, type SavedResponse } from './response-events.rules.ts'
import type { SubmitRequest } from '../responses.contract.ts'
import { deleteOtherAnswers, findResponses, lockKeyOf, toAnswerRow, upsertAnswers, upsertResponses, type StoredResponse } from './responses.store.ts'
import { decideOutcome, hideEmployee, readCallBack, toResponse } from './submit.rules.ts'
import type { SurveyContent } from '../surveys.contract.ts'
import { surveyMemoryOf, type ReadySurvey } from '../survey-memory.ts'
import { findVersion } from '../surveys.store.ts'
import { readTicket } from '../delivery/tickets.ts'

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
  const saving = createGroupDesk<Arrival, SubmitReply>(platform.pool, (client, arrivals) => saveTogether(client, arrivals, platform.clock))

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
      const reply = await saving.do(ticket.workspaceId, { ...version, ticket, request, checked }, lockKeysOf(ticket))
      platform.eventLog.announce(ticket.workspaceId)
      return reply
    },
  }
}

interface Arrival extends Version {
  ticket: SurveyTicket
  request: SubmitRequest
  checked: CheckedAnswer[]
}

/** Two answers to one ask wait for each other as well: a link that is used twice at once is used once. */
function lockKeysOf({ responseId, askId }: SurveyTicket): bigint[] {
  return [lockKeyOf(responseId), ...(askId ? [toLockKey(`survey-answer:${askId}`)] : [])]
}

/** What is to be written of an arrival. */
interface Writing extends Arrival {
  stored: StoredResponse | undefined
  response: StoredResponse
  /** What was told of the response so far; undefined: nothing. */
  told: StoredResponse | undefined
}

/** Arrivals of one workspace, each response once, in a transaction that locks them before its first answer: a reply or a refusal for each. */
async function saveTogether(client: PoolClient, arrivals: readonly Arrival[], clock: Clock): Promise<() => Sent<(SubmitReply | RapportError)[]>> {
  const tx = asDb(client)
  const { workspaceId } = arrivals[0]!.ticket
  const stored = await findResponses(client, workspaceId, arrivals.map(({ ticket }) => ticket.responseId))
  const now = clock.now()
  const writings: Writing[] = []
  const replies: (SubmitReply | RapportError)[] = []
  for (const arrival of arrivals) {
    try {
      const writing = await prepare(tx, arrival, { stored: stored.get(arrival.ticket.responseId), now })
      if (writing) writings.push(writing)
      replies.push(toReply(writing?.response ?? stored.get(arrival.ticket.responseId)!))
    } catch (error) {
      if (!(error instanceof RapportError)) throw error
      replies.push(error)
    }
  }
  const events = writings.flatMap((writing) => makeEvents(writing, now))
  // Last, because it locks the stream until the end.
  return () => ({ writes: [...write(client, workspaceId, writings), appendUnannounced(client, workspaceId, events, now)], result: replies })
}

/** Undefined where it says what is stored already. @throws RapportError with a message for the respondent */
async function prepare(tx: Db, arrival: Arrival, { stored, now }: { stored: StoredResponse | undefined; now: number }): Promise<Writing | undefined> {
  const { ticket, request, content, checked } = arrival
  if (stored && stored.surveyId !== ticket.surveyId) throw new RapportError('forbidden', 'These answers belong to another survey.')
  const answers = Object.fromEntries(checked.map(({ question, value }) => [question.key, value]))
  const outcome = decideOutcome(stored, request, answers)
  if (outcome === 'refuse') throw new RapportError('conflict', 'You finished this survey already. Thank you!')
  if (outcome === 'repeat') return undefined
  await assertOpen(tx, arrival, stored)
  await assertOwnFiles(tx, ticket, checked)
  const profileId = ticket.profileId ?? (await findProfileId(tx, ticket))
  const response = outcome === 'add-call-back'
    ? { ...stored!, revision: request.revision, contactMe: readCallBack(request) ?? null }
    : toResponse({ ticket, request, content, checked, profileId, stored, now })
  return { ...arrival, stored, response, told: stored && !stored.isSuspicious ? stored : undefined }
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
  if (!userId && !anonymousId) return undefined
  const found = await findByIdentifiers(tx, workspaceId, [userId, anonymousId].filter((value) => value !== undefined))
  return (userId && found.get(userId)) ?? (anonymousId && found.get(anonymousId)) ?? undefined
}

/** Statements in the order in which they are to be done. */
function write(client: PoolClient, workspaceId: number, writings: readonly Writing[]): Promise<void>[] {
  const kept = writings.map((writing) => {
    const response = writing.survey.kind === 'employees' ? hideEmployee(writing.response) : writing.response
    return { ...writing, response, rows: writing.checked.map((answer) => toAnswerRow(answer, response)) }
  })
  // Of what no person sent, no ask counts as answered.
  const first = kept.filter(({ response, told }) => !response.isSuspicious && !told)
  return [
    upsertResponses(client, kept.map(({ response }) => response)),
    ...kept.filter(({ stored }) => stored).map(({ response, rows }) => deleteOtherAnswers(client, response, rows.map(({ question }) => question))),
    upsertAnswers(client, workspaceId, kept.flatMap(({ rows }) => rows)),
    recordFirstAnswers(client, workspaceId, first.flatMap(({ ticket: { askId }, response }) => (askId ? [{ askId, at: response.updatedAt }] : []))),
    ...first.filter(({ ticket }) => !ticket.askId).map(({ survey, response }) => recordOpenLinkAsk(client, response, survey.kind === 'employees' ? crypto.randomUUID() : response.id)),
  ]
}

/** Of what no person sent, and of employees, nothing is told. */
function makeEvents({ survey, content, ticket, checked, response, told }: Writing, now: number): SystemEvent[] {
  if (response.isSuspicious || survey.kind === 'employees') return []
  const saved: SavedResponse = { survey, response, answers: checked, told, subject: findSubject(ticket, response.id), at: now }
  return [...(told || ticket.askId ? [] : [makeShownEvent(saved)]), ...makeResponseEvents(saved, content.languages.main)]
}
