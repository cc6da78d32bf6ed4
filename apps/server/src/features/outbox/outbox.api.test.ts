import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeUser, makeWorkspace } from '../../../test/makers.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import type { OutboxMessageDetail } from './outbox.contract.ts'
import { outboxFeature } from './outbox.feature.ts'

interface Page {
  items: { id: string; subject: string; to: string[]; from: string; sizeBytes: number }[]
  nextCursor: string | null
  isEmbedded: boolean
}

let server: TestServer
let owner: Person

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
})
afterAll(() => server.close())

async function send(subject: string, to = 'kim@shop.example', html?: string): Promise<void> {
  await server.platform.mail.send(owner.workspaceId, { to, subject, text: `Text of ${subject}`, ...(html ? { html } : {}) })
}
async function list(query = '', as = owner): Promise<Page> {
  return expectStatus(await server.request<Page>('GET', `/v1/outbox${query}`, { as }), 200).body
}
async function read(subject: string): Promise<OutboxMessageDetail> {
  const found = (await list()).items.find((item) => item.subject === subject)!
  return expectStatus(await server.request<OutboxMessageDetail>('GET', `/v1/outbox/${found.id}`, { as: owner }), 200).body
}

test('a message that went over SMTP can be read as it was meant', async () => {
  await send('Grüße 👋 aus Köln', 'Zoë <zoe@shop.example>', '<p>Schöne Grüße – 你好</p>')
  expect((await list()).isEmbedded).toBe(true)
  const message = await read('Grüße 👋 aus Köln')
  expect(message).toMatchObject({
    to: ['zoe@shop.example'], from: 'rapport@localhost', text: 'Text of Grüße 👋 aus Köln\n', html: '<p>Schöne Grüße – 你好</p>\n',
    source: expect.stringContaining('Content-Type: multipart/alternative'), sizeBytes: message.source.length,
  })
  expect(message.headers).toContainEqual({ name: 'Subject', value: 'Grüße 👋 aus Köln' })
  expect(message.headers).toContainEqual({ name: 'To', value: 'Zoë <zoe@shop.example>' })
})

test.each([
  ['as 8-bit UTF-8', 'utf-8', Buffer.from('Grüße 你好')],
  ['as 8-bit Latin-1', 'iso-8859-1', Buffer.from('Grüße', 'latin1')],
])('a message that came %s keeps its bytes', async (_form, charset, text) => {
  const subject = `Raw ${charset}`
  const head = `Subject: ${subject}\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`
  await server.platform.pool.query(
    `insert into outbox_messages (workspace_id, id, mail_from, rcpt_to, subject, size_bytes, source) values ($1, gen_random_uuid(), '', '{}', $2, 1, $3)`,
    [owner.workspaceId, subject, Buffer.concat([Buffer.from(head), text])],
  )
  const expected = charset === 'utf-8' ? 'Grüße 你好' : 'Grüße'
  expect(await read(subject)).toMatchObject({ text: expect.stringContaining(expected), source: head + expected })
})

test('search finds by subject and recipient, whatever the case; wildcards are plain characters', async () => {
  await send('Your receipt', 'ada@shop.example')
  await send('100% off', 'bob@shop.example')
  const subjects = async (search: string) => (await list(`?search=${encodeURIComponent(search)}`)).items.map((item) => item.subject)
  expect(await subjects('RECEIPT')).toEqual(['Your receipt'])
  expect(await subjects('Ada@')).toEqual(['Your receipt'])
  expect(await subjects('0% o')).toEqual(['100% off'])
  expect(await subjects('1_0%')).toEqual([])
})

test('pages run from the newest to the oldest', async () => {
  for (const number of [1, 2, 3, 4, 5]) await send(`Page ${number}`)
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page = await list(`?limit=2&search=Page${cursor && `&cursor=${cursor}`}`)
    expect(page.items.length).toBeLessThanOrEqual(2)
    seen.push(...page.items.map((item) => item.subject))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(['Page 5', 'Page 4', 'Page 3', 'Page 2', 'Page 1'])
  expect((await server.request('GET', '/v1/outbox?cursor=x', { as: owner })).status).toBe(400)
})

test('another workspace sees none of it, and a viewer may not look', async () => {
  await send('For us alone')
  const { id } = await read('For us alone')
  const stranger = await makeWorkspace(server)
  expect((await list('', stranger)).items).toEqual([])
  expect((await server.request('GET', `/v1/outbox/${id}`, { as: stranger })).status).toBe(404)
  const viewer = await makeUser(server, 'viewer')
  expect((await server.request('GET', '/v1/outbox', { as: viewer })).status).toBe(403)
  expect((await server.request('GET', `/v1/outbox/${id}`, { as: viewer })).status).toBe(403)
})

test('messages are forgotten after 90 days', async () => {
  await send('Fresh')
  await server.platform.pool.query(`update outbox_messages set received_at = now() - interval '91 days' where subject <> 'Fresh'`)
  await outboxFeature.jobs![0]!.handle({}, server.platform)
  expect((await list()).items.map((item) => item.subject)).toEqual(['Fresh'])
})
