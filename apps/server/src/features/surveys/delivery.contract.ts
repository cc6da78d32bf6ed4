// What the world outside sees of a survey: what may be due on a page, the decision to ask, the content in one language.
import { z } from 'zod'
import { id, instant, json, pageOf, pageQuery } from '../../platform/contract.ts'
import { ending, key, language, question, schedule, score, surveyContent, surveyKinds, theme, trigger } from './surveys.contract.ts'

const identifier = z.string().min(1).max(300)

/** Who is in front of the screen, as the page says. `deviceId` outlives a sign-out, so that a browser is not asked twice. */
export const respondent = z.object({
  userId: identifier.optional(),
  userSignature: z.string().max(128).optional().meta({ description: 'HMAC-SHA256 of userId with the workspace’s signing secret, hexadecimal: given by the site’s server' }),
  anonymousId: identifier.optional(),
  deviceId: identifier,
})

/** Sent as it is stored: the serialiser of replies cannot tell the forms of its filters apart. */
const storedTrigger: z.ZodType<z.infer<typeof trigger>> = z.any().meta({ description: 'As targeting.trigger of POST /v1/surveys' })

/**
 * GET /v1/surveys/due?writeKey=…: the widgets that are live now, with what the browser itself can check. Cacheable for a
 * minute; says nothing of audiences, quotas or people. The browser preselects, POST /v1/surveys/{id}/claim decides.
 */
export const dueSurvey = z.object({
  id,
  version: z.number().int(),
  display: z.enum(['popover', 'modal', 'inline', 'tab']),
  side: z.enum(['left', 'right']),
  selector: z.string().optional(),
  tabLabel: z.string().optional(),
  trigger: storedTrigger,
  schedule: schedule.pick({ startsAt: true, endsAt: true }),
  accent: z.string(),
})
export const dueSurveys = z.object({ items: z.array(dueSurvey), script: z.string().meta({ description: 'Address of the widget’s script, loaded once one is due' }) })

/** A text in the language of the delivery, pipes filled in but those of earlier answers, which the page fills: `{{answer:q1|there}}`. */
const deliveredText = z.string()

/** Conditions on the person were answered when it was delivered: they stand as `{ type: 'known', holds }`. */
export type DeliveredCondition =
  | { type: 'all' | 'any' | 'none'; conditions: DeliveredCondition[] }
  | { type: 'answer'; question: string; operator: string; value?: string | number | undefined }
  | { type: 'score'; score: string; operator: 'at_least' | 'at_most'; value: number }
  | { type: 'known'; holds: boolean }
const deliveredCondition = z.unknown().meta({ description: 'As in the survey; conditions on the person and on hidden fields stand as {"type":"known","holds":true}' })

export const deliveredQuestion = question.omit({ title: true, description: true, config: true, showIf: true, jumps: true }).extend({
  title: deliveredText,
  description: deliveredText.optional(),
  config: z.record(z.string(), json).meta({ description: 'Texts are plain, in the language of the delivery; choices stand in the order in which they are to be shown' }),
  showIf: deliveredCondition.optional(),
  jumps: z.array(z.object({ if: deliveredCondition, to: key })),
})
export const deliveredEnding = ending.omit({ title: true, text: true, buttonLabel: true, showIf: true }).extend({
  title: deliveredText, text: deliveredText.optional(), buttonLabel: deliveredText.optional(), showIf: deliveredCondition.optional(),
  invitation: z.object({ url: z.string(), label: deliveredText }).optional().meta({ description: 'Where the survey invites to review: every other ending does so too, whatever was answered' }),
})
export const deliveredContent = z.object({
  surveyId: id,
  name: z.string(),
  version: z.number().int(),
  isAnonymous: z.boolean().meta({ description: 'Employees: the page says so' }),
  language,
  direction: z.enum(['ltr', 'rtl']),
  languages: z.array(language),
  welcome: z.object({ title: deliveredText, text: deliveredText.optional(), buttonLabel: deliveredText.optional() }).optional(),
  questions: z.array(deliveredQuestion),
  scores: z.array(score),
  endings: z.array(deliveredEnding),
  theme,
  words: z.record(z.string(), z.string()).meta({ description: 'The words of buttons and notes in the language: next, back, submit, required, other, optional, …' }),
})
export type DeliveredContent = z.infer<typeof deliveredContent>

/** Why somebody was or was not asked: in the order in which they are looked at. */
export const decisionReasons = ['asked', 'not_live', 'channel_off', 'not_in_audience', 'already_asked', 'already_answered', 'rest_period', 'person_cap', 'not_in_sample', 'quota_full', 'outside_schedule', 'unsigned_user', 'unreachable'] as const
export type DecisionReason = (typeof decisionReasons)[number]

