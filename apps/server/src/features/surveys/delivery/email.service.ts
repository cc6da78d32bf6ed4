// Mails that ask: shown, tried, and sent when the trigger's events happen.
import { createHash } from 'node:crypto'
import { RapportError, notFound } from '../../../platform/errors.ts'
import { appendEvents } from '../../../platform/event-log.ts'
import type { MailMessage } from '../../../platform/mail.ts'
import type { Platform } from '../../../platform/platform.ts'
import { readWorkspace } from '../../access/index.ts'
import { findKnownPerson, findPersonState, normaliseEmail } from '../../people/index.ts'
import { findOpening } from '../asking/ask.rules.ts'
import { askDeskOf } from '../asking/ask-desk.ts'
import { makeAskEvents, toDecision, type AskRequest } from '../asking/ask.service.ts'
import { deleteAsk, hasAsk } from '../asking/asks.store.ts'
import { dayMs, readFacts, readRulesFor } from '../asking/claim.service.ts'
import { storeDecisions } from '../asking/decisions.store.ts'
import { anonymousPerson, deliverContent, type PersonFacts } from './deliver.rules.ts'
import type { SurveyTicket } from '../delivery.contract.ts'
import { readFailure, readUnreachable } from './email-reach.rules.ts'
import { renderMail } from './email.rules.ts'
import { linkUrlOf, personalUrlOf } from './links.service.ts'
import { readReadySurvey, surveyMemoryOf, type ReadySurvey } from '../survey-memory.ts'
import { findSurvey } from '../surveys.store.ts'
import type { Localised, SurveyContent } from '../surveys.contract.ts'
import { fillPipes, pickText } from '../content/texts.rules.ts'
import { drawResponseId, signTicket } from './tickets.ts'

const linkDays = 90
const logoId = 'logo@survey'

interface MailRequest {
  survey: ReadySurvey
  content: SurveyContent
  languages: readonly string[]
  person: PersonFacts
  /** Address of the survey's page, without a query. */
  url: string
  isLogoAttached: boolean
}

async function makeMail(platform: Platform, { survey, content, languages, person, url, isLogoAttached }: MailRequest): Promise<{ subject: string; html: string; text: string }> {
  const workspace = await readWorkspace(platform.db, survey.workspaceId)
  const delivered = deliverContent({ survey, content, languages, person, hidden: {}, seed: survey.id })
  const say = (text: Localised | undefined) => text && fillPipes(pickText(text, delivered.language, content.languages.main), { traits: person.traits, hidden: {} })
  const { subject, body } = survey.targeting.channels.email
  const { logo } = content.theme
  return renderMail({
    content: delivered, published: content, subject: say(subject), body: say(body), senderName: workspace?.name ?? survey.name,
    logo: logo && isLogoAttached ? `cid:${logoId}` : logo,
    urlOf: (preset) => (preset ? `${url}?${new URLSearchParams({ q: preset.question, v: preset.value }).toString()}` : url),
  })
}

/** Mail programs show no pictures out of `data:` addresses: the logo goes along. */
function attachLogo(logo: string | undefined): Pick<MailMessage, 'attachments'> {
  const [, contentType, base64] = /^data:(image\/(?:png|jpeg|webp));base64,(.+)$/s.exec(logo ?? '') ?? []
  if (!contentType || !base64) return {}
  return { attachments: [{ filename: `logo.${contentType.slice('image/'.length)}`, contentType, content: Buffer.from(base64, 'base64'), cid: logoId }] }
}

async function readDraft(platform: Platform, workspaceId: number, surveyId: string): Promise<{ survey: ReadySurvey; content: SurveyContent }> {
  const [survey, stored] = await Promise.all([readReadySurvey(platform.db, workspaceId, surveyId), findSurvey(platform.db, workspaceId, surveyId)])
  if (!survey || !stored) throw notFound('survey')
  return { survey, content: survey.published ?? stored.content }
}

/** What is published, before that the draft, leading to the open link. @throws not_found */
export async function readEmail(platform: Platform, workspaceId: number, surveyId: string, language: string | undefined): Promise<{ subject: string; html: string; text: string }> {
  const { survey, content } = await readDraft(platform, workspaceId, surveyId)
  const url = linkUrlOf(platform.config.publicUrl, survey.slug)
  return makeMail(platform, { survey, content, languages: language ? [language] : [], person: anonymousPerson, url, isLogoAttached: false })
}

/** @throws not_found */
export async function sendTestEmail(platform: Platform, workspaceId: number, surveyId: string, { to, language }: { to: string; language?: string | undefined }): Promise<void> {
  const { survey, content } = await readDraft(platform, workspaceId, surveyId)
  const url = linkUrlOf(platform.config.publicUrl, survey.slug)
  const mail = await makeMail(platform, { survey, content, languages: language ? [language] : [], person: anonymousPerson, url, isLogoAttached: true })
  await platform.mail.send(workspaceId, { to, ...mail, subject: `[Test] ${mail.subject}`, ...attachLogo(content.theme.logo) }).catch(sayMailFailure)
}

