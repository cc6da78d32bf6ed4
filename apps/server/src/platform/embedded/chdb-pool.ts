// A pool of chdb connections on one data directory, each request's settings and parameters kept apart.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** What we use of the native addon: chdb's own wrapper takes only some insert formats and runs parameters one by one. */
type NativeChdb = {
  CreateConnection: (path: string, connectionArguments: string[]) => NativeConnection
  CloseConnection: (connection: NativeConnection) => void
  QueryAsyncConnection: (connection: NativeConnection, sql: string, format: string) => Promise<NativeResult>
  InsertRawAsyncConnection: (
    connection: NativeConnection,
    prefix: string,
    data: Buffer,
    countLines: boolean,
  ) => Promise<{ rowsWritten: number; bytesWritten: number }>
}
type NativeConnection = { readonly __brand: 'chdb connection' }
type NativeResult = { bytes: Uint8Array; rowsRead: number; bytesRead: number }

export type ChdbRequest = {
  sql: string
  /** Rows that follow `sql`, an `INSERT … FORMAT x`. */
  data?: Buffer
  /** Format of a result whose query names none. */
  defaultFormat: string
  database: string
  settings: ReadonlyMap<string, string>
  parameters: ReadonlyMap<string, string>
  leavesTraces: boolean
}
export type ChdbResult = { bytes: Uint8Array; rowsRead: number; bytesRead: number; rowsWritten: number; bytesWritten: number }

export class PoolOverloadedError extends Error {
  override name = 'PoolOverloadedError'
}

type PooledConnection = {
  handle: NativeConnection
  database: string
  settings: Map<string, string>
  parameters: Set<string>
}

const LONGEST_QUEUE = 1000

export type ChdbPool = {
  run: (request: ChdbRequest) => Promise<ChdbResult>
  /** Resolves when all running queries have ended and the engine is closed. */
  close: () => Promise<void>
}

export function openChdbPool(options: { path: string; size: number; memoryLimitBytes: number }): ChdbPool {
  const require = createRequire(import.meta.url)
  const loaderPath = join(dirname(require.resolve('chdb')), 'dist/loader.js')
  const native = (require(loaderPath) as { loadNative: () => NativeChdb }).loadNative()
  const connectionArguments = [
    // The defaults are those of a large server: caches of 5 GB, memory up to 90 % of the machine.
    '--mark_cache_size=67108864',
    '--index_mark_cache_size=16777216',
    '--uncompressed_cache_size=0',
    `--max_server_memory_usage=${options.memoryLimitBytes}`,
  ]
  const open = () => native.CreateConnection(options.path, connectionArguments)
  // The engine lives as long as any connection does; this one is never used and never replaced.
  const anchor = open()
  const connections = Array.from({ length: options.size }, () => wrap(open()))
  const idle = [...connections]
  const waiting: ((connection: PooledConnection) => void)[] = []

  async function acquire(): Promise<PooledConnection> {
    const connection = idle.pop()
    if (connection) return connection
    if (waiting.length >= LONGEST_QUEUE) throw new PoolOverloadedError('Too many simultaneous queries')
    return await new Promise((resolve) => waiting.push(resolve))
  }

  function release(connection: PooledConnection): void {
    const next = waiting.shift()
    if (next) next(connection)
    else idle.push(connection)
  }

  // Takes under 5 ms, and is the only way to take a parameter off a connection.
  function renew(connection: PooledConnection): void {
    native.CloseConnection(connection.handle)
    Object.assign(connection, wrap(open()))
  }

  async function run(request: ChdbRequest): Promise<ChdbResult> {
    const connection = await acquire()
    try {
      if (wouldSeeForeignParameter(connection, request)) renew(connection)
      const preamble = buildPreamble(connection, request)
      try {
        return await execute(connection.handle, `${preamble}${request.sql}`, request)
      } catch (error) {
        // Whether the failed statement's preamble took effect is unknown.
        if (preamble) renew(connection)
        throw error
      } finally {
        if (request.leavesTraces) renew(connection)
      }
    } finally {
      release(connection)
    }
  }

  async function execute(handle: NativeConnection, sql: string, request: ChdbRequest): Promise<ChdbResult> {
    if (request.data) {
      const written = await native.InsertRawAsyncConnection(handle, sql, request.data, false)
      return { bytes: new Uint8Array(), rowsRead: 0, bytesRead: 0, ...written }
    }
    const result = await native.QueryAsyncConnection(handle, sql, request.defaultFormat)
    return { bytes: result.bytes, rowsRead: result.rowsRead, bytesRead: result.bytesRead, rowsWritten: 0, bytesWritten: 0 }
  }

  async function close(): Promise<void> {
    for (let closed = 0; closed < connections.length; closed++) native.CloseConnection((await acquire()).handle)
    native.CloseConnection(anchor)
  }

  return { run, close }
}

function wrap(handle: NativeConnection): PooledConnection {
  return { handle, database: 'default', settings: new Map(), parameters: new Set() }
}

function wouldSeeForeignParameter(connection: PooledConnection, request: ChdbRequest): boolean {
  return [...connection.parameters].some((name) => !request.parameters.has(name) && request.sql.includes(`{${name}`))
}

/** The statements that bring a connection from what earlier requests left on it to what this one asks for. */
function buildPreamble(connection: PooledConnection, request: ChdbRequest): string {
  const assignments: string[] = []
  for (const name of connection.settings.keys()) {
    if (!request.settings.has(name)) assignments.push(`${name}=DEFAULT`)
  }
  for (const [name, value] of request.settings) {
    if (connection.settings.get(name) !== value) assignments.push(`${name}=${quote(value)}`)
  }
  for (const [name, value] of request.parameters) {
    assignments.push(`param_${name}=${quote(value)}`)
    connection.parameters.add(name)
  }
  connection.settings = new Map(request.settings)
  let preamble = ''
  if (connection.database !== request.database) {
    preamble += `USE \`${request.database.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\`; `
    connection.database = request.database
  }
  if (assignments.length > 0) preamble += `SET ${assignments.join(', ')}; `
  return preamble
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
