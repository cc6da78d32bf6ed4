import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeUser, makeWorkspace, makeWriteKey } from '../../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../../test/stream-probe.ts'
import { makeLiveSurvey, npsContent, type MadeSurvey, type SurveyParts } from '../../../../test/surveys.ts'
import { createMovableClock, expectStatus, startTestServer, type Person, type Reply, type TestServer } from '../../../../test/test-server.ts'
import { signTicket, readTicket } from './tickets.ts'
import type { DeliveredContent } from '../delivery.contract.ts'

interface LinkContent {
  content: DeliveredContent
  token: string
  responseId: string
  revision: number
  preset: { question: string; value: string | number } | null
}
interface Failure {
  error: { code: string; message: string }
}

const clock = createMovableClock()
const day = 86_400_000
let server: TestServer
let owner: Person
let probe: StreamProbe
let profileId: string

beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'server' })
  probe = createStreamProbe(server, owner)
  await server.startWorker()
  const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}` }
  expectStatus(await server.request('POST', '/v1/identify', { body: { userId: 'ann', traits: { first_name: 'Ann', email: 'ann@shop.example' } }, headers }), 200)
  await probe.settle()
  profileId = (await probe.findPerson('ann'))!.id
})
afterAll(() => server.close())

const make = (parts: SurveyParts = {}) => makeLiveSurvey(server, owner, parts)
const open = (slugOrToken: string, query = '', headers: Record<string, string> = {}) =>
  server.request<LinkContent & Failure>('GET', `/v1/survey-links/${slugOrToken}/content${query}`, { headers })
const opened = async (...args: Parameters<typeof open>) => expectStatus(await open(...args), 200).body
const tokenIn = (url: string) => url.split('/s/t/')[1]!
async function makeLink(survey: MadeSurvey, body: object = {}): Promise<string> {
  const reply = await server.request<{ items: { profileId: string; url: string }[] }>('POST', `/v1/surveys/${survey.id}/links`, { body: { profileIds: [profileId], ...body }, as: owner })
  return tokenIn(expectStatus(reply, 200).body.items[0]!.url)
}
const submit = (token: string, responseId: string, body: object = {}): Promise<Reply<{ revision: number } & Failure>> =>
  server.request('POST', '/v1/survey-responses', { body: { token, responseId, revision: 1, answers: { nps: 9 }, isCompleted: true, proof: { gestures: 2, trap: '' }, ...body } })

/** Every row of every table, and where the stream stands. */
async function readEverything(): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(server.platform.db)
  // Rows that move by themselves: sessions when they are used, the lease of the worker.
  const quiet = rows.filter(({ name }) => !['sessions', 'stream_cursors', 'sources'].includes(name))
  const found: Record<string, unknown> = {}
  for (const { name } of quiet) {
    const hash = await sql<{ hash: string }>`select count(*) || ' ' || coalesce(md5(string_agg(row::text, ',' order by row::text)), '') as hash from ${sql.table(name)} as row`.execute(server.platform.db)
    found[name] = hash.rows[0]!.hash
  }
  return found
}

describe('opening a link', () => {
  test('changes nothing, however often and with an answer in it: open and personal ones, as scanners do', async () => {
    const survey = await make()
    const token = await makeLink(survey)
    await probe.settle()
    const before = await readEverything()
    for (const _ of [1, 2]) {
      for (const name of [survey.slug, token]) {
        const reply = await open(name, '?q=nps&v=9&location=berlin', { 'user-agent': 'Mozilla/5.0 (compatible; SafeLinks/1.0)' })
        expect(reply).toMatchObject({ status: 200, body: { preset: { question: 'nps', value: 9 }, revision: 0 }, headers: { 'cache-control': 'no-store' } })
      }
    }
    await probe.settle()
    expect(await readEverything()).toEqual(before)
  })

  test('by slug gives the content in the wanted language with location and the hidden fields that the survey names', async () => {
    const content = npsContent()
    content.languages = { main: 'en', others: ['de'] }
    content.hiddenFields = ['order_id']
    content.questions[0]!.title = { i18n: { en: 'Order {{hidden:order_id|?}}', de: 'Bestellung {{hidden:order_id|?}}' } }
    const survey = await make({ content })
    const reply = await opened(survey.slug, '?location=Berlin%20Mitte&language=de-AT&order_id=A7&other=x&utm_source=mail')
    expect(reply.content).toMatchObject({ language: 'de', questions: [{ title: 'Bestellung A7' }, {}] })
    expect(readTicket(server.config.secret, reply.token, clock.now())).toEqual({
      workspaceId: owner.workspaceId, surveyId: survey.id, version: 1, channel: 'link', responseId: reply.responseId, location: 'Berlin Mitte', hidden: { order_id: 'A7' }, expiresAt: expect.any(Number),
    })
    expect((await opened(survey.slug, '', { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' })).content.language).toBe('de')
    expect((await opened(survey.slug)).responseId).not.toBe(reply.responseId)
  })

  test.each([['?q=nps&v=11', null], ['?q=nps&v=-1', null], ['?q=nps&v=', null], ['?q=nps&v=9.5', null], ['?q=nope&v=9', null], ['?q=why&v=great', null], ['?q=nps&v=0', { question: 'nps', value: 0 }]])('with %s presets %j', async (query, preset) => {
    const survey = await make()
    expect((await opened(survey.slug, query)).preset).toEqual(preset)
  })

  test('presets a choice by its key', async () => {
    const content = npsContent()
    content.questions[0] = { key: 'how', type: 'single_choice', title: { i18n: { en: 'How?' } }, isRequired: false, jumps: [], config: { choices: ['post', 'shop'].map((key) => ({ key, label: { i18n: { en: key } } })) } }
    const survey = await make({ content })
    expect((await opened(survey.slug, '?q=how&v=shop')).preset).toEqual({ question: 'how', value: 'shop' })
    expect((await opened(survey.slug, '?q=how&v=moon')).preset).toBeNull()
  })

  test.each([
    ['paused', { status: 'paused' as const }, 410, /takes a break/], ['closed', { status: 'closed' as const }, 410, /closed\. Thank you/],
    ['over', { targeting: { schedule: { endsAt: '2020-01-01T00:00:00Z' } } }, 410, /has ended/], ['not begun', { targeting: { schedule: { startsAt: '2099-01-01T00:00:00Z' } } }, 410, /not open yet/],
    ['off', { targeting: { channels: { link: { isOn: false } } } }, 403, /personal invitation/], ['personal only', { targeting: { channels: { link: { isPersonalOnly: true } } } }, 403, /personal invitation/],
  ])('of a survey that is %s says so kindly', async (_what, parts, status, message) => {
    const survey = await make(parts)
    const reply = await open(survey.slug)
    expect(reply.status).toBe(status)
    expect(reply.body.error.message).toMatch(message)
  })

  test('of nothing is a 404', async () => {
    expect((await open('nothing-here')).status).toBe(404)
  })
})

describe('a PIN', () => {
  test('opens the survey; ten wrong ones of an address are the end for ten minutes, elsewhere it goes on', async () => {
    const survey = await make({ targeting: { channels: { link: { pin: '4711' } } } })
    const from = (address: string, pin?: string) => open(survey.slug, '', { 'x-forwarded-for': address, ...(pin === undefined ? {} : { 'x-survey-pin': pin }) })
    expect((await from('192.0.2.1')).body.error).toMatchObject({ code: 'pin_required' })
    expect((await from('192.0.2.1', '4711')).status).toBe(200)
    for (let guess = 0; guess < 10; guess += 1) expect((await from('192.0.2.1', `000${guess}`)).body.error, String(guess)).toMatchObject({ code: 'pin_required', message: 'This PIN is not right. Try again.' })
    const blocked = await from('192.0.2.1', '4711')
    expect(blocked).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } })
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
    expect((await from('192.0.2.2', '4711')).status).toBe(200)
    for (const pin of ['47110', '471', ' 4711', '4711\u00a0']) expect((await from('192.0.2.3', pin)).status, pin).toBe(401)
    clock.advance(10 * 60_000 + 1)
    expect((await from('192.0.2.1', '4711')).status).toBe(200)
  })
})

describe('a personal link', () => {
  test('knows its person, works once when it is of single use, and keeps what was begun', async () => {
    const content = npsContent()
    content.questions[0]!.title = { i18n: { en: 'Hello {{trait:first_name|there}}' } }
    const survey = await make({ content })
    const token = await makeLink(survey, { location: 'counter' })
    const first = await opened(token)
    expect(first).toMatchObject({ token, revision: 0, content: { questions: [{ title: 'Hello Ann' }, {}] } })
    expectStatus(await submit(token, first.responseId, { isCompleted: false, revision: 3 }), 200)
    expect(await opened(token)).toMatchObject({ responseId: first.responseId, revision: 3 })
    expectStatus(await submit(token, first.responseId, { revision: 4 }), 200)
    expect(await open(token)).toMatchObject({ status: 410, body: { error: { message: expect.stringContaining('answered already. Thank you') } } })
    await probe.settle()
    const events = await probe.eventsOf('ann')
    expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(['Survey Shown', 'Survey Started', 'Survey Answered', 'Survey Completed']))
  })

  test('of many uses begins anew each time', async () => {
    const token = await makeLink(await make(), { isSingleUse: false })
    const [first, second] = [await opened(token), await opened(token)]
    expect(first.responseId).not.toBe(second.responseId)
    for (const { token: own, responseId } of [first, second]) expectStatus(await submit(own, responseId), 200)
    expect((await open(token)).status).toBe(200)
  })

  test('expires, cannot be changed, and is not taken for another survey', async () => {
    const survey = await make()
    const token = await makeLink(survey, { expiresAt: new Date(clock.now() + day).toISOString() })
    const [body, signature] = token.split('.')
    const forged = JSON.parse(Buffer.from(body!, 'base64url').toString('utf8')) as Record<string, unknown>
    const other = Buffer.from(JSON.stringify({ ...forged, profileId: randomUUID() })).toString('base64url')
    for (const bad of [`${other}.${signature}`, `${body}.x`, `${body}.`, `.${signature}`, signTicket('another secret', readTicket(server.config.secret, token, clock.now()))]) {
      expect(await open(bad), bad.slice(0, 20)).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('not valid') } } })
    }
    clock.advance(2 * day)
    expect(await open(token)).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('expired') } } })
    expect((await server.request('POST', `/v1/surveys/${survey.id}/links`, { body: { profileIds: [profileId], expiresAt: '2020-01-01T00:00:00Z' }, as: owner })).status).toBe(400)
  })

  test('is made for people of this workspace, by those who may change surveys, never for employees', async () => {
    const survey = await make()
    const ask = (id: string, body: object, as: Person) => server.request<Failure>('POST', `/v1/surveys/${id}/links`, { body, as })
    expect((await ask(survey.id, { profileIds: [profileId] }, await makeWorkspace(server))).status).toBe(404)
    expect((await ask(survey.id, { profileIds: [profileId] }, await makeUser(server, 'viewer'))).status).toBe(403)
    expect((await ask(survey.id, { profileIds: [randomUUID()] }, owner)).status).toBe(400)
    expect(await ask((await make({ kind: 'employees' })).id, { profileIds: [profileId] }, owner)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('anonymous') } } })
  })
})

test('a QR code is an image of the open link; another workspace gets none', async () => {
  const survey = await make()
  const read = (query: string, as = owner) => server.request<string>('GET', `/v1/surveys/${survey.id}/qr.svg${query}`, { as })
  const plain = await read('')
  expect(plain).toMatchObject({ status: 200, headers: { 'content-type': 'image/svg+xml; charset=utf-8' } })
  expect(plain.body).toMatch(/^<svg [\s\S]*<\/svg>$/)
  expect((await read('?location=table%205')).body).not.toBe(plain.body)
  expect((await read('', await makeWorkspace(server))).status).toBe(404)
})
