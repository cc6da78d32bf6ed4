// The catalogue of errors: a stable code, an HTTP status, a message a person can act on.

const catalogue = {
  invalid_request: [400, 'The request is not valid.'],
  unreadable_body: [400, 'The body is not valid JSON.'],
  unauthorized: [401, 'Sign in, or send a key in the Authorization header.'],
  invalid_key: [401, 'This key is unknown or revoked. Create one under Sources.'],
  wrong_password: [401, 'E-mail or password is not right.'],
  pin_required: [401, 'Enter the PIN of this survey.'],
  forbidden: [403, 'Your role or key does not allow this.'],
  origin_not_allowed: [403, 'This website may not use this write key. Add its origin under Sources.'],
  not_found: [404, 'There is nothing here with this id.'],
  conflict: [409, 'This is in conflict with what exists.'],
  gone: [410, 'This link is no longer valid.'],
  too_large: [413, 'The body is too large.'],
  too_many_requests: [429, 'Too many requests. Try again in a moment.'],
  overloaded: [429, 'Too much is waiting to be stored. Try again in a moment.'],
  unavailable: [503, 'A database is not available. Nothing was lost that was answered with 200; try again in a moment.'],
  internal: [500, 'Something went wrong on our side. Quote the request id.'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof catalogue

/** One place that a request got wrong: a dotted path into the body and what to do about it. */
export interface ErrorDetail {
  path: string
  message: string
}

/** An error meant for the caller. Anything else that is thrown answers `internal` and is logged. */
export class RapportError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details: ErrorDetail[] | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message?: string, options: { details?: ErrorDetail[]; retryAfterSeconds?: number; cause?: unknown } = {}) {
    const [status, fallback] = catalogue[code]
    super(message ?? fallback, { cause: options.cause })
    this.name = 'RapportError'
    this.code = code
    this.status = status
    this.details = options.details
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

export function notFound(what: string): RapportError {
  return new RapportError('not_found', `No ${what} with this id in this workspace.`)
}

/** Connection refused, shut-down, disk full: the engine is away or cannot write, so the caller may retry. */
export function isEngineUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const code = String((error as { code?: unknown }).code ?? '')
  const message = String((error as { message?: unknown }).message ?? '')
  return (
    // `unavailable` is what the ClickHouse client has made of it already.
    ['unavailable', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', '53100', '53200', '53300', '58030', '25P03', '25P04', 'UND_ERR_SOCKET'].includes(code) ||
    /^(57P|08)/.test(code) ||
    /Connection terminated|connection timeout|Query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|No space left|Disk quota exceeded|File too large|NOT_ENOUGH_SPACE|fetch failed|socket hang up/i.test(message)
  )
}
