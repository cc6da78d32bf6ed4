import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSecretKey, makeUser, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { expectStatus, startTestServer, type Person, type Reply, type TestServer } from '../../../test/test-server.ts'
import { fillInReviews } from '../../../test/surveys.ts'
import { makeTicket, submit } from '../../../test/survey-trial.ts'
import type { DeliveredContent } from './delivery.contract.ts'
import type { Survey, SurveyRow } from './surveys.contract.ts'

let server: TestServer
let owner: Person
let stranger: Person
let viewer: Person

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  stranger = await makeWorkspace(server)
  viewer = await makeUser(server, 'viewer')
})
afterAll(() => server.close())

type Failure = { error: { code: string; message: string; details: { path: string; message: string }[] } }

const text = (en: string, more: Record<string, string> = {}) => ({ i18n: { en, ...more } })
const score = { key: 'score', type: 'nps', title: text('How likely?', { de: 'Wie wahrscheinlich?' }) }
const thanks = { key: 'thanks', kind: 'thanks', title: text('Thanks') }
const content = { languages: { main: 'en', others: ['de'] }, questions: [score], endings: [thanks] }

const post = <T = Survey>(path: string, body?: object, as: Person = owner): Promise<Reply<T>> => server.request<T>('POST', `/v1/surveys${path}`, { as, ...(body ? { body } : {}) })
const create = async (body: object = {}, as = owner) => expectStatus(await post('', { name: 'Quarterly NPS', content, ...body }, as), 201).body
const read = async (id: string, as = owner) => expectStatus(await server.request<Survey>('GET', `/v1/surveys/${id}`, { as }), 200).body
const patch = <T = Survey>(id: string, body: object, as = owner) => server.request<T>('PATCH', `/v1/surveys/${id}`, { as, body })
const publish = async (id: string) => expectStatus(await post(`/${id}/publish`), 200).body
const list = async (as = owner) => expectStatus(await server.request<{ items: SurveyRow[] }>('GET', '/v1/surveys', { as }), 200).body.items
const findRow = async (id: string) => (await list()).find((row) => row.id === id)!

/** Answers a published survey over its open link. */
async function answer(survey: Survey, answers: object, more: object = {}): Promise<void> {
  const ticket = makeTicket(server, { workspaceId: owner.workspaceId, surveyId: survey.id } as never, { version: survey.version, surveyId: survey.id })
  expectStatus(await submit(server, ticket, { answers: answers as never, isCompleted: true, ...more }), 200)
}