/** What the mail server said, for whoever set it up and now tries it. @throws always */
function sayMailFailure(cause: Error & { responseCode?: number }): never {
  if (cause.responseCode !== undefined) throw new RapportError('invalid_request', `The mail server refused the mail: ${cause.message.slice(0, 300)}`, { cause })
  throw new RapportError('unavailable', `The mail server cannot be reached: ${cause.message.slice(0, 300)}. Check SMTP_URL.`, { cause })
}

/** The same event leads to the same ask, however often it is tried. */
function toAskId(surveyId: string, messageId: string): string {
  const hex = createHash('sha256').update(`survey-mail:${surveyId}:${messageId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export interface EmailOccasion {
  workspaceId: number
  surveyId: string
  /** Of the event that made the survey due. */
  messageId: string
  profileId: string
}

async function tell(platform: Platform, request: AskRequest): Promise<void> {
  const now = platform.clock.now()
  await platform.db.transaction().execute((tx) => appendEvents(tx, request.survey.workspaceId, makeAskEvents(request, now), now))
}

/**
 * Asks by mail, if nothing stands against it. The ask is committed before the mail server is called: what crashes in between
 * is not sent a second time, because nobody knows whether it was sent. What surely was not is taken back and tried again.
 * Returns when to try again where only the hour or the day stands against it, milliseconds since 1970.
 */
export async function askByEmail(platform: Platform, { workspaceId, surveyId, messageId, profileId }: EmailOccasion): Promise<number | undefined> {
  const survey = await surveyMemoryOf(platform).find(workspaceId, surveyId)
  const [known, person] = await Promise.all([findKnownPerson(platform.pool, workspaceId, { profileId }), findPersonState(platform.db, workspaceId, profileId)])
  // Deleted in the meantime.
  if (!survey?.published || !known || !person) return undefined
  const request: AskRequest = { survey, channel: 'email', respondent: { known, isTrusted: true }, rules: await readRulesFor(platform, survey, known.id), askId: toAskId(surveyId, messageId), isTold: false }
  if (await hasAsk(platform.pool, workspaceId, request.askId)) {
    // The process may have ended just before it was told.
    await tell(platform, request)
    return undefined
  }
  const { traits, consent, stats } = person.profile
  const address = normaliseEmail(traits['email'])
  const unreachable = readUnreachable({ address, consent })
  if (unreachable || !address) {
    await note(platform, request, unreachable ?? '')
    return undefined
  }
  // Made before anything is recorded: what fails here is tried again as if nothing had been.
  const mail = await makeInvitation(platform, request, { address, languages: stats.language ? [stats.language] : [] })
  const { isNew, reason } = await askDeskOf(platform).ask(request)
  if (isNew && (await send(platform, request, mail))) await tell(platform, request)
  return reason === 'outside_schedule' ? findOpening(survey.targeting.schedule, { now: platform.clock.now(), timezone: survey.timezone }) : undefined
}

async function note(platform: Platform, request: AskRequest, text: string): Promise<void> {
  const decision = toDecision(request, { reason: 'unreachable', text }, { secret: platform.config.secret, now: platform.clock.now() })
  await storeDecisions(platform.pool, request.survey.workspaceId, [decision])
}

async function makeInvitation(platform: Platform, request: AskRequest, { address, languages }: { address: string; languages: readonly string[] }): Promise<MailMessage> {
  const { survey, respondent, askId } = request
  const content = survey.published!
  const profileId = respondent.known!.id
  const ticket: SurveyTicket = {
    workspaceId: survey.workspaceId, surveyId: survey.id, version: survey.version, channel: 'email', askId, responseId: drawResponseId(survey), profileId,
    isSingleUse: true, expiresAt: platform.clock.now() + linkDays * dayMs,
  }
  const url = personalUrlOf(platform.config.publicUrl, signTicket(platform.config.secret, ticket))
  const mail = await makeMail(platform, { survey, content, languages, person: await readFacts(platform, survey, profileId), url, isLogoAttached: true })
  return { to: address, ...mail, ...attachLogo(content.theme.logo), headers: { 'Auto-Submitted': 'auto-generated' } }
}

/** False where the mail surely reached nobody. @throws where it is worth trying again */
async function send(platform: Platform, request: AskRequest, message: MailMessage): Promise<boolean> {
  const { survey, askId } = request
  try {
    await platform.mail.send(survey.workspaceId, message)
    return true
  } catch (error) {
    const failure = readFailure(error)
    if (failure.kind === 'unknown') {
      platform.log.warn({ err: error, surveyId: survey.id }, 'Nobody knows whether a survey’s mail was sent; it is not sent again')
      return true
    }
    await deleteAsk(platform.pool, survey.workspaceId, askId)
    await note(platform, request, failure.text)
    if (failure.kind === 'refused') return false
    throw error
  }
}
