// A whole Rapport in processes of its own, to be killed, stopped and starved; looked at from outside alone.
import { createClient } from '@clickhouse/client'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Me } from '../src/features/access/access.contract.ts'
import type { Source } from '../src/features/sources/sources.contract.ts'
import type { StreamCounters } from '../src/features/stream/stream.contract.ts'
import { findFreePort } from '../src/platform/embedded/free-port.ts'
import { findRunningEngines } from '../src/platform/embedded/engines.ts'
import { readCommandLine } from '../src/platform/embedded/process-identity.ts'
import { createDataDirectory } from './data-directory.ts'
import { waitFor } from './wait.ts'

const main = join(import.meta.dirname, '../src/main.ts')
const owner = { email: 'olga@example.com', password: 'correct horse battery' }

/** What the command line of each process holds. PostgreSQL's own children are found as those of its first process. */
const marks = { api: 'main.ts api', worker: 'main.ts worker', postgres: 'bin/postgres', clickhouse: 'clickhouse-server.ts' }
export type Part = keyof typeof marks

export interface Answer<T = unknown> {
  status: number
  headers: Headers
  body: T
}

export interface AttackedRapport {
  url: string
  writeKey: string
  workspaceId: number
  dataDirectory: string
  /** Starts `rapport start` (again) and resolves when it is ready. */
  start(): Promise<void>
  /** Ends `rapport start` with -9, and nothing else: its children must see to themselves. */
  killSupervisor(): Promise<void>
  /** A further `rapport worker` on the same databases. */
  startWorker(): Promise<ChildProcess>
  /** Processes of a part, PostgreSQL's children included. */
  findProcesses(part: Part): number[]
  signal(part: Part, signal: NodeJS.Signals): number[]
  /** As the owner. Gives up after `seconds`. */
  request<T = unknown>(method: string, path: string, options?: { body?: unknown; seconds?: number }): Promise<Answer<T>>
  /** Resolves once all that was accepted is processed and in ClickHouse. */
  settle(seconds?: number): Promise<StreamCounters>
  queryPostgres<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>
  queryClickhouse<T>(sql: string): Promise<T[]>
  readOutput(): string
  /** Ends everything and removes the data directory. */
  close(): Promise<void>
}

