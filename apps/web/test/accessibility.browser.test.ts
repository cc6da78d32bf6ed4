// Every page, and everything that opens over it, on a desk and on a phone, in light and in dark.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSetupLink } from '../../server/src/features/access/index.ts'
import type { InviteReply, Me } from '../../server/src/features/access/access.contract.ts'
import type { Connector } from '../../server/src/features/connectors/connectors.contract.ts'
import type { PersonRow } from '../../server/src/features/people/people.contract.ts'
import type { Persona, SuggestionRun } from '../../server/src/features/personas/personas.contract.ts'
import type { Source } from '../../server/src/features/sources/sources.contract.ts'
import { startHttpReceiver, type HttpReceiver } from '../../server/test/http-receiver.ts'
import { makeUser } from '../../server/test/makers.ts'
import { expectStatus, type Person } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { sendEvents, startAdminApp, waitUntilProcessed, type AdminApp } from './admin-app.ts'
import { makeAnsweredSurvey } from './answered-survey.ts'
import { auditedViews, type AuditedView, type AuditedWorld } from './audited-views.ts'
import { loadDemoBrand } from './demo-brand.ts'
import { listFaults, listViolations, settle, showScheme } from './page-audit.ts'

let app: AdminApp
let receiver: HttpReceiver
let owner: Person
let world: AuditedWorld

beforeAll(async () => {
  app = await startAdminApp()
  receiver = await startHttpReceiver()
})
afterAll(async () => {
  await app?.close()
  await receiver?.close()
})

const schemes = ['light', 'dark'] as const

/** What is wrong with the page as it stands, in both colour schemes. */
async function audit(page: Page, within?: string): Promise<string[]> {
  const faults: string[] = []
  for (const colorScheme of schemes) {
    await showScheme(page, colorScheme)
    await settle(page)
    faults.push(...(await listViolations(page, { within, isColourOnly: colorScheme === 'dark' })).map((violation) => `${colorScheme}: ${violation}`))
  }
  return [...faults, ...(await listFaults(page))]
}

const orderedBefore = {
  type: 'all',
  conditions: [{ type: 'event', event: { type: 'track', name: 'Order Completed' }, operator: 'at_least', value: 1, window: { kind: 'ever' } }],
}

const inEnglish = (text: string) => ({ i18n: { en: text } })
/** One question still has no title and no choices. */
const halfSurvey = {
  questions: [
    { key: 'q1', type: 'single_choice', title: { i18n: {} }, config: { choices: [{ key: 'c1', label: inEnglish('Price') }] } },
    { key: 'q2', type: 'nps', title: inEnglish('How likely are you to come again?'), jumps: [{ if: { type: 'answer', question: 'q2', operator: 'at_most', value: 6 }, to: 'end1' }] },
  ],
  endings: [{ key: 'end1', kind: 'thanks', title: inEnglish('Thank you') }],
}

