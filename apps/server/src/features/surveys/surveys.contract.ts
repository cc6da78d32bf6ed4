// Surveys: what they ask and how they look, whom they ask and when. What is delivered to a person is in delivery.contract.ts, answers are in responses.contract.ts.
import { z } from 'zod'
import { id, instant, json } from '../../platform/contract.ts'
import { definition, duration, eventFilter, isStorableText, unstorableText } from '../segments/conditions.contract.ts'

/** The events of this feature, made by Rapport alone. */
export const surveyShown = 'Survey Shown'
export const surveyStarted = 'Survey Started'
export const surveyAnswered = 'Survey Answered'
export const surveyCompleted = 'Survey Completed'
/** A person took the offer of a call-back: once a response. Properties as those of the others, with `call_back_channel`, `call_back_address` and `call_back_note`. */
export const callBackRequested = 'Call-back Requested'

const text = (length: number) => z.string().max(length).refine(isStorableText, unstorableText)

/** A BCP 47 tag of language and, where it matters, region: `de`, `pt-BR`. */
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'A language is given as de or pt-BR.')

/**
 * A text in several languages: `{ "i18n": { "en": "Thanks!", "de": "Danke!" } }`. Every text that a respondent reads has
 * this form, so that completeness and translation need to know no question type. May hold `{{answer:q1|there}}`,
 * `{{trait:first_name|there}}` and `{{hidden:order_id|}}`: an earlier answer, a trait, a hidden field, each with what stands there without.
 */
export const localised = z.object({ i18n: z.record(language, text(2_000)) })
export type Localised = z.infer<typeof localised>

/** Names questions, choices, rows, scores and endings within a survey, and in exports. */
export const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'A name begins with a letter and has at most 40 letters, digits and underscores.')

/** What decides about showing and jumping. Answers compare as texts or numbers; a choice by its key, a list has any of its keys. */
export type SurveyCondition =
  | { type: 'all' | 'any' | 'none'; conditions: SurveyCondition[] }
  | { type: 'answer'; question: string; operator: AnswerOperator; value?: string | number | undefined }
  | { type: 'score'; score: string; operator: 'at_least' | 'at_most'; value: number }
  | { type: 'hidden'; field: string; operator: 'equals' | 'not_equals' | 'is_given'; value?: string | undefined }
  | { type: 'person'; rule: z.infer<typeof definition> }

export const answerOperators = ['is_answered', 'is_not_answered', 'equals', 'not_equals', 'at_least', 'at_most', 'has', 'has_not'] as const
export type AnswerOperator = (typeof answerOperators)[number]

export const surveyCondition: z.ZodType<SurveyCondition> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.enum(['all', 'any', 'none']), conditions: z.array(surveyCondition).min(1).max(20) }),
    z.object({ type: z.literal('answer'), question: key, operator: z.enum(answerOperators), value: z.union([text(500), z.number()]).optional() }),
    z.object({ type: z.literal('score'), score: key, operator: z.enum(['at_least', 'at_most']), value: z.number() }),
    z.object({ type: z.literal('hidden'), field: key, operator: z.enum(['equals', 'not_equals', 'is_given']), value: text(500).optional() }),
    z.object({ type: z.literal('person'), rule: definition }).meta({ description: 'A rule on traits and segments, as segments have them; asked once, when the survey is delivered' }),
  ]),
)

/** Where to go on from a question: the first jump whose condition holds, else the next question that is shown. */
export const jump = z.object({ if: surveyCondition, to: key.meta({ description: 'A later question, or an ending' }) })

export const question = z.object({
  key,
  type: z.string().max(40).meta({ description: 'One of GET /v1/surveys/question-types' }),
  title: localised,
  description: localised.optional(),
  isRequired: z.boolean().default(false),
  config: z.record(z.string(), json).default({}).meta({ description: 'As the configSchema of the type says' }),
  showIf: surveyCondition.optional(),
  jumps: z.array(jump).max(20).default([]),
})
export type Question = z.infer<typeof question>

/** A figure worked out of answers: `sum` or `mean` of numeric answers times their weights; of choices the points they give. */
export const score = z.object({
  key,
  name: text(100),
  function: z.enum(['sum', 'mean']),
  parts: z.array(z.object({ question: key, weight: z.number().default(1), points: z.record(key, z.number()).optional() })).min(1).max(50),
})

/** An end screen. Which one: that of a jump, else the first whose condition holds, else the first without one. Everyone who reaches `review` gets the same invitation: it may have no condition on answers or scores. */
export const ending = z.object({
  key,
  kind: z.enum(['thanks', 'call_back', 'review']),
  title: localised,
  text: localised.optional(),
  buttonLabel: localised.optional(),
  url: z.url({ protocol: /^https?$/ }).max(2_000).optional().meta({ description: 'Of a review: where it is written. Of thanks: where the button leads' }),
  showIf: surveyCondition.optional(),
})
export type Ending = z.infer<typeof ending>

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'A colour is given as #1a2b3c.')

