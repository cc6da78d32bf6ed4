// A mail server that really listens, and keeps what it is sent.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

interface ReceivedMail {
  to: string
  mail: Awaited<ReturnType<typeof PostalMime.parse>>
}

export interface MailServer {
  url: string
  received: ReceivedMail[]
  /** Said to every receiver until it is undefined again: a code below 500 puts the mail off. */
  refusal: { responseCode: number; message: string } | undefined
  close(): Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, callback) => callback(server.refusal ? Object.assign(new Error(server.refusal.message), { responseCode: server.refusal.responseCode }) : null),
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          received.push({ to: session.envelope.rcptTo[0]!.address, mail })
          callback()
        })
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  const server: MailServer = {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    received,
    refusal: undefined,
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  }
  return server
}
