// What a saved response tells the stream: started, each answer, completed, a call-back wished for, consent and contact details.
import { isDeepStrictEqual } from 'node:util'
import type { SystemEvent } from '../../../platform/event-log.ts'
import { cutText } from '../../../platform/stream-event.ts'
import type { CheckedAnswer } from './read-answers.rules.ts'
import type { StoredResponse } from './responses.store.ts'
import { sayTitle } from '../content/question-title.rules.ts'
import { callBackRequested, surveyAnswered, surveyCompleted, surveyShown, surveyStarted } from '../surveys.contract.ts'

const maxAnswerLength = 500

/** Whom the events are about. Nobody known: a name of the response's own, so that the stream sees anonymous answers too. */
export type EventSubject = Pick<SystemEvent, 'profileId' | 'userId' | 'anonymousId'>

export interface SavedResponse {
  survey: { id: string; name: string }
  response: StoredResponse
  answers: readonly CheckedAnswer[]
  /** What was told of this response so far; undefined: nothing. */
  told: Pick<StoredResponse, 'answers' | 'status' | 'contactMe'> | undefined
  subject: EventSubject
  /** Milliseconds since 1970. */
  at: number
}

/** A profile that is known, else the identifiers as they came, else the response itself. */
export function findSubject(person: { profileId?: string | null | undefined; userId?: string | null | undefined; anonymousId?: string | null | undefined }, responseId: string): EventSubject {
  if (person.profileId) return { profileId: person.profileId }
  const { userId, anonymousId } = person
  if (!userId && !anonymousId) return { anonymousId: `survey-response-${responseId}` }
  return { ...(userId ? { userId } : {}), ...(anonymousId ? { anonymousId } : {}) }
}

function describe({ survey, response }: SavedResponse): Record<string, unknown> {
  const { id, version, channel, location } = response
  return { survey_id: survey.id, survey: survey.name, response_id: id, version, channel, ...(location ? { location } : {}) }
}

/** Contact details stay in the response: the stream is read by many. */
function describeAnswer({ question, words, number, group, text }: CheckedAnswer, mainLanguage: string): Record<string, unknown> {
  return {
    question: question.key,
    question_type: question.type,
    title: cutText(sayTitle(question, mainLanguage), maxAnswerLength),
    answer: question.type === 'contact' ? 'given' : cutText(text ?? words, maxAnswerLength),
    ...(number === undefined ? {} : { score: number }),
    ...(group === undefined ? {} : { group }),
  }
}

/** `Survey Shown` of an open link, of which nothing was recorded before. */
export function makeShownEvent(saved: SavedResponse): SystemEvent {
  const { response_id: responseId, ...properties } = describe(saved)
  return { event: surveyShown, messageId: `survey-${String(responseId)}-shown`, ...saved.subject, timestamp: new Date(saved.at).toISOString(), properties }
}

/** Message ids are derived, so that what is appended again is a duplicate. */
export function makeResponseEvents(saved: SavedResponse, mainLanguage: string): SystemEvent[] {
  const { response, told, subject, answers } = saved
  const timestamp = new Date(saved.at).toISOString()
  const common = describe(saved)
  const make = (event: string, suffix: string, properties: Record<string, unknown> = {}): SystemEvent => ({
    event, messageId: `survey-${response.id}-${suffix}`, ...subject, timestamp, properties: { ...common, ...properties },
  })
  const changed = answers.filter(({ question, value }) => !told || !isDeepStrictEqual(told.answers[question.key], value))
  const isNewlyCompleted = response.status === 'completed' && told?.status !== 'completed'
  return [
    ...(told ? [] : [make(surveyStarted, 'started')]),
    ...changed.map((answer) => make(surveyAnswered, `${answer.question.key}-${response.revision}`, describeAnswer(answer, mainLanguage))),
    ...(response.contactMe && !told?.contactMe ? [make(callBackRequested, 'call-back', describeCallBack(response))] : []),
    ...(isNewlyCompleted ? [make(surveyCompleted, 'completed', describeCompletion(response)), ...makeConsentEvents(saved, timestamp)] : []),
  ]
}

function describeCompletion({ scores, secondsSpent, contactMe }: StoredResponse): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(scores).map(([key, score]) => [`score_${key}`, score])),
    ...(secondsSpent === null ? {} : { seconds: secondsSpent }),
    wants_call_back: contactMe !== null,
    ...describeCallBack({ contactMe }),
  }
}

function describeCallBack({ contactMe }: Pick<StoredResponse, 'contactMe'>): Record<string, unknown> {
  if (!contactMe) return {}
  const { channel, address, note } = contactMe
  return { call_back_channel: channel, call_back_address: address, ...(note ? { call_back_note: cutText(note, maxAnswerLength) } : {}) }
}

/** Contact details become traits only of somebody who agreed to something, and as a claim that nobody has verified. */
function makeConsentEvents({ survey, response, answers, subject }: SavedResponse, timestamp: string): SystemEvent[] {
  const granted = answers.filter(({ question, value }) => question.type === 'consent' && value === true)
  const contact = answers.find(({ question }) => question.type === 'contact')
  if (granted.length === 0) return []
  const consents = granted.map(({ question }): SystemEvent => {
    const { purpose, channel } = question.config
    return {
      event: 'Consent Granted', messageId: `survey-${response.id}-consent-${question.key}`, ...subject, timestamp,
      properties: { purpose, ...(channel ? { channel } : {}), source: `Survey ${survey.name}` },
    }
  })
  if (!contact) return consents
  const traits = contact.value as Record<string, unknown>
  return [{ type: 'identify', messageId: `survey-${response.id}-contact`, ...subject, timestamp, traits, isUnverified: true }, ...consents]
}
