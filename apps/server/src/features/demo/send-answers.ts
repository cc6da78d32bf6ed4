// Makes the brand's surveys and brings its customers' answers in, as anybody who comes from another tool would: from
// templates, and by importing a file.
import { stringify } from 'csv-stringify/sync'
import type { importReading, startImportRequest } from '../surveys/responses.contract.ts'
import type { Survey, surveyList } from '../surveys/surveys.contract.ts'
import type { z } from 'zod'
import { brand } from './brand.ts'
import { demoSurveys, type DemoAnswer, type DemoSurvey } from './survey-answers.ts'

export interface AnswerDestination {
  /** Address of the server. */
  url: string
  /** A secret key that may write surveys and responses. */
  secretKey: string
  signal: AbortSignal
}

async function call<T>({ url, secretKey, signal }: AnswerDestination, method: 'GET' | 'POST' | 'PATCH', path: string, body?: string | object): Promise<T> {
  const isText = typeof body === 'string'
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${secretKey}`, ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }) },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    signal,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} refused ${method} ${path}: ${response.status} ${text.slice(0, 300)}`)
  return JSON.parse(text) as T
}

/** Where the brand's customers write reviews: the templates leave that open. */
const reviewAddress = `${brand.site}/reviews`

async function publish(to: AnswerDestination, id: string): Promise<void> {
  const { content } = await call<Survey>(to, 'GET', `/v1/surveys/${id}`)
  if (content.endings.some(({ kind }) => kind === 'review')) {
    const endings = content.endings.map((ending) => (ending.kind === 'review' ? { ...ending, url: ending.url ?? reviewAddress } : ending))
    await call(to, 'PATCH', `/v1/surveys/${id}`, { content: { ...content, endings } })
  }
  await call(to, 'POST', `/v1/surveys/${id}/publish`)
}

/** The survey of that name, made from its template and published when there is none yet. */
async function ensureSurvey(to: AnswerDestination, template: DemoSurvey): Promise<Survey> {
  const name = demoSurveys[template]
  const { items } = await call<z.infer<typeof surveyList>>(to, 'GET', '/v1/surveys')
  const known = items.find((row) => row.name === name)
  const id = known?.id ?? (await call<Survey>(to, 'POST', '/v1/surveys', { name, template })).id
  if (!known || known.version === 0) await publish(to, id)
  return call<Survey>(to, 'GET', `/v1/surveys/${id}`)
}

const given = ['user_id', 'answered_at', 'language', 'location'] as const

function listQuestions(answers: readonly DemoAnswer[]): string[] {
  return [...new Set(answers.flatMap((answer) => Object.keys(answer.answers)))]
}

function mapColumns(questions: readonly string[]): z.infer<typeof startImportRequest>['columns'] {
  return [...given.map((column) => ({ column, target: column })), ...questions.map((question) => ({ column: question, target: 'answer' as const, name: question }))]
}

function toCsv(answers: readonly DemoAnswer[], questions: readonly string[]): string {
  const rows = answers.map(({ userId, answeredAt, language, location = '', answers: said }) => [
    userId, new Date(answeredAt).toISOString(), language, location, ...questions.map((question) => said[question] ?? ''),
  ])
  return stringify([[...given, ...questions], ...rows])
}

async function importAnswers(to: AnswerDestination, survey: Survey, answers: readonly DemoAnswer[]): Promise<void> {
  const questions = listQuestions(answers)
  const { fileId } = await call<z.infer<typeof importReading>>(to, 'POST', `/v1/surveys/${survey.id}/import/read?name=answers.csv`, toCsv(answers, questions))
  await call(to, 'POST', `/v1/surveys/${survey.id}/import/${fileId}`, { columns: mapColumns(questions) })
}

/** A worker takes them in meanwhile. Sending the same answers again adds nothing: an import recognises its rows. */
export async function sendAnswers(to: AnswerDestination, answers: readonly DemoAnswer[]): Promise<void> {
  for (const [template, rows] of Map.groupBy(answers, (answer) => answer.survey)) await importAnswers(to, await ensureSurvey(to, template), rows)
}
