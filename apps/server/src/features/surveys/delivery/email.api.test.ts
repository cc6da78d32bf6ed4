import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startMailServer, type MailServer } from '../../../../test/mail-server.ts'
import { makeUser, makeWorkspace, makeWriteKey } from '../../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../../test/stream-probe.ts'
import { makeLiveSurvey, npsContent, type SurveyParts } from '../../../../test/surveys.ts'
import { createMovableClock, expectStatus, startTestServer, type Person, type TestServer } from '../../../../test/test-server.ts'
import { waitFor } from '../../../../test/wait.ts'
import { askByEmail } from './email.service.ts'
import type { Decision } from '../delivery.contract.ts'

const clock = createMovableClock()
let mails: MailServer
let server: TestServer
let owner: Person
let probe: StreamProbe
let serverKey: string

beforeAll(async () => {
  mails = await startMailServer()
  server = await startTestServer({ clock, config: { smtpUrl: mails.url } })
  owner = await server.signUp()
  serverKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
  probe = createStreamProbe(server, owner)
  await server.startWorker()
})
afterAll(async () => {
  await server.close()
  await mails.close()
})
beforeEach(() => {
  mails.refusal = undefined
  mails.received.length = 0
})

let people = 0
const send = async (path: string, body: object) => expectStatus(await server.request('POST', path, { body, headers: { authorization: `Basic ${btoa(`${serverKey}:`)}` } }), 200)
async function makePerson(traits: object = {}): Promise<{ userId: string; email: string; id: string }> {
  people += 1
  const userId = `reader-${people}`
  const email = `reader-${people}@shop.example`
  await send('/v1/identify', { userId, traits: { first_name: 'Ann', email, ...traits } })
  await probe.settle()
  return { userId, email, id: (await probe.findPerson(userId))!.id }
}
const logo = `data:image/png;base64,${Buffer.from('not really a picture').toString('base64')}`
async function makeMailed(event: string, parts: SurveyParts = {}) {
  const content = npsContent()
  content.questions[0]!.title = { i18n: { en: 'How likely is {{trait:first_name|somebody}} to recommend us?' } }
  content.theme.logo = logo
  return makeLiveSurvey(server, owner, {
    content, ...parts,
    targeting: {
      respectsRest: false, frequency: { kind: 'times', times: 50 },
      channels: { email: { isOn: true, subject: { i18n: { en: 'A question for {{trait:first_name|you}}' } }, body: { i18n: { en: 'Thanks for your order.' } } } },
      trigger: { events: [{ type: 'track', name: event, filters: [] }] }, ...parts.targeting,
    },
  })
}
const order = (userId: string, event: string, more: object = {}) => send('/v1/track', { userId, event, ...more })
const mailsTo = (email: string) => mails.received.filter(({ to }) => to === email)
const arrive = (email: string, count = 1) => waitFor(`${count} mails to ${email}`, () => mailsTo(email).length >= count && mailsTo(email))
const decisionsOf = async (surveyId: string) => expectStatus(await server.request<{ items: Decision[] }>('GET', `/v1/surveys/${surveyId}/decisions`, { as: owner }), 200).body.items
const decided = (surveyId: string, reason: string) => waitFor(`The decision ${reason}`, async () => (await decisionsOf(surveyId)).find((decision) => decision.reason === reason))
const countAsks = async (surveyId: string) => (await sql<{ count: number }>`select count(*)::int as count from survey_asks where survey_id = ${surveyId}`.execute(server.platform.db)).rows[0]!.count

