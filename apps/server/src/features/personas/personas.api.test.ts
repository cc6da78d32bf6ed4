import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeUser, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { jpeg, png, webp } from '../../../test/pictures.ts'
import { expectStatus, startTestServer, type Person, type Reply, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Persona, PersonaFigures, SuggestionRun } from './personas.contract.ts'

let server: TestServer
let owner: Person
let stranger: Person
let viewer: Person

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  stranger = await makeWorkspace(server)
  viewer = await makeUser(server, 'viewer')
  await server.startWorker()
})
afterAll(() => server.close())

const texts = { name: 'Ann the gardener', summary: 'Grows roses', goals: ['Healthy roses'], quotes: ['I know my soil.'] }
const create = async (body: object = texts, as = owner) => expectStatus(await server.request<Persona>('POST', '/v1/personas', { body, as }), 201).body
const get = async <T>(url: string, as = owner) => expectStatus(await server.request<T>('GET', url, { as }), 200).body
const listAudit = async (target: string) => (await get<{ items: { action: string; before: unknown; after: unknown }[] }>(`/v1/audit?target=${target}`)).items

describe('a persona', () => {
  test('is created, read, listed, changed and deleted, each with an audit entry', async () => {
    const made = await create()
    expect(made).toMatchObject({ ...texts, frustrations: [], segmentId: null, overview: null, portrait: { kind: 'drawn' }, createdBy: 'Olga Owner' })
    const changed = expectStatus(await server.request<Persona>('PATCH', `/v1/personas/${made.id}`, { body: { goals: [], summary: 'Grows dahlias' }, as: owner }), 200).body
    expect(changed).toMatchObject({ name: texts.name, summary: 'Grows dahlias', goals: [], quotes: texts.quotes, portrait: made.portrait })
    expect((await get<{ items: Persona[] }>('/v1/personas')).items.map(({ id }) => id)).toContain(made.id)
    expect((await server.request('DELETE', `/v1/personas/${made.id}`, { as: owner })).status).toBe(204)
    expect((await server.request('GET', `/v1/personas/${made.id}`, { as: owner })).status).toBe(404)
    const entries = await listAudit(made.id)
    expect(entries.map(({ action }) => action)).toEqual(['persona.deleted', 'persona.changed', 'persona.created'])
    expect(entries[1]).toMatchObject({ before: { summary: 'Grows roses' }, after: { summary: 'Grows dahlias' } })
  })

  test('keeps to its lengths', async () => {
    for (const body of [{}, { name: '  ' }, { name: 'x'.repeat(101) }, { name: 'x', summary: 'x'.repeat(2_001) }, { name: 'x', goals: ['x'.repeat(301)] }, { name: 'x', goals: [''] }, { name: 'x', quotes: Array.from({ length: 21 }, () => 'x') }, { name: 'x', portraitSeed: -1 }]) {
      expect((await server.request('POST', '/v1/personas', { body, as: owner })).status, JSON.stringify(body).slice(0, 60)).toBe(400)
    }
    expect((await create({ name: 'x'.repeat(100), goals: Array.from({ length: 20 }, () => 'y'.repeat(300)) })).goals).toHaveLength(20)
  })

  test('cannot be tied to a segment that is not there, and has no figures without one', async () => {
    const nowhere = '00000000-0000-7000-8000-000000000000'
    expect((await server.request('POST', '/v1/personas', { body: { ...texts, segmentId: nowhere }, as: owner })).status).toBe(404)
    const { id } = await create()
    expect((await server.request('PATCH', `/v1/personas/${id}`, { body: { segmentId: nowhere }, as: owner })).status).toBe(404)
    expect((await server.request('GET', `/v1/personas/${id}/figures`, { as: owner })).status).toBe(404)
  })

  test('is nobody else’s: another workspace gets 404 everywhere, a viewer may only look', async () => {
    const { id } = await create()
    const calls = [['GET', ''], ['PATCH', ''], ['DELETE', ''], ['GET', '/figures'], ['GET', '/portrait']] as const
    for (const [method, path] of calls) {
      expect((await server.request(method, `/v1/personas/${id}${path}`, { as: stranger, ...(method === 'PATCH' ? { body: { name: 'Stolen' } } : {}) })).status, `${method} ${path}`).toBe(404)
    }
    expect((await server.request('PUT', `/v1/personas/${id}/portrait`, { as: stranger, body: png, headers: { 'content-type': 'image/png' } })).status).toBe(404)
    expect((await get<{ items: Persona[] }>('/v1/personas', stranger)).items).toEqual([])
    expect((await get<Persona>(`/v1/personas/${id}`, viewer)).name).toBe(texts.name)
    for (const [method, path, body] of [['PATCH', `/${id}`, { name: 'x' }], ['DELETE', `/${id}`, undefined], ['POST', '', texts], ['POST', '/suggestions', {}]] as const) {
      expect((await server.request(method, `/v1/personas${path}`, { as: viewer, ...(body ? { body } : {}) })).status, `${method} ${path}`).toBe(403)
    }
    expect((await server.request('GET', '/v1/personas')).status).toBe(401)
  })
})

