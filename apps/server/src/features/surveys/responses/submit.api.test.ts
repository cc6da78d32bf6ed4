import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorkspace, makeWriteKey } from '../../../../test/makers.ts'
import { png } from '../../../../test/pictures.ts'
import { makeTicket, publishSurvey, submit, type Trial } from '../../../../test/survey-trial.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../../test/test-server.ts'
import { waitFor } from '../../../../test/wait.ts'
import type { Response, Summary } from '../responses.contract.ts'

let server: TestServer
let owner: Person
let trial: Trial

const nps = { key: 'nps', type: 'nps' }
const why = { key: 'why', type: 'long_text', config: { maxLength: 200 } }

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  trial = await publishSurvey(server, owner.workspaceId, { questions: [nps, why], more: { hiddenFields: ['order_id'], scores: [{ key: 'total', name: 'Total', function: 'sum', parts: [{ question: 'nps', weight: 2 }] }] } })
})
afterAll(async () => server.close())

async function readEvents(responseId: string): Promise<{ event: string; messageId: string; userId?: string; anonymousId?: string; properties: Record<string, unknown> }[]> {
  const { rows } = await sql<{ body: string }>`select body from event_log where body like ${`%${responseId}%`} order by seq`.execute(server.platform.db)
  return rows.map(({ body }) => (JSON.parse(body) as { e: never }).e)
}

const read = (id: string) => server.request<Response>('GET', `/v1/survey-responses/${id}`, { as: owner })