function listProcesses(): { pid: number; parent: number }[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid, parent]) => ({ pid: pid!, parent: parent! }))
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // Ended by itself between being found and being signalled.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Call `close` when done, also after a failure. `dataDirectory`: an existing one, left in place at the end. */
export async function startAttackedRapport(given: { dataDirectory?: string } = {}): Promise<AttackedRapport> {
  const dataDirectory = given.dataDirectory ?? createDataDirectory('rapport-attack-')
  const port = await findFreePort(0)
  const url = `http://127.0.0.1:${port}`
  const { PATH, HOME } = process.env
  const env = {
    PATH, HOME, RAPPORT_DATA_DIR: dataDirectory, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn', UV_THREADPOOL_SIZE: '8',
    RAPPORT_OWNER_EMAIL: owner.email, RAPPORT_OWNER_PASSWORD: owner.password,
  }
  const children: ChildProcess[] = []
  let supervisor: ChildProcess | undefined
  let output = ''
  let headers: Record<string, string> = {}

  function run(command: string): ChildProcess {
    const child = spawn(process.execPath, [main, command], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    children.push(child)
    return child
  }

  function findProcesses(part: Part): number[] {
    const all = listProcesses()
    const first = all.filter(({ pid, parent }) => parent === supervisor?.pid && readCommandLine(pid).includes(marks[part])).map(({ pid }) => pid)
    return [...first, ...(part === 'postgres' ? all.filter(({ parent }) => first.includes(parent)).map(({ pid }) => pid) : [])]
  }

  const request: AttackedRapport['request'] = async <T>(method: string, path: string, { body, seconds = 30 }: { body?: unknown; seconds?: number } = {}) => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(seconds * 1000),
    })
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, body: (text.startsWith('{') ? JSON.parse(text) : text) as T }
  }

  function findUrls(): { databaseUrl: string; clickhouseUrl: string } {
    const urls = findRunningEngines(dataDirectory)
    if (!urls) throw new Error('No engines run on the data directory.')
    return urls
  }

  const rapport: AttackedRapport = {
    url, dataDirectory, writeKey: '', workspaceId: 0, findProcesses, request,
    async start() {
      output = ''
      const child = run('start')
      supervisor = child
      const ended = once(child, 'close').then(() => false as const)
      const isReady = await Promise.race([waitFor('Rapport being ready', () => output.includes('Rapport is ready'), 90), ended])
      if (!isReady) throw new Error(`rapport start ended before it was ready:\n${output}`)
    },
    async killSupervisor() {
      const child = supervisor!
      const closed = once(child, 'exit')
      child.kill('SIGKILL')
      await closed
    },
    async startWorker() {
      const child = run('worker')
      const { pid } = child
      // It holds its first connection when it has taken up its work.
      await waitFor(
        'the further worker connecting',
        async () => {
          const rows = await rapport.queryPostgres<{ count: number }>("select count(*)::int as count from pg_stat_activity where application_name = 'rapport-worker'")
          const others = findProcesses('worker').length + children.filter((other) => other !== child && other !== supervisor && other.exitCode === null && other.signalCode === null).length
          return rows[0]!.count > others
        },
        60,
      )
      if (pid === undefined || child.exitCode !== null) throw new Error(`The further worker does not run:\n${output}`)
      return child
    },
    signal(part, signal) {
      const processes = findProcesses(part)
      for (const pid of processes) signalProcess(pid, signal)
      return processes
    },
    settle: (seconds = 90) =>
      waitFor(
        'The stream having processed and exported everything',
        async () => {
          const reply = await request<StreamCounters>('GET', '/v1/stream/counters')
          return reply.status === 200 && reply.body.waiting === 0 && reply.body.exporting === 0 && reply.body
        },
        seconds,
      ),
    async queryPostgres<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      const client = new pg.Client({ connectionString: findUrls().databaseUrl, connectionTimeoutMillis: 10_000, query_timeout: 30_000 })
      client.on('error', () => {})
      await client.connect()
      try {
        return (await client.query<T>(sql, values)).rows
      } finally {
        await client.end()
      }
    },
    async queryClickhouse<T>(sql: string) {
      const client = createClient({ url: findUrls().clickhouseUrl, clickhouse_settings: { output_format_json_quote_64bit_integers: 0 } })
      try {
        return await (await client.query({ query: sql, format: 'JSONEachRow' })).json<T>()
      } finally {
        await client.close()
      }
    },
    readOutput: () => output,
    async close() {
      for (const part of Object.keys(marks) as Part[]) rapport.signal(part, 'SIGCONT')
      for (const child of children.toReversed()) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        const ended = once(child, 'exit')
        child.kill('SIGCONT')
        child.kill('SIGTERM')
        await ended
      }
      if (!given.dataDirectory) rmSync(dataDirectory, { recursive: true, force: true })
    },
  }

  try {
    await rapport.start()
    const signedIn = await request<Me>('POST', '/v1/sign-in', { body: owner })
    const cookie = signedIn.headers.getSetCookie().find((value) => value.startsWith('rapport_session='))!.split(';')[0]!
    headers = { cookie, 'x-rapport-workspace': signedIn.body.workspaces[0]!.slug }
    const source = await request<Source>('POST', '/v1/sources', { body: { name: 'Web shop' } })
    rapport.writeKey = source.body.writeKey
    rapport.workspaceId = (await rapport.queryPostgres<{ id: number }>('select id from workspaces'))[0]!.id
  } catch (error) {
    await rapport.close()
    throw new Error(`Rapport could not be prepared for the attack:\n${output}`, { cause: error })
  }
  return rapport
}
