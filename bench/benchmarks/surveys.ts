// Surveys: how soon an answer is in the figures, how long a claim takes, how much a page has to load.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { ClaimReply } from '../../apps/server/src/features/surveys/delivery.contract.ts'
import type { Summary } from '../../apps/server/src/features/surveys/responses.contract.ts'
import type { Survey } from '../../apps/server/src/features/surveys/surveys.contract.ts'
import { defineBenchmark, percentile, round } from '../benchmark.ts'
import { buildRequest, createSender, type Answer } from '../http-load.ts'
import { startInstallation, type Installation } from '../installation.ts'
import { sendFast, waitUntilIdle } from '../saturate.ts'

const perSecond = 200
const seconds = 35
/** At the same rate, and not counted: a process that has just started reads its code and makes its plans. */
const warmUpSeconds = 5
const warmUp = perSecond * warmUpSeconds
/** People who are known before: claims look up their segments, asks and traits. */
const people = 20_000
const knownEvents = 40_000

type Say = (line: string) => void

interface Claimed {
  token: string
  responseId: string
}

async function call<T>({ url, secretKey }: Installation, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(url + path, {
    method, headers: { authorization: `Bearer ${secretKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`)
  return JSON.parse(text) as T
}

/** @throws for any status but 200 */
function takeBody({ status, body }: Answer): string {
  if (status !== '200') throw new Error(`${status} ${body.slice(0, 300)}`)
  return body
}

async function publishSurvey(installation: Installation): Promise<string> {
  const { id, targeting } = await call<Survey>(installation, 'POST', '/v1/surveys', { name: 'How likely', template: 'relational_nps' })
  await call(installation, 'PATCH', `/v1/surveys/${id}`, { targeting: { ...targeting, channels: { ...targeting.channels, widget: { ...targeting.channels.widget, isOn: true } }, trigger: {}, audience: {}, samplePercent: 100 } })
  await call(installation, 'POST', `/v1/surveys/${id}/publish`)
  return id
}

/** Calls `work` so often a second, whether or not the calls before are over; resolves once all are. */
async function atRate(work: (index: number) => Promise<void>, calls = perSecond * seconds): Promise<void> {
  const startedAt = performance.now()
  const running: Promise<void>[] = []
  for (let index = 0; index < calls; index += 1) {
    const due = startedAt + (index * 1_000) / perSecond
    await sleep(Math.max(0, due - performance.now()))
    running.push(work(index))
  }
  await Promise.all(running)
}

/** Everybody comes from an address of their own, as they do. */
const addressOf = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`

/** What the machine allows at best: as many rows a second, each written to disk in a transaction of its own, and nothing else. */
async function measureBareInserts({ postgres: { pool } }: Installation, say: Say): Promise<number> {
  const times: number[] = []
  await pool.query('create table bare_asks (id bigint generated always as identity primary key, body text not null)')
  await atRate(async () => {
    const startedAt = performance.now()
    await pool.query({ name: 'bare', text: 'insert into bare_asks (body) values ($1)', values: ['x'.repeat(300)] })
    times.push(performance.now() - startedAt)
  }, warmUp + 10 * perSecond)
  const counted = times.slice(warmUp)
  say(`${counted.length} bare inserts, half within ${round(percentile(counted, 0.5), 1)} ms`)
  return round(percentile(counted, 0.95), 1)
}

async function measureClaims({ port, writeKey }: Installation, surveyId: string, say: Say): Promise<{ claimed: Claimed[]; claimP95Ms: number }> {
  const claimed: Claimed[] = []
  const times: number[] = []
  const { send } = createSender(port)
  await atRate(async (index) => {
    const who = { userId: `customer-${index}`, anonymousId: `visitor-${index}`, deviceId: `device-${index}`, languages: ['en-GB'], page: { url: 'https://shop.example/' } }
    const claim = buildRequest(`/v1/surveys/${surveyId}/claim`, writeKey, JSON.stringify(who), { Origin: 'https://shop.example' })
    const startedAt = performance.now()
    const answer = await send(claim)
    times.push(performance.now() - startedAt)
    const reply = JSON.parse(takeBody(answer)) as ClaimReply
    if (!reply.isAsked) throw new Error(`Somebody was not asked: ${JSON.stringify(reply)}`)
    claimed.push({ token: reply.token, responseId: reply.responseId })
  })
  const counted = times.slice(warmUp)
  say(`${counted.length} claims, half within ${round(percentile(counted, 0.5), 1)} ms`)
  return { claimed, claimP95Ms: round(percentile(counted, 0.95), 1) }
}

/** Milliseconds between two looks at the figure, as many screens together might take them. */
const lookMs = 200

/** When each count of answers was first seen in the summary's figure, looked at again and again until all are. */
async function watchFigure(installation: Installation, surveyId: string, all: number): Promise<number[]> {
  const seenAt: number[] = []
  while (seenAt.length < all) {
    const { questions } = await call<Summary>(installation, 'GET', `/v1/surveys/${surveyId}/summary`)
    const count = questions[0]?.figures[0]?.n ?? 0
    const now = performance.now()
    while (seenAt.length < count) seenAt.push(now)
    await sleep(lookMs)
  }
  return seenAt
}

async function measureAnswers(installation: Installation, surveyId: string, question: string, claimed: readonly Claimed[], say: Say): Promise<number> {
  const sentAt: number[] = []
  const { send } = createSender(installation.port)
  const watching = watchFigure(installation, surveyId, claimed.length)
  const startedAt = new Date(Date.now() - 8_000).toISOString()
  await atRate(async (index) => {
    const { token, responseId } = claimed[index]!
    const body = {
      token, responseId, revision: 1, answers: { [question]: index % 11 }, isCompleted: true, startedAt, secondsSpent: 8, proof: { gestures: 3, trap: '' },
    }
    const answer = buildRequest('/v1/survey-responses', installation.writeKey, JSON.stringify(body), { 'X-Forwarded-For': addressOf(index) })
    sentAt.push(performance.now())
    takeBody(await send(answer))
  })
  const seenAt = await watching
  const delays = seenAt.map((at, index) => at - sentAt[index]!).slice(warmUp)
  say(`${delays.length} answers, half in the figure within ${round(percentile(delays, 0.5))} ms`)
  return round(percentile(delays, 0.95))
}

function measureScript(name: string): number {
  return gzipSync(readFileSync(join(import.meta.dirname, '../../packages/sdk/dist', name)), { level: 9 }).length
}

export const surveys = defineBenchmark({
  name: 'surveys',
  about: `${perSecond} claims, then ${perSecond} answers a second, with ${people} known people`,
  aims: { visibleP95Ms: '< 2,000', claimP95Ms: '< 20', sdkCoreBytes: '<= 8,000', widgetBytes: '<= 15,000' },
  async run(say) {
    const installation = await startInstallation()
    try {
      await installation.startWorker()
      await sendFast(installation, { run: randomUUID(), events: knownEvents, people })
      await waitUntilIdle(installation)
      const surveyId = await publishSurvey(installation)
      const { content } = await call<Survey>(installation, 'GET', `/v1/surveys/${surveyId}`)
      const bareInsertP95Ms = await measureBareInserts(installation, say)
      const { claimed, claimP95Ms } = await measureClaims(installation, surveyId, say)
      const visibleP95Ms = await measureAnswers(installation, surveyId, content.questions[0]!.key, claimed, say)
      await waitUntilIdle(installation)
      return { visibleP95Ms, claimP95Ms, bareInsertP95Ms, sdkCoreBytes: measureScript('rapport.js'), widgetBytes: measureScript('survey.js') }
    } finally {
      await installation.close()
    }
  },
})