export const theme = z.object({
  logo: z.string().max(200_100).optional().meta({ description: 'A data: URL of a PNG, JPEG or WebP image, up to 150 kB' }),
  accent: colour.default('#3355dd'),
  background: colour.default('#ffffff'),
  foreground: colour.default('#1b1d22'),
  font: z.enum(['system', 'serif', 'rounded', 'mono']).default('system'),
  corner: z.enum(['square', 'soft', 'round']).default('soft'),
})

export const surveyContent = z.object({
  languages: z.object({ main: language, others: z.array(language).max(40).default([]) }).default({ main: 'en', others: [] }),
  welcome: z.object({ title: localised, text: localised.optional(), buttonLabel: localised.optional() }).optional(),
  questions: z.array(question).max(100),
  hiddenFields: z.array(key).max(30).default([]).meta({ description: 'Taken from the address of the page or the call that shows the survey' }),
  scores: z.array(score).max(20).default([]),
  endings: z.array(ending).min(1).max(20),
  theme: theme.prefault({}),
})
export type SurveyContent = z.infer<typeof surveyContent>

/** How often one person may be asked. `times`: at most so often ever; `every`: again after so many days; `until_answered`: as often as it is due, until an answer. */
export const frequency = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once') }),
  z.object({ kind: z.literal('times'), times: z.number().int().min(2).max(100) }),
  z.object({ kind: z.literal('until_answered') }),
  z.object({ kind: z.literal('every'), days: z.number().int().min(1).max(3_650) }),
])

/** A quota counts responses with at least one answer: all, or of a segment's people, or with an answer. Once full, who would count is not asked any more. */
export const quota = z.object({
  name: text(100),
  limit: z.number().int().min(1).max(10_000_000),
  segmentId: id.optional(),
  answer: z.object({ question: key, value: z.union([text(500), z.number()]) }).optional(),
})

/** From, until (either may be left open), and in which hours of which days, in the zone of the workspace. */
export const schedule = z.object({
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional().meta({ description: '1 is Monday; left out: all' }),
  fromHour: z.number().int().min(0).max(23).optional(),
  toHour: z.number().int().min(1).max(24).optional(),
})

/** What makes the survey due. All that is given must hold, but `events`: any of them. Without any: as soon as a page is opened. */
export const trigger = z.object({
  events: z.array(eventFilter).max(10).default([]),
  delaySeconds: z.number().int().min(0).max(90 * 86_400).default(0),
  pages: z.array(z.object({ operator: z.enum(['equals', 'contains', 'starts_with', 'matches']), value: text(500) })).max(20).default([]).meta({ description: 'Of the path and query; `matches` takes * for anything' }),
  secondsOnPage: z.number().int().min(0).max(3_600).optional(),
  scrollPercent: z.number().int().min(1).max(100).optional(),
  onExitIntent: z.boolean().default(false),
})

export const audience = z.object({
  segmentIds: z.array(id).max(20).default([]).meta({ description: 'In any of these; empty: everybody' }),
  excludedSegmentIds: z.array(id).max(20).default([]),
  isIdentifiedOnly: z.boolean().default(false),
})

export const channels = z.object({
  link: z.object({
    isOn: z.boolean().default(true),
    pin: z.string().regex(/^\d{4,8}$/, 'A PIN has 4 to 8 digits.').optional(),
    isPersonalOnly: z.boolean().default(false).meta({ description: 'Only signed links answer; the open link does not' }),
    locations: z.array(text(100).trim().min(1)).max(500).default([]).meta({ description: 'Shops, tables, beds that codes are printed for; a link may also name others' }),
  }).prefault({}),
  widget: z.object({
    isOn: z.boolean().default(false),
    display: z.enum(['popover', 'modal', 'inline', 'tab']).default('popover'),
    side: z.enum(['left', 'right']).default('right'),
    selector: text(200).optional().meta({ description: 'Of an inline survey: the element it fills' }),
    tabLabel: localised.optional(),
  }).prefault({}),
  email: z.object({
    isOn: z.boolean().default(false).meta({ description: 'Sent when the trigger’s events happen' }),
    subject: localised.optional(),
    body: localised.optional(),
  }).prefault({}),
})

export const surveyTargeting = z.object({
  channels: channels.prefault({}),
  trigger: trigger.prefault({}),
  audience: audience.prefault({}),
  frequency: frequency.default({ kind: 'once' }),
  respectsRest: z.boolean().default(true).meta({ description: 'Whether the workspace’s rest period and caps hold for it' }),
  samplePercent: z.number().min(0).max(100).default(100).meta({ description: 'The same people stay in the sample: a hash of survey and person' }),
  quotas: z.array(quota).max(50).default([]),
  schedule: schedule.default({}),
})
export type SurveyTargeting = z.infer<typeof surveyTargeting>

/** As POST /v1/surveys takes them, sent back as they are stored. */
const storedContent: z.ZodType<SurveyContent> = z.any().meta({ description: 'As POST /v1/surveys takes it' })
const storedTargeting: z.ZodType<SurveyTargeting> = z.any().meta({ description: 'As POST /v1/surveys takes it' })

export const surveyStatuses = ['draft', 'live', 'paused', 'closed'] as const
export const surveyKinds = ['customers', 'employees'] as const

