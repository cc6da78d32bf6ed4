import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHttpReceiver } from '../../../../test/http-receiver.ts'
import { makeUser, makeWorkspace } from '../../../../test/makers.ts'
import { makeTicket, publishSurvey, submit, type Trial } from '../../../../test/survey-trial.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../../test/test-server.ts'
import { waitFor } from '../../../../test/wait.ts'
import { forgetDeletedAnswers } from '../jobs/forget-deleted-answers.ts'
import { responsesPersonalData } from './responses.personal-data.ts'
import { countForQuota } from './responses.store.ts'
import type { Response, Summary } from '../responses.contract.ts'

let server: TestServer
let owner: Person

const label = (text: string) => ({ i18n: { en: text } })
const choices = ['price', 'quality', 'staff'].map((key) => ({ key, label: label(key.toUpperCase()) }))
const questions = [
  { key: 'nps', type: 'nps' },
  { key: 'reasons', type: 'multiple_choice', config: { choices, hasOther: true } },
  { key: 'shop', type: 'matrix', config: { rows: choices.slice(0, 2), columns: choices } },
  { key: 'order', type: 'ranking', config: { choices } },
  { key: 'why', type: 'long_text', config: { maxLength: 500 } },
]

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
})
afterAll(async () => server.close())

const readSummary = async (survey: Trial, query = '') => expectStatus(await server.request<Summary>('GET', `/v1/surveys/${survey.surveyId}/summary${query}`, { as: owner }), 200).body
const list = async (survey: Trial, query = '', as = owner) => expectStatus(await server.request<{ items: Response[]; nextCursor: string | null }>('GET', `/v1/surveys/${survey.surveyId}/responses${query}`, { as }), 200).body

async function answer(survey: Trial, answers: Record<string, unknown>, { isCompleted = true, ...ticket }: { isCompleted?: boolean; location?: string; userId?: string; channel?: 'link' | 'widget' } = {}): Promise<string> {
  const made = makeTicket(server, survey, ticket)
  expectStatus(await submit(server, made, { answers, isCompleted, secondsSpent: 10 }), 200)
  return made.responseId
}

