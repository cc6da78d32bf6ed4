// A fresh installation for a benchmark: embedded engines with full durability, API and worker as processes of their own.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { servingNodeArguments } from '../apps/server/src/commands/serving-process.ts'
import { ensureOwner } from '../apps/server/src/features/access/index.ts'
import { createKey } from '../apps/server/src/features/sources/index.ts'
import { findFreePort } from '../apps/server/src/platform/embedded/free-port.ts'
import { startEngines, type Engines } from '../apps/server/src/platform/embedded/engines.ts'
import { migrate } from '../apps/server/src/platform/migrate.ts'
import { connectClickHouse, type ClickHouse } from '../apps/server/src/platform/clickhouse.ts'
import { connectPostgres, type Postgres } from '../apps/server/src/platform/postgres.ts'
import { createDataDirectory } from '../apps/server/test/data-directory.ts'
import { listProcessTree, readCpuSeconds } from './rapport-run.ts'

export const owner = { email: 'bench@example.com', password: 'a password for benchmarks' }
const preferredPort = 4488

export interface Installation {
  url: string
  port: number
  writeKey: string
  secretKey: string
  databaseUrl: string
  engines: Engines
  postgres: Postgres
  clickhouse: ClickHouse
  /** Processor time that each part has used so far, seconds: tells where the time of a benchmark goes. */
  readCpu(): Record<string, number>
  /** Starts a worker process. */
  startWorker(): Promise<void>
  close(): Promise<void>
}

async function startProcess(command: 'api' | 'worker', env: Record<string, string>): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, '../apps/server/src/main.ts'), [command], {
    env: { ...process.env, ...env },
    execArgv: servingNodeArguments,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

export async function startInstallation(): Promise<Installation> {
  const dataDirectory = createDataDirectory('rapport-bench-')
  const quiet = () => {}
  const engines = await startEngines({ dataDirectory, log: { debug: quiet, info: quiet, warn: console.error, error: console.error } })
  const { databaseUrl, clickhouseUrl } = engines
  const port = await findFreePort(preferredPort)
  await migrate({ databaseUrl, clickhouseUrl })
  // A connection may still be closing when the engines stop; a query that fails says so itself.
  const postgres = connectPostgres(databaseUrl, { name: 'bench', onError: quiet })
  await ensureOwner(postgres.db, owner)
  const [writeKey, secretKey] = [
    await createKey(postgres.db, { kind: 'write', name: 'Bench' }),
    await createKey(postgres.db, { kind: 'secret', name: 'Bench' }),
  ]
  const env = { DATABASE_URL: databaseUrl, CLICKHOUSE_URL: clickhouseUrl, RAPPORT_DATA_DIR: dataDirectory, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn', UV_THREADPOOL_SIZE: '8' }
  const clickhouse = connectClickHouse(clickhouseUrl)
  const processes = [await startProcess('api', env)]
  const readCpu = () => {
    const { postgres: postmaster, clickhouse: chdb } = engines.pids
    const parts = { api: processes[0]?.pid, worker: processes[1]?.pid, postgres: postmaster, clickhouse: chdb, load: process.pid }
    const known = Object.entries(parts).filter((part): part is [string, number] => part[1] !== undefined)
    // The load generator is the parent of all the others.
    return Object.fromEntries(known.map(([name, pid]) => [name, readCpuSeconds(name === 'load' ? [pid] : listProcessTree(pid))]))
  }
  return {
    readCpu,
    url: `http://127.0.0.1:${port}`, port, writeKey, secretKey, databaseUrl, engines, postgres, clickhouse,
    async startWorker() {
      processes.push(await startProcess('worker', env))
    },
    async close() {
      await Promise.all(processes.map(stopProcess))
      await Promise.all([postgres.close(), clickhouse.close()])
      await engines.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}
