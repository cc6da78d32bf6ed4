import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDataDirectory } from '../../../test/data-directory.ts'
import { waitFor } from '../../../test/wait.ts'
import { findRunningEngines, startEngines, type Engines } from './engines.ts'
import { isRunning, readStartOf } from './process-identity.ts'

const problems: string[] = []
const log = {
  debug() {},
  info() {},
  warn: (...args: unknown[]) => problems.push(String(args.at(-1))),
  error: (...args: unknown[]) => problems.push(String(args.at(-1))),
}
let dataDirectory: string
let engines: Engines

const start = async () => await startEngines({ dataDirectory, log, isDurable: false })

beforeAll(async () => {
  dataDirectory = createDataDirectory('rapport-engines-')
  engines = await start()
})

afterAll(async () => {
  await engines.stop()
  rmSync(dataDirectory, { recursive: true, force: true })
})

async function askPostgres(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: engines.databaseUrl })
  // A server that goes away while connected reports here too.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

async function askClickhouse(query: string): Promise<string> {
  const client = createClient({ url: engines.clickhouseUrl, log: { level: ClickHouseLogLevel.OFF } })
  try {
    const result = await client.query({ query, format: 'TabSeparated' })
    return (await result.text()).trim()
  } finally {
    await client.close()
  }
}

test('both engines answer, with text that sorts the same everywhere', async () => {
  expect(await askPostgres('select pg_encoding_to_char(encoding), datlocprovider, datlocale from pg_database where datname = current_database()')).toEqual([
    'UTF8',
    'b',
    'C.UTF-8',
  ])
  expect(await askClickhouse('SELECT currentDatabase()')).toBe('rapport')
})

test('passwords are needed and readable by nobody else', async () => {
  expect(statSync(join(dataDirectory, 'engines.json')).mode & 0o777).toBe(0o600)
  const withoutPassword = new URL(engines.databaseUrl)
  withoutPassword.password = 'wrong'
  await expect(new pg.Client({ connectionString: withoutPassword.href }).connect()).rejects.toThrow(/password authentication failed/)
  const url = new URL(engines.clickhouseUrl)
  expect((await fetch(`http://${url.host}/?query=SELECT+1`)).status).toBe(401)
})

test('a second start on the same data directory is refused and does no harm', async () => {
  await expect(start()).rejects.toThrow(`already running on ${dataDirectory} (process ${process.pid})`)
  expect(await askPostgres('select 1')).toEqual([1])
  expect(findRunningEngines(dataDirectory)).toEqual({ databaseUrl: engines.databaseUrl, clickhouseUrl: engines.clickhouseUrl })
})

test('a crashed engine is started again on the same port, with what it had acknowledged', async () => {
  await askPostgres('create table kept as select 42 as answer')
  const before = engines.pids
  problems.length = 0
  process.kill(before.postgres!, 'SIGKILL')
  process.kill(before.clickhouse!, 'SIGKILL')
  expect(await waitFor('PostgreSQL coming back', async () => await askPostgres('select answer from kept'))).toEqual([42])
  expect(await waitFor('ClickHouse coming back', async () => await askClickhouse('SELECT 1'))).toBe('1')
  expect(engines.pids.postgres).not.toBe(before.postgres)
  expect(engines.pids.clickhouse).not.toBe(before.clickhouse)
  expect(problems).toEqual(expect.arrayContaining(['postgres ended; starting it again', 'clickhouse ended; starting it again']))
})

test('stopping ends both processes and keeps ports, passwords and data for the next start', async () => {
  const { pids, databaseUrl, clickhouseUrl } = engines
  await engines.stop()
  expect([readStartOf(pids.postgres!), readStartOf(pids.clickhouse!)]).toEqual([undefined, undefined])
  expect(findRunningEngines(dataDirectory)).toBeUndefined()
  engines = await start()
  expect({ databaseUrl: engines.databaseUrl, clickhouseUrl: engines.clickhouseUrl }).toEqual({ databaseUrl, clickhouseUrl })
  expect(await askPostgres('select answer from kept')).toEqual([42])
})

test('after kill -9 of the supervisor the next start takes over its PostgreSQL', async () => {
  await engines.stop()
  const holder = fork(join(import.meta.dirname, '../../../test/hold-engines.ts'), [dataDirectory], { stdio: 'inherit' })
  const [pids] = (await once(holder, 'message')) as [Engines['pids']]
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const file = JSON.parse(readFileSync(join(dataDirectory, 'engines.json'), 'utf8'))
  expect(file.postgres.process.pid).toBe(pids.postgres)
  expect(isRunning(file.postgres.process)).toBe(true)
  problems.length = 0
  engines = await start()
  expect(problems).toContain('stopping the PostgreSQL that a killed Rapport left behind')
  expect([isRunning(file.postgres.process), isRunning(file.clickhouse.process)]).toEqual([false, false])
  expect(await askPostgres('select answer from kept')).toEqual([42])
  expect(await askClickhouse('SELECT 1')).toBe('1')
})
