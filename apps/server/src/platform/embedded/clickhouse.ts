// Runs the embedded ClickHouse: chdb in a child process of its own behind ClickHouse's HTTP protocol.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { EngineRecord } from './engines-file.ts'
import { findFreePort } from './free-port.ts'
import { stopProcess } from './process-identity.ts'
import { superviseProcess, type ProcessLog, type SupervisedProcess } from './supervised-process.ts'

/** One connection runs one query at a time; this many run side by side. */
const CONNECTION_COUNT = 8
/** Threads of libuv beyond the connections, for compression. */
const SPARE_THREAD_COUNT = 4

export type ClickhouseOptions = {
  dataDirectory: string
  record: EngineRecord
  log: ProcessLog
  onStarted: (child: ChildProcess) => void
}

/** Sent to the child over the IPC channel, where `ps` does not show the password. */
export type ClickhouseServerOptions = { path: string; port: number; password: string; connectionCount: number }

/** Starts ClickHouse on `record.port`, or another one if that is taken, with a database `rapport`. */
export async function startClickhouse(options: ClickhouseOptions): Promise<SupervisedProcess> {
  const { record, log } = options
  const path = join(options.dataDirectory, 'clickhouse')
  mkdirSync(path, { recursive: true, mode: 0o700 })
  // It ends by itself when its supervisor does, but may still be finishing a query.
  if (record.process) {
    await stopProcess(record.process, [
      { signal: 'SIGTERM', waitSeconds: 10 },
      { signal: 'SIGKILL', waitSeconds: 5 },
    ])
  }
  record.port = await findFreePort(record.port)
  const serverOptions: ClickhouseServerOptions = {
    path,
    port: record.port,
    password: record.password,
    connectionCount: CONNECTION_COUNT,
  }
  const supervised = superviseProcess({
    name: 'clickhouse',
    log,
    spawn: () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'clickhouse-server.ts')], {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        // libuv reads the pool's size once, before any script runs.
        env: { UV_THREADPOOL_SIZE: String(CONNECTION_COUNT + SPARE_THREAD_COUNT), TZ: 'UTC', PATH: '' },
        detached: true,
      })
      child.send(serverOptions, () => {})
      return child
    },
    waitUntilReady: async (child) => {
      if (child.stderr) {
        createInterface({ input: child.stderr }).on('line', (line) => log.warn({ part: 'clickhouse' }, line))
      }
      await new Promise<void>((resolve) => child.once('message', () => resolve()))
    },
    onStarted: options.onStarted,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
  })
  await supervised.ready
  return supervised
}
