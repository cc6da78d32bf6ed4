/** A site and a collection server of their own origins, over real HTTP, for the browser tests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Batch, RapportEvent } from '../src/event.ts'

export interface Received {
  method: string
  contentType: string
  cookie: string | undefined
  batch: Batch
}

export interface Collector {
  url: string
  port: number
  requests: Received[]
  /** Methods of all requests to the collection path, preflights included. */
  methods: string[]
  /** `drop` cuts the connection like a dead network; a number answers with that status. */
  behave: 'accept' | 'drop' | number
  events(): RapportEvent[]
  named(name: string): RapportEvent[]
  close(): Promise<void>
}

export async function startCollector(script: string): Promise<Collector> {
  const server = createServer((request, response) => void handle(request, response))
  const collector: Collector = {
    url: '',
    port: 0,
    requests: [],
    methods: [],
    behave: 'accept',
    events: () => collector.requests.flatMap(({ batch }) => batch.batch),
    named: (name) => collector.events().filter((event) => event.event === name),
    close: () => stop(server),
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/sdk/v1/rapport.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
      return
    }
    if (request.url?.startsWith('/v1/surveys/due')) {
      // Which surveys are live: none; events are what is collected here.
      response.writeHead(200, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' }).end('{"items":[],"script":""}')
      return
    }
    collector.methods.push(request.method ?? '')
    if (collector.behave === 'drop') {
      request.socket.destroy()
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After')
    if (collector.behave !== 'accept') {
      response.writeHead(collector.behave).end()
      return
    }
    collector.requests.push({
      method: request.method ?? '',
      contentType: request.headers['content-type'] ?? '',
      cookie: request.headers.cookie,
      batch: JSON.parse(Buffer.concat(chunks).toString()) as Batch,
    })
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"success":true}')
  }

  collector.port = await listen(server)
  collector.url = `http://127.0.0.1:${collector.port}`
  return collector
}

export interface Site {
  url: string
  port: number
  /** HTML of the head of every page; read at each request. */
  head: string
  headers: Record<string, string>
  close(): Promise<void>
}

/** Answers every path with a page whose title is its path. */
export async function startSite(): Promise<Site> {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...site.headers })
    response.end(
      `<!doctype html><html><head><title>${new URL(request.url ?? '/', 'http://site').pathname}</title>` +
        `${site.head}</head><body><h1>A shop</h1><button>Buy</button></body></html>`,
    )
  })
  const site: Site = { url: '', port: 0, head: '', headers: {}, close: () => stop(server) }
  site.port = await listen(server)
  site.url = `http://localhost:${site.port}`
  return site
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
