// ClickHouse's HTTP protocol over a chdb pool, as far as @clickhouse/client speaks it.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, gzip, inflate, zstdDecompress } from 'node:zlib'
import { PoolOverloadedError, type ChdbPool, type ChdbRequest, type ChdbResult } from './chdb-pool.ts'
import { readStatement, StatementError } from './clickhouse-statement.ts'

const LARGEST_BODY_BYTES = 128 * 1024 * 1024
const DEFAULT_SECONDS_PER_QUERY = 60
const SMALLEST_COMPRESSED_BYTES = 1024

/** Parameters of the protocol that are not settings of the engine. */
const PROTOCOL_PARAMETERS = new Set(
  'query database default_format query_id session_id session_timeout session_check user password role quota_key compress decompress enable_http_compression wait_end_of_query buffer_size send_progress_in_http_headers http_headers_progress_interval_ms cancel_http_readonly_queries_on_client_close stacktrace'.split(
    ' ',
  ),
)

const CONTENT_TYPES: Record<string, string> = {
  JSON: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  CSV: 'text/csv; charset=UTF-8',
}

const DECODERS: Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

const compress = promisify(gzip)

/** An answer other than success: ClickHouse's numeric code with the HTTP status that goes with it. */
class ProtocolError extends Error {
  override name = 'ProtocolError'
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export type ClickhouseHttpOptions = { pool: ChdbPool; user: string; password: string; temporaryDirectory: string }

export function createClickhouseHttpServer(options: ClickhouseHttpOptions): Server {
  const server = createServer((request, response) => {
    respond(options, request, response).catch((error: unknown) => sendError(response, error))
  })
  // Longer than clients keep idle sockets: the side that closes must be theirs.
  server.keepAliveTimeout = 60_000
  return server
}

async function respond(options: ClickhouseHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://clickhouse')
  if (url.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  const parameters = url.searchParams
  response.setHeader('X-ClickHouse-Query-Id', parameters.get('query_id') || randomUUID())
  checkCredentials(options, request, parameters)
  const body = await readBody(request)
  const format = parameters.get('default_format') ?? readHeader(request, 'x-clickhouse-format') ?? 'TabSeparated'
  const result = await runQuery(options, { parameters, body, format, request })
  const shownFormat = /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(result.sql)?.[1] ?? format
  response.setHeader('Content-Type', CONTENT_TYPES[shownFormat] ?? 'text/plain; charset=UTF-8')
  response.setHeader('X-ClickHouse-Format', shownFormat)
  response.setHeader(
    'X-ClickHouse-Summary',
    JSON.stringify({
      read_rows: String(result.rowsRead),
      read_bytes: String(result.bytesRead),
      written_rows: String(result.rowsWritten),
      written_bytes: String(result.bytesWritten),
      result_rows: String(result.rowsWritten),
      result_bytes: String(result.bytes.length),
    }),
  )
  const isCompressed =
    parameters.get('enable_http_compression') === '1' &&
    result.bytes.length >= SMALLEST_COMPRESSED_BYTES &&
    /\bgzip\b/.test(readHeader(request, 'accept-encoding') ?? '')
  if (isCompressed) response.setHeader('Content-Encoding', 'gzip')
  response.end(isCompressed ? await compress(result.bytes, { level: 1 }) : result.bytes)
}

type Query = { parameters: URLSearchParams; body: Buffer; format: string; request: IncomingMessage }

async function runQuery(
  { pool, temporaryDirectory }: ClickhouseHttpOptions,
  { parameters, body, format, request }: Query,
): Promise<ChdbResult & { sql: string }> {
  const urlQuery = parameters.get('query')
  const statement = readStatement(urlQuery ?? body.toString())
  const chdbRequest: ChdbRequest = {
    sql: statement.text,
    defaultFormat: format,
    database: parameters.get('database') ?? readHeader(request, 'x-clickhouse-database') ?? 'default',
    settings: readSettings(parameters),
    parameters: readQueryParameters(parameters),
    leavesTraces: statement.leavesTraces,
  }
  const isBodyUsed = urlQuery === null || body.length === 0
  if (!statement.inlineData) {
    // As ClickHouse does, a query continues in the body: `query=INSERT INTO t VALUES`, body `(1), (2)`.
    if (!isBodyUsed) chdbRequest.sql = readStatement(`${statement.text}\n${body.toString()}`).text
    return { ...(await pool.run(chdbRequest)), sql: chdbRequest.sql }
  }
  const { data, fromFilePosition } = statement.inlineData
  chdbRequest.data = isBodyUsed ? Buffer.from(data) : data ? Buffer.concat([Buffer.from(`${data}\n`), body]) : body
  if (chdbRequest.data.length === 0) throw new ProtocolError(400, 108, 'No data to insert')
  if (!hasBlankLine(chdbRequest.data)) return { ...(await pool.run(chdbRequest)), sql: '' }
  const path = join(temporaryDirectory, randomUUID())
  await writeFile(path, chdbRequest.data, { mode: 0o600 })
  try {
    const { text } = statement
    const sql = `${text.slice(0, fromFilePosition)} FROM INFILE '${path}' COMPRESSION 'none' ${text.slice(fromFilePosition)}`
    return { ...(await pool.run({ ...chdbRequest, sql, data: undefined })), sql: '' }
  } finally {
    await rm(path, { force: true })
  }
}

// The engine takes an empty line as the end of the data and runs what follows as another statement.
function hasBlankLine(data: Buffer): boolean {
  return data.includes('\n\n')
}

function readSettings(parameters: URLSearchParams): Map<string, string> {
  const settings = new Map([['max_execution_time', String(DEFAULT_SECONDS_PER_QUERY)]])
  for (const [name, value] of parameters) {
    if (PROTOCOL_PARAMETERS.has(name) || name.startsWith('param_')) continue
    if (!/^[a-zA-Z_]\w*$/.test(name)) throw new ProtocolError(400, 115, `Unknown setting '${name}'`)
    settings.set(name, value)
  }
  return settings
}

function readQueryParameters(parameters: URLSearchParams): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of parameters) {
    if (!name.startsWith('param_')) continue
    if (!/^param_\w+$/.test(name)) throw new ProtocolError(400, 36, `Bad parameter name '${name}'`)
    found.set(name.slice('param_'.length), value)
  }
  return found
}

