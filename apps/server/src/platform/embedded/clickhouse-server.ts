// Entry of the ClickHouse process: opens chdb and serves it until its supervisor ends or asks it to.
import { mkdirSync, rmSync } from 'node:fs'
import { totalmem } from 'node:os'
import { openChdbPool } from './chdb-pool.ts'
import { createClickhouseHttpServer } from './clickhouse-http.ts'
import type { ClickhouseServerOptions } from './clickhouse.ts'

const USER = 'rapport'
const PARENT_CHECK_MS = 2000

process.once('message', (options: ClickhouseServerOptions) => {
  serve(options).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
})
if (!process.connected) process.exit(0)

async function serve({ path, port, password, connectionCount }: ClickhouseServerOptions): Promise<void> {
  const temporaryDirectory = `${path}-inserts`
  rmSync(temporaryDirectory, { recursive: true, force: true })
  mkdirSync(temporaryDirectory, { mode: 0o700 })
  const pool = openChdbPool({ path, size: connectionCount, memoryLimitBytes: chooseMemoryLimit() })
  await pool.run({
    sql: 'CREATE DATABASE IF NOT EXISTS rapport',
    defaultFormat: 'TabSeparated',
    database: 'default',
    settings: new Map(),
    parameters: new Map(),
    leavesTraces: false,
  })
  const server = createClickhouseHttpServer({ pool, user: USER, password, temporaryDirectory })
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })

  let isClosing = false
  const close = () => {
    if (isClosing) return
    isClosing = true
    server.close()
    server.closeIdleConnections()
    void pool.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', close)
  // A supervisor killed with -9 closes the channel; one that died while we were starting changes our parent.
  process.on('disconnect', close)
  const parentId = process.ppid
  setInterval(() => process.ppid !== parentId && close(), PARENT_CHECK_MS).unref()

  server.listen(port, '127.0.0.1', () => process.send?.('ready'))
}

/** 40 % of what this machine or container has: PostgreSQL and the server need the rest. */
function chooseMemoryLimit(): number {
  const constrained = process.constrainedMemory()
  const available = constrained > 0 && constrained < totalmem() ? constrained : totalmem()
  return Math.max(1024 ** 3, Math.floor(available * 0.4))
}
