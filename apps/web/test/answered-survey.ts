// A survey with a question of every shape, answered by many over some weeks and by one person in full.
import type { z } from 'zod'
import type { linkContentReply } from '../../server/src/features/surveys/delivery.contract.ts'
import type { ImportProgress, ImportReading } from '../../server/src/features/surveys/responses.contract.ts'
import type { Survey } from '../../server/src/features/surveys/surveys.contract.ts'
import { expectStatus } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { waitUntilProcessed, type AdminApp } from './admin-app.ts'
import type { DemoBrand } from './demo-brand.ts'

export interface AnsweredSurvey {
  surveyId: string
  /** The whole answer of `personId`, who wants to be called back. */
  responseId: string
}

const say = (en: string) => ({ i18n: { en } })
const choices = (...labels: string[]) => labels.map((label) => ({ key: label.toLowerCase().replaceAll(/\W+/g, '_'), label: say(label) }))

const content = {
  questions: [
    { key: 'nps', type: 'nps', title: say('How likely are you to recommend us?') },
    { key: 'why', type: 'long_text', title: say('What is the main reason?') },
    { key: 'liked', type: 'multiple_choice', title: say('What did you like?'), config: { choices: choices('Price', 'Quality', 'Fast delivery'), hasOther: true } },
    { key: 'shop', type: 'matrix', title: say('How were these?'), config: { rows: choices('Staff', 'Waiting time'), columns: choices('Bad', 'Fair', 'Good') } },
    { key: 'matters', type: 'ranking', title: say('What matters most?'), config: { choices: choices('Price', 'Quality', 'Service') } },
    { key: 'csat', type: 'csat', title: say('How satisfied are you?'), config: { scale: 5, look: 'stars' } },
    { key: 'visits', type: 'number', title: say('How often do you come here a year?') },
    { key: 'last', type: 'date', title: say('When were you here last?') },
  ],
  endings: [{ key: 'thanks', kind: 'thanks', title: say('Thank you!') }],
}

const wholeAnswer = {
  nps: 9, why: 'Kind people, and the delivery was quick', liked: { choices: ['quality'], other: 'The smell of wood' }, shop: { staff: 'good', waiting_time: 'fair' },
  matters: ['quality', 'service', 'price'], csat: 5, visits: 12, last: '2026-03-01',
}

const reasons = ['Delivery was slow and nobody answered', 'Great quality and friendly staff', 'Friendly staff with quick delivery', 'The price is too high']

function makeOldAnswers(): string {
  const rows = Array.from({ length: 40 }, (_, index) => [
    `customer-${index}@example.com`, (index * 7) % 11, reasons[index % reasons.length], index % 3 === 0 ? 'Price' : 'Quality', 1 + (index % 5), index % 24,
    `2025-0${1 + (index % 3)}-${String(1 + ((index * 3) % 28)).padStart(2, '0')}`,
  ])
  return ['E-mail,nps,why,liked,csat,visits,Date', ...rows.map((row) => row.join(','))].join('\n')
}

/** Asks one device twice on the website, so that there is a decision of each kind. */
async function decideTwice(app: AdminApp, brand: DemoBrand, surveyId: string): Promise<void> {
  const headers = { authorization: `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`, origin: app.url }
  for (let round = 0; round < 2; round++) expectStatus(await app.server.request('POST', `/v1/surveys/${surveyId}/claim`, { headers, body: { deviceId: 'device-of-a-visitor', anonymousId: 'a-visitor' } }), 200)
}

export async function makeAnsweredSurvey(app: AdminApp, brand: DemoBrand, personId: string): Promise<AnsweredSurvey> {
  const { server } = app
  const post = async <Reply>(path: string, body: unknown, status = 200) => expectStatus(await server.request<Reply>('POST', path, { as: brand, body }), status).body
  const { id: surveyId } = await post<Survey>('/v1/surveys', { name: 'After a visit', content, targeting: { channels: { widget: { isOn: true } } } }, 201)
  await post(`/v1/surveys/${surveyId}/publish`, {})
  await importAnswers(app, brand, surveyId)
  const { items } = await post<{ items: { url: string }[] }>(`/v1/surveys/${surveyId}/links`, { profileIds: [personId] })
  const link = new URL(items[0]!.url).pathname.split('/').at(-1)
  const { token, responseId } = expectStatus(await server.request<z.infer<typeof linkContentReply>>('GET', `/v1/survey-links/${link}/content`), 200).body
  const contactMe = { channel: 'phone', address: '+49 30 123456', note: 'After five, please' }
  await post('/v1/survey-responses', { token, responseId, revision: 1, answers: wholeAnswer, isCompleted: true, secondsSpent: 41, proof: { gestures: 9, trap: '' }, contactMe })
  await decideTwice(app, brand, surveyId)
  await waitUntilProcessed(app, brand)
  return { surveyId, responseId }
}

async function importAnswers(app: AdminApp, brand: DemoBrand, surveyId: string): Promise<void> {
  const url = `${app.url}/v1/surveys/${surveyId}/import/read?name=old.csv`
  const reply = await fetch(url, { method: 'POST', headers: { ...brand.headers, 'content-type': 'text/csv', origin: app.url }, body: makeOldAnswers() })
  if (reply.status !== 200) throw new Error(`The file was not read (${reply.status}): ${await reply.text()}`)
  const { fileId, columns } = (await reply.json()) as ImportReading
  const path = `/v1/surveys/${surveyId}/import/${fileId}`
  expectStatus(await app.server.request('POST', path, { as: brand, body: { columns } }), 202)
  await waitFor('the import', async () => {
    const { body } = await app.server.request<ImportProgress>('GET', path, { as: brand })
    if (body.failedCount > 0 || body.state === 'failed') throw new Error(`The import failed: ${JSON.stringify(body)}`)
    return body.state === 'done'
  }, 60)
}