describe('a survey', () => {
  let survey: Trial
  beforeAll(async () => {
    survey = await publishSurvey(server, owner.workspaceId, { questions, more: { languages: { main: 'en', others: ['de'] } } })
    const text = ['The delivery was slow', 'Lieferung war slow und delivery late', 'Nice staff']
    await answer(survey, { nps: 2, reasons: { choices: ['price'], other: 'Parking' }, shop: { price: 'staff', quality: 'price' }, order: ['staff', 'price', 'quality'], why: text[0] }, { location: 'Berlin' })
    await answer(survey, { nps: 9, reasons: { choices: ['price', 'staff'] }, shop: { price: 'staff' }, order: ['price', 'staff', 'quality'], why: text[1] }, { channel: 'widget' })
    await answer(survey, { nps: 10, why: text[2] })
    await answer(survey, { nps: 7 }, { isCompleted: false })
    await answer(survey, {}, { isCompleted: false })
  })

  test('adds up at once, question by question', async () => {
    const summary = await readSummary(survey)
    expect(summary).toMatchObject({ started: 5, completed: 3, completionRate: 0.6, medianSeconds: 10, shown: 5, responseRate: 0.6, isHidden: false, previous: null })
    const [nps, reasons, shop, order, why] = summary.questions
    expect(nps).toMatchObject({ shown: 5, answered: 4, droppedOff: 1, figures: [{ metric: 'nps', value: 25, n: 4 }], shape: 'scale' })
    expect(nps!.distribution.filter(({ count }) => count > 0)).toEqual([
      { value: '2', label: '2', group: 'detractor', count: 1, share: 0.25 }, { value: '7', label: '7', group: 'passive', count: 1, share: 0.25 },
      { value: '9', label: '9', group: 'promoter', count: 1, share: 0.25 }, { value: '10', label: '10', group: 'promoter', count: 1, share: 0.25 },
    ])
    expect(reasons).toMatchObject({ shown: 4, answered: 2, droppedOff: 1, texts: [{ text: 'Parking' }] })
    expect(reasons!.distribution.map(({ value, label: name, count }) => [value, name, count])).toEqual([['price', 'PRICE', 2], ['quality', 'QUALITY', 0], ['staff', 'STAFF', 1], ['other', 'Other', 1]])
    expect(shop!.rows).toEqual([{ row: 'price', label: 'PRICE', counts: { staff: 2 } }, { row: 'quality', label: 'QUALITY', counts: { price: 1 } }])
    expect(order!.rows[0]).toEqual({ row: 'price', label: 'PRICE', counts: { 1: 1, 2: 1 } })
    expect(order!.distribution.map(({ count }) => count)).toEqual([1, 0, 1])
    expect(why!.words.slice(0, 2)).toEqual([{ word: 'delivery', count: 2 }, { word: 'slow', count: 2 }])
    expect(why!.words.map(({ word }) => word)).not.toContain('und')
    expect(why!.texts.map(({ text }) => text)).toContain('Nice staff')
    expect(summary.trend).toMatchObject([{ figure: { metric: 'nps', value: 25, n: 4 } }])
    const day = 86_400_000
    const period = await readSummary(survey, `?from=${new Date(server.clock.now() + 5 * day).toISOString()}&to=${new Date(server.clock.now() + 6 * day).toISOString()}`)
    expect(period).toMatchObject({ started: 0, completionRate: null, medianSeconds: null, previous: { completed: 0, figure: { value: null } } })
    expect((await readSummary(survey, `?from=${new Date(server.clock.now() + day).toISOString()}&to=${new Date(server.clock.now() + 4 * day).toISOString()}`)).previous).toMatchObject({ completed: 3, figure: { value: 25 } })
  })

  test.each([
    ['', 5], ['?group=promoter', 2], ['?group=promoter&question=nps&value=10', 1], ['?value=7', 1], ['?question=reasons&value=price', 2], ['?question=reasons', 2], ['?status=partial', 2],
    ['?channel=widget', 1], ['?location=Berlin', 1], ['?search=SLOW', 2], ['?search=%25', 0], ['?language=de', 0], [`?profileId=${randomUUID()}`, 0], [`?segmentId=${randomUUID()}`, 0],
  ])('is filtered by %s', async (query, count) => {
    expect((await list(survey, query)).items).toHaveLength(count)
    expect((await readSummary(survey, query)).started).toBe(count)
  })

  test('is read page by page', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await list(survey, `?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(5)
    expect((await server.request('GET', `/v1/surveys/${survey.surveyId}/responses?cursor=x`, { as: owner })).status).toBe(400)
  })

  test('knows how many count for a quota', async () => {
    const count = (quota: Parameters<typeof countForQuota>[3]) => countForQuota(server.platform.db, owner.workspaceId, survey.surveyId, quota)
    expect(await count({})).toBe(4)
    expect(await count({ answer: { question: 'nps', value: 9 } })).toBe(1)
    expect(await count({ answer: { question: 'nps', value: 'promoter' } })).toBe(2)
    expect(await count({ answer: { question: 'reasons', value: 'staff' } })).toBe(1)
    expect(await count({ segmentId: randomUUID() })).toBe(0)
  })

  test('is seen by its own workspace, and changed by those who may', async () => {
    const stranger = await makeWorkspace(server)
    const { items } = await list(survey)
    for (const path of [`surveys/${survey.surveyId}/responses`, `surveys/${survey.surveyId}/summary`, `survey-responses/${items[0]!.id}`]) {
      expect((await server.request('GET', `/v1/${path}`, { as: stranger })).status, path).toBe(404)
    }
    expect((await server.request<{ items: unknown[] }>('GET', '/v1/survey-responses', { as: stranger })).body.items).toEqual([])
    expect((await server.request('DELETE', `/v1/survey-responses/${items[0]!.id}`, { as: stranger })).status).toBe(404)
    expect((await server.request('DELETE', `/v1/survey-responses/${items[0]!.id}`, { as: await makeUser(server, 'viewer') })).status).toBe(403)
  })
})

describe('a response', () => {
  test('is deleted with its answers, leaving a note without them', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions })
    const ids = [await answer(survey, { nps: 1, why: 'secret words' }), await answer(survey, { nps: 2 }), await answer(survey, { nps: 3 })]
    expect((await server.request('DELETE', `/v1/survey-responses/${ids[0]}`, { as: owner })).status).toBe(204)
    expect((await server.request('DELETE', `/v1/survey-responses/${ids[0]}`, { as: owner })).status).toBe(404)
    expect((await server.request('POST', '/v1/survey-responses/delete', { as: owner, body: { ids: ids.slice(1) } })).body).toEqual({ deleted: 2 })
    expect((await list(survey)).items).toEqual([])
    const jobs = await sql<{ count: number }>`select count(*)::int as count from graphile_worker.jobs where task_identifier = 'forget-deleted-answers'`.execute(server.platform.db)
    expect(jobs.rows[0]!.count).toBe(4)
    const { rows } = await sql`select from survey_answers where survey_id = ${survey.surveyId}`.execute(server.platform.db)
    expect(rows).toHaveLength(0)
    const audit = (await server.request<{ items: object[] }>('GET', '/v1/audit?action=response.deleted', { as: owner })).body
    expect(audit.items).toHaveLength(3)
    expect(JSON.stringify(audit)).not.toContain('secret words')
  })

  test('reaches webhooks, is its person’s, and goes when the person is erased', async () => {
    const receiver = await startHttpReceiver()
    const body = { type: 'webhook', name: 'Hook', config: { url: receiver.url, allowPrivateNetwork: true }, eventNames: ['Survey Completed'] }
    expectStatus(await server.request('POST', '/v1/connectors', { as: owner, body }), 201)
    const worker = await server.startWorker()
    const survey = await publishSurvey(server, owner.workspaceId, { questions })
    const id = await answer(survey, { nps: 3, why: 'Late' }, { userId: 'mo' })
    const delivered = await waitFor('The webhook', () => receiver.requests.find(({ body: sent }) => sent.includes(id)))
    expect(JSON.parse(delivered.body)).toMatchObject({ event: 'Survey Completed', userId: 'mo', properties: { survey_id: survey.surveyId, response_id: id } })
    const mo = await waitFor('The person', async () => (await list(survey)).items[0]!.person ?? undefined)
    const readNames = async () => (await server.request<{ items: { name: string }[] }>('GET', `/v1/people/${mo.profileId}/events`, { as: owner })).body.items.map(({ name }) => name)
    await waitFor('The events', async () => (await readNames()).includes('Survey Completed'))
    const exported = await Promise.all(responsesPersonalData.map((data) => data.onExport(server.platform.db, owner.workspaceId, [mo.profileId])))
    expect(JSON.stringify(exported)).toContain('Late')
    for (const data of responsesPersonalData) await data.onErase(server.platform.db, owner.workspaceId, [mo.profileId])
    expect((await list(survey)).items).toEqual([])
    // Once deleted, the history forgets what was said as well.
    await forgetDeletedAnswers.handle({ workspaceId: owner.workspaceId, responseIds: [id], profileIds: [] }, server.platform)
    expect((await readNames()).toSorted()).toEqual(['Survey Shown', 'Survey Started'])
    await worker.stop()
    await receiver.close()
  })

  test('once deleted, holds nobody in a segment any more', async () => {
    const worker = await server.startWorker()
    const survey = await publishSurvey(server, owner.workspaceId, { questions })
    const filters = [{ property: 'survey_id', operator: 'equals', value: survey.surveyId }]
    const completed = { type: 'event', event: { type: 'track', name: 'Survey Completed', filters }, aggregate: { function: 'count' }, operator: 'at_least', value: 1, window: { kind: 'ever' } }
    const definition = { type: 'all', conditions: [completed] }
    const { id: segmentId } = expectStatus(await server.request<{ id: string }>('POST', '/v1/segments', { as: owner, body: { name: 'Answered', kind: 'live', definition } }), 201).body
    const responseId = await answer(survey, { nps: 3 }, { userId: 'forgetful' })
    const members = async () => (await server.request<{ items: { id: string }[] }>('GET', `/v1/segments/${segmentId}/members`, { as: owner })).body.items.length
    await waitFor('The entry', async () => (await members()) === 1)
    const { person } = await waitFor('The person', async () => (await list(survey)).items.find(({ person }) => person))
    expectStatus(await server.request('DELETE', `/v1/survey-responses/${responseId}`, { as: owner }), 204)
    await forgetDeletedAnswers.handle({ workspaceId: owner.workspaceId, responseIds: [responseId], profileIds: [person!.profileId] }, server.platform)
    await waitFor('The exit', async () => (await members()) === 0)
    await worker.stop()
  })
})

describe('employees', () => {
  const exact = /T(?!00:00:00\.000Z)/
  test('are nobody: nothing of who, where or when is kept, and nothing is told', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions, kind: 'employees', more: { hiddenFields: ['staff_id'] } })
    const tickets = Array.from({ length: 6 }, (_, index) => makeTicket(server, survey, { userId: 'boss', profileId: randomUUID(), anonymousId: 'pc-1', askId: randomUUID(), ...(index > 0 ? { location: 'Berlin' } : {}) }))
    const save = (ticket: { token: string; responseId: string }) => submit(server, ticket, { answers: { nps: 4, why: 'Too loud' }, isCompleted: true, secondsSpent: 12, page: 'https://intranet.example/boss', hidden: { staff_id: '7' }, contactMe: { channel: 'email', address: 'boss@shop.example' } })
    for (const ticket of tickets.slice(0, 4)) expectStatus(await save(ticket), 200)
    const hidden = await readSummary(survey)
    expect(hidden).toMatchObject({ isHidden: true, started: 0, trend: [] })
    expect(hidden.questions.map(({ shown, answered, texts }) => [shown, answered, texts])).toEqual(hidden.questions.map(() => [0, 0, []]))
    expect((await list(survey)).items).toEqual([])
    expect((await server.request('GET', `/v1/survey-responses/${tickets[0]!.responseId}`, { as: owner })).status).toBe(404)
    for (const ticket of tickets.slice(4)) expectStatus(await save(ticket), 200)

    const { items } = await list(survey)
    expect(items).toHaveLength(6)
    expect(items[0]).toMatchObject({ person: null, page: null, hidden: {}, contactMe: null, startedAt: expect.not.stringMatching(exact), completedAt: expect.not.stringMatching(exact) })
    const { rows } = await sql<{ row: object }>`
      select to_jsonb(survey_responses) as row from survey_responses where survey_id = ${survey.surveyId} union all
      select to_jsonb(survey_answers) as row from survey_answers where survey_id = ${survey.surveyId}`.execute(server.platform.db)
    for (const { row } of rows) expect(row).not.toMatchObject(expect.objectContaining({ profile_id: expect.any(String) }))
    expect(JSON.stringify(rows)).not.toMatch(/boss|pc-1|staff_id|T(?!00:00:00)\d\d:/)
    const events = await sql`select from event_log where body like ${`%${survey.surveyId}%`}`.execute(server.platform.db)
    expect(events.rows).toHaveLength(0)
  })

  test('cannot be singled out by filters', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions, kind: 'employees' })
    for (let index = 0; index < 5; index += 1) await answer(survey, { nps: 9, ...(index < 4 ? { why: 'Quiet' } : {}) }, { location: 'Berlin' })
    expect(await readSummary(survey, '?location=Berlin')).toMatchObject({ isHidden: false, started: 5 })
    // Four of five wrote something: their words stay hidden.
    const summary = await readSummary(survey)
    expect(summary.questions[0]!.figures[0]!.n).toBe(5)
    expect(summary.questions.at(-1)).toMatchObject({ answered: 0, texts: [], words: [] })
    await answer(survey, { nps: 0 }, { location: 'Bonn' })
    expect(await readSummary(survey)).toMatchObject({ isHidden: false, started: 6 })
    // With Berlin's five known, the difference would be the one in Bonn.
    expect(await readSummary(survey, '?location=Berlin')).toMatchObject({ isHidden: true })
    expect(await readSummary(survey, '?location=Bonn')).toMatchObject({ isHidden: true })
    expect((await list(survey)).items.map(({ location }) => location), 'one of six is in Bonn').toEqual(Array(6).fill(null))
    for (const query of ['?from=2026-01-01T00:00:00Z', '?to=2030-01-01T00:00:00Z', '?group=promoter', '?value=9', '?search=Quiet', '?status=partial', '?suspicious=all', '?language=en', '?location=Berlin&from=2026-01-01T00:00:00Z']) {
      expect((await server.request('GET', `/v1/surveys/${survey.surveyId}/summary${query}`, { as: owner })).status, query).toBe(400)
      expect((await server.request('GET', `/v1/surveys/${survey.surveyId}/responses${query}`, { as: owner })).status, query).toBe(400)
    }
    const all = await server.request<{ items: Response[] }>('GET', '/v1/survey-responses', { as: owner })
    expect(all.body.items.filter(({ surveyId }) => surveyId === survey.surveyId)).toEqual([])
  })

  test('cannot be found by subtracting what is shown from the whole', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions, kind: 'employees' })
    const places = { Berlin: 7, Bonn: 6, Kiel: 2 }
    for (const [location, count] of Object.entries(places)) for (let index = 0; index < count; index += 1) await answer(survey, { nps: 9 }, { location })
    const isHidden = async (location: string) => (await readSummary(survey, `?location=${location}`)).isHidden
    // Berlin and Bonn together would leave Kiel's two.
    expect([await isHidden('Berlin'), await isHidden('Bonn'), await isHidden('Kiel')]).toEqual([false, true, true])
    const { items } = await list(survey)
    expect([...new Set(items.map(({ location }) => location))].toSorted()).toEqual(['Berlin', null])
    expect((await server.request<string>('GET', `/v1/surveys/${survey.surveyId}/export`, { as: owner })).body).not.toMatch(/Bonn|Kiel/)
    // Of Berlin's seven five gave a reason, and one in Kiel: the question stays hidden for Berlin.
    for (let index = 0; index < 5; index += 1) await answer(survey, { nps: 9, why: 'Quiet' }, { location: 'Berlin' })
    const reasonsOf = async (query = '') => (await readSummary(survey, query)).questions.at(-1)!.answered
    expect([await reasonsOf(), await reasonsOf('?location=Berlin')]).toEqual([5, 5])
    await answer(survey, { nps: 9, why: 'Loud' }, { location: 'Kiel' })
    expect([await reasonsOf(), await reasonsOf('?location=Berlin')]).toEqual([6, 0])
    expect((await readSummary(survey, '?location=Berlin')).trend).toEqual([])
  })

  test('have no week in the trend that the others would tell', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions, kind: 'employees' })
    for (let index = 0; index < 16; index += 1) await answer(survey, { nps: index < 14 ? 9 : 0 })
    const moveBack = (limit: number, days: number) => sql`
      update survey_responses set started_at = started_at - make_interval(days => ${days}) where id in (
        select id from survey_responses where survey_id = ${survey.surveyId} order by started_at desc, id limit ${limit})`.execute(server.platform.db)
    await moveBack(8, 14)
    expect((await readSummary(survey)).trend.map(({ figure }) => figure.n)).toEqual([8, 8])
    await moveBack(2, 7)
    expect((await readSummary(survey)).trend.map(({ figure }) => figure.n), 'two of a week, with the smaller of the others').toEqual([8])
  })
})