describe('a survey with a trigger', () => {
  test('is mailed to whom the event is about, with one link an answer that opens the page with it chosen', async () => {
    const survey = await makeMailed('Order Delivered')
    const { userId, email, id } = await makePerson()
    await order(userId, 'Order Delivered')
    const [{ mail }] = (await arrive(email)) as [MailServer['received'][number]]
    expect(mail.subject).toBe('A question for Ann')
    expect(mail.html).toContain('How likely is Ann to recommend us?')
    expect(mail.text).toContain('Thanks for your order.')
    expect(mail.attachments).toMatchObject([{ mimeType: 'image/png', disposition: 'inline' }])
    expect(mail.html).toMatch(/<img src="cid:/)
    expect(mail.headers.find((header) => header.key === 'list-unsubscribe')).toBeUndefined()
    const links = [...mail.html!.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
    expect(links).toHaveLength(12)
    const url = new URL(links[9]!)
    expect([url.origin, url.searchParams.get('q'), url.searchParams.get('v')]).toEqual(['http://localhost:4400', 'nps', '9'])
    const token = url.pathname.replace('/s/t/', '')
    const opened = expectStatus(await server.request<{ preset: object; responseId: string; token: string }>('GET', `/v1/survey-links/${token}/content${url.search}`), 200).body
    expect(opened.preset).toEqual({ question: 'nps', value: 9 })
    // The click alone was nothing; the answer comes with the first gesture of a person.
    const told = await waitFor('The event that tells', async () => {
      await probe.settle()
      const names = (await probe.eventsOf(userId)).map(({ name }) => name).filter((name) => name.startsWith('Survey'))
      return names.length > 0 && names
    })
    expect(told).toEqual(['Survey Shown'])
    const body = { token: opened.token, responseId: opened.responseId, revision: 1, answers: { nps: 9 }, isCompleted: true, proof: { gestures: 1, trap: '' } }
    expectStatus(await server.request('POST', '/v1/survey-responses', { body }), 200)
    await probe.settle()
    expect((await probe.eventsOf(userId)).map(({ name }) => name)).toEqual(['', 'Order Delivered', 'Survey Shown', 'Survey Started', 'Survey Answered', 'Survey Completed'])
    expect(await decisionsOf(survey.id)).toMatchObject([{ reason: 'asked', channel: 'email', profileId: id }])
  })

  test('is mailed only for events that its filters take, and not for history', async () => {
    const survey = await makeMailed('', { targeting: { trigger: { events: [{ type: 'track', name: 'Order Paid', filters: [{ property: 'total', operator: 'at_least', value: 100 }] }] } } })
    const { userId, email } = await makePerson()
    await order(userId, 'Order Paid', { properties: { total: 99 } })
    await order(userId, 'Order Shipped', { properties: { total: 200 } })
    await order(userId, 'Order Paid', { properties: { total: 100 }, timestamp: new Date(clock.now() - 2 * 86_400_000).toISOString() })
    await send('/v1/import', { batch: [{ type: 'track', userId, event: 'Order Paid', properties: { total: 500 } }] })
    await order(userId, 'Order Paid', { properties: { total: 100 } })
    await arrive(email)
    await probe.settle()
    expect(await countAsks(survey.id)).toBe(1)
    expect(mailsTo(email)).toHaveLength(1)
  })

  test('waits as long as it is told', async () => {
    const survey = await makeMailed('', { targeting: { trigger: { events: [{ type: 'track', name: 'Parcel Opened', filters: [] }], delaySeconds: 3_600 } } })
    const { userId, id } = await makePerson()
    await order(userId, 'Parcel Opened')
    await probe.settle()
    const { rows } = await sql<{ runAt: Date }>`
      select run_at as "runAt" from graphile_worker._private_jobs as jobs join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id
      where identifier = 'ask-by-email' and payload ->> 'profileId' = ${id}`.execute(server.platform.db)
    expect(rows).toHaveLength(1)
    expect(rows[0]!.runAt.getTime() - clock.now()).toBeGreaterThan(3_590_000)
    expect(await countAsks(survey.id)).toBe(0)
  })

  test('obeys the same rules as a claim', async () => {
    const survey = await makeMailed('Visit Ended', { targeting: { frequency: { kind: 'once' } } })
    const { userId, email } = await makePerson()
    await order(userId, 'Visit Ended')
    await arrive(email)
    await order(userId, 'Visit Ended')
    expect((await decided(survey.id, 'already_asked')).text).toContain('it asks once')
    expect(mailsTo(email)).toHaveLength(1)
  })

  test('comes at the next hour that its schedule allows', async () => {
    const hour = (shift: number) => (new Date(clock.now() + shift * 3_600_000).getUTCHours() + 24) % 24
    // The workspace is in Berlin, which is one or two hours ahead: never now, in any case within a day.
    const survey = await makeMailed('Night Visit', { targeting: { trigger: { events: [{ type: 'track', name: 'Night Visit', filters: [] }] }, schedule: { fromHour: hour(6), toHour: hour(7) || 24 } } })
    const { userId, id, email } = await makePerson()
    await order(userId, 'Night Visit')
    await decided(survey.id, 'outside_schedule')
    const runAt = await waitFor('The job for later', async () => {
      const { rows } = await sql<{ runAt: Date }>`select run_at as "runAt" from graphile_worker._private_jobs where payload ->> 'profileId' = ${id} and run_at > now() + interval '1 hour'`.execute(server.platform.db)
      return rows[0]?.runAt
    })
    expect(runAt.getTime() - clock.now()).toBeGreaterThan(3 * 3_600_000)
    expect(runAt.getTime() - clock.now()).toBeLessThan(7 * 3_600_000)
    expect(mailsTo(email)).toEqual([])
  })

  test.each([['without an address', { email: null }, 'No e-mail address is known.']])('skips somebody %s, and says why', async (_what, traits, text) => {
    const survey = await makeMailed('Visit Noted')
    const { userId } = await makePerson(traits)
    await order(userId, 'Visit Noted')
    expect((await decided(survey.id, 'unreachable')).text).toBe(text)
    expect(await countAsks(survey.id)).toBe(0)
  })

  test('skips who withdrew consent to it', async () => {
    const survey = await makeMailed('Visit Seen')
    const { userId } = await makePerson()
    await order(userId, 'Consent Withdrawn', { properties: { purpose: 'marketing', channel: 'email' } })
    await order(userId, 'Visit Seen')
    expect((await decided(survey.id, 'unreachable')).text).toBe('Consent to marketing by e-mail was withdrawn.')
  })

  test('is never mailed to employees', async () => {
    const survey = await makeMailed('Shift Ended', { kind: 'employees' })
    const { userId, email, id } = await makePerson()
    await order(userId, 'Shift Ended')
    await probe.settle()
    await askByEmail(server.platform, { workspaceId: owner.workspaceId, surveyId: survey.id, messageId: 'x', profileId: id })
    expect([mailsTo(email), await countAsks(survey.id)]).toEqual([[], 0])
  })
})

describe('a job that runs again', () => {
  const occasion = (surveyId: string, profileId: string) => ({ workspaceId: owner.workspaceId, surveyId, profileId, messageId: randomUUID() })

  test('sends once, also when several run at once', async () => {
    const survey = await makeMailed('Never')
    const { email, id, userId } = await makePerson()
    const same = occasion(survey.id, id)
    await Promise.all([1, 2, 3, 4].map(() => askByEmail(server.platform, same)))
    await askByEmail(server.platform, same)
    expect(mailsTo(email)).toHaveLength(1)
    expect(await countAsks(survey.id)).toBe(1)
    await probe.settle()
    expect((await probe.eventsOf(userId)).filter(({ name }) => name === 'Survey Shown')).toHaveLength(1)
    await askByEmail(server.platform, occasion(survey.id, id))
    expect(mailsTo(email)).toHaveLength(2)
  })

  test('tries again what the mail server put off, and gives up what it refused', async () => {
    const survey = await makeMailed('Never')
    const { email, id } = await makePerson()
    const same = occasion(survey.id, id)
    mails.refusal = { responseCode: 451, message: 'Try again later' }
    await expect(askByEmail(server.platform, same)).rejects.toThrow('Try again later')
    expect(await countAsks(survey.id)).toBe(0)
    mails.refusal = undefined
    await askByEmail(server.platform, same)
    expect(mailsTo(email)).toHaveLength(1)
    mails.refusal = { responseCode: 550, message: 'No such user' }
    await askByEmail(server.platform, occasion(survey.id, id))
    expect(await countAsks(survey.id)).toBe(1)
    expect((await decisionsOf(survey.id))[0]).toMatchObject({ reason: 'unreachable', text: expect.stringContaining('No such user') })
  })
})

describe('the mail of a survey', () => {
  test('is shown with links to the open page, and tried', async () => {
    const survey = await makeMailed('Never')
    const shown = expectStatus(await server.request<{ subject: string; html: string; text: string }>('GET', `/v1/surveys/${survey.id}/email`, { as: owner }), 200).body
    expect(shown.subject).toBe('A question for you')
    expect(shown.html).toContain(`href="http://localhost:4400/s/${survey.slug}?q=nps&amp;v=10"`)
    expectStatus(await server.request('POST', `/v1/surveys/${survey.id}/email/test`, { body: { to: 'olga@example.com' }, as: owner }), 204)
    expect(mailsTo('olga@example.com')[0]!.mail).toMatchObject({ subject: '[Test] A question for you', html: expect.stringContaining('How likely is somebody') })
    expect(await countAsks(survey.id)).toBe(0)
  })

  test('is nobody else’s, and a viewer sends none', async () => {
    const survey = await makeMailed('Never')
    const stranger = await makeWorkspace(server)
    expect((await server.request('GET', `/v1/surveys/${survey.id}/email`, { as: stranger })).status).toBe(404)
    expect((await server.request('POST', `/v1/surveys/${survey.id}/email/test`, { body: { to: 'a@b.example' }, as: stranger })).status).toBe(404)
    expect((await server.request('POST', `/v1/surveys/${survey.id}/email/test`, { body: { to: 'a@b.example' }, as: await makeUser(server, 'viewer') })).status).toBe(403)
    expect((await server.request('POST', `/v1/surveys/${survey.id}/email/test`, { body: { to: 'nobody' }, as: owner })).status).toBe(400)
  })
})