const revision = z.number().int().min(1)
/** How often each part was saved: it grows with every change, not with publishing. */
export const surveyRevisions = z.object({ content: revision, targeting: revision })
export type SurveyRevisions = z.infer<typeof surveyRevisions>
/** Given, what is saved, published or restored from anything but the present revisions is a conflict: somebody else changed it meanwhile. */
const startedFrom = surveyRevisions.partial().default({}).meta({ description: 'The `revisions` that the change began with; an older one answers 409. Left out: the last one wins' })

export const survey = z.object({
  id,
  name: z.string(),
  kind: z.enum(surveyKinds).meta({ description: '`employees`: answers are anonymous, no profile is stored, figures of fewer than 5 are hidden' }),
  status: z.enum(surveyStatuses),
  slug: z.string().meta({ description: 'Of its open link: /s/SLUG' }),
  linkUrl: z.string(),
  content: storedContent.meta({ description: 'The draft: what is published next. As POST /v1/surveys takes it' }),
  targeting: storedTargeting,
  revisions: surveyRevisions,
  version: z.number().int().meta({ description: 'Published versions so far; answers keep theirs' }),
  hasUnpublishedChanges: z.boolean(),
  completeness: z.record(language, z.number()).meta({ description: 'Share of texts that each language has, 0 to 1' }),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
  publishedAt: instant.nullable(),
})
export type Survey = z.infer<typeof survey>

/** What the list shows. Shares are null without a denominator. */
export const surveyRow = survey.pick({ id: true, name: true, kind: true, status: true, slug: true, linkUrl: true, version: true, updatedAt: true }).extend({
  channels: z.array(z.enum(['link', 'widget', 'email', 'api'])),
  shown: z.number().int(),
  started: z.number().int(),
  completed: z.number().int(),
  responseRate: z.number().nullable().meta({ description: 'completed / shown' }),
  completionRate: z.number().nullable().meta({ description: 'completed / started' }),
  headline: z.object({ metric: z.enum(['nps', 'csat', 'ces', 'rating']), value: z.number().nullable(), n: z.number().int() }).nullable(),
  lastResponseAt: instant.nullable(),
})
export type SurveyRow = z.infer<typeof surveyRow>
/** GET /v1/surveys */
export const surveyList = z.object({ items: z.array(surveyRow) })

const name = text(200).trim().min(1)

/** POST /v1/surveys: from a template, or with content; with neither, one open question. */
export const createSurveyRequest = z.object({
  name,
  kind: z.enum(surveyKinds).optional(),
  template: z.string().max(60).optional().meta({ description: 'A key of GET /v1/surveys/templates' }),
  content: surveyContent.optional(),
  targeting: surveyTargeting.optional(),
})
/** PATCH /v1/surveys/:id: what is left out stays. Content is a draft until it is published; targeting holds at once. */
export const updateSurveyRequest = z.object({ name: name.optional(), content: surveyContent.optional(), targeting: surveyTargeting.optional(), startedFrom })
/** POST /v1/surveys/:id/publish and /versions/:version/restore; the body may be left out. */
export const startedFromRequest = z.object({ startedFrom }).nullish()
/** POST /v1/surveys/:id/status */
export const changeStatusRequest = z.object({ status: z.enum(['live', 'paused', 'closed']) })

export const surveyTemplate = z.object({ key: z.string(), name: z.string(), description: z.string(), kind: z.enum(surveyKinds), content: storedContent, targeting: storedTargeting })
export const templateList = z.object({ items: z.array(surveyTemplate) })

/** GET /v1/surveys/:id/versions, the newest first. */
export const surveyVersion = z.object({ version: z.number().int(), content: storedContent, publishedAt: instant, publishedBy: z.string(), responses: z.number().int() })
export const versionList = z.object({ items: z.array(surveyVersion) })

/** GET /v1/surveys/question-types, with a JSON Schema of each config. */
export const questionTypeList = z.object({
  items: z.array(z.object({
    type: z.string(), label: z.string(), description: z.string(), configSchema: json, example: json,
    shape: z.string().meta({ description: 'How its answers are summed up' }), metrics: z.array(z.string()).meta({ description: 'Figures worked out of its answers, the headline first' }),
  })),
})

/** GET and PUT /v1/surveys/settings: what holds over all surveys of the workspace. */
export const surveySettings = z.object({
  restDays: z.number().int().min(0).max(3_650).default(14).meta({ description: 'After any survey was shown, nobody is asked by another for so long; 0: no rest' }),
  cap: z.object({ count: z.number().int().min(1).max(1_000), within: duration }).nullable().default({ count: 4, within: { amount: 365, unit: 'days' } }).meta({ description: 'At most so many surveys a person' }),
  isSignatureRequired: z.boolean().default(false).meta({ description: 'A browser’s user id counts only with the site’s signature (HMAC-SHA256 of the user id)' }),
})
export type SurveySettings = z.infer<typeof surveySettings>
export const surveySettingsReply = surveySettings.extend({ signingSecret: z.string().nullable().meta({ description: 'null for those who may not change surveys' }) })