describe('a portrait', () => {
  const upload = (id: string, body: Buffer, type = 'image/png'): Promise<Reply<Persona>> => server.request('PUT', `/v1/personas/${id}/portrait`, { as: owner, body, headers: { 'content-type': type } })
  const picture = async (id: string) => server.app.inject({ method: 'GET', url: `/v1/personas/${id}/portrait`, headers: { ...owner.headers, host: 'localhost:4400' } })

  test('is drawn from its seed until one is uploaded, and drawn again with another seed', async () => {
    const made = await create({ name: 'Ben', portraitSeed: 7 })
    const drawn = await picture(made.id)
    expect(drawn.headers['content-type']).toContain('image/svg+xml')
    expect(drawn.body).toMatch(/^<svg /)
    for (const [bytes, type] of [[png, 'image/png'], [jpeg, 'image/jpeg'], [webp, 'image/webp']] as const) {
      const { portrait } = expectStatus(await upload(made.id, bytes, 'application/octet-stream'), 200).body
      expect(portrait.kind).toBe('uploaded')
      const shown = await picture(made.id)
      expect(shown.headers).toMatchObject({ 'content-type': type, 'x-content-type-options': 'nosniff' })
      expect(shown.headers['content-security-policy']).toContain('sandbox')
      expect(shown.rawPayload.equals(bytes)).toBe(true)
    }
    const again = expectStatus(await server.request<Persona>('PATCH', `/v1/personas/${made.id}`, { body: { portraitSeed: 8 }, as: owner }), 200).body
    expect(again.portrait).toMatchObject({ kind: 'drawn', seed: 8 })
    expect(again.portrait.url).not.toBe(made.portrait.url)
    expect((await picture(made.id)).body).not.toBe(drawn.body)
  })

  test('is never anything but a picture, whatever it is called', async () => {
    const { id } = await create({ name: 'Cid' })
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    const html = Buffer.from('<!doctype html><script>alert(1)</script>')
    for (const body of [svg, html, Buffer.concat([png.subarray(0, 8), html]), Buffer.concat([jpeg.subarray(0, 4), svg]), Buffer.from('GIF89a'), Buffer.alloc(0)]) {
      const reply = await upload(id, body)
      expect(reply.status).toBe(400)
      expect(reply.body).toMatchObject({ error: { code: 'invalid_request' } })
    }
    expect((await upload(id, svg, 'image/svg+xml')).status).toBe(400)
    expect((await get<Persona>(`/v1/personas/${id}`)).portrait.kind).toBe('drawn')
  })

  test('is at most 2 MB', async () => {
    const { id } = await create({ name: 'Dora' })
    const pad = (length: number) => Buffer.concat([png, Buffer.alloc(length - png.length)])
    expect((await upload(id, pad(2 * 1024 * 1024))).status).toBe(200)
    expect((await upload(id, pad(2 * 1024 * 1024 + 1))).status).toBe(413)
    // What other routes take is no larger than before.
    expect((await server.request('POST', '/v1/personas', { as: owner, body: { name: 'x', summary: 'x'.repeat(1_100_000) } })).status).toBe(413)
  })
})