describe('answers', () => {
  test('are kept, told and summed up with every save; sent again they change nothing', async () => {
    const ticket = makeTicket(server, trial, { userId: 'ada', channel: 'widget' })
    const first = await submit(server, ticket, { answers: { nps: 9 }, hidden: { order_id: '77', other: 'x' }, secondsSpent: 4 })
    expect(first).toMatchObject({ status: 200, body: { responseId: ticket.responseId, revision: 1, isCompleted: false } })
    expect(first.headers['access-control-allow-origin']).toBe('*')
    expect((await readEvents(ticket.responseId)).map(({ event }) => event)).toEqual(['Survey Shown', 'Survey Started', 'Survey Answered'])

    const last = { revision: 3, answers: { nps: 3, why: 'Too slow' }, isCompleted: true, secondsSpent: 9 }
    expectStatus(await submit(server, ticket, last), 200)
    expectStatus(await submit(server, ticket, last), 200)
    // What waited offline arrives late.
    expect((await submit(server, ticket, { revision: 2, answers: { nps: 5 } })).body).toMatchObject({ revision: 3, isCompleted: true })
    expect((await submit(server, ticket, { revision: 4, answers: { nps: 10 } })).status).toBe(409)

    const events = await readEvents(ticket.responseId)
    expect(events.map(({ event, properties }) => [event, properties['question'] ?? properties['score_total']])).toEqual([
      ['Survey Shown', undefined], ['Survey Started', undefined], ['Survey Answered', 'nps'], ['Survey Answered', 'nps'], ['Survey Answered', 'why'], ['Survey Completed', 6],
    ])
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(events.length)
    expect(events[3]).toMatchObject({ userId: 'ada', properties: { survey: 'How was it?', channel: 'widget', score: 3, group: 'detractor', answer: '3', question_type: 'nps', title: 'About nps', version: 1 } })
    expect(events.at(-1)!.properties).toMatchObject({ seconds: 9, survey_id: trial.surveyId })
    expect((await read(ticket.responseId)).body).toMatchObject({
      status: 'completed', channel: 'widget', hidden: { order_id: '77' }, scores: { total: 6 }, isSuspicious: false,
      answers: [{ question: 'nps', value: 3, text: '3', group: 'detractor', shape: 'scale' }, { question: 'why', value: 'Too slow', text: 'Too slow' }],
    })
  })

  test('of an ask mark it as answered; an answer that is taken back is gone', async () => {
    const askId = randomUUID()
    await sql`insert into survey_asks (workspace_id, id, survey_id, version, channel, asked_at) values (${owner.workspaceId}, ${askId}, ${trial.surveyId}, 1, 'widget', now())`.execute(server.platform.db)
    const ticket = makeTicket(server, trial, { askId, anonymousId: 'browser-1', channel: 'widget', isSingleUse: true })
    expectStatus(await submit(server, ticket, { answers: { nps: 9, why: 'Fine' } }), 200)
    expectStatus(await submit(server, ticket, { revision: 2, answers: { nps: 9, why: null } }), 200)
    expect((await readEvents(ticket.responseId)).map(({ event }) => event)).toEqual(['Survey Started', 'Survey Answered', 'Survey Answered'])
    expect((await read(ticket.responseId)).body.answers.map(({ question }) => question)).toEqual(['nps'])
    const { rows } = await sql<{ answered: boolean }>`select answered_at is not null as answered from survey_asks where id = ${askId}`.execute(server.platform.db)
    expect(rows).toEqual([{ answered: true }])
    // The same link on another device.
    expect((await submit(server, makeTicket(server, trial, { askId, isSingleUse: true }), { answers: { nps: 1 } })).status).toBe(410)
  })

  test.each([
    ['out of range', { nps: 11 }, 'answers.nps', 'Choose a number from 0 to 10.'],
    ['of the wrong form', { nps: '9' }, 'answers.nps', 'Choose a number from 0 to 10.'],
    ['too long', { why: 'x'.repeat(201) }, 'answers.why', 'Write at most 200 characters.'],
    ['to no question', { nope: 1 }, 'answers.nope', 'This survey has no question "nope".'],
    ['nested', { why: { a: { b: [] } } }, 'answers.why', expect.any(String)],
  ])('that are %s are refused with their place, and nothing is lost', async (_name, answers, path, message) => {
    const ticket = makeTicket(server, trial)
    expectStatus(await submit(server, ticket, { answers: { nps: 7 } }), 200)
    const refused = await submit(server, ticket, { revision: 2, answers })
    expect(refused).toMatchObject({ status: 400, body: { error: { message, details: [{ path, message }] } } })
    expect((await read(ticket.responseId)).body.answers).toMatchObject([{ value: 7 }])
  })

  test('with markup, NUL and half characters are kept as text', async () => {
    const ticket = makeTicket(server, trial)
    expectStatus(await submit(server, ticket, { answers: { why: '<script>alert(1)</script>\u0000\ud800 =1+1' }, page: 'https://shop.example/\ud800', contactMe: { channel: 'email', address: 'a\u0000@b.example' } }), 200)
    expect((await read(ticket.responseId)).body).toMatchObject({ answers: [{ value: '<script>alert(1)</script>\ufffd =1+1' }], contactMe: { address: 'a@b.example' } })
  })

  test('by the thousand, and bodies that are too large, are refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`q${index}`, 1]))
    expect((await submit(server, makeTicket(server, trial), { answers: many })).status).toBe(400)
    expect(await submit(server, makeTicket(server, trial), { answers: { why: 'x'.repeat(300_000) } })).toMatchObject({ status: 413, body: { error: { message: expect.stringContaining('256 kB') } } })
    expect((await server.request('POST', '/v1/survey-responses', { body: '{"token":', headers: { 'content-type': 'text/plain' } })).status).toBe(400)
  })

  test('to required questions are needed to finish', async () => {
    const strict = await publishSurvey(server, owner.workspaceId, { questions: [{ ...nps, isRequired: true }, why] })
    const ticket = makeTicket(server, strict)
    expectStatus(await submit(server, ticket, { answers: { why: 'So' } }), 200)
    expect((await submit(server, ticket, { revision: 2, answers: { why: 'So' }, isCompleted: true })).body).toMatchObject({ error: { details: [{ path: 'answers.nps' }] } })
  })

  test('take a call-back after the end, once', async () => {
    const ticket = makeTicket(server, trial)
    expectStatus(await submit(server, ticket, { answers: { nps: 0 }, isCompleted: true }), 200)
    const contactMe = { channel: 'phone', address: '+49 30 123' } as const
    expectStatus(await submit(server, ticket, { revision: 2, answers: { nps: 0 }, isCompleted: true, contactMe }), 200)
    expectStatus(await submit(server, ticket, { revision: 3, answers: { nps: 0 }, isCompleted: true, contactMe }), 200)
    expect((await read(ticket.responseId)).body.contactMe).toEqual(contactMe)
    const names = (await readEvents(ticket.responseId)).map(({ event }) => event)
    expect(names.filter((name) => name === 'Survey Completed')).toHaveLength(1)
    expect(names.at(-1)).toBe('Call-back Requested')
  })
})