/** POST /v1/surveys/:id/claim with a write key: may this person be asked now? Decides, records `Survey Shown`, and hands over the content. */
export const claimRequest = respondent.extend({
  languages: z.array(z.string().max(35)).max(10).default([]).meta({ description: 'As navigator.languages has them' }),
  page: z.object({ url: z.string().max(2_000), title: z.string().max(500).optional() }).optional(),
  hidden: z.record(key, z.string().max(500)).default({}),
})
export const claimReply = z.discriminatedUnion('isAsked', [
  z.object({ isAsked: z.literal(true), token: z.string().meta({ description: 'Proves the claim; needed to send answers' }), responseId: id, content: deliveredContent }),
  z.object({ isAsked: z.literal(false), reason: z.enum(decisionReasons) }),
])
export type ClaimReply = z.infer<typeof claimReply>

/** What the token of a claim or of a link holds, signed with a key of the workspace. Never says who somebody is in clear but by ids. */
export interface SurveyTicket {
  workspaceId: number
  surveyId: string
  version: number
  channel: 'link' | 'widget' | 'email' | 'api'
  /** Of the ask this belongs to; undefined for an open link, of which nothing is recorded before a person acts. */
  askId?: string
  responseId: string
  profileId?: string
  userId?: string
  anonymousId?: string
  isSingleUse?: boolean
  location?: string
  hidden?: Record<string, string>
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** GET /v1/survey-links/:slugOrToken/content?language=…&location=…&q=QUESTION&v=VALUE: what a hosted page renders. Opening a link changes nothing. With a PIN set, the header `x-survey-pin` is needed. */
export const linkContentReply = z.object({
  content: deliveredContent,
  token: z.string(),
  responseId: id,
  revision: z.number().int().meta({ description: 'Of answers that came by this link before, 0: none. What is sent now has to be newer' }),
  preset: z.object({ question: key, value: z.union([z.string(), z.number()]) }).nullable().meta({ description: 'What a click in a mail chose' }),
})

/** POST /v1/surveys/:id/links: personal links that are signed. */
export const createLinksRequest = z.object({
  profileIds: z.array(id).min(1).max(1_000),
  isSingleUse: z.boolean().default(true),
  expiresAt: instant.optional().meta({ description: 'Left out: in 90 days' }),
  location: z.string().max(100).optional(),
})
export const createdLinks = z.object({ items: z.array(z.object({ profileId: id, url: z.string() })) })

/** GET /v1/surveys/:id/qr.svg?location=… answers an SVG image; GET /v1/surveys/:id/email a ready HTML mail with the first question in it. */
export const emailReply = z.object({ subject: z.string(), html: z.string(), text: z.string() })
export const sendTestRequest = z.object({ to: z.email().max(320), language: language.optional() })

/** GET /v1/surveys/:id/decisions: why people were or were not asked, the newest first; also GET /v1/survey-decisions over all surveys. */
export const decisionsQuery = pageQuery.extend({
  profileId: id.optional(),
  outcome: z.enum(['asked', 'not_asked']).optional(),
  reason: z.enum(decisionReasons).optional(),
})
export const decision = z.object({
  at: instant,
  surveyId: id,
  survey: z.string(),
  channel: z.enum(['link', 'widget', 'email', 'api']),
  reason: z.enum(decisionReasons),
  text: z.string().meta({ description: 'In words, with the figures behind it: "asked by Store visit 3 days ago, the rest period is 14 days"' }),
  profileId: id.nullable(),
  person: z.string().nullable().meta({ description: 'Name of the profile' }),
  count: z.number().int().meta({ description: 'The same decision in a row' }),
})
export type Decision = z.infer<typeof decision>
export const decisionList = pageOf(decision)
/** GET /v1/surveys/:id/decisions/counts: decisions of the last 30 days by reason, in the order of the checks, `asked` last. */
export const decisionCounts = z.object({ from: instant, items: z.array(z.object({ reason: z.enum(decisionReasons), count: z.number().int() })) })
/** POST /v1/surveys/:id/would-ask: the same for now, recording nothing. */
export const wouldAskRequest = z.object({ profileId: id })
export const wouldAskReply = z.object({ reason: z.enum(decisionReasons), text: z.string() })

/** POST /v1/surveys/preview: content that is not saved, as it would be delivered. */
export const previewRequest = z.object({ content: surveyContent, language: language.optional(), kind: z.enum(surveyKinds).default('customers') })