const dayMs = 86_400_000
const track = (userId: string, event: string, daysAgo: number, properties: object) => ({
  type: 'track', event, userId, timestamp: new Date(Date.now() - daysAgo * dayMs).toISOString(), messageId: `${userId}-${event}-${daysAgo}`, properties,
})

/** Fifty who read poetry on the site, fifty who buy seeds with coupons in shops, fifty who left. */
function listEvents(): object[] {
  const events: object[] = []
  for (let index = 0; index < 50; index += 1) {
    for (let time = 0; time < 4 + (index % 3); time += 1) {
      events.push(track(`reader-${index}`, 'Product Viewed', 2 + time * 20 + (index % 5), { product_id: 'p', category: 'poetry', price: 20 }))
      events.push(track(`reader-${index}`, 'Order Completed', 1 + time * 20 + (index % 5), { order_id: `r${index}-${time}`, total: 60 + index, currency: 'EUR', channel: 'web' }))
      events.push(track(`saver-${index}`, 'Order Completed', 5 + time * 25 + (index % 5), { order_id: `s${index}-${time}`, total: 9 + (index % 4), currency: 'EUR', channel: 'store', coupon: 'SEEDS' }))
    }
    events.push(track(`saver-${index}`, 'Product Viewed', 30 + index, { product_id: 's', category: 'seeds', price: 3 }))
    events.push(track(`reader-${index}`, 'Product Reviewed', 1, { rating: 5 }))
    for (const time of [0, 1]) events.push(track(`gone-${index}`, 'Product Viewed', 250 + index + time * 9, { product_id: 't', category: 'travel', price: 90 }))
  }
  return events
}