describe('the life of a survey', () => {
  test('from a draft over versions to its end, each step with an audit entry', async () => {
    const draft = await create()
    expect(draft).toMatchObject({ status: 'draft', version: 0, hasUnpublishedChanges: true, publishedAt: null, kind: 'customers', completeness: { en: 1, de: 0.5 }, createdBy: 'Olga Owner', targeting: { frequency: { kind: 'once' } } })
    expect(draft.slug).toMatch(/^[a-z2-9]{10}$/)
    expect(draft.linkUrl).toBe(`http://localhost:4400/s/${draft.slug}`)
    expect((await post<Failure>(`/${draft.id}/status`, { status: 'paused' })).status).toBe(409)

    expect(await publish(draft.id)).toMatchObject({ status: 'live', version: 1, hasUnpublishedChanges: false, publishedAt: expect.any(String) })
    const changed = expectStatus(await patch(draft.id, { name: 'NPS', content: { ...content, questions: [{ ...score, title: text('Really?') }] } }), 200).body
    expect(changed).toMatchObject({ name: 'NPS', version: 1, hasUnpublishedChanges: true, status: 'live' })
    expect((await patch(draft.id, { content })).body.hasUnpublishedChanges).toBe(false)
    expectStatus(await patch(draft.id, { content: changed.content }), 200)
    expect(await publish(draft.id)).toMatchObject({ version: 2 })
    expect(await publish(draft.id), 'without changes there is no new version').toMatchObject({ version: 2 })

    const versions = expectStatus(await server.request<{ items: { version: number; publishedBy: string; content: Survey['content'] }[] }>('GET', `/v1/surveys/${draft.id}/versions`, { as: owner }), 200).body.items
    expect(versions.map(({ version, publishedBy }) => [version, publishedBy])).toEqual([[2, 'Olga Owner'], [1, 'Olga Owner']])
    expect(versions[1]!.content.questions[0]!.title).toEqual(score.title)
    const restored = expectStatus(await post(`/${draft.id}/versions/1/restore`), 200).body
    expect(restored).toMatchObject({ version: 2, hasUnpublishedChanges: true, content: { questions: [{ title: score.title }] } })
    expect((await post(`/${draft.id}/versions/9/restore`)).status).toBe(404)

    for (const status of ['paused', 'live', 'closed']) expect((await post(`/${draft.id}/status`, { status })).body).toMatchObject({ status, version: 2 })
    expect((await server.request('DELETE', `/v1/surveys/${draft.id}`, { as: owner })).status).toBe(204)
    expect((await server.request('GET', `/v1/surveys/${draft.id}`, { as: owner })).status).toBe(404)
    const audit = expectStatus(await server.request<{ items: { action: string; after: { status: string } | null }[] }>('GET', `/v1/audit?target=${draft.id}`, { as: owner }), 200).body.items
    expect(audit.map(({ action }) => action).toReversed()).toEqual([
      'survey.created', 'survey.published', 'survey.changed', 'survey.changed', 'survey.changed', 'survey.published', 'survey.published', 'survey.restored', 'survey.status_changed', 'survey.status_changed', 'survey.status_changed', 'survey.deleted',
    ])
  })

  test('changed by two at once: the later one is told, and nothing of either is lost', async () => {
    const draft = await create()
    const { revisions } = draft
    const titled = (title: string) => ({ ...content, questions: [{ ...score, title: text(title) }] })
    const mine = expectStatus(await patch(draft.id, { content: titled('Mine?'), startedFrom: revisions }), 200).body
    expect(mine.revisions).toEqual({ content: revisions.content + 1, targeting: revisions.targeting })
    const theirs = await patch<Failure>(draft.id, { content: titled('Theirs?'), startedFrom: revisions })
    expect([theirs.status, theirs.body.error.code]).toEqual([409, 'conflict'])
    expect(theirs.body.error.message).toMatch(/^Somebody else has changed this survey/)
    expect((await read(draft.id)).content.questions[0]!.title).toEqual(text('Mine?'))

    const repeated = expectStatus(await patch(draft.id, { content: titled('Mine?'), startedFrom: revisions }), 200).body
    expect(repeated.revisions, 'a repeated request is no conflict and no change').toEqual(mine.revisions)
    expectStatus(await patch(draft.id, { targeting: { samplePercent: 50 }, startedFrom: revisions }), 200)
    expect((await patch(draft.id, { targeting: { samplePercent: 60 }, startedFrom: revisions })).status).toBe(409)
    expect((await post(`/${draft.id}/publish`, { startedFrom: revisions })).status).toBe(409)
    const published = expectStatus(await post(`/${draft.id}/publish`, { startedFrom: (await read(draft.id)).revisions }), 200).body
    expect(published.revisions).toEqual({ content: 2, targeting: 2 })
    expect((await post(`/${draft.id}/versions/1/restore`, { startedFrom: revisions })).status).toBe(409)
    expectStatus(await patch(draft.id, { content: titled('The last one wins?') }), 200)
    expect((await post(`/${draft.id}/versions/1/restore`, { startedFrom: { content: 3 } })).body.revisions).toEqual({ content: 4, targeting: 2 })
  })

  test('begins blank, with content, from each template, or as a copy', async () => {
    const blank = expectStatus(await post('', { name: 'Blank' }), 201).body
    expect(blank.content.questions).toMatchObject([{ key: 'feedback', type: 'long_text' }])
    await publish(blank.id)
    const templates = expectStatus(await server.request<{ items: { key: string; kind: string; content: object }[] }>('GET', '/v1/surveys/templates', { as: viewer }), 200).body.items
    expect(templates).toHaveLength(11)
    for (const { key, kind, content: expected } of templates) {
      const made = expectStatus(await post('', { name: key, template: key }), 201).body
      expect(made).toMatchObject({ kind, completeness: { en: 1, de: 1 } })
      expect(made.content).toEqual(expected)
      const reviews = made.content.endings.flatMap(({ kind }, index) => (kind === 'review' ? [`endings.${index}.url`] : []))
      const atOnce = await post<Partial<Failure>>(`/${made.id}/publish`)
      expect(atOnce.body.error?.details.map(({ path }) => path) ?? [], 'where reviews are written is asked for').toEqual(reviews)
      expectStatus(await patch(made.id, { content: fillInReviews(made.content) }), 200)
      expect((await publish(made.id)).status).toBe('live')
    }
    expect((await post<Failure>('', { name: 'x', template: 'nothing' })).body.error.details).toMatchObject([{ path: 'template' }])

    const original = await create({ targeting: { samplePercent: 20 } })
    await publish(original.id)
    const copy = expectStatus(await post(`/${original.id}/duplicate`), 201).body
    expect(copy).toMatchObject({ name: 'Quarterly NPS (copy)', status: 'draft', version: 0, content: original.content, targeting: { samplePercent: 20 } })
    expect([copy.id, copy.slug]).not.toEqual([original.id, original.slug])
  })

  test('ends with everything that was answered', async () => {
    const survey = await create()
    await answer(await publish(survey.id), { score: 9 })
    expect((await findRow(survey.id)).completed).toBe(1)
    expectStatus(await server.request('DELETE', `/v1/surveys/${survey.id}`, { as: owner }), 204)
    for (const table of ['survey_versions', 'survey_asks', 'survey_responses', 'survey_answers']) {
      const { rows } = await sql`select from ${sql.table(table)} where survey_id = ${survey.id}`.execute(server.platform.db)
      expect(rows, table).toEqual([])
    }
  })
})

