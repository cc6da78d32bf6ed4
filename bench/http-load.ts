// A load generator that costs little: raw keep-alive sockets that send prepared requests, one answer at a time each.
import { connect, type Socket } from 'node:net'

/** The bytes of one POST with a JSON body. */
export function buildRequest(path: string, writeKey: string, body: string): Buffer {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const head = `POST ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
  return Buffer.from(head + body)
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
