// A load generator that costs little: raw keep-alive sockets that send prepared requests, one answer at a time each.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** The bytes of one POST with a JSON body. `more`: further header lines. */
export function buildRequest(path: string, writeKey: string, body: string, more: Record<string, string> = {}): Buffer {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const lines = Object.entries({ Host: 'bench', Authorization: authorization, 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)), ...more })
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
}

function open(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  // What went wrong ends the connection, which is what whoever waits looks at.
  return socket.on('error', () => {})
}

/** One that the other side has not closed meanwhile. */
function takeIdle(idle: Socket[]): Socket | undefined {
  for (let socket = idle.pop(); socket; socket = idle.pop()) if (socket.writable) return socket
  return undefined
}

export interface Answer {
  status: string
  body: string
}

export interface Sender {
  /** Sends at once, over a connection that is idle or a new one. @throws when the connection ends before the answer */
  send(request: Buffer): Promise<Answer>
  /** Ends the connections that are idle. */
  close(): void
}

export function createSender(port: number): Sender {
  const idle: Socket[] = []
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const socket = takeIdle(idle) ?? open(port)
        let received: Buffer = Buffer.alloc(0)
        const onClose = () => reject(new Error('The connection ended before the answer.'))
        const onData = (chunk: Buffer) => {
          received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
          const answer = readAnswer(received)
          if (!answer) return
          socket.off('data', onData).off('close', onClose)
          idle.push(socket)
          resolve(answer)
        }
        socket.on('data', onData).on('close', onClose)
        socket.write(request)
      }),
    close() {
      for (const socket of idle.splice(0)) socket.end()
    },
  }
}

/** Undefined until all of it is there. */
function readAnswer(received: Buffer): Answer | undefined {
  const bodyAt = received.indexOf('\r\n\r\n') + 4
  if (bodyAt < 4) return undefined
  const head = received.toString('latin1', 0, bodyAt)
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  return received.length < bodyAt + length ? undefined : { status: head.slice(9, 12), body: received.toString('utf8', bodyAt) }
}

export interface LoadResult {
  answered: number
  /** Answers other than 200, by status. */
  refused: Record<string, number>
  seconds: number
}

/** Calls `next` for each request until it returns undefined; at most `connections` are under way at once. */
export async function sendLoad(port: number, connections: number, next: () => Buffer | undefined): Promise<LoadResult> {
  const result: LoadResult = { answered: 0, refused: {}, seconds: 0 }
  const startedAt = performance.now()
  const sender = createSender(port)
  await Promise.all(Array.from({ length: connections }, () => runConnection(sender, next, result)))
  sender.close()
  result.seconds = (performance.now() - startedAt) / 1000
  return result
}

/** Sends what `next` gives, one after the other. */
async function runConnection({ send }: Sender, next: () => Buffer | undefined, result: LoadResult): Promise<void> {
  for (let request = next(); request; request = next()) {
    // Asked to come back later: the same request again, as a real client does.
    for (let { status } = await send(request); status !== '200'; { status } = await send(request)) {
      result.refused[status] = (result.refused[status] ?? 0) + 1
      await sleep(100)
    }
    result.answered += 1
  }
}