describe('the list', () => {
  test('shows counts, rates and the headline figure', async () => {
    const survey = await publish((await create({ targeting: { channels: { widget: { isOn: true }, link: { isOn: false } } } })).id)
    for (const value of [10, 9, 9, 8, 3]) await answer(survey, { score: value })
    await answer(survey, { score: 0 }, { isCompleted: false })
    // A bot that filled in what nobody sees.
    await answer(survey, { score: 0 }, { proof: { gestures: 0, trap: 'https://spam.example' } })
    const row = await findRow(survey.id)
    expect(row).toMatchObject({ channels: ['widget'], started: 6, completed: 5, completionRate: 5 / 6, lastResponseAt: expect.any(String), headline: { metric: 'nps', n: 6 } })
    // 3 promoters and 2 detractors of 6.
    expect(row.headline!.value).toBeCloseTo(100 / 6, 10)
    expect(row.shown).toBeGreaterThanOrEqual(6)
    expect(row.responseRate).toBeCloseTo(5 / row.shown, 10)
    expect((await list())[0]!.updatedAt >= (await list()).at(-1)!.updatedAt).toBe(true)
  })

  test('shows no figure of an employees’ survey below five answers, and none without a scale', async () => {
    const survey = await publish((await create({ kind: 'employees' })).id)
    for (let count = 0; count < 4; count++) await answer(survey, { score: 10 })
    expect((await findRow(survey.id)).headline).toMatchObject({ metric: 'nps', value: null })
    await answer(survey, { score: 10 })
    expect((await findRow(survey.id)).headline).toEqual({ metric: 'nps', value: 100, n: 5 })
    const open = expectStatus(await post('', { name: 'Open' }), 201).body
    expect(await findRow(open.id)).toMatchObject({ headline: null, responseRate: null, completionRate: null, shown: 0, lastResponseAt: null })
  })
})