function checkCredentials(options: ClickhouseHttpOptions, request: IncomingMessage, parameters: URLSearchParams): void {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [, basicUser, basicPassword] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? []
  const user = basicUser ?? readHeader(request, 'x-clickhouse-user') ?? parameters.get('user') ?? ''
  const password = basicPassword ?? readHeader(request, 'x-clickhouse-key') ?? parameters.get('password') ?? ''
  const digest = (value: string) => createHash('sha256').update(value).digest()
  const isRight = timingSafeEqual(digest(`${user}\0${password}`), digest(`${options.user}\0${options.password}`))
  if (!isRight) throw new ProtocolError(401, 516, `${user}: Authentication failed: password is incorrect, or there is no such user.`)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > LARGEST_BODY_BYTES) throw createBodyTooLargeError()
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks, length)
  const encoding = readHeader(request, 'content-encoding') ?? 'identity'
  if (encoding === 'identity' || body.length === 0) return body
  const decode = DECODERS[encoding]
  if (!decode) throw new ProtocolError(400, 48, `Content-Encoding ${encoding} is not supported`)
  try {
    return await decode(body, { maxOutputLength: LARGEST_BODY_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw createBodyTooLargeError()
    throw new ProtocolError(400, 354, `The body is not valid ${encoding}`)
  }
}

function createBodyTooLargeError(): ProtocolError {
  return new ProtocolError(413, 307, `The body is larger than ${LARGEST_BODY_BYTES} bytes`)
}

function readHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const { status, code, message } = describeError(error)
  response.statusCode = status
  response.setHeader('X-ClickHouse-Exception-Code', String(code))
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  // The rest of a body that was refused half-way is not read.
  if (status === 413) response.setHeader('Connection', 'close')
  response.end(message.startsWith('Code: ') ? message : `Code: ${code}. DB::Exception: ${message}`)
}

function describeError(error: unknown): { status: number; code: number; message: string } {
  if (error instanceof ProtocolError) return error
  if (error instanceof StatementError) return { status: 400, code: 62, message: `${error.message} (SYNTAX_ERROR)` }
  if (error instanceof PoolOverloadedError) return { status: 503, code: 202, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  const code = Number(/^Code: (\d+)/.exec(message)?.[1] ?? 1000)
  return { status: findStatus(code), code, message }
}

// As ClickHouse's own exceptionCodeToHTTPStatus; what is not listed is the server's failure.
function findStatus(code: number): number {
  if ([16, 46, 47, 60, 81, 115].includes(code)) return 404
  if ([6, 26, 27, 36, 38, 41, 43, 53, 62, 70, 72, 108, 117, 386, 456].includes(code)) return 400
  return code === 159 ? 408 : 500
}
