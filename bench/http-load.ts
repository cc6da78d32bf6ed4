// A load generator that costs little: raw keep-alive sockets that send prepared requests, one answer at a time each.
import { connect, type Socket } from 'node:net'

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

/** Sends each request at once, over a connection that is idle or a new one. Resolves to the answer's body. @throws for any status but 200 */
export function createSender(port: number): (request: Buffer) => Promise<string> {
  const idle: Socket[] = []
  return (request) =>
    new Promise((resolve, reject) => {
      const socket = takeIdle(idle) ?? open(port)
      const chunks: Buffer[] = []
      const onClose = () => reject(new Error('The connection ended before the answer.'))
      const onData = (chunk: Buffer) => {
        chunks.push(chunk)
        const answer = readAnswer(Buffer.concat(chunks))
        if (!answer) return
        socket.off('data', onData).off('close', onClose)
        idle.push(socket)
        if (answer.status === '200') resolve(answer.body)
        else reject(new Error(`${answer.status} ${answer.body.slice(0, 300)}`))
      }
      socket.on('data', onData).on('close', onClose)
      socket.write(request)
    })
}

/** Undefined until all of it is there. */
function readAnswer(received: Buffer): { status: string; body: string } | undefined {
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
  await Promise.all(Array.from({ length: connections }, () => runConnection(port, next, result)))
  result.seconds = (performance.now() - startedAt) / 1000
  return result
}

function runConnection(port: number, next: () => Buffer | undefined, result: LoadResult): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let current: Buffer | undefined
    let received = ''
    const send = () => {
      current = next()
      if (current) socket.write(current)
      else socket.end(() => resolve())
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const bodyAt = received.indexOf('\r\n\r\n')
      if (bodyAt < 0) return
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
      if (received.length < bodyAt + 4 + length) return
      const status = received.slice(9, 12)
      received = ''
      if (status === '200') {
        result.answered += 1
        send()
        return
      }
      result.refused[status] = (result.refused[status] ?? 0) + 1
      // Asked to come back later: the same request again, as a real client does.
      const again = current!
      setTimeout(() => socket.write(again), 100)
    })
  })
}
