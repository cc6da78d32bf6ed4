// ClickHouse access: reads through its official client, exports as stored bytes over the same HTTP interface.
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { RapportError, isEngineUnavailable } from './errors.ts'

export interface ClickHouse {
  /** Rows of a query with `{name:Type}` parameters. */
  query<T>(sql: string, params?: Record<string, unknown>): Promise<T[]>
  /** Runs a statement that returns nothing. */
  command(sql: string): Promise<void>
  /** Inserts zstd-compressed RowBinary bytes into `target`, a table with its columns; the same token twice inserts once. */
  insertCompressed(target: string, token: string, bytes: Buffer): Promise<void>
  ping(): Promise<boolean>
  close(): Promise<void>
}

const pingEveryMs = 2_000
const pingTimeoutMs = 5_000

interface Target {
  origin: string
  database: string
  user: string
  password: string
}

function parseTarget(url: string): Target {
  const parsed = new URL(url)
  return {
    origin: parsed.origin,
    database: parsed.searchParams.get('database') ?? (parsed.pathname.slice(1) || 'default'),
    user: decodeURIComponent(parsed.username) || 'default',
    password: decodeURIComponent(parsed.password),
  }
}

export function connectClickHouse(url: string): ClickHouse {
  const target = parseTarget(url)
  const client: ClickHouseClient = createClient({
    url: target.origin,
    database: target.database,
    username: target.user,
    password: target.password,
    request_timeout: 65_000,
    max_open_connections: 8,
    // It would write to the console; failures are thrown and logged by whoever asked.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      max_execution_time: 60, output_format_json_quote_64bit_integers: 0, output_format_json_quote_decimals: 0,
      // A rule with a thousand long values, or a hundred sequences, is one query.
      max_query_size: '33554432', max_ast_elements: '1000000', max_expanded_ast_elements: '10000000',
    },
  })
  return {
    query: <T>(sql: string, params: Record<string, unknown> = {}) =>
      withLiveServer(target, async (signal) => {
        const result = await client.query({ query: sql, query_params: params, format: 'JSONEachRow', abort_signal: signal })
        return result.json<T>()
      }),
    command: (sql) =>
      withLiveServer(target, async (signal) => {
        await client.command({ query: sql, abort_signal: signal })
      }),
    insertCompressed: (insertTarget, token, bytes) => withLiveServer(target, (signal) => postInsert(target, insertTarget, { token, bytes, signal })),
    ping: () => ping(target),
    close: () => client.close(),
  }
}

async function ping({ origin }: Target): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/ping`, { signal: AbortSignal.timeout(pingTimeoutMs) })
    await response.text()
    return response.ok
  } catch {
    return false
  }
}

/**
 * A query may take its time, a server that hangs may not: one that does not even answer a ping is given up.
 * @throws unavailable when it cannot be reached
 */
async function withLiveServer<T>(target: Target, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const givingUp = new AbortController()
  const watch = setInterval(() => void ping(target).then((isAlive) => isAlive || givingUp.abort()), pingEveryMs)
  try {
    return await work(givingUp.signal)
  } catch (error) {
    if (!givingUp.signal.aborted && !isEngineUnavailable(error)) throw error
    throw new RapportError('unavailable', 'The event history (ClickHouse) does not answer. Events are still taken in and will show; try again in a moment.', {
      retryAfterSeconds: 2, cause: error,
    })
  } finally {
    clearInterval(watch)
  }
}

async function postInsert(target: Target, insertTarget: string, { token, bytes, signal }: { token: string; bytes: Buffer; signal: AbortSignal }): Promise<void> {
  const params = new URLSearchParams({
    database: target.database,
    query: `INSERT INTO ${insertTarget} FORMAT RowBinary`,
    async_insert: '0',
    insert_deduplicate: '1',
    insert_deduplication_token: token,
    // One stored batch is one block, so the token covers the whole of it.
    max_insert_block_size: '1048576',
    max_execution_time: '60',
  })
  const response = await fetch(`${target.origin}/?${params.toString()}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${target.user}:${target.password}`).toString('base64')}`,
      'content-encoding': 'zstd',
    },
    body: new Uint8Array(bytes),
    signal,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`ClickHouse refused a batch for ${insertTarget}: ${text.slice(0, 500)}`)
}
