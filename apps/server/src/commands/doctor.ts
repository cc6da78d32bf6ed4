import { accessSync, constants, existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { ConfigError, describeSettings, loadConfig, type Config } from '../platform/config.ts'
import { readLockHolder } from '../platform/embedded/data-directory-lock.ts'
import { defineCommand } from './command.ts'
import { findEngines } from './engine-access.ts'

type Finding = { isFine: boolean; what: string; detail: string }

const LEAST_FREE_BYTES = 2 * 1024 ** 3

export const doctor = defineCommand({
  name: 'doctor',
  usage: '',
  summary: 'Lists the settings and checks that this machine can run Rapport; exit code 1 when something is wrong',
  options: {},
  maxWords: 0,
  run: async () => {
    console.log('Settings')
    for (const { name, value, isSet, description } of describeSettings()) {
      console.log(`  ${name.padEnd(24)}${value}${isSet ? '' : ' (default)'}\n${' '.repeat(26)}${description}`)
    }
    const findings = await examine()
    console.log('\nChecks')
    for (const { isFine, what, detail } of findings) console.log(`  ${isFine ? 'ok    ' : 'WRONG '} ${what}: ${detail}`)
    return findings.every(({ isFine }) => isFine) ? 0 : 1
  },
})

async function examine(): Promise<Finding[]> {
  const node = { isFine: Number(process.versions.node.split('.')[0]) >= 24, what: 'Node', detail: process.version }
  let config: Config
  try {
    config = loadConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [node, { isFine: false, what: 'settings', detail: error.message }]
  }
  return [node, { isFine: true, what: 'settings', detail: 'valid' }, ...(await examineDataDirectory(config)), ...(await examineEngines(config))]
}

async function examineDataDirectory({ dataDirectory }: Config): Promise<Finding[]> {
  if (!existsSync(dataDirectory)) return [{ isFine: true, what: 'data directory', detail: `${dataDirectory} will be created` }]
  const space = await statfs(dataDirectory)
  const freeBytes = space.bavail * space.bsize
  return [
    { isFine: isWritable(dataDirectory), what: 'data directory', detail: `${dataDirectory} is ${isWritable(dataDirectory) ? '' : 'not '}writable` },
    { isFine: freeBytes >= LEAST_FREE_BYTES, what: 'disk space', detail: `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free, at least 2 wanted` },
  ]
}

async function examineEngines(config: Config): Promise<Finding[]> {
  const connected = findEngines(config)
  if (!connected) return [{ isFine: true, what: 'databases', detail: 'embedded; not running (rapport start runs them)' }]
  const holder = readLockHolder(config.dataDirectory)
  const origin = config.databaseUrl ? 'by URL' : `embedded, run by process ${holder?.pid}`
  return await Promise.all([
    examineEngine(`PostgreSQL (${origin})`, async () => await readPostgresVersion(connected.databaseUrl)),
    examineEngine(`ClickHouse (${origin})`, async () => await readClickhouseVersion(connected.clickhouseUrl)),
  ])
}

async function examineEngine(what: string, readVersion: () => Promise<string>): Promise<Finding> {
  try {
    return { isFine: true, what, detail: await readVersion() }
  } catch (error) {
    return { isFine: false, what, detail: (error as Error).message || String(error) }
  }
}

async function readPostgresVersion(url: string): Promise<string> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    const result = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    return result.rows[0]?.version ?? 'no version'
  } finally {
    await client.end()
  }
}

async function readClickhouseVersion(url: string): Promise<string> {
  const { connectClickHouse } = await import('../platform/clickhouse.ts')
  const clickhouse = connectClickHouse(url)
  try {
    const [row] = await clickhouse.query<{ version: string }>('SELECT version() AS version')
    return row?.version ?? 'no version'
  } finally {
    await clickhouse.close()
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
