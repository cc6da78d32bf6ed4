import { createConnection } from 'node:net'
import { once } from 'node:events'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabases, type TestDatabases } from '../../test/engines.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import { createMailer, type Mailer } from './mail.ts'
import { startMailSink } from './mail-sink.ts'
import { connectPostgres, type Postgres } from './postgres.ts'

const log = createLog('silent', 'test')
let databases: TestDatabases
let postgres: Postgres
let workspaceId: number

function create(options: { smtpUrl?: string; db?: Postgres['db'] } = {}): Mailer {
  const config = { smtpUrl: options.smtpUrl, publicUrl: 'https://rapport.shop.example' } as Config
  return createMailer({ config, db: options.db ?? postgres.db, log })
}

async function readSources(): Promise<Buffer[]> {
  const { rows } = await sql<{ source: Buffer }>`select source from outbox_messages order by id`.execute(postgres.db)
  return rows.map((row) => row.source)
}

beforeAll(async () => {
  databases = await createTestDatabases()
  postgres = connectPostgres(databases.databaseUrl, { name: 'test', onError: () => {} })
  const { rows } = await sql<{ id: number }>`insert into workspaces (slug, name) values ('shop', 'Shop') returning id`.execute(postgres.db)
  workspaceId = rows[0]!.id
})
afterAll(async () => {
  await postgres.close()
  await databases.drop()
})

describe('the built-in mail server', () => {
  test('stores what came over SMTP, with the sender and the workspace', async () => {
    const mailer = create()
    expect(mailer.isEmbedded).toBe(true)
    const { messageId } = await mailer.send(workspaceId, { to: 'kim@shop.example', subject: 'Grüße 👋', text: 'Schöne Grüße', headers: { 'X-Team': 'a' } })
    await mailer.close()
    const { rows } = await sql`select workspace_id, mail_from, rcpt_to, subject, size_bytes, length(source) as length from outbox_messages`.execute(postgres.db)
    expect(rows).toEqual([{
      workspace_id: workspaceId, mail_from: 'rapport@rapport.shop.example', rcpt_to: ['kim@shop.example'], subject: 'Grüße 👋',
      size_bytes: expect.any(Number), length: (rows[0] as { size_bytes: number }).size_bytes,
    }])
    const source = (await readSources())[0]!.toString('latin1')
    expect(source).toContain(`Message-ID: ${messageId}`)
    expect(source).toContain('X-Team: a')
  })

  test('keeps every byte of a message, 8-bit ones and NUL included', async () => {
    const sink = await startMailSink(postgres.db, log)
    const body = Buffer.concat([Buffer.from('caf\u00e9 \u0000 ', 'latin1'), Buffer.from([0x80, 0xff])])
    const message = Buffer.concat([Buffer.from(`From: a@b.example\r\nSubject: =?utf-8?Q?x=00y?=\r\nX-Rapport-Workspace: ${workspaceId}\r\n\r\n`), body, Buffer.from('\r\n')])
    const reply = await talk(sink.port, message)
    expect(reply).toMatch(/^250/)
    expect((await readSources()).at(-1)!.includes(body)).toBe(true)
    const { rows } = await sql<{ subject: string }>`select subject from outbox_messages order by id desc limit 1`.execute(postgres.db)
    expect(rows[0]!.subject).toBe('xy')
    await sink.close()
  })

  test('listens on the loopback address alone', async () => {
    const sink = await startMailSink(postgres.db, log)
    const socket = createConnection({ host: '127.0.0.1', port: sink.port })
    await once(socket, 'connect')
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
    const elsewhere = createConnection({ host: '127.0.0.2', port: sink.port })
    await expect(once(elsewhere, 'connect')).rejects.toThrow('ECONNREFUSED')
    await sink.close()
  })

  test.each([['no workspace', ''], ['an unknown workspace', 'X-Rapport-Workspace: 999999\r\n']])('refuses a message for good that names %s', async (_what, header) => {
    const sink = await startMailSink(postgres.db, log)
    expect(await talk(sink.port, Buffer.from(`From: a@b.example\r\n${header}\r\nHello\r\n`))).toMatch(/^554/)
    await sink.close()
  })

  test('asks to try again while PostgreSQL is away', async () => {
    const away = connectPostgres('postgres://nobody@127.0.0.1:1/none', { name: 'test', onError: () => {} })
    const mailer = create({ db: away.db })
    await expect(mailer.send(workspaceId, { to: 'kim@shop.example', subject: 'Hello', text: 'Hello' })).rejects.toMatchObject({ responseCode: 451 })
    await mailer.close()
    await away.close()
  })
})

describe('createMailer', () => {
  test('closes cleanly without ever having sent, and sends nothing afterwards', async () => {
    const mailer = create()
    await mailer.close()
    await mailer.close()
    await expect(mailer.send(workspaceId, { to: 'a@b.example', subject: '', text: '' })).rejects.toThrow('stopping')
  })

  test('hands messages to SMTP_URL, and tells that server nothing about workspaces', async () => {
    const received: string[] = []
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, callback) => callback(address.startsWith('nobody') ? Object.assign(new Error('No such user'), { responseCode: 550 }) : null),
      onData(stream, _session, callback) {
        let text = ''
        stream.setEncoding('latin1').on('data', (chunk: string) => (text += chunk)).on('end', () => (received.push(text), callback()))
      },
    })
    server.listen(0, '127.0.0.1')
    await once(server.server, 'listening')
    const mailer = create({ smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` })
    expect(mailer.isEmbedded).toBe(false)
    await mailer.send(workspaceId, { to: 'kim@shop.example', subject: 'Out', text: 'Out' })
    expect(received).toHaveLength(1)
    expect(received[0]).not.toContain('X-Rapport-Workspace')
    await expect(mailer.send(workspaceId, { to: 'nobody@shop.example', subject: 'Out', text: 'Out' })).rejects.toMatchObject({ responseCode: 550 })
    await mailer.close()
    await new Promise<void>((resolve) => server.close(resolve))
  })

  test('reports a server that is not there', async () => {
    const mailer = create({ smtpUrl: 'smtp://127.0.0.1:1' })
    await expect(mailer.send(workspaceId, { to: 'kim@shop.example', subject: 'Out', text: 'Out' })).rejects.toThrow('ECONNREFUSED')
    await mailer.close()
  })
})

/** Speaks SMTP by hand, because a mail library would not send such bytes. Returns the answer to the message. */
async function talk(port: number, message: Buffer): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port })
  const lines = socket.setEncoding('latin1')[Symbol.asyncIterator]()
  let buffer = ''
  const read = async (): Promise<string> => {
    for (;;) {
      const end = /^(\d{3}) [^\r]*\r\n/m.exec(buffer)
      if (end) {
        buffer = buffer.slice(end.index + end[0].length)
        return end[0]
      }
      buffer += String((await lines.next()).value)
    }
  }
  await read()
  for (const command of ['EHLO test', 'MAIL FROM:<a@b.example> BODY=8BITMIME', 'RCPT TO:<c@d.example>', 'DATA']) {
    socket.write(`${command}\r\n`)
    await read()
  }
  socket.write(Buffer.concat([message, Buffer.from('.\r\n')]))
  const reply = await read()
  socket.end('QUIT\r\n')
  return reply
}
