// Answers: how they are sent, listed, summed up, exported and imported.
import { z } from 'zod'
import { id, instant, json, pageOf, pageQuery } from '../../platform/contract.ts'
import { key, language } from './surveys.contract.ts'

/** What a question was answered with; each question type checks its own form. */
export const answerValue = json.meta({
  description: 'Scales and numbers: a number. Texts and dates (2026-03-01): a text. single_choice: {"choice":"key"} or {"other":"…"}. multiple_choice, picture_choice: {"choices":["key"],"other":"…"}. ranking: ["key",…]. matrix: {"row":"column"}. contact: {"name","email","phone","company"}. file: {"fileIds":[…]}. consent: true or false.',
})

/**
 * POST /v1/survey-responses: all answers so far. The same `responseId` again replaces what was sent before, unless it is older
 * (`revision`): so answers that waited offline, retries and a page that closes in the middle do no harm.
 */
export const submitRequest = z.object({
  token: z.string().max(4_000),
  responseId: id,
  revision: z.number().int().min(1).max(1_000_000).meta({ description: 'Grows with every change on the page' }),
  answers: z.record(key, answerValue),
  isCompleted: z.boolean(),
  ending: key.optional(),
  language: language.optional(),
  startedAt: instant.optional(),
  secondsSpent: z.number().min(0).max(86_400).optional(),
  page: z.string().max(2_000).optional().meta({ description: 'Address of the page that showed it' }),
  hidden: z.record(key, z.string().max(500)).default({}),
  proof: z.object({ gestures: z.number().int().min(0), trap: z.string().max(200) }).meta({
    description: 'Invisible checks: how many presses of keys, pointers or touches the page saw, and a field that people never see',
  }),
  contactMe: z.object({ channel: z.enum(['email', 'phone']), address: z.string().max(320), note: z.string().max(2_000).optional() }).optional().meta({ description: 'The offer of a call-back was taken' }),
})
export type SubmitRequest = z.infer<typeof submitRequest>
export const submitReply = z.object({ responseId: id, revision: z.number().int(), isCompleted: z.boolean() })

/** PUT /v1/survey-responses/:responseId/files?token=…&question=…&name=… takes the bytes of one file, up to 10 MB. */
export const maxFileBytes = 10 * 1024 * 1024
export const uploadedFile = z.object({ fileId: id, name: z.string(), bytes: z.number().int(), type: z.string() })

export const responseChannels = ['link', 'widget', 'email', 'api', 'import'] as const
const channel = z.enum(responseChannels)

/** How answers are shown and summed up: screens and exports know these, not the types of questions. */
export const answerShapes = ['scale', 'number', 'choice', 'ranking', 'matrix', 'text', 'date', 'contact', 'file', 'consent', 'none'] as const
export type AnswerShape = (typeof answerShapes)[number]

export const answer = z.object({
  question: key,
  type: z.string(),
  shape: z.enum(answerShapes),
  title: z.string().meta({ description: 'In the survey’s main language, of the version that was answered' }),
  value: answerValue,
  text: z.string().meta({ description: 'In words: "9", "Price, Quality", "Terrible service"' }),
  group: z.string().nullable().meta({ description: 'promoter, passive, detractor; satisfied, unsatisfied; easy, hard' }),
})
export type Answer = z.infer<typeof answer>

export const response = z.object({
  id,
  surveyId: id,
  survey: z.string(),
  version: z.number().int(),
  status: z.enum(['partial', 'completed']),
  channel,
  language: z.string(),
  location: z.string().nullable(),
  person: z.object({ profileId: id, name: z.string() }).nullable().meta({ description: 'null: anonymous' }),
  answers: z.array(answer),
  scores: z.record(z.string(), z.number()),
  hidden: z.record(z.string(), z.string()),
  page: z.string().nullable(),
  contactMe: z.object({ channel: z.string(), address: z.string(), note: z.string().optional() }).nullable(),
  isSuspicious: z.boolean().meta({ description: 'An invisible check failed: kept, and left out of figures' }),
  startedAt: instant,
  completedAt: instant.nullable(),
  secondsSpent: z.number().nullable(),
})
export type Response = z.infer<typeof response>

/** GET /v1/surveys/:id/responses, the newest first; also GET /v1/survey-responses over all surveys. */
export const responsesQuery = pageQuery.extend({
  status: z.enum(['partial', 'completed']).optional(),
  channel: channel.optional(),
  group: z.string().max(40).optional(),
  question: key.optional().meta({ description: 'The question that group and value are about; left out: the first scale' }),
  value: z.string().max(200).optional(),
  search: z.string().max(200).optional().meta({ description: 'In the texts of answers' }),
  location: z.string().max(100).optional(),
  language: z.string().max(20).optional(),
  segmentId: id.optional(),
  profileId: id.optional(),
  from: instant.optional(),
  to: instant.optional(),
  suspicious: z.enum(['left_out', 'only', 'all']).default('left_out'),
})
export type ResponsesQuery = z.infer<typeof responsesQuery>
export const responsePage = pageOf(response)
/** GET /v1/surveys/:id/summary */
export const summaryQuery = responsesQuery.omit({ cursor: true, limit: true })