describe('who may answer', () => {
  test('is any site, also with a beacon that asks nothing beforehand', async () => {
    for (const url of ['/v1/survey-responses', `/v1/survey-responses/${randomUUID()}/files`]) {
      const asked = await server.app.inject({ method: 'OPTIONS', url, headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' } })
      expect([asked.statusCode, asked.headers['access-control-allow-origin'], asked.headers['access-control-allow-headers']]).toEqual([204, '*', 'content-type'])
    }
    const ticket = makeTicket(server, trial)
    const body = JSON.stringify({ ...ticket, revision: 1, answers: { nps: 6 }, isCompleted: false, proof: { gestures: 1, trap: '' } })
    expectStatus(await server.request('POST', '/v1/survey-responses', { body, headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' } }), 200)
    expect((await read(ticket.responseId)).body.answers).toMatchObject([{ value: 6 }])
  })

  test('needs a ticket of this installation, for this response, in time', async () => {
    const ticket = makeTicket(server, trial)
    expect((await submit(server, { ...ticket, token: `${ticket.token.slice(0, -2)}xx` }, { answers: { nps: 1 } })).status).toBe(400)
    expect((await submit(server, { ...ticket, responseId: randomUUID() }, { answers: { nps: 1 } })).status).toBe(403)
    expect((await submit(server, makeTicket(server, trial, { expiresAt: server.clock.now() - 1 }), { answers: { nps: 1 } })).body).toMatchObject({ error: { message: expect.stringContaining('expired') } })
    // The response of one survey with a ticket of another.
    expectStatus(await submit(server, ticket, { answers: { nps: 1 } }), 200)
    const other = await publishSurvey(server, owner.workspaceId, { questions: [nps] })
    expect((await submit(server, makeTicket(server, other, { responseId: ticket.responseId }), { revision: 2, answers: { nps: 2 } })).status).toBe(403)
    expect((await read(ticket.responseId)).body.answers).toMatchObject([{ value: 1 }])
  })

  test('ends with the survey, but what was begun may be finished', async () => {
    const closing = await publishSurvey(server, owner.workspaceId, { questions: [nps] })
    const begun = makeTicket(server, closing)
    expectStatus(await submit(server, begun, { answers: { nps: 1 } }), 200)
    await sql`update surveys set status = 'closed' where id = ${closing.surveyId}`.execute(server.platform.db)
    await server.platform.signals.send({ kind: 'definitions', workspaceId: owner.workspaceId })
    // As soon as the signal has come back from the database.
    await waitFor('the end', async () => (await submit(server, makeTicket(server, closing), { answers: { nps: 1 } })).status === 410)
    expectStatus(await submit(server, begun, { revision: 2, answers: { nps: 1 }, isCompleted: true }), 200)
  })

  test.each([
    ['without a gesture', { proof: { gestures: 0, trap: '' } }],
    ['with the hidden field filled', { proof: { gestures: 5, trap: 'http://spam.example' } }],
    ['faster than anybody reads', { secondsSpent: 0.2 }],
  ])('is a person: %s it is kept, told to nobody and left out', async (_name, request) => {
    const own = await publishSurvey(server, owner.workspaceId, { questions: [nps] })
    const ticket = makeTicket(server, own)
    expectStatus(await submit(server, ticket, { answers: { nps: 10 }, ...request }), 200)
    expect(await readEvents(ticket.responseId)).toEqual([])
    const asks = await sql`select from survey_asks where survey_id = ${own.surveyId}`.execute(server.platform.db)
    expect(asks.rows).toHaveLength(0)
    const list = (query: string) => server.request<{ items: Response[] }>('GET', `/v1/surveys/${own.surveyId}/responses${query}`, { as: owner })
    expect((await list('')).body.items).toEqual([])
    expect((await list('?suspicious=only')).body.items).toMatchObject([{ isSuspicious: true }])
    expect((await server.request<Summary>('GET', `/v1/surveys/${own.surveyId}/summary`, { as: owner })).body.started).toBe(0)
    // A gesture later it is a person after all.
    expectStatus(await submit(server, ticket, { revision: 2, answers: { nps: 10 }, secondsSpent: 3 }), 200)
    expect((await readEvents(ticket.responseId)).map(({ event }) => event)).toEqual(['Survey Shown', 'Survey Started', 'Survey Answered'])
  })

  test('is slowed down: a thousand submissions a minute from one address', async () => {
    const replies = await Promise.all(Array.from({ length: 1_000 }, () => submit(server, makeTicket(server, trial), { answers: { nps: 1 } }, '198.51.100.7')))
    const taken = replies.filter(({ status }) => status === 200)
    expect(taken.length).toBeGreaterThanOrEqual(60)
    expect(taken.length).toBeLessThan(90)
    const refused = replies.find(({ status }) => status === 429)!
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.body).toMatchObject({ error: { code: 'too_many_requests', message: expect.stringContaining('Nothing was lost') } })
    // Others are not held up, one link alone is.
    const ticket = makeTicket(server, trial)
    const own = await Promise.all(Array.from({ length: 40 }, (_, index) => submit(server, ticket, { revision: index + 1, answers: { nps: 1 } })))
    expect(own.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(8)
  })
})

describe('files', () => {
  const upload = (ticket: { token: string; responseId: string }, body: Buffer, name = 'a.png') =>
    server.request<{ fileId: string; name: string; type: string }>('PUT', `/v1/survey-responses/${ticket.responseId}/files?token=${ticket.token}&question=photo&name=${encodeURIComponent(name)}`, { body, headers: { 'content-type': 'image/png' } })

  test('belong to their answer and are handed out to the team alone, harmless', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [{ key: 'photo', type: 'file', config: { maxFiles: 2 } }] })
    const ticket = makeTicket(server, survey)
    const sent = expectStatus(await upload(ticket, png, '../../<b>Broken shoe</b>.exe'), 200).body
    expect(sent).toMatchObject({ name: 'b.png', type: 'image/png' })
    expectStatus(await submit(server, ticket, { answers: { photo: { fileIds: [sent.fileId] } } }), 200)
    expect((await read(ticket.responseId)).body.answers).toMatchObject([{ text: 'b.png', value: { fileIds: [sent.fileId] } }])
    expect((await submit(server, makeTicket(server, survey), { answers: { photo: { fileIds: [sent.fileId] } } })).body).toMatchObject({ error: { details: [{ path: 'answers.photo' }] } })
    const file = await server.request('GET', `/v1/survey-files/${sent.fileId}`, { as: owner })
    expect(file.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-disposition': expect.stringMatching(/^attachment/), 'content-security-policy': expect.stringContaining('sandbox') })
    expect((await server.request('GET', `/v1/survey-files/${sent.fileId}`)).status).toBe(401)
    expect((await server.request('GET', `/v1/survey-files/${sent.fileId}`, { as: await makeWorkspace(server) })).status).toBe(404)
  })

  test('that are programs, too large or of no question are refused', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [{ key: 'photo', type: 'file', config: { kinds: 'images' } }, nps] })
    const ticket = makeTicket(server, survey)
    expect((await upload(ticket, Buffer.from('MZ\u0000\u0001'))).status).toBe(400)
    expect((await upload(ticket, Buffer.from('<script>alert(1)</script>'))).status).toBe(400)
    expect((await upload(ticket, Buffer.alloc(10 * 1024 * 1024 + 1)))).toMatchObject({ status: 413, body: { error: { message: 'A file may have 10 MB.' } } })
    expect((await upload(makeTicket(server, trial), png)).status).toBe(400)
  })
})

