// Makes the brand's surveys and brings its customers' answers in, as anybody who comes from another tool would: from
// templates, and by importing a file.
import { setTimeout as wait } from 'node:timers/promises'
import { stringify } from 'csv-stringify/sync'
import type { importProgress, importReading, startImportRequest } from '../surveys/responses.contract.ts'
import type { Survey, surveyList } from '../surveys/surveys.contract.ts'
import type { z } from 'zod'
import { demoSurveys, type DemoAnswer, type DemoSurvey } from './survey-answers.ts'

export interface AnswerDestination {
  /** Address of the server. */
  url: string
  /** A secret key that may write surveys and responses. */
  secretKey: string
  signal: AbortSignal
}

const pollMs = 300
const scaleTypes = new Set(['nps', 'csat', 'ces', 'rating'])
const textTypes = new Set(['long_text', 'short_text'])

async function call<T>({ url, secretKey, signal }: AnswerDestination, method: 'GET' | 'POST', path: string, body?: string | object): Promise<T> {
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

/** The survey of that name, made from its template and published when there is none yet. */
async function ensureSurvey(to: AnswerDestination, template: DemoSurvey): Promise<Survey> {
  const { name } = demoSurveys[template]
  const { items } = await call<z.infer<typeof surveyList>>(to, 'GET', '/v1/surveys')
  const known = items.find((row) => row.name === name)
  const id = known?.id ?? (await call<Survey>(to, 'POST', '/v1/surveys', { name, template })).id
  if (!known || known.version === 0) await call(to, 'POST', `/v1/surveys/${id}/publish`)
  return call<Survey>(to, 'GET', `/v1/surveys/${id}`)
}

/** The brand asks for a score, and for what is behind it. */
function mapColumns({ content }: Survey): z.infer<typeof startImportRequest>['columns'] {
  const find = (types: ReadonlySet<string>) => content.questions.find((question) => types.has(question.type))?.key
  const [score, comment] = [find(scaleTypes), find(textTypes)]
  return [
    { column: 'user_id', target: 'user_id' },
    { column: 'answered_at', target: 'answered_at' },
    { column: 'language', target: 'language' },
    { column: 'location', target: 'location' },
    score ? { column: 'score', target: 'answer', name: score } : { column: 'score', target: 'ignore' },
    comment ? { column: 'comment', target: 'answer', name: comment } : { column: 'comment', target: 'ignore' },
  ]
}

function toCsv(answers: readonly DemoAnswer[]): string {
  const rows = answers.map(({ userId, answeredAt, language, location = '', score, comment = '' }) => [userId, new Date(answeredAt).toISOString(), language, location, score, comment])
  return stringify([['user_id', 'answered_at', 'language', 'location', 'score', 'comment'], ...rows])
}

async function importAnswers(to: AnswerDestination, survey: Survey, answers: readonly DemoAnswer[]): Promise<void> {
  const { fileId } = await call<z.infer<typeof importReading>>(to, 'POST', `/v1/surveys/${survey.id}/import/read?name=answers.csv`, toCsv(answers))
  await call(to, 'POST', `/v1/surveys/${survey.id}/import/${fileId}`, { columns: mapColumns(survey) })
  for (;;) {
    const { state, message, failedCount, failed } = await call<z.infer<typeof importProgress>>(to, 'GET', `/v1/surveys/${survey.id}/import/${fileId}`)
    if (state === 'done' && failedCount === 0) return
    if (state !== 'waiting' && state !== 'running') throw new Error(`The answers to "${survey.name}" were not all taken (${state}): ${message ?? failed[0]?.message ?? ''}`)
    await wait(pollMs, undefined, { signal: to.signal })
  }
}

/** Sending the same answers again adds nothing: an import recognises its rows. */
export async function sendAnswers(to: AnswerDestination, answers: readonly DemoAnswer[]): Promise<void> {
  for (const [template, rows] of Map.groupBy(answers, (answer) => answer.survey)) await importAnswers(to, await ensureSurvey(to, template), rows)
}
