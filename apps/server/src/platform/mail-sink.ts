// The built-in SMTP server: accepts a message from this process and stores it as it came over the wire.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { uuidv7 } from 'uuidv7'
import type { Log } from './log.ts'
import type { Db } from './postgres.ts'

const maxMessageBytes = 25 * 1024 * 1024

export interface MailSink {
  port: number
  close(): Promise<void>
}

/** An answer of the server: 4xx asks to try again later, 5xx refuses for good. */
class SmtpRefusal extends Error {
  readonly responseCode: number
  constructor(responseCode: number, message: string, cause?: unknown) {
    super(message, { cause })
    this.responseCode = responseCode
  }
}

async function readMessage(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  // The stream is read to its end even when the message is too large: the reply comes after it.
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk)
  if (stream.sizeExceeded) throw new SmtpRefusal(552, `The message is larger than ${maxMessageBytes / 1024 / 1024} MiB`)
  return Buffer.concat(chunks)
}

async function storeMessage(db: Db, { envelope }: SMTPServerSession, source: Buffer): Promise<void> {
  const { subject, headers } = await PostalMime.parse(source)
  const workspaceId = Number(headers.find((header) => header.key === 'x-rapport-workspace')?.value)
  if (!Number.isInteger(workspaceId)) throw new SmtpRefusal(554, 'The header X-Rapport-Workspace is missing')
  const from = envelope.mailFrom ? envelope.mailFrom.address : ''
  const to = envelope.rcptTo.map((recipient) => recipient.address)
  // PostgreSQL's text takes no NUL, which an encoded subject may contain.
  const title = (subject ?? '').replaceAll('\u0000', '')
  try {
    await sql`insert into outbox_messages (workspace_id, id, mail_from, rcpt_to, subject, size_bytes, source)
      values (${workspaceId}, ${uuidv7()}, ${from}, ${to}, ${title}, ${source.length}, ${source})`.execute(db)
  } catch (error) {
    const isUnknownWorkspace = (error as { code?: string }).code === '23503'
    throw isUnknownWorkspace ? new SmtpRefusal(554, 'There is no such workspace', error) : error
  }
}

/** Listens on a free port of 127.0.0.1, for this process alone. */
export async function startMailSink(db: Db, log: Log): Promise<MailSink> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxMessageBytes,
    closeTimeout: 1_000,
    onData(stream, session, callback) {
      readMessage(stream)
        .then((source) => storeMessage(db, session, source))
        .then(
          () => callback(),
          (error: Error) => {
            log.error({ err: error }, 'A message could not be stored in the outbox')
            callback(error instanceof SmtpRefusal ? error : new SmtpRefusal(451, 'The outbox cannot store messages now', error))
          },
        )
    },
  })
  server.on('error', (error) => log.warn({ error: error.message }, 'The built-in mail server reported an error'))
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => void server.close(() => resolve())) }
}