describe('people', () => {
  test('who are new get a profile, and details only with consent', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, {
      questions: [nps, { key: 'who', type: 'contact', config: { fields: ['name', 'email'] } }, { key: 'news', type: 'consent', config: { purpose: 'marketing', channel: 'email', label: { i18n: { en: 'News' } } } }],
    })
    const silent = makeTicket(server, survey)
    expectStatus(await submit(server, silent, { answers: { nps: 9, who: { name: 'Bo', email: 'bo@shop.example' }, news: false }, isCompleted: true }), 200)
    const willing = makeTicket(server, survey)
    expectStatus(await submit(server, willing, { answers: { nps: 9, who: { name: 'Cy Young', email: 'cy@shop.example' }, news: true }, isCompleted: true }), 200)
    const worker = await server.startWorker()
    const person = await waitFor('The profile of who answered', async () => (await read(willing.responseId)).body.person ?? undefined)
    await waitFor('The anonymous profile', async () => (await read(silent.responseId)).body.person ?? undefined)
    await waitFor('Details of who agreed', async () => (await server.request<{ email: string | null }>('GET', `/v1/people/${person.profileId}`, { as: owner })).body.email === 'cy@shop.example')
    expect((await server.request('GET', '/v1/people/lookup?value=bo@shop.example', { as: owner })).status).toBe(404)
    const own = await server.request<{ items: Response[] }>('GET', `/v1/people/${person.profileId}/survey-responses`, { as: owner })
    expect(own.body.items.map(({ id }) => id)).toEqual([willing.responseId])
    // No detail in the stream of who did not agree.
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from event_log where body like '%bo@shop.example%'`.execute(server.platform.db)
    expect(rows[0]!.count).toBe(0)
    await worker.stop()
  })

  test('keep their answers when two profiles turn out to be one', async () => {
    const { writeKey } = await makeWriteKey(server, owner)
    const track = (event: object) => server.request('POST', '/v1/track', { body: { event: 'Seen', ...event }, headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` } })
    const worker = await server.startWorker()
    expectStatus(await track({ userId: 'zed' }), 200)
    const ticket = makeTicket(server, trial, { anonymousId: 'browser-9', channel: 'widget' })
    expectStatus(await submit(server, ticket, { answers: { nps: 8 } }), 200)
    const visitor = await waitFor('The visitor', async () => (await read(ticket.responseId)).body.person ?? undefined)
    expectStatus(await track({ userId: 'zed', anonymousId: 'browser-9' }), 200)
    const zed = await waitFor('The merge', async () => {
      const { person } = (await read(ticket.responseId)).body
      return person && person.profileId !== visitor.profileId ? person : undefined
    })
    const own = await server.request<{ items: Response[] }>('GET', `/v1/people/${zed.profileId}/survey-responses`, { as: owner })
    expect(own.body.items.map(({ id }) => id)).toEqual([ticket.responseId])
    const filtered = await server.request<{ items: Response[] }>('GET', `/v1/surveys/${trial.surveyId}/responses?profileId=${visitor.profileId}`, { as: owner })
    expect(filtered.body.items.map(({ id }) => id)).toEqual([ticket.responseId])
    await worker.stop()
  })
})