/** POST /v1/survey-responses/delete */
export const deleteResponsesRequest = z.object({ ids: z.array(id).min(1).max(1_000) })
export const deletedResponses = z.object({ deleted: z.number().int() })

/** A figure with its uncertainty: NPS from −100 to 100, CSAT and CES as shares from 0 to 1, means on their scale. `value` null: no answers, or fewer than may be shown. Formulas and sources: voice.rules.ts. */
export const figure = z.object({
  metric: z.enum(['nps', 'csat', 'ces', 'ces_mean', 'mean']),
  value: z.number().nullable(),
  interval: z.object({ from: z.number(), to: z.number(), level: z.number() }).nullable().meta({ description: '95 %' }),
  n: z.number().int(),
  text: z.string().meta({ description: 'The definition in one sentence' }),
})
export type Figure = z.infer<typeof figure>

export const questionSummary = z.object({
  question: key,
  type: z.string(),
  shape: z.enum(answerShapes),
  title: z.string(),
  shown: z.number().int().meta({ description: 'Responses that reached it' }),
  answered: z.number().int(),
  droppedOff: z.number().int().meta({ description: 'Partial responses whose last answer was the one before' }),
  figures: z.array(figure),
  distribution: z.array(z.object({ value: z.string(), label: z.string(), group: z.string().nullable(), count: z.number().int(), share: z.number() })),
  rows: z.array(z.object({ row: z.string(), label: z.string(), counts: z.record(z.string(), z.number()) })).meta({ description: 'Of a matrix' }),
  words: z.array(z.object({ word: z.string(), count: z.number().int() })).meta({ description: 'Of texts: the most frequent, without stop words' }),
  texts: z.array(z.object({ responseId: id, text: z.string(), at: instant })).meta({ description: 'The newest' }),
})
export type QuestionSummary = z.infer<typeof questionSummary>

/** GET /v1/surveys/:id/summary with the filters of the list. */
export const summary = z.object({
  shown: z.number().int(),
  started: z.number().int(),
  completed: z.number().int(),
  responseRate: z.number().nullable(),
  completionRate: z.number().nullable(),
  medianSeconds: z.number().nullable(),
  isHidden: z.boolean().meta({ description: 'Employees: fewer than 5 answers' }),
  questions: z.array(questionSummary),
  trend: z.array(z.object({ from: instant, to: instant, figure })).meta({ description: 'Of the first scale, by week' }),
  previous: z.object({ completed: z.number().int(), figure: figure.nullable() }).nullable().meta({ description: 'The period of equal length before, when from and to are given' }),
})
export type Summary = z.infer<typeof summary>

/** GET /v1/surveys/:id/export?format=csv|xlsx */
export const exportQuery = responsesQuery.omit({ cursor: true, limit: true }).extend({ format: z.enum(['csv', 'xlsx']).default('csv') })

/** POST /v1/surveys/:id/import/read: the bytes of a CSV or XLSX file. Answers columns, a sample, and a guess of what they are. */
export const maxImportBytes = 20 * 1024 * 1024
export const importTargets = ['ignore', 'email', 'user_id', 'external_id', 'name', 'answered_at', 'language', 'location', 'answer', 'hidden', 'trait'] as const
export const importColumn = z.object({ column: z.string(), target: z.enum(importTargets), name: z.string().max(100).optional().meta({ description: 'Question (`shop.staff`: a row of a matrix or a contact field), hidden field, trait, or type of the external id' }) })
export const importReading = z.object({ fileId: id, columns: z.array(importColumn), sample: z.array(z.array(z.string())), rows: z.number().int() })
export type ImportReading = z.infer<typeof importReading>
/** POST /v1/surveys/:id/import/:fileId: as mapped. DELETE stops it. GET the same: how far it is. */
export const startImportRequest = z.object({ columns: z.array(importColumn).min(1).max(200) })
export const importProgress = z.object({
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  rows: z.number().int(),
  imported: z.number().int(),
  failed: z.array(z.object({ row: z.number().int(), message: z.string() })).meta({ description: 'The first 100' }),
  failedCount: z.number().int(),
  message: z.string().nullable(),
})
export type ImportProgress = z.infer<typeof importProgress>
