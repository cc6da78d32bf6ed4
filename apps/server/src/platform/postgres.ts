// Typed PostgreSQL access. Each feature types its own tables: `db.withTables<PeopleTables>()`.
import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { isEngineUnavailable } from './errors.ts'

// bigint and numeric as numbers: sequence numbers and counts stay below 2^53, amounts are rounded to cents.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/** A database, or a transaction on it. */
// oxlint-disable-next-line typescript/no-empty-object-type -- no tables until a feature adds its own
export type Db = Kysely<{}> | Transaction<{}>
export type Pool = pg.Pool
export type PoolClient = pg.PoolClient

export interface Postgres {
  pool: Pool
  db: Db
  close(): Promise<void>
}

/** A server that hangs, or a network that drops packets, must not hold its callers for minutes. */
const queryTimeoutMs = 30_000

export function connectPostgres(url: string, options: { maxConnections?: number; name: string; onError: (error: Error) => void }): Postgres {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 12,
    application_name: options.name,
    connectionTimeoutMillis: 5_000,
    query_timeout: queryTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // Statements that wait for nothing of each other are sent at once; each still has its own answer, or error.
    pipeline: true,
  })
  // An idle connection that breaks (engine restarted) reports here; without a listener the process would end.
  pool.on('error', options.onError)
  // The same for one that is in use, whose query fails as well.
  pool.on('connect', (client) => void client.on('error', options.onError))
  const db = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) })
  return { pool, db, close: () => db.destroy() }
}

interface TransactionOptions {
  /** The server ends it when this process stands still for that long, so that nobody waits for its locks. */
  maxIdleSeconds?: number
  /** A statement without parameters that is to be its first: sent along with `begin`, it costs no turn of its own. */
  first?: string
}

/** Writes that are on their way, and what comes of them once they are done. */
export interface Sent<T> {
  writes: readonly Promise<unknown>[]
  result: T | Promise<T>
}

/** What is sent within leaves as one piece, so that the server is woken once. */
function sendTogether<T>({ connection: { stream } }: PoolClient, send: () => T): T {
  stream.cork()
  try {
    return send()
  } finally {
    stream.uncork()
  }
}

/** Waits for all of them, so that nothing is sent any more once one has failed. @throws the first error in their order */
async function settle(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

/**
 * Runs `work` in one transaction on a plain connection; rolls back on any error. Its first statement is sent right behind
 * `begin` and `first`: what holds only once they are through is to be read after the first answer. It resolves with the
 * writes to be sent at the end, behind which the commit goes at once.
 */
export async function withSentTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<() => Sent<T>>, { maxIdleSeconds = 0, first }: TransactionOptions = {}): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const limit = maxIdleSeconds > 0 ? [`set local idle_in_transaction_session_timeout = '${maxIdleSeconds}s'`] : []
    const { opening, working } = sendTogether(client, () => ({ opening: client.query(['begin', ...limit, ...(first ? [first] : [])].join('; ')), working: work(client) }))
    await settle([opening, working])
    const write = await working
    const { writes, result, ending } = sendTogether(client, () => ({ ...write(), ending: client.query('commit') }))
    await settle([...writes, ending, Promise.resolve(result)])
    const { command } = await ending
    // The answer to a commit after an error is ROLLBACK, and no error: a write that was forgotten above must not pass for done.
    if (command !== 'COMMIT') throw new Error(`A transaction ended with ${command}: one of its statements failed.`)
    return await result
  } catch (error) {
    // Closing a connection that does not answer rolls back as well, without waiting for it a second time.
    if (isEngineUnavailable(error)) broken = error as Error
    else {
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError
      })
    }
    throw error
  } finally {
    client.release(broken)
  }
}

/** The same where everything is waited for within. */
export async function withTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  return withSentTransaction(
    pool,
    async (client) => {
      const result = await work(client)
      return () => ({ writes: [], result })
    },
    options,
  )
}

/** A plain connection, within its transaction, for what is written for Kysely. */
export function asDb(client: Pick<PoolClient, 'query'>): Db {
  const connection = { query: client.query.bind(client), release() {} }
  const pool = { connect: async () => connection, end: async () => {} }
  return new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool: pool as never }) })
}

/** A transaction of Kysely's for what is written for plain connections. */
export function asClient(tx: Db): Pick<PoolClient, 'query'> {
  const query = async (statement: string | { text: string; values: unknown[] }, given: unknown[] = []) => {
    const { text, values } = typeof statement === 'string' ? { text: statement, values: given } : statement
    const { rows, numAffectedRows } = await tx.executeQuery(CompiledQuery.raw(text, values))
    return { rows, rowCount: Number(numAffectedRows ?? rows.length) }
  }
  // Of the many forms of a query, statements here use these two.
  return { query } as unknown as Pick<PoolClient, 'query'>
}