/** Puts something on every page: the demo brand, and what it does not bring. */
async function fillWorkspace(): Promise<AuditedWorld> {
  const { server } = app
  const brand = await loadDemoBrand(app, owner)
  const get = async <Item>(path: string) => expectStatus(await server.request<{ items: Item[] }>('GET', path, { as: brand }), 200).body.items
  const post = async <Reply>(path: string, body: object, status = 200) => expectStatus(await server.request<Reply>('POST', path, { as: brand, body }), status).body
  await sendEvents(app, brand.writeKey, [
    ...['twin-1', 'twin-2'].map((userId) => ({ type: 'identify', userId, traits: { email: 'twin@example.com', name: `Twin ${userId}` } })),
    { type: 'track', event: 'Nobody Did This' },
    { type: 'track', userId: 'twin-1', event: 'Segment Entered' },
    { type: 'track', userId: 'twin-1', event: 'Too Early', timestamp: '1970-01-01T00:00:00Z' },
  ])
  await waitUntilProcessed(app, brand)
  const connector = await post<Connector>('/v1/connectors', { type: 'webhook', name: 'Data team', config: { url: receiver.url, allowPrivateNetwork: true } }, 201)
  await post(`/v1/connectors/${connector.id}/test`, {})
  receiver.answer = () => ({ status: 400, body: 'no' })
  await post(`/v1/connectors/${connector.id}/test`, {})
  await post('/v1/secret-keys', { name: 'Warehouse', scopes: ['people:read'] }, 201)
  await makeUser(server, 'viewer', { ...owner, ...brand })
  const { link } = await post<InviteReply>('/v1/team/invitations', { email: 'vera@example.com', role: 'analyst' }, 201)
  const [buyer] = await get<PersonRow>('/v1/people?sort=orders&limit=1')
  const [visitor] = await get<PersonRow>('/v1/people?identified=no&limit=1')
  await post(`/v1/people/${buyer!.id}/merge`, { otherId: visitor!.id, reason: 'Said so at the till' })
  const [doubted] = await get<PersonRow>('/v1/people?search=twin-2')
  const [company] = await get<{ id: string }>('/v1/companies')
  const [source] = await get<Source>('/v1/sources')
  const segment = await post<{ id: string }>('/v1/segments', { name: 'Ordered before', definition: orderedBefore }, 201)
  await post('/v1/segments', { name: 'Ordered, and in Germany', definition: { type: 'all', conditions: [{ type: 'segment', segmentId: segment.id }, { type: 'trait', trait: '$country', operator: 'equals', value: 'DE' }] } }, 201)
  const list = await post<{ id: string }>('/v1/segments', { name: 'Trade fair', kind: 'static' }, 201)
  await post(`/v1/segments/${list.id}/members`, { identifiers: ['twin-1', 'twin-2'] })
  const trait = await post<{ id: string }>('/v1/computed-traits', { key: 'orders_ever', name: 'Orders ever', computation: { function: 'count', event: { type: 'track', name: 'Order Completed' }, window: { kind: 'ever' } } }, 201)
  await waitFor('segments and traits to be filled', async () => [...(await get<{ status: string }>('/v1/segments')), ...(await get<{ status: string }>('/v1/computed-traits'))].every(({ status }) => status === 'ready'), 60)
  await post('/v1/personas/suggestions', {}, 202)
  const suggestion = await waitFor('personas to be suggested', async () => {
    const { body } = await server.request<{ run: SuggestionRun }>('GET', '/v1/personas/suggestions', { as: brand })
    return body.run.suggestions[0]
  }, 60)
  const persona = await post<Persona>(`/v1/personas/suggestions/${suggestion.id}/accept`, { quotes: ['I come when I need something.'] }, 201)
  const survey = await post<{ id: string }>('/v1/surveys', { name: 'Relational NPS', template: 'relational_nps' }, 201)
  await post(`/v1/surveys/${survey.id}/publish`, {})
  const draftSurvey = await post<{ id: string }>('/v1/surveys', { name: 'Half a survey', content: halfSurvey }, 201)
  const answered = await makeAnsweredSurvey(app, brand, buyer!.id)
  const message = await waitFor('the mail with the invitation', async () => (await get<{ id: string }>('/v1/outbox?search=vera'))[0])
  return {
    full: brand.workspace,
    empty: owner.workspace,
    personId: buyer!.id,
    doubtedId: doubted!.id,
    companyId: company!.id,
    personaId: persona.id,
    sourceId: source!.id,
    connectorId: connector.id,
    messageId: message.id,
    segmentId: segment.id,
    listId: list.id,
    computedTraitId: trait.id,
    surveyId: survey.id,
    draftSurveyId: draftSurvey.id,
    answeredSurveyId: answered.surveyId,
    responseId: answered.responseId,
    invitationToken: link.split('#token=')[1]!,
  }
}

describe('before the set-up', () => {
  test.each([1440, 375])('the form at %i px', async (width) => {
    const context = await app.openBrowser({ viewport: { width, height: 812 } })
    const page = await app.openPage(context)
    await page.goto((await createSetupLink(app.server.platform.db, app.server.config))!)
    await page.getByRole('button', { name: 'Create owner' }).waitFor()
    expect(await audit(page)).toEqual([])
    await context.close()
  })

  test('the workspace is filled', async () => {
    owner = await app.server.signUp()
    world = await fillWorkspace()
    const { body } = await app.server.request<Me>('GET', '/v1/me', { as: owner })
    expect(body.workspaces.map(({ slug }) => slug).toSorted()).toEqual([world.empty, world.full].toSorted())
  })
})

describe.each([1440, 375])('at %i px', (width) => {
  let context: BrowserContext
  let page: Page
  let strangers: Page

  beforeAll(async () => {
    const options = { viewport: { width, height: width < 600 ? 812 : 900 } }
    context = await app.openBrowser(options)
    await app.signIn(context, owner)
    page = await app.openPage(context)
    strangers = await app.openPage(await app.openBrowser(options))
  })
  afterAll(async () => {
    await context?.close()
    await strangers?.context().close()
  })

  test.each(auditedViews)('$name', async ({ path, open, within, isPublic }: AuditedView) => {
    const visited = isPublic ? strangers : page
    // An address that differs behind # alone would not load anew.
    await visited.goto('about:blank')
    await visited.emulateMedia({ colorScheme: 'light' })
    await visited.goto(app.url + path(world))
    await open?.(visited)
    expect(await audit(visited, within)).toEqual([])
  })
})

test('the browser had nothing to complain of', () => {
  expect(app.complaints).toEqual([])
})
