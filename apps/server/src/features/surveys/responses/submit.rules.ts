// What a submission makes of a response: whether a person sent it, what may change, what of an employee is kept.
import { isDeepStrictEqual } from 'node:util'
import type { SurveyTicket } from '../delivery.contract.ts'
import { computeScores, type CheckedAnswer } from './read-answers.rules.ts'
import type { SubmitRequest } from '../responses.contract.ts'
import { cleanText } from '../question-types/choices.ts'
import type { ContactMe, StoredResponse } from './responses.store.ts'
import type { SurveyContent } from '../surveys.contract.ts'

/** Nobody reads a question and answers it faster. */
const fewestSecondsPerAnswer = 0.3
const longestOfflineMs = 30 * 86_400_000

/** No gesture seen, the field filled that people do not see, or faster than anybody reads. */
export function looksAutomated({ proof, secondsSpent }: Pick<SubmitRequest, 'proof' | 'secondsSpent'>, answers: number): boolean {
  return proof.gestures < 1 || proof.trap !== '' || (secondsSpent !== undefined && secondsSpent < fewestSecondsPerAnswer * answers)
}

export type Outcome = 'save' | 'repeat' | 'add-call-back' | 'refuse'

/** What is sent again, or late, changes nothing; what is finished takes the offer of a call-back and nothing else. */
export function decideOutcome(stored: StoredResponse | undefined, request: SubmitRequest, answers: Readonly<Record<string, unknown>>): Outcome {
  if (!stored) return 'save'
  if (request.revision <= stored.revision) return 'repeat'
  if (stored.status === 'partial') return 'save'
  if (!isDeepStrictEqual(stored.answers, answers)) return 'refuse'
  return readCallBack(request) && !stored.contactMe ? 'add-call-back' : 'repeat'
}

/** The moment of the page's own clock as far as it can be true. */
function findStart(startedAt: string | undefined, now: number): Date {
  const given = startedAt === undefined ? now : Date.parse(startedAt)
  return new Date(given <= now && given > now - longestOfflineMs ? given : now)
}

export interface Submission {
  ticket: SurveyTicket
  request: SubmitRequest
  content: SurveyContent
  checked: readonly CheckedAnswer[]
  profileId: string | undefined
  stored: StoredResponse | undefined
  /** Milliseconds since 1970. */
  now: number
}

export function toResponse({ ticket, request, content, checked, profileId, stored, now }: Submission): StoredResponse {
  const at = new Date(now)
  const wasTrusted = stored !== undefined && !stored.isSuspicious
  const hidden = Object.entries({ ...stored?.hidden, ...request.hidden, ...ticket.hidden }).filter(([field]) => content.hiddenFields.includes(field))
  return {
    workspaceId: ticket.workspaceId, id: ticket.responseId, surveyId: ticket.surveyId, version: ticket.version,
    askId: ticket.askId ?? ticket.responseId,
    status: request.isCompleted ? 'completed' : 'partial',
    revision: request.revision,
    channel: ticket.channel,
    profileId: ticket.profileId ?? profileId ?? null, userId: ticket.userId ?? null, anonymousId: ticket.anonymousId ?? null,
    language: request.language && isOffered(content, request.language) ? request.language : content.languages.main,
    location: ticket.location ?? null,
    page: request.page === undefined ? (stored?.page ?? null) : cleanText(request.page),
    answers: Object.fromEntries(checked.map(({ question, value }) => [question.key, value])),
    scores: computeScores(content, checked),
    hidden: Object.fromEntries(hidden.map(([field, value]) => [field, cleanText(value)])),
    contactMe: readCallBack(request) ?? stored?.contactMe ?? null,
    isSuspicious: !wasTrusted && looksAutomated(request, checked.length),
    secondsSpent: request.secondsSpent ?? stored?.secondsSpent ?? null,
    startedAt: stored?.startedAt ?? findStart(request.startedAt, now),
    updatedAt: at,
    completedAt: request.isCompleted ? at : null,
  }
}

/** The offer of a call-back, where it was taken. */
export function readCallBack({ contactMe }: SubmitRequest): ContactMe | undefined {
  if (!contactMe || cleanText(contactMe.address) === '') return undefined
  const { channel, address, note } = contactMe
  return { channel, address: cleanText(address), ...(note ? { note: cleanText(note) } : {}) }
}

function isOffered(content: SurveyContent, language: string): boolean {
  return language === content.languages.main || content.languages.others.includes(language)
}

/** Anonymity is kept by not having it: nothing that says who, from where, or when exactly. */
export function hideEmployee(response: StoredResponse): StoredResponse {
  const cut = (at: Date) => new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000)
  return {
    ...response,
    askId: null, profileId: null, userId: null, anonymousId: null, page: null, hidden: {}, contactMe: null,
    startedAt: cut(response.startedAt), updatedAt: cut(response.updatedAt), completedAt: response.completedAt && cut(response.completedAt),
  }
}
