// A real HTTP server that keeps what it receives and answers what a test says: the other end of a webhook.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface ReceiverAnswer {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface HttpReceiver {
  url: string
  requests: ReceivedRequest[]
  /** Decides the answer to each request; 200 at first. */
  answer: (request: ReceivedRequest) => ReceiverAnswer | Promise<ReceiverAnswer>
  /** Forgets what came and answers 200 again. */
  reset(): void
  close(): Promise<void>
}

export async function startHttpReceiver(): Promise<HttpReceiver> {
  const answerOk = () => ({ status: 200, body: 'ok' })
  const server = createServer(async (incoming, reply) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') }
    receiver.requests.push(request)
    const { status, headers, body } = await receiver.answer(request)
    reply.writeHead(status, headers).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests: [],
    answer: answerOk,
    reset() {
      receiver.requests.length = 0
      receiver.answer = answerOk
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return receiver
}
