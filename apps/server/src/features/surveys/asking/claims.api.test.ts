import { createHmac, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorkspace, makeWriteKey } from '../../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../../test/stream-probe.ts'
import { makeLiveSurvey, npsContent, setSurveySettings, type MadeSurvey } from '../../../../test/surveys.ts'
import { createMovableClock, expectStatus, startTestServer, type Person, type Reply, type TestServer } from '../../../../test/test-server.ts'
import { waitFor } from '../../../../test/wait.ts'
import { asksPersonalData } from './ask-data.ts'
import { claimReply, type ClaimReply, type Decision } from '../delivery.contract.ts'
import { readTicket } from '../delivery/tickets.ts'

const clock = createMovableClock()
const day = 86_400_000
const secret = 'a signing secret of tests'
let server: TestServer
let owner: Person
let key: string
let serverKey: string
let probe: StreamProbe

beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  key = (await makeWriteKey(server, owner, { platform: 'browser' })).writeKey
  serverKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
  await setSurveySettings(server, owner, {})
  probe = createStreamProbe(server, owner)
  await server.startWorker()
})
afterAll(() => server.close())

let people = 0
const nobody = () => ({ deviceId: `device-${++people}`, anonymousId: `visitor-${people}` })
async function claimRaw(surveyId: string, body: object, writeKey = key, headers: Record<string, string> = { origin: 'https://shop.example' }): Promise<Reply<ClaimReply>> {
  return server.request<ClaimReply>('POST', `/v1/surveys/${surveyId}/claim`, { body, headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, ...headers } })
}
const claim = async (survey: MadeSurvey, body: object, writeKey?: string, headers?: Record<string, string>) => {
  const reply = expectStatus(await claimRaw(survey.id, body, writeKey, headers), 200).body
  // The route does not parse what it sends.
  expect(reply).toEqual(claimReply.parse(reply))
  return reply
}
const reasonOf = async (...args: Parameters<typeof claim>) => {
  const reply = await claim(...args)
  return reply.isAsked ? 'asked' : reply.reason
}
const track = async (event: object, writeKey = key) =>
  expectStatus(await server.request('POST', '/v1/track', { body: { event: 'Seen', ...event }, headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` } }), 200)
const decisionsOf = async (survey: MadeSurvey, query = '') => expectStatus(await server.request<{ items: Decision[] }>('GET', `/v1/surveys/${survey.id}/decisions${query}`, { as: owner }), 200).body.items
const asksOf = async (survey: MadeSurvey) => (await sql<Record<string, unknown>>`select * from survey_asks where survey_id = ${survey.id}`.execute(server.platform.db)).rows
const free = { respectsRest: false }

describe('a claim', () => {
  test('that passes hands over content and a ticket, and is told of the person', async () => {
    const survey = await makeLiveSurvey(server, owner)
    const person = nobody()
    const reply = await claim(survey, { ...person, languages: ['de-CH'], page: { url: 'https://shop.example/cart?email=ann@shop.example#x', title: 'Cart' } })
    if (!reply.isAsked) throw new Error(reply.reason)
    expect(reply.content).toMatchObject({ surveyId: survey.id, name: 'Store visit', version: 1, language: 'en', questions: [{ key: 'nps' }, { key: 'why' }] })
    const ticket = readTicket(server.config.secret, reply.token, clock.now())
    expect(ticket).toMatchObject({ surveyId: survey.id, channel: 'widget', responseId: reply.responseId, anonymousId: person.anonymousId })
    await probe.settle()
    const events = await probe.eventsOf(person.anonymousId, 'anonymous_id')
    expect(events.map(({ name, origin }) => [name, origin])).toEqual([['Survey Shown', 'system']])
    expect(events[0]!.payload).toMatchObject({ properties: { survey_id: survey.id, survey: 'Store visit', version: 1, channel: 'widget' } })
    expect(JSON.stringify(events)).not.toContain('ann@shop.example')
    expect(await asksOf(survey)).toHaveLength(1)
  })

  test('again on the same device, after reset() and after signing in and out, is refused', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: free })
    const person = nobody()
    expect(await reasonOf(survey, person)).toBe('asked')
    expect(await reasonOf(survey, person)).toBe('already_asked')
    expect(await reasonOf(survey, { ...person, anonymousId: randomUUID() })).toBe('already_asked')
    expect(await reasonOf(survey, { ...person, userId: 'somebody' })).toBe('already_asked')
    expect(await reasonOf(survey, { deviceId: 'another', anonymousId: person.anonymousId })).toBe('already_asked')
    expect(await reasonOf(survey, nobody())).toBe('asked')
  })

  test('on a second browser, signed in, is refused: also where the person was asked before they were known', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: free })
    const first = nobody()
    const userId = `customer-${people}`
    expect(await reasonOf(survey, first)).toBe('asked')
    // Only now the site learns who this is; the second browser shares nothing but the account.
    await track({ userId, anonymousId: first.anonymousId })
    await probe.settle()
    expect(await reasonOf(survey, { ...nobody(), userId })).toBe('already_asked')
    // Signed out again on the second browser, whose visitor is known by now.
    const second = nobody()
    await track({ userId, anonymousId: second.anonymousId })
    await probe.settle()
    expect(await reasonOf(survey, second)).toBe('already_asked')
  })

  test('follows merges', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: free })
    const [left, right] = [nobody(), nobody()]
    const [first, second] = [`merged-${people}-a`, `merged-${people}-b`]
    await track({ userId: first, anonymousId: left.anonymousId })
    await track({ userId: second, anonymousId: right.anonymousId })
    await probe.settle()
    expect(await reasonOf(survey, { ...left, userId: first })).toBe('asked')
    const ids = await Promise.all([first, second].map(async (id) => (await probe.findPerson(id))!.id))
    expectStatus(await server.request('POST', `/v1/people/${ids[1]}/merge`, { body: { otherId: ids[0] }, as: owner }), 200)
    expect(await reasonOf(survey, { ...right, userId: second })).toBe('already_asked')
  })

  test('placeholders join nobody', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: free })
    expect(await reasonOf(survey, { ...nobody(), userId: 'null' })).toBe('asked')
    expect(await reasonOf(survey, { ...nobody(), userId: 'null' })).toBe('asked')
  })

  test('of another workspace’s survey, or of none, is a 404; without a right key it is refused', async () => {
    const survey = await makeLiveSurvey(server, owner)
    const stranger = await makeWorkspace(server)
    const theirs = (await makeWriteKey(server, stranger)).writeKey
    expect((await claimRaw(survey.id, nobody(), theirs)).status).toBe(404)
    expect((await claimRaw(randomUUID(), nobody())).status).toBe(404)
    expect((await claimRaw(survey.id, nobody(), 'wk_wrong')).status).toBe(401)
    const bound = (await makeWriteKey(server, owner, { allowedOrigins: ['https://shop.example'] })).writeKey
    expect((await claimRaw(survey.id, nobody(), bound, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await claimRaw(survey.id, nobody(), bound)).status).toBe(200)
    expect((await claimRaw(survey.id, {})).status).toBe(400)
    expect((await claimRaw(survey.id, { ...nobody(), deviceId: 'x'.repeat(301) })).status).toBe(400)
  })

  test('of a crawler that runs scripts asks nobody and is not noted', async () => {
    const survey = await makeLiveSurvey(server, owner)
    const googlebot = 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/140.0.0.0 Safari/537.36'
    expect(await reasonOf(survey, nobody(), key, { origin: 'https://shop.example', 'user-agent': googlebot })).toBe('not_in_audience')
    expect([await asksOf(survey), await decisionsOf(survey)]).toEqual([[], []])
  })

  test('may come from any site: also with the key in the body and the plainest content type', async () => {
    const survey = await makeLiveSurvey(server, owner)
    const body = JSON.stringify({ ...nobody(), writeKey: key })
    const reply = await server.request<ClaimReply>('POST', `/v1/surveys/${survey.id}/claim`, { body, headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://shop.example' } })
    expect(reply).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: { isAsked: true } })
    const asking = await server.app.inject({ method: 'OPTIONS', url: `/v1/surveys/${survey.id}/claim`, headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' } })
    expect([asking.statusCode, asking.headers['access-control-allow-origin'], asking.headers['access-control-allow-headers']]).toEqual([204, '*', 'authorization,content-type'])
    expect((await server.request('POST', `/v1/surveys/${survey.id}/claim`, { body: '{', headers: { 'content-type': 'text/plain', authorization: `Basic ${btoa(`${key}:`)}` } })).status).toBe(400)
  })
})

describe('a user id', () => {
  const sign = (userId: string, by = secret) => createHmac('sha256', by).update(userId).digest('hex')

  test('with a wrong signature is refused, whatever the settings; nothing is learnt of whose it is', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: free })
    const person = { ...nobody(), userId: 'ann' }
    for (const userSignature of ['', 'zz', '00', sign('bob'), sign('ann', 'another secret'), `${sign('ann')}00`]) {
      expect(await reasonOf(survey, { ...person, userSignature }), userSignature).toBe('unsigned_user')
    }
    const [decision] = await decisionsOf(survey)
    expect(decision).toMatchObject({ reason: 'unsigned_user', profileId: null, count: 6, text: 'The signature of the user id is not right.' })
    expect(await reasonOf(survey, { ...person, userSignature: sign('ann') })).toBe('asked')
  })

  test('shows what is known of somebody only where it is signed or comes from a server', async () => {
    const content = npsContent()
    content.questions[0]!.title = { i18n: { en: 'Hello {{trait:first_name|there}}, how are we?' } }
    const survey = await makeLiveSurvey(server, owner, { content, targeting: { ...free, frequency: { kind: 'times', times: 100 } } })
    const userId = `named-${++people}`
    expectStatus(await server.request('POST', '/v1/identify', { body: { userId, traits: { first_name: 'Ann' } }, headers: { authorization: `Basic ${btoa(`${serverKey}:`)}` } }), 200)
    await probe.settle()
    const titleFor = async (...args: Parameters<typeof claim>) => {
      const reply = await claim(...args)
      return reply.isAsked ? reply.content.questions[0]!.title : reply.reason
    }
    expect(await titleFor(survey, { ...nobody(), userId })).toBe('Hello there, how are we?')
    expect(await titleFor(survey, { ...nobody(), userId, userSignature: sign(userId) })).toBe('Hello Ann, how are we?')
    expect(await titleFor(survey, { ...nobody(), userId }, serverKey, {})).toBe('Hello Ann, how are we?')
    // A server's key on a page is a page's word.
    expect(await titleFor(survey, { ...nobody(), userId }, serverKey)).toBe('Hello there, how are we?')
  })

  test('needs its signature where the workspace says so', async () => {
    const shop = await makeWorkspace(server)
    const theirs = (await makeWriteKey(server, shop, { platform: 'browser' })).writeKey
    await setSurveySettings(server, shop, { isSignatureRequired: true })
    const survey = await makeLiveSurvey(server, shop)
    expect(await reasonOf(survey, { ...nobody(), userId: 'ann' }, theirs)).toBe('unsigned_user')
    expect(await reasonOf(survey, { ...nobody(), userId: 'ann', userSignature: sign('ann') }, theirs)).toBe('asked')
    expect(await reasonOf(survey, nobody(), theirs)).toBe('asked')
  })
})

describe('many at once', () => {
  test('50 claims of one person on several devices ask exactly once', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: free })
    const userId = `busy-${++people}`
    await track({ userId, anonymousId: `busy-${people}` })
    await probe.settle()
    const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => reasonOf(survey, { userId, anonymousId: `busy-${people}-${index % 10}`, deviceId: `busy-${people}-${index % 7}` })))
    expect(replies.filter((reason) => reason === 'asked')).toHaveLength(1)
    expect(replies.filter((reason) => reason === 'already_asked')).toHaveLength(49)
    expect(await asksOf(survey)).toHaveLength(1)
  })

  test('nobody who shares one mark with another is asked beside them: a chain of devices and visitors', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: free })
    const base = `chain-${++people}`
    // Each shares the device with the one before and the visitor with the one after: of two neighbours one is asked.
    const replies = await Promise.all(Array.from({ length: 40 }, (_, index) => reasonOf(survey, { deviceId: `${base}-d${Math.floor(index / 2)}`, anonymousId: `${base}-a${Math.ceil(index / 2)}` })))
    for (let index = 1; index < replies.length; index += 1) expect([replies[index - 1], replies[index]].filter((reason) => reason === 'asked').length, `at ${index}`).toBeLessThanOrEqual(1)
  })

  test('the rest period and the cap hold over several surveys', async () => {
    const surveys = await Promise.all(Array.from({ length: 6 }, (_, index) => makeLiveSurvey(server, owner, { name: `Survey ${index}` })))
    const person = nobody()
    const replies = await Promise.all(surveys.map((survey) => reasonOf(survey, person)))
    expect(replies.filter((reason) => reason === 'asked')).toHaveLength(1)
    expect(replies.filter((reason) => reason === 'rest_period')).toHaveLength(5)

    const shop = await makeWorkspace(server)
    const theirs = (await makeWriteKey(server, shop, { platform: 'browser' })).writeKey
    await setSurveySettings(server, shop, { restDays: 0, cap: { count: 2, within: { amount: 30, unit: 'days' } } })
    const capped = await Promise.all(Array.from({ length: 6 }, (_, index) => makeLiveSurvey(server, shop, { name: `Survey ${index}` })))
    const outcomes = await Promise.all(capped.map((survey) => reasonOf(survey, person, theirs)))
    expect(outcomes.toSorted()).toEqual(['asked', 'asked', 'person_cap', 'person_cap', 'person_cap', 'person_cap'])
  })

  test('a quota of 10 under 60 claims of 60 people asks 10; who does not answer makes room after half an hour', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: { ...free, quotas: [{ name: 'Ten', limit: 10 }] } })
    const round = async () => (await Promise.all(Array.from({ length: 60 }, () => reasonOf(survey, nobody())))).filter((reason) => reason === 'asked').length
    expect(await round()).toBe(10)
    expect((await decisionsOf(survey, '?reason=quota_full'))[0]!.text).toBe('The quota Ten is full: 0 answers and 10 asked just now, the limit is 10.')
    clock.advance(30 * 60_000 + 1_000)
    expect(await round()).toBe(10)
  })

  test('answers fill a quota for good', async () => {
    const survey = await makeLiveSurvey(server, owner, { targeting: { ...free, quotas: [{ name: 'Two', limit: 2 }] } })
    for (const _ of [1, 2]) {
      const reply = await claim(survey, nobody())
      if (!reply.isAsked) throw new Error(reply.reason)
      const { askId } = readTicket(server.config.secret, reply.token, clock.now())
      await sql`insert into survey_responses (workspace_id, id, survey_id, version, ask_id, status, revision, channel, language, answers, started_at, updated_at)
        values (${owner.workspaceId}, ${reply.responseId}, ${survey.id}, 1, ${askId}, 'partial', 1, 'widget', 'en', '{"nps":9}', now(), now())`.execute(server.platform.db)
      await sql`insert into survey_answers (workspace_id, survey_id, response_id, question, type, number, answered_at)
        values (${owner.workspaceId}, ${survey.id}, ${reply.responseId}, 'nps', 'nps', 9, now())`.execute(server.platform.db)
      await sql`update survey_asks set answered_at = now() where id = ${askId!}`.execute(server.platform.db)
    }
    clock.advance(31 * 60_000)
    expect(await reasonOf(survey, nobody())).toBe('quota_full')
    expect((await decisionsOf(survey))[0]!.text).toContain('2 answers, the limit is 2')
  })
})

describe('rules over time', () => {
  test('every N days and the rest period end by themselves', async () => {
    const weekly = await makeLiveSurvey(server, owner, { name: 'Weekly', targeting: { frequency: { kind: 'every', days: 7 } } })
    const other = await makeLiveSurvey(server, owner, { name: 'Other' })
    const person = nobody()
    expect(await reasonOf(weekly, person)).toBe('asked')
    clock.advance(3 * day)
    expect([await reasonOf(weekly, person), await reasonOf(other, person)]).toEqual(['already_asked', 'rest_period'])
    expect((await decisionsOf(other))[0]!.text).toBe('Asked by Weekly 3 days ago; the rest period is 14 days.')
    clock.advance(4 * day)
    expect([await reasonOf(weekly, person), await reasonOf(other, person)]).toEqual(['asked', 'rest_period'])
    clock.advance(14 * day)
    expect(await reasonOf(other, person)).toBe('asked')
  })

  test('a survey that is paused asks nobody any more', async () => {
    const survey = await makeLiveSurvey(server, owner)
    expect(await reasonOf(survey, nobody())).toBe('asked')
    await sql`update surveys set status = 'paused' where id = ${survey.id}`.execute(server.platform.db)
    // Without any signal.
    await waitFor('The pause', async () => (await reasonOf(survey, nobody())) === 'not_live', 5)
  })

  test('a segment decides by who is in it', async () => {
    const userId = `member-${++people}`
    await track({ userId })
    await probe.settle()
    const { id } = (await probe.findPerson(userId))!
    const segment = expectStatus(await server.request<{ id: string }>('POST', '/v1/segments', { body: { name: 'Testers', kind: 'static' }, as: owner }), 201).body
    const survey = await makeLiveSurvey(server, owner, { targeting: { ...free, audience: { segmentIds: [segment.id] }, frequency: { kind: 'times', times: 9 } } })
    expect(await reasonOf(survey, { ...nobody(), userId })).toBe('not_in_audience')
    expectStatus(await server.request('POST', `/v1/segments/${segment.id}/members`, { body: { profileIds: [id] }, as: owner }), 200)
    expect(await reasonOf(survey, { ...nobody(), userId })).toBe('asked')
    expect(await reasonOf(survey, nobody())).toBe('not_in_audience')
    expect((await decisionsOf(survey)).map(({ text }) => text)).toContain('Not in the segment Testers.')
  })
})

describe('employees', () => {
  test('stay unknown: no profile, user id, visitor or device is stored, told or signed', async () => {
    const survey = await makeLiveSurvey(server, owner, { kind: 'employees', name: 'Team pulse' })
    const userId = `employee-${++people}`
    const person = { deviceId: `desk-${people}`, anonymousId: `desk-visitor-${people}`, userId }
    await track({ userId, anonymousId: person.anonymousId })
    await probe.settle()
    const profile = (await probe.findPerson(userId))!
    const reply = await claim(survey, person)
    if (!reply.isAsked) throw new Error(reply.reason)
    expect(await reasonOf(survey, person)).toBe('already_asked')
    await probe.settle()
    const decisions = (await sql`select * from survey_decisions where survey_id = ${survey.id}`.execute(server.platform.db)).rows
    const events = await probe.eventsOf(userId)
    const ticket = Buffer.from(reply.token.split('.')[0]!, 'base64url').toString('utf8')
    const everything = JSON.stringify([await asksOf(survey), decisions, ticket, events.filter(({ name }) => name.startsWith('Survey'))])
    for (const mark of [profile.id, userId, person.anonymousId, person.deviceId]) expect(everything).not.toContain(mark)
    expect(events.map(({ name }) => name)).toEqual(['Seen'])
    expect(reply.content.isAnonymous).toBe(true)
    // What one survey stores of a device is not what another does.
    const second = await makeLiveSurvey(server, owner, { kind: 'employees' })
    await claim(second, person)
    expect((await asksOf(second))[0]!['device_id']).not.toBe((await asksOf(survey))[0]!['device_id'])
  })
})

describe('why', () => {
  test('the same decision in a row counts; each survey and person has its own; another workspace sees none', async () => {
    const survey = await makeLiveSurvey(server, owner)
    const userId = `why-${++people}`
    await track({ userId })
    await probe.settle()
    const { id } = (await probe.findPerson(userId))!
    const person = { ...nobody(), userId }
    for (const expected of ['asked', 'already_asked', 'already_asked', 'already_asked']) expect(await reasonOf(survey, person)).toBe(expected)
    const rows = await decisionsOf(survey)
    expect(rows.map(({ reason, count, profileId }) => [reason, count, profileId])).toEqual([['already_asked', 3, id], ['asked', 1, id]])
    const read = async <T>(url: string, as = owner) => server.request<T>('GET', url, { as })
    expect((await read<{ items: Decision[] }>(`/v1/people/${id}/survey-decisions`)).body.items.map(({ survey: name }) => name)).toEqual(['Store visit', 'Store visit'])
    expect((await read<{ items: Decision[] }>(`/v1/survey-decisions?profileId=${id}&outcome=asked`)).body.items).toHaveLength(1)
    expect((await read(`/v1/surveys/${survey.id}/decisions/counts`)).body).toMatchObject({ items: [{ reason: 'already_asked', count: 3 }, { reason: 'asked', count: 1 }] })
    const first = (await read<{ items: Decision[]; nextCursor: string }>(`/v1/surveys/${survey.id}/decisions?limit=1`)).body
    const second = (await read<{ items: Decision[]; nextCursor: null }>(`/v1/surveys/${survey.id}/decisions?limit=1&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items]).toEqual(rows)
    expect(second.nextCursor).toBeNull()
    expect((await read(`/v1/surveys/${survey.id}/decisions?cursor=%00`)).status).toBe(400)
    const stranger = await makeWorkspace(server)
    for (const url of [`/v1/surveys/${survey.id}/decisions`, `/v1/surveys/${survey.id}/decisions/counts`, `/v1/people/${id}/survey-decisions`]) expect((await read(url, stranger)).status, url).toBe(404)
    expect((await server.request('POST', `/v1/surveys/${survey.id}/would-ask`, { body: { profileId: id }, as: stranger })).status).toBe(404)
  })

  test('before it was known who somebody is, it is found as well', async () => {
    const survey = await makeLiveSurvey(server, owner)
    const person = nobody()
    const userId = `later-${people}`
    await reasonOf(survey, person)
    await track({ userId, anonymousId: person.anonymousId })
    await probe.settle()
    const { id } = (await probe.findPerson(userId))!
    const { items } = (await server.request<{ items: Decision[] }>('GET', `/v1/people/${id}/survey-decisions`, { as: owner })).body
    expect(items).toMatchObject([{ reason: 'asked', surveyId: survey.id }])
  })

  test('would-ask says the same for now, and records nothing', async () => {
    const survey = await makeLiveSurvey(server, owner)
    const userId = `would-${++people}`
    await track({ userId })
    await probe.settle()
    const { id } = (await probe.findPerson(userId))!
    const would = async () => expectStatus(await server.request<{ reason: string; text: string }>('POST', `/v1/surveys/${survey.id}/would-ask`, { body: { profileId: id }, as: owner }), 200).body
    expect(await would()).toMatchObject({ reason: 'asked' })
    expect([await asksOf(survey), await decisionsOf(survey)]).toEqual([[], []])
    expect(await reasonOf(survey, { ...nobody(), userId })).toBe('asked')
    expect(await would()).toEqual({ reason: 'already_asked', text: 'Asked by this survey just now; it asks once.' })
    expect((await server.request('POST', `/v1/surveys/${survey.id}/would-ask`, { body: { profileId: randomUUID() }, as: owner })).status).toBe(404)
  })
})

test('what is kept of asking somebody is exported and erased, also from before they were known', async () => {
  const survey = await makeLiveSurvey(server, owner, { targeting: { ...free, frequency: { kind: 'times', times: 9 } } })
  const person = nobody()
  const userId = `erased-${people}`
  await reasonOf(survey, person)
  await track({ userId, anonymousId: person.anonymousId })
  await probe.settle()
  await reasonOf(survey, { ...person, userId })
  await reasonOf(survey, nobody())
  const { id } = (await probe.findPerson(userId))!
  const { db } = server.platform
  for (const data of asksPersonalData) {
    expect((await data.onExport(db, owner.workspaceId, [id])) as unknown[], data.table).not.toHaveLength(0)
    await data.onErase(db, owner.workspaceId, [id])
    expect(await data.onExport(db, owner.workspaceId, [id]), data.table).toHaveLength(0)
  }
  // Somebody else's stay.
  expect([await asksOf(survey), await decisionsOf(survey)]).toEqual([[expect.anything()], [expect.anything()]])
})