describe('suggestions', () => {
  const readRun = async () => (await get<{ run: SuggestionRun | null }>('/v1/personas/suggestions')).run
  const finish = async () => {
    await waitFor('the run to end', async () => !['waiting', 'running'].includes((await readRun())!.state), 60)
    return (await readRun())!
  }

  test('say what is missing when there are too few customers', async () => {
    expect(await readRun()).toBeNull()
    const asked = expectStatus(await server.request<SuggestionRun>('POST', '/v1/personas/suggestions', { body: {}, as: owner }), 202).body
    expect(asked).toMatchObject({ state: 'waiting', progress: 0, suggestions: [] })
    expect(await finish()).toMatchObject({ state: 'failed', message: expect.stringContaining('60 identified customers') as string })
  })

  test('find the kinds of customers there are, and become personas with a segment that holds them', async () => {
    const { writeKey } = await makeWriteKey(server, owner, { platform: 'server' })
    expectStatus(await server.request('POST', '/v1/import', { body: { batch: listEvents(), writeKey } }), 200)
    await waitFor('the events to be processed and exported', async () => {
      const counters = await get<{ waiting: number; exporting: number }>('/v1/stream/counters')
      return counters.waiting === 0 && counters.exporting === 0
    })
    const first = expectStatus(await server.request<SuggestionRun>('POST', '/v1/personas/suggestions', { body: { seed: 5 }, as: owner }), 202).body
    // A second wish while the first is under way is the same one.
    const second = expectStatus(await server.request<SuggestionRun>('POST', '/v1/personas/suggestions', { body: {}, as: owner }), 202).body
    expect(second.id).toBe(first.id)
    const run = await finish()
    expect(run).toMatchObject({ id: first.id, state: 'done', k: 3, seed: 5, progress: 1, peopleRead: 150, people: 150 })
    expect(run.suggestions.map(({ size, state }) => [size, state])).toEqual([[50, 'open'], [50, 'open'], [50, 'open']])
    expect(run.tried.length).toBeGreaterThan(3)
    const savers = run.suggestions.find(({ differences }) => differences.some(({ text }) => text === '100% of orders with a coupon (others 0%)'))!
    expect(savers.fidelity.f1).toBeGreaterThan(0.9)
    expect(savers.ruleText).toMatch(/^customers who are identified, and /)

    for (const verb of ['accept', 'dismiss', 'reopen']) {
      expect((await server.request('POST', `/v1/personas/suggestions/${savers.id}/${verb}`, { body: {}, as: stranger })).status).toBe(404)
      expect((await server.request('POST', `/v1/personas/suggestions/${savers.id}/${verb}`, { body: {}, as: viewer })).status).toBe(403)
    }
    expect((await server.request('GET', `/v1/personas/suggestion-runs/${run.id}`, { as: stranger })).status).toBe(404)
    expect((await get<{ run: unknown }>('/v1/personas/suggestions', stranger)).run).toBeNull()

    const made = expectStatus(await server.request<Persona>('POST', `/v1/personas/suggestions/${savers.id}/accept`, { body: { name: 'Savers' }, as: owner }), 201).body
    expect(made).toMatchObject({ name: 'Savers', segmentName: 'Savers', goals: savers.persona.goals })
    await waitFor('the segment to be filled', async () => (await get<Persona>(`/v1/personas/${made.id}`)).overview?.size === 50)
    const { overview } = await get<Persona>(`/v1/personas/${made.id}`)
    expect(overview).toMatchObject({ customers: 50, allCustomers: 150, satisfaction: null, currency: 'EUR' })
    expect(overview!.share).toBeCloseTo(1 / 3, 9)
    expect(overview!.revenueMean).toBeCloseTo(overview!.revenue / 50, 9)
    const figures = await get<PersonaFigures>(`/v1/personas/${made.id}/figures`)
    expect(figures).toMatchObject({ lookedAt: 50, comparedWith: 150, observedChannel: 'store' })
    expect(figures.orderChannels[0]).toMatchObject({ channel: 'store', share: 1 })
    expect(figures.behaviours).toMatchObject([{ event: 'Order Completed', people: 50, share: 1, lift: 1.5 }])

    expect((await server.request('POST', `/v1/personas/suggestions/${savers.id}/accept`, { body: {}, as: owner })).status).toBe(409)
    expect((await server.request('POST', `/v1/personas/suggestions/${savers.id}/dismiss`, { as: owner })).status).toBe(409)
    expect((await readRun())!.suggestions.find(({ id }) => id === savers.id)).toMatchObject({ state: 'accepted', personaId: made.id })
  }, 120_000)

  test('are put aside and taken up again', async () => {
    const open = (await readRun())!.suggestions.find(({ state }) => state === 'open')!
    const decide = async (verb: string) => expectStatus(await server.request<{ state: string }>('POST', `/v1/personas/suggestions/${open.id}/${verb}`, { as: owner }), 200).body.state
    expect(await decide('dismiss')).toBe('dismissed')
    expect(await decide('reopen')).toBe('open')
    expect((await listAudit(open.id)).map(({ action }) => action)).toEqual(['persona_suggestion.reopened', 'persona_suggestion.dismissed'])
  })

  test('can be cancelled, once', async () => {
    const { id } = expectStatus(await server.request<SuggestionRun>('POST', '/v1/personas/suggestions', { body: {}, as: owner }), 202).body
    expect((await server.request('POST', `/v1/personas/suggestion-runs/${id}/cancel`, { as: stranger })).status).toBe(404)
    expectStatus(await server.request('POST', `/v1/personas/suggestion-runs/${id}/cancel`, { as: owner }), 200)
    expect((await readRun())!.state).toBe('cancelled')
    expect((await server.request('POST', `/v1/personas/suggestion-runs/${id}/cancel`, { as: owner })).status).toBe(409)
  })
})