describe('publishing', () => {
  test('is refused with every problem and its place, and changes nothing', async () => {
    const survey = await create({ content: { ...content, questions: [{ ...score, title: text('{{answer:gone|x}}'), jumps: [{ if: { type: 'answer', question: 'score', operator: 'at_most', value: 6 }, to: 'nowhere' }] }] }, targeting: { channels: { email: { isOn: true } } } })
    const refused = await post<Failure>(`/${survey.id}/publish`)
    expect(refused.status).toBe(400)
    expect(refused.body.error.message).toMatch(/^questions\.0\.jumps\.0\.to: /)
    expect(refused.body.error.details.map(({ path }) => path)).toEqual(['questions.0.jumps.0.to', 'questions.0.title', 'targeting.channels.email.subject', 'targeting.trigger.events'])
    expect(await read(survey.id)).toMatchObject({ status: 'draft', version: 0 })
  })

  test('checks rules on the person as segments do, and that they look at the person alone', async () => {
    const tryRule = async (condition: object) => {
      const survey = await create({ content: { ...content, questions: [{ ...score, showIf: { type: 'person', rule: { type: 'all', conditions: [condition] } } }] } })
      return (await post<Failure>(`/${survey.id}/publish`)).body.error?.message
    }
    expect(await tryRule({ type: 'trait', trait: 'tier', operator: 'equals', value: 'gold' })).toBeUndefined()
    expect(await tryRule({ type: 'segment', segmentId: randomUUID() })).toMatch(/^questions\.0\.showIf: .*segment that does not exist/)
    expect(await tryRule({ type: 'event', event: { name: 'Order Completed' }, operator: 'at_least', value: 1, window: { kind: 'ever' } })).toMatch(/traits and segments/)
  })
})

describe('segments', () => {
  const makeSegment = async () => {
    const body = { name: `Gold ${randomUUID()}`, kind: 'live', definition: { type: 'all', conditions: [{ type: 'trait', trait: 'tier', operator: 'equals', value: 'gold' }] } }
    return expectStatus(await server.request<{ id: string }>('POST', '/v1/segments', { as: owner, body }), 201).body.id
  }
  const removeSegment = async (id: string) => (await server.request('DELETE', `/v1/segments/${id}`, { as: owner })).status

  test('that a survey stands on are there, say so and stay', async () => {
    const [asked, excluded, conditional] = [await makeSegment(), await makeSegment(), await makeSegment()]
    const inCondition = { ...content, questions: [{ ...score, showIf: { type: 'person', rule: { type: 'all', conditions: [{ type: 'segment', segmentId: conditional }] } } }] }
    const survey = await create({ content: inCondition, targeting: { audience: { segmentIds: [asked], excludedSegmentIds: [excluded] } } })
    for (const id of [asked, excluded, conditional]) {
      const { items } = expectStatus(await server.request<{ items: object[] }>('GET', `/v1/segments/${id}/usage`, { as: owner }), 200).body
      expect(items).toEqual([{ kind: 'survey', id: survey.id, name: 'Quarterly NPS' }])
      expect(await removeSegment(id)).toBe(409)
    }
    expectStatus(await patch(survey.id, { content, targeting: { audience: { segmentIds: [asked] } } }), 200)
    expect([await removeSegment(excluded), await removeSegment(conditional), await removeSegment(asked)]).toEqual([204, 204, 409])
    expectStatus(await server.request('DELETE', `/v1/surveys/${survey.id}`, { as: owner }), 204)
    expect(await removeSegment(asked)).toBe(204)
  })

  test('that a published version asks for stay until another is published', async () => {
    const asked = await makeSegment()
    const survey = await create({ content: { ...content, questions: [{ ...score, showIf: { type: 'person', rule: { type: 'all', conditions: [{ type: 'segment', segmentId: asked }] } } }] } })
    await publish(survey.id)
    expectStatus(await patch(survey.id, { content }), 200)
    expect(await removeSegment(asked)).toBe(409)
    await publish(survey.id)
    expect(await removeSegment(asked)).toBe(204)
  })

  test('that are not there are refused', async () => {
    const refused = await post<Failure>('', { name: 'x', targeting: { audience: { segmentIds: [randomUUID()] } } })
    expect(refused).toMatchObject({ status: 400, body: { error: { details: [{ path: 'targeting.audience' }] } } })
    const elsewhere = await makeSegment()
    expect((await post('', { name: 'x', targeting: { audience: { segmentIds: [elsewhere] } } }, stranger)).status).toBe(400)
  })
})

