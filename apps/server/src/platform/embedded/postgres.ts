// Runs the embedded PostgreSQL: creates its cluster once, stops a left-over server, starts the new one.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import pg from 'pg'
import type { EngineRecord } from './engines-file.ts'
import { findFreePort } from './free-port.ts'
import { preparePostgresInstallation, type PostgresInstallation } from './postgres-account.ts'
import { identifyProcess, readCommandLine, readStartOf, stopProcess } from './process-identity.ts'
import { superviseProcess, type ProcessLog, type SupervisedProcess } from './supervised-process.ts'

const runFile = promisify(execFile)

const DATABASE_NAME = 'rapport'

/** Settings that suit one machine shared with ClickHouse and the server itself. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  wal_compression: 'pglz', // this build has neither lz4 nor zstd
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  synchronous_commit: 'on', // an acknowledged event must survive a power cut
  random_page_cost: '1.1',
  effective_io_concurrency: '64',
  jit: 'off', // compiling costs more than these short queries take
  // Queue and log tables turn over completely: vacuum after 2 % rather than after 20 %.
  autovacuum_naptime: '20s',
  autovacuum_vacuum_scale_factor: '0.02',
  autovacuum_analyze_scale_factor: '0.05',
  autovacuum_vacuum_insert_scale_factor: '0.1',
  autovacuum_vacuum_cost_limit: '1000',
  // Refused statements are answers to our own server, which logs what matters without the personal data in them.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  lc_messages: 'C',
  timezone: 'UTC',
}

// Commits stay synchronous: what was acknowledged must survive kill -9 in tests, too.
const UNSAFE_BUT_FAST: Record<string, string> = { fsync: 'off', full_page_writes: 'off' }

export type PostgresOptions = {
  dataDirectory: string
  record: EngineRecord
  log: ProcessLog
  /** Whether data survives a power cut; only tests turn it off. */
  isDurable: boolean
  onStarted: (child: ChildProcess) => void
}

/** Starts PostgreSQL on `record.port`, or another one if that is taken, with a database `rapport` owned by the user `rapport`. */
export async function startPostgres(options: PostgresOptions): Promise<SupervisedProcess> {
  const { record, log } = options
  const installation = preparePostgresInstallation(options.dataDirectory)
  const isNew = !existsSync(join(installation.clusterDirectory, 'PG_VERSION'))
  if (isNew) await createCluster(installation, options)
  else await stopLeftOverPostgres(installation.clusterDirectory, log)
  record.port = await findFreePort(record.port)
  const settings = { ...SETTINGS, ...(options.isDurable ? {} : UNSAFE_BUT_FAST), port: String(record.port) }
  const supervised = superviseProcess({
    name: 'postgres',
    log,
    spawn: () =>
      spawn(
        join(installation.nativeDirectory, 'bin/postgres'),
        ['-D', installation.clusterDirectory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
        {
          ...installation.account,
          cwd: installation.clusterDirectory,
          env: createEnvironment(installation),
          stdio: ['ignore', 'ignore', 'pipe'],
          // A group of its own: Ctrl-C in the terminal must reach it last, through the supervisor.
          detached: true,
        },
      ),
    waitUntilReady: (child) => waitForReadyLine(child, log),
    onStarted: options.onStarted,
    stopSignal: 'SIGINT', // "fast": ends open sessions, writes a checkpoint
    stopTimeoutSeconds: 15,
  })
  await supervised.ready
  // Also after an interrupted first start: the cluster may exist without the database.
  await ensureDatabase(record)
  return supervised
}

async function createCluster(installation: PostgresInstallation, options: PostgresOptions): Promise<void> {
  const { nativeDirectory, clusterDirectory, account } = installation
  // initdb writes PG_VERSION early: only a finished cluster is moved into place.
  const unfinished = `${clusterDirectory}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  const passwordFile = join(unfinished, '..', `postgres-password-${process.pid}`)
  writeFileSync(passwordFile, `${options.record.password}\n`, { mode: 0o600 })
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    await runFile(
      join(nativeDirectory, 'bin/initdb'),
      [
        `--pgdata=${unfinished}`,
        '--username=rapport',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        // Without these an unset LANG gives SQL_ASCII, and text would sort differently on every machine.
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        ...(options.isDurable ? [] : ['--no-sync']),
      ],
      { ...account, cwd: unfinished, env: createEnvironment(installation) },
    )
    renameSync(unfinished, clusterDirectory)
  } catch (error) {
    throw new Error(`PostgreSQL's initdb failed: ${(error as Error).message}`, { cause: error })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/**
 * Stops the server that still runs on the cluster, if one does: PostgreSQL does not notice that its supervisor was
 * killed. Call it only as the holder of the data directory.
 */
export async function stopLeftOverPostgres(clusterDirectory: string, log: ProcessLog): Promise<void> {
  const pid = readPostmasterPid(clusterDirectory)
  if (pid === undefined || readStartOf(pid) === undefined || !readCommandLine(pid).includes(clusterDirectory)) return
  log.warn({ part: 'postgres', pid }, 'stopping the PostgreSQL that a killed Rapport left behind')
  const isStopped = await stopProcess(identifyProcess(pid), [
    { signal: 'SIGINT', waitSeconds: 15 },
    { signal: 'SIGQUIT', waitSeconds: 5 },
    { signal: 'SIGKILL', waitSeconds: 5 },
  ])
  if (!isStopped) throw new Error(`A PostgreSQL left behind (process ${pid}) does not stop; end it and start again.`)
}

function readPostmasterPid(clusterDirectory: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(clusterDirectory, 'postmaster.pid'), 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

function createEnvironment({ nativeDirectory }: Pick<PostgresInstallation, 'nativeDirectory'>): NodeJS.ProcessEnv {
  return { LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: join(nativeDirectory, 'lib') }
}

async function waitForReadyLine(child: ChildProcess, log: ProcessLog): Promise<void> {
  if (!child.stderr) return
  const lines = createInterface({ input: child.stderr })
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const isSerious = /\b(FATAL|PANIC):/.test(line) && !/the database system is (starting up|shutting down)/.test(line)
      if (isSerious) log.warn({ part: 'postgres' }, line)
      else log.debug({ part: 'postgres' }, line)
      if (line.includes('database system is ready to accept connections')) resolve()
    })
  })
}

async function ensureDatabase(record: EngineRecord): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: record.port,
    user: 'rapport',
    password: record.password,
    database: 'postgres',
  })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE_NAME])
    if (found.rowCount === 0) await client.query(`create database ${DATABASE_NAME}`)
  } finally {
    await client.end()
  }
}
