// Outgoing mail over SMTP: to SMTP_URL, or to a built-in server that keeps every message for Settings → Outbox.
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { startMailSink, type MailSink } from './mail-sink.ts'
import type { Db } from './postgres.ts'

export interface MailMessage {
  to: string
  subject: string
  text: string
  html?: string
  from?: string
  headers?: Record<string, string>
  /** Pictures that the HTML shows by `cid:` and their name. */
  attachments?: readonly { filename: string; contentType: string; content: Buffer; cid: string }[]
}

export interface Mailer {
  /** Resolves when the receiving server has accepted the message; throws with its answer when not. */
  send(workspaceId: number, message: MailMessage): Promise<{ messageId: string }>
  isEmbedded: boolean
  close(): Promise<void>
}

interface Transport {
  transporter: Transporter
  sink: MailSink | undefined
}

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }

export function createMailer({ config, db, log }: { config: Config; db: Db; log: Log }): Mailer {
  let opening: Promise<Transport> | undefined
  let isClosed = false

  async function openTransport(): Promise<Transport> {
    if (config.smtpUrl) {
      return { transporter: createTransport({ url: config.smtpUrl, pool: true, ...timeouts } as { url: string }), sink: undefined }
    }
    const sink = await startMailSink(db, log)
    return { transporter: createTransport({ host: '127.0.0.1', port: sink.port, ignoreTLS: true, ...timeouts }), sink }
  }

  function getTransport(): Promise<Transport> {
    if (isClosed) throw new Error('The process is stopping and sends no more mail.')
    // What failed to open is opened anew by the next message.
    opening ??= openTransport().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }

  return {
    isEmbedded: config.smtpUrl === undefined,
    async send(workspaceId, message) {
      const { transporter, sink } = await getTransport()
      const options: SendMailOptions = {
        ...message,
        attachments: [...(message.attachments ?? [])],
        from: message.from ?? `Rapport <rapport@${new URL(config.publicUrl).hostname}>`,
        // Only the built-in server needs to know; to others it would tell something about the inside.
        headers: { ...message.headers, ...(sink ? { 'X-Rapport-Workspace': String(workspaceId) } : {}) },
        // Content may come from outside and must not make the server read files or fetch addresses.
        disableFileAccess: true,
        disableUrlAccess: true,
      }
      const sent = await transporter.sendMail(options)
      return { messageId: sent.messageId }
    },
    async close() {
      isClosed = true
      const transport = await opening?.catch(() => undefined)
      transport?.transporter.close()
      await transport?.sink?.close()
    },
  }
}