test('filters of a trigger come back as they were sent, to the screens and to pages', async () => {
  const filters = [{ property: 'total', operator: 'at_least', value: 50 }, { property: 'channel', operator: 'in', values: ['web', 2, true] }, { property: 'coupon', operator: 'not_exists' }, { property: 'n', operator: 'between', from: 1, to: 2 }]
  const events = [{ type: 'track', name: 'Order Completed', filters }]
  const survey = await publish((await create({ targeting: { channels: { widget: { isOn: true } }, trigger: { events } } })).id)
  expect((await read(survey.id)).targeting.trigger.events).toEqual(events)
  const { writeKey } = await makeWriteKey(server, owner)
  const due = expectStatus(await server.request<{ items: { id: string; trigger: object }[] }>('GET', `/v1/surveys/due?writeKey=${writeKey}`), 200).body.items
  expect(due.find(({ id }) => id === survey.id)?.trigger).toMatchObject({ events })
})

describe('settings', () => {
  const path = '/v1/surveys/settings'
  const settingsOf = async (as: Person) => expectStatus(await server.request<{ restDays: number; signingSecret: string | null }>('GET', path, { as }), 200).body

  test('have defaults, are changed, and show the secret to those alone who may change surveys', async () => {
    const before = await settingsOf(owner)
    expect(before).toMatchObject({ restDays: 14, cap: { count: 4, within: { amount: 365, unit: 'days' } }, isSignatureRequired: false, signingSecret: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect((await settingsOf(viewer)).signingSecret).toBeNull()
    const changed = await server.request<object>('PUT', path, { as: owner, body: { restDays: 30, cap: null, isSignatureRequired: true } })
    expect(changed.body).toEqual({ restDays: 30, cap: null, isSignatureRequired: true, signingSecret: before.signingSecret })
    expect((await settingsOf(stranger)).restDays).toBe(14)
    expect((await settingsOf(stranger)).signingSecret).not.toBe(before.signingSecret)
    const renewed = expectStatus(await server.request<{ signingSecret: string }>('POST', `${path}/signing-secret`, { as: owner }), 200).body.signingSecret
    expect(renewed).not.toBe(before.signingSecret)
    expect((await settingsOf(owner)).signingSecret).toBe(renewed)
    const audit = JSON.stringify((await server.request('GET', '/v1/audit?target=surveys', { as: owner })).body)
    expect(audit).toContain('survey_settings.secret_renewed')
    expect(audit).not.toContain(renewed)
  })

  test.each([{ restDays: -1 }, { restDays: 1.5 }, { cap: { count: 0, within: { amount: 1, unit: 'days' } } }, { cap: { count: 1 } }, { isSignatureRequired: 'yes' }])('refuse %j', async (body) => {
    expect((await server.request('PUT', path, { as: owner, body })).status).toBe(400)
  })
})

test('types of questions are listed with their forms', async () => {
  const { items } = expectStatus(await server.request<{ items: { type: string; shape: string; metrics: string[]; configSchema: { properties: object } }[] }>('GET', '/v1/surveys/question-types', { as: viewer }), 200).body
  expect(items).toHaveLength(17)
  expect(items.find(({ type }) => type === 'csat')).toMatchObject({ shape: 'scale', metrics: ['csat', 'mean'], configSchema: { properties: { scale: { enum: [3, 5, 10], title: 'Steps' } } } })
})

test('a preview is what would be delivered, and saves nothing', async () => {
  const before = (await list()).length
  const preview = expectStatus(await post<DeliveredContent>('/preview', { content, language: 'de' }, viewer), 200).body
  expect(preview).toMatchObject({ language: 'de', direction: 'ltr', questions: [{ title: 'Wie wahrscheinlich?' }], endings: [{ title: 'Thanks' }], words: { next: 'Weiter' } })
  expect((await post<DeliveredContent>('/preview', { content, kind: 'employees' })).body).toMatchObject({ language: 'en', isAnonymous: true })
  expect((await list()).length).toBe(before)
})

describe('nobody else’s', () => {
  test('another workspace gets 404 everywhere and sees nothing', async () => {
    const { id } = await publish((await create()).id)
    const calls = [
      ['GET', ''], ['PATCH', '', { name: 'Stolen' }], ['DELETE', ''], ['GET', '/versions'], ['POST', '/publish'], ['POST', '/status', { status: 'closed' }], ['POST', '/duplicate'], ['POST', '/versions/1/restore'],
    ] as const
    for (const [method, path, body] of calls) {
      expect((await server.request(method, `/v1/surveys/${id}${path}`, { as: stranger, ...(body ? { body } : {}) })).status, `${method} ${path}`).toBe(404)
    }
    expect(await list(stranger)).toEqual([])
    expect(await read(id)).toMatchObject({ name: 'Quarterly NPS', status: 'live' })
  })

  test('a viewer may only look, a key only as far as its scopes go, a marketer may do all', async () => {
    const { id } = await create()
    const writes = [
      ['POST', '', { name: 'x' }], ['PATCH', `/${id}`, { name: 'x' }], ['DELETE', `/${id}`], ['POST', `/${id}/publish`], ['POST', `/${id}/status`, { status: 'live' }], ['POST', `/${id}/duplicate`],
      ['POST', `/${id}/versions/1/restore`], ['PUT', '/settings', {}], ['POST', '/settings/signing-secret'],
    ] as const
    const [agent, analyst, marketer, key] = [await makeUser(server, 'agent'), await makeUser(server, 'analyst'), await makeUser(server, 'marketer'), await makeSecretKey(server, owner, ['surveys:read'])]
    for (const as of [viewer, agent, analyst, key]) {
      for (const [method, path, body] of writes) expect((await server.request(method, `/v1/surveys${path}`, { as, ...(body ? { body } : {}) })).status, `${method} ${path}`).toBe(403)
      expect((await server.request('GET', `/v1/surveys/${id}`, { as })).status).toBe(200)
    }
    expect((await post(`/${id}/publish`, undefined, marketer)).status).toBe(200)
    for (const path of ['', `/${id}`, '/templates', '/question-types', '/settings']) expect((await server.request('GET', `/v1/surveys${path}`)).status, path).toBe(401)
  })
})

describe('hostile definitions', () => {
  const nestedCondition = (depth: number): object => (depth === 0 ? { type: 'answer', question: 'score', operator: 'is_answered' } : { type: 'all', conditions: [nestedCondition(depth - 1)] })
  const nestedConfig = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const withQuestion = (change: object) => ({ name: 'x', content: { ...content, questions: [{ ...score, ...change }] } })

  test.each<[string, object]>([
    ['no name', { content }],
    ['a blank name', { name: ' ' }],
    ['a name beyond its length', { name: 'x'.repeat(201) }],
    ['NUL in a name', { name: 'x\0' }],
    ['half a character in a text', withQuestion({ title: text('x\ud800') })],
    ['NUL in a config', withQuestion({ config: { lowLabel: text('x\0') } })],
    ['NUL in the name of a field of a config', withQuestion({ config: { 'x\0': 1 } })],
    ['NUL in a rule', withQuestion({ showIf: { type: 'person', rule: { type: 'all', conditions: [{ type: 'trait', trait: 'x\0', operator: 'exists' }] } } })],
    ['a key in capitals', withQuestion({ key: 'Score' })],
    ['a key of JavaScript', withQuestion({ key: '__proto__' })],
    ['a text beyond its length', withQuestion({ title: text('x'.repeat(2_001)) })],
    ['a language that is none', withQuestion({ title: { i18n: { 'en"><script>': 'x' } } })],
    ['101 questions', { name: 'x', content: { ...content, questions: Array.from({ length: 101 }, (_, index) => ({ ...score, key: `q${index}` })) } }],
    ['no ending', { name: 'x', content: { ...content, endings: [] } }],
    ['an ending that runs a script', { name: 'x', content: { ...content, endings: [{ ...thanks, url: 'javascript:alert(1)' }] } }],
    ['a colour that is a rule', { name: 'x', content: { ...content, theme: { accent: 'red;background:url(//x)' } } }],
    ['a font that is none', { name: 'x', content: { ...content, theme: { font: 'url(//x)' } } }],
    ['conditions nested by forty', withQuestion({ showIf: nestedCondition(41) })],
    ['conditions nested by the thousand', withQuestion({ showIf: nestedCondition(2_000) })],
    ['a PIN of letters', { name: 'x', targeting: { channels: { link: { pin: 'abcd' } } } }],
    ['more than everybody', { name: 'x', targeting: { samplePercent: 101 } }],
    ['an end before the start', { name: 'x', targeting: { schedule: { startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-01-01T00:00:00Z' } } }],
    ['a kind that is none', { name: 'x', kind: 'robots' }],
  ])('%s: 400', async (_name, body) => {
    const refused = await post<Failure>('', body)
    expect(refused.status, JSON.stringify(refused.body).slice(0, 300)).toBe(400)
    expect(refused.body.error.code).toBe('invalid_request')
  })

  test.each([60, 20_000])('a config nested %i deep: 400, in a survey, a change and a preview', async (depth) => {
    const { id } = await create()
    const deep = JSON.stringify({ ...content, questions: [{ ...score, config: '@' }] }).replace('"@"', nestedConfig(depth))
    const headers = { 'content-type': 'application/json' }
    for (const [method, path, body] of [['POST', '', `{"name":"x","content":${deep}}`], ['PATCH', `/${id}`, `{"content":${deep}}`], ['POST', '/preview', `{"content":${deep}}`]] as const) {
      expect((await server.request(method, `/v1/surveys${path}`, { as: owner, body, headers })).status, `${method} ${path}`).toBe(400)
    }
  })

  test('markup is text, wherever it stands', async () => {
    const markup = '<img src=x onerror=alert(1)>'
    const survey = await create({ name: markup, content: { ...content, questions: [{ ...score, title: text(markup), config: { lowLabel: text(markup) } }] } })
    await publish(survey.id)
    expect(await read(survey.id)).toMatchObject({ name: markup, content: { questions: [{ title: text(markup) }] } })
  })

  test('a survey of 20 large pictures is taken, a larger body is not', async () => {
    const bytes = Buffer.concat([Buffer.from('RIFF0000WEBP'), Buffer.alloc(149_900)])
    const choices = Array.from({ length: 20 }, (_, index) => ({ key: `p${index}`, label: text('Picture'), image: `data:image/webp;base64,${bytes.toString('base64')}` }))
    const survey = await create({ content: { ...content, questions: [{ key: 'p', type: 'picture_choice', title: text('Which?'), config: { choices } }] } })
    expect((await publish(survey.id)).version).toBe(1)
    expect((await post('', { name: 'x', more: 'x'.repeat(7 * 1024 * 1024) })).status).toBe(413)
    expect((await server.request('PUT', '/v1/surveys/settings', { as: owner, body: { more: 'x'.repeat(1_100_000) } })).status).toBe(413)
  })
})
