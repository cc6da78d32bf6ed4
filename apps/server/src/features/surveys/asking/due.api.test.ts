import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorkspace, makeWriteKey } from '../../../../test/makers.ts'
import { makeLiveSurvey } from '../../../../test/surveys.ts'
import { expectStatus, startTestServer, type TestServer } from '../../../../test/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('what is due', () => {
  test('lists live widgets with what a browser can check, and nothing private', async () => {
    const shop = await makeWorkspace(server)
    const theirs = (await makeWriteKey(server, shop, { platform: 'browser' })).writeKey
    const segmentId = randomUUID()
    const targeting = {
      channels: { widget: { isOn: true, display: 'tab' as const, tabLabel: { i18n: { en: 'Feedback', de: 'Feedback geben' } } }, link: { pin: '1234' }, email: { subject: { i18n: { en: 'Secret plan' } } } },
      audience: { segmentIds: [segmentId] }, quotas: [{ name: 'Secret quota', limit: 5 }], samplePercent: 17,
      trigger: { pages: [{ operator: 'starts_with' as const, value: '/checkout' }], scrollPercent: 50 }, schedule: { endsAt: '2099-01-01T00:00:00Z', fromHour: 9 },
    }
    const survey = await makeLiveSurvey(server, shop, { name: 'Secret name', targeting })
    for (const parts of [{ status: 'paused' as const }, { targeting: { channels: { widget: { isOn: false } } } }, { targeting: { schedule: { endsAt: '2020-01-01T00:00:00Z' } } }]) await makeLiveSurvey(server, shop, parts)
    const read = (headers: Record<string, string> = {}) => server.request<{ items: object[]; script: string }>('GET', `/v1/surveys/due?writeKey=${theirs}`, { headers: { origin: 'https://shop.example', ...headers } })
    const reply = expectStatus(await read(), 200)
    expect(reply.body.items).toEqual([{
      id: survey.id, version: 1, display: 'tab', side: 'right', tabLabel: 'Feedback', accent: '#3355dd', schedule: { endsAt: '2099-01-01T00:00:00Z' },
      trigger: { events: [], delaySeconds: 0, pages: targeting.trigger.pages, scrollPercent: 50, onExitIntent: false },
    }])
    expect(reply.body.script).toBe('http://localhost:4400/sdk/v1/survey.js')
    for (const word of ['Secret', '1234', segmentId, '17']) expect(JSON.stringify(reply.body).replaceAll(survey.id, '')).not.toContain(word)
    expect(reply.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60' })
    expect((await read({ 'if-none-match': String(reply.headers['etag']) })).status).toBe(304)
    expect((await server.request('GET', '/v1/surveys/due')).status).toBe(401)
  })
})
