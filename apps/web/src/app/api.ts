// The one way to the server: JSON over fetch, the workspace in a header, failures as ApiFailure.
import type { ErrorReply } from '../../../server/src/platform/contract.ts'

export type QueryValue = string | number | boolean | null | undefined
export type Query = Record<string, QueryValue>
export interface RequestOptions {
  query?: Query
  signal?: AbortSignal
}
export type FailureDetail = { path: string; message: string }

/** What every failed request throws. `message` is written for the person at the screen. */
export class ApiFailure extends Error {
  readonly status: number
  readonly code: string
  readonly details: FailureDetail[]
  readonly requestId: string | undefined

  constructor(status: number, error: ErrorReply['error']) {
    super(error.message)
    this.name = 'ApiFailure'
    this.status = status
    this.code = error.code
    this.details = error.details ?? []
    this.requestId = error.requestId
  }
}

/** The workspace a page belongs to stands in its address: /w/<slug>/… */
export function readWorkspaceSlug(pathname: string = location.pathname): string | null {
  const match = /^\/w\/([^/]+)/.exec(pathname)
  return match?.[1] ? decodeURIComponent(match[1]) : null
}

/** Appends query parameters, leaving out what is empty. */
export function buildUrl(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}

type SignedOutListener = () => void
const signedOutListeners = new Set<SignedOutListener>()

/** Calls back when the server no longer knows the session. Returns how to stop listening. */
export function onSignedOut(listener: SignedOutListener): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/** A file goes as it is; everything else as JSON. */
function toBody(body: unknown): { type: string; content: string | Blob } | null {
  if (body === undefined) return null
  return body instanceof Blob ? { type: body.type || 'application/octet-stream', content: body } : { type: 'application/json', content: JSON.stringify(body) }
}

async function send(method: string, path: string, options: RequestOptions, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const slug = readWorkspaceSlug()
  if (slug) headers['x-rapport-workspace'] = slug
  const sent = toBody(body)
  if (sent) headers['content-type'] = sent.type
  let response: Response
  try {
    response = await fetch(buildUrl(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      signal: options.signal ?? null,
      body: sent?.content ?? null,
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiFailure(0, { code: 'unreachable', message: 'Rapport cannot be reached. Check your connection and try again.' })
  }
  if (response.ok) return response
  const failure = await readFailure(response)
  // A wrong password is also a 401, but nobody was signed in then.
  if (response.status === 401 && path !== '/v1/sign-in' && !path.startsWith('/v1/invitations/')) {
    for (const listener of signedOutListeners) listener()
  }
  throw failure
}

async function readFailure(response: Response): Promise<ApiFailure> {
  try {
    const reply = (await response.json()) as Partial<ErrorReply>
    if (reply.error) return new ApiFailure(response.status, reply.error)
  } catch {
    // Not JSON: a proxy in between answered.
  }
  return new ApiFailure(response.status, {
    code: 'unexpected',
    message: `The server answered ${response.status}. Try again in a moment.`,
  })
}

async function call<Reply>(method: string, path: string, options: RequestOptions, body?: unknown): Promise<Reply> {
  const response = await send(method, path, options, body)
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as Reply
}

/**
 * Typed calls; name the reply's contract type.
 * @example const home = await api.get<Home>('/v1/home')
 */
export const api = {
  get: <Reply>(path: string, options: RequestOptions = {}) => call<Reply>('GET', path, options),
  post: <Reply>(path: string, body?: unknown, options: RequestOptions = {}) => call<Reply>('POST', path, options, body),
  put: <Reply>(path: string, body?: unknown, options: RequestOptions = {}) => call<Reply>('PUT', path, options, body),
  patch: <Reply>(path: string, body?: unknown, options: RequestOptions = {}) => call<Reply>('PATCH', path, options, body),
  /** Puts a file's bytes, with its type. */
  upload: <Reply>(path: string, file: Blob, options: RequestOptions = {}) => call<Reply>('PUT', path, options, file),
  del: <Reply>(path: string, options: RequestOptions = {}, body?: unknown) => call<Reply>('DELETE', path, options, body),
  /** Saves a reply as a file, e.g. a CSV: a plain link could not name the workspace. Without a name, the server's. */
  async download(path: string, fileName?: string, options: RequestOptions = {}): Promise<void> {
    const response = await send('GET', path, options)
    const address = URL.createObjectURL(await response.blob())
    const link = document.createElement('a')
    link.href = address
    link.download = fileName ?? readFileName(response.headers.get('content-disposition'))
    link.click()
    URL.revokeObjectURL(address)
  },
}

/** `attachment; filename*=UTF-8''caf%C3%A9.png` → café.png */
export function readFileName(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]*)"/i.exec(disposition ?? '')?.[1] ?? '')
}

/** The sentence to show for anything that was thrown. */
export function describeFailure(cause: unknown): string {
  if (cause instanceof Error) return cause.message
  return String(cause)
}
