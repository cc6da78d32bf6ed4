// Finds the databases a command works on: given by URL, run by a live `rapport start`, or started for this command alone.
import type { Config } from '../platform/config.ts'
import { findRunningEngines, startEngines } from '../platform/embedded/engines.ts'
import { createLog } from '../platform/log.ts'
import { CommandError } from './command.ts'

export type ConnectedConfig = Config & { databaseUrl: string; clickhouseUrl: string }

/** The databases as they are now, without starting any. */
export function findEngines(config: Config): ConnectedConfig | undefined {
  const { databaseUrl, clickhouseUrl } = config
  if (databaseUrl && clickhouseUrl) return { ...config, databaseUrl, clickhouseUrl }
  const running = findRunningEngines(config.dataDirectory)
  return running && { ...config, ...running }
}

/** @throws CommandError when neither URLs are set nor a `rapport start` runs on the data directory */
export function requireEngines(config: Config): ConnectedConfig {
  const connected = findEngines(config)
  if (connected) return connected
  throw new CommandError(
    `There are no databases to work on. Start "rapport start" on ${config.dataDirectory} first, or set DATABASE_URL and CLICKHOUSE_URL.`,
  )
}

/** Runs `work` on the databases; embedded ones that do not run yet are started, migrated and stopped for it. */
export async function withEngines<T>(config: Config, work: (connected: ConnectedConfig) => Promise<T>): Promise<T> {
  const connected = findEngines(config)
  if (connected) return await work(connected)
  const engines = await startEngines({ dataDirectory: config.dataDirectory, log: createLog('fatal', 'engines') })
  try {
    const { databaseUrl, clickhouseUrl } = engines
    const { migrate } = await import('../platform/migrate.ts')
    await migrate({ databaseUrl, clickhouseUrl })
    return await work({ ...config, databaseUrl, clickhouseUrl })
  } finally {
    await engines.stop()
  }
}
