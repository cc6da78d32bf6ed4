/** A server that speaks the contract of surveys as far as browsers see it, with everything that it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Content, Submission } from '../src/widgets/survey/wire.ts'

export interface ClaimBody {
  userId?: string
  userSignature?: string
  anonymousId?: string
  deviceId: string
  languages: string[]
  page: { url: string; title: string }
  hidden: Record<string, string>
}

export interface SurveyServer {
  url: string
  /** What GET /v1/surveys/due gives. */
  due: unknown[]
  dueAsked: number
  content: Content
  claims: { id: string; body: ClaimBody }[]
  isAsked: boolean
  submissions: Submission[]
  uploads: { name: string; bytes: number }[]
  /** A number answers submissions with that status; `drop` cuts the connection. */
  behave: 'accept' | 'drop' | number
  refusal: unknown
  preset: { question: string; value: string | number } | null
  /** Of what was answered through the link before. */
  revision: number
  /** Status and message of GET /v1/survey-links/…/content; 200 gives the content. */
  link: { status: number; message: string; pin?: string }
  linksAsked: string[]
  scriptsAsked: string[]
  last(): Submission | undefined
  close(): Promise<void>
}

const shell = '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Survey</title><script src="/sdk/v1/survey-page.js" defer></script></head><body><div id="survey"></div></body></html>'
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data: https:; base-uri 'none'; form-action 'none'"
const responseId = '01970000-0000-7000-8000-0000000000aa'

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const toError = (message: string, details?: unknown) => ({ error: { code: 'invalid_request', message, ...(details ? { details } : {}) } })

/** `scripts`: by their name, such as `survey.js`. */
export async function startSurveyServer(scripts: Readonly<Record<string, string>>, content: Content): Promise<SurveyServer> {
  const state: Omit<SurveyServer, 'url' | 'last' | 'close'> = {
    due: [], dueAsked: 0, content, claims: [], isAsked: true, submissions: [], uploads: [], behave: 'accept', refusal: null,
    preset: null, revision: 0, link: { status: 200, message: '' }, linksAsked: [], scriptsAsked: [],
  }

  async function answerApi(request: IncomingMessage, url: URL): Promise<[status: number, body: unknown]> {
    const [, , area, first = ''] = url.pathname.split('/')
    if (area === 'surveys' && first === 'due') {
      server.dueAsked++
      return [200, { items: server.due, script: `${server.url}/sdk/v1/survey.js` }]
    }
    if (area === 'surveys') {
      server.claims.push({ id: first, body: JSON.parse((await readBody(request)).toString()) as ClaimBody })
      return [200, server.isAsked ? { isAsked: true, token: 'ticket', responseId, content: server.content } : { isAsked: false, reason: 'rest_period' }]
    }
    if (area === 'survey-links') {
      server.linksAsked.push(url.pathname + url.search)
      const { status, message, pin } = server.link
      if (pin && request.headers['x-survey-pin'] !== pin) return [401, toError(request.headers['x-survey-pin'] ? 'This PIN is not right. Try again.' : 'Enter the PIN of this survey.')]
      return status === 200 ? [200, { content: server.content, token: 'ticket', responseId, revision: server.revision, preset: server.preset }] : [status, toError(message)]
    }
    if (area === 'survey-responses' && request.method === 'PUT') {
      const name = url.searchParams.get('name') ?? ''
      server.uploads.push({ name, bytes: (await readBody(request)).length })
      return [200, { fileId: `01970000-0000-7000-8000-00000000000${server.uploads.length}`, name, bytes: 1, type: 'text/plain' }]
    }
    if (area === 'survey-responses') {
      const submission = JSON.parse((await readBody(request)).toString()) as Submission
      if (typeof server.behave === 'number') return [server.behave, server.refusal ?? toError('Not now.')]
      server.submissions.push(submission)
      return [200, { responseId, revision: submission.revision, isCompleted: submission.isCompleted }]
    }
    return [200, { success: true }]
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', server.url)
    const script = /^\/sdk\/v1\/(.+)$/.exec(url.pathname)?.[1]
    if (script) {
      server.scriptsAsked.push(script)
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' }).end(scripts[script])
      return
    }
    if (url.pathname.startsWith('/s/')) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy }).end(shell)
      return
    }
    if (url.pathname === '/admin') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Admin</title><body></body>')
    if (server.behave === 'drop' && url.pathname === '/v1/survey-responses') return void request.socket.destroy()
    response.setHeader('Access-Control-Allow-Origin', '*')
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { 'Access-Control-Allow-Methods': 'GET, POST, PUT', 'Access-Control-Allow-Headers': 'content-type' }).end()
      return
    }
    const [status, body] = await answerApi(request, url)
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }

  const http = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const server: SurveyServer = {
    ...state,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    last: () => server.submissions.at(-1),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return server
}
