// Starts and stops the embedded engines of one data directory. The application knows only the two URLs.
import { mkdirSync } from 'node:fs'
import { startClickhouse } from './clickhouse.ts'
import { acquireDataDirectoryLock, readLockHolder } from './data-directory-lock.ts'
import {
  buildClickhouseUrl,
  buildDatabaseUrl,
  createPassword,
  readEnginesFile,
  writeEnginesFile,
  type EngineRecord,
} from './engines-file.ts'
import { startPostgres } from './postgres.ts'
import { identifyProcess } from './process-identity.ts'
import type { ProcessLog } from './supervised-process.ts'

export type Engines = {
  readonly databaseUrl: string
  readonly clickhouseUrl: string
  /** The running processes; they change when a crashed engine is started again. */
  readonly pids: { readonly postgres: number | undefined; readonly clickhouse: number | undefined }
  /** Stops both engines and gives the data directory back. */
  stop: () => Promise<void>
  /** Ends both at once, as a crash would: what was acknowledged is kept. */
  killNow: () => void
}

export type StartEnginesOptions = {
  dataDirectory: string
  log: ProcessLog
  /** False lets a power cut lose data: for tests. */
  isDurable?: boolean
}

/**
 * Starts PostgreSQL and ClickHouse side by side; a crashed engine is started again on the same port.
 * @throws DataDirectoryInUseError while another live process holds the data directory
 */
export async function startEngines({ dataDirectory, log, isDurable = true }: StartEnginesOptions): Promise<Engines> {
  // Others may pass through but not list: PostgreSQL's account needs to reach its own directory inside.
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 })
  const releaseLock = acquireDataDirectoryLock(dataDirectory)
  try {
    const file = readEnginesFile(dataDirectory) ?? { postgres: createRecord(), clickhouse: createRecord() }
    const save = () => writeEnginesFile(dataDirectory, file)
    // Passwords are on disk before the cluster is made with them.
    save()
    const starting = [
      startPostgres({
        dataDirectory,
        record: file.postgres,
        log,
        isDurable,
        onStarted: (child) => {
          if (child.pid) file.postgres.process = identifyProcess(child.pid)
          save()
        },
      }),
      startClickhouse({
        dataDirectory,
        record: file.clickhouse,
        log,
        onStarted: (child) => {
          if (child.pid) file.clickhouse.process = identifyProcess(child.pid)
          save()
        },
      }),
    ] as const
    const outcomes = await Promise.allSettled(starting)
    const [postgres, clickhouse] = outcomes
    if (postgres.status === 'rejected' || clickhouse.status === 'rejected') {
      await Promise.all(outcomes.map(async (outcome) => outcome.status === 'fulfilled' && (await outcome.value.stop())))
      throw postgres.status === 'rejected' ? postgres.reason : (clickhouse as PromiseRejectedResult).reason
    }
    return {
      databaseUrl: buildDatabaseUrl(file.postgres),
      clickhouseUrl: buildClickhouseUrl(file.clickhouse),
      get pids() {
        return { postgres: postgres.value.pid, clickhouse: clickhouse.value.pid }
      },
      stop: async () => {
        await Promise.all([postgres.value.stop(), clickhouse.value.stop()])
        releaseLock()
      },
      killNow: () => {
        postgres.value.killNow()
        clickhouse.value.killNow()
        releaseLock()
      },
    }
  } catch (error) {
    releaseLock()
    throw error
  }
}

/** The URLs of the engines that a live process runs on this data directory, if one does. */
export function findRunningEngines(dataDirectory: string): { databaseUrl: string; clickhouseUrl: string } | undefined {
  const file = readLockHolder(dataDirectory) && readEnginesFile(dataDirectory)
  return file && { databaseUrl: buildDatabaseUrl(file.postgres), clickhouseUrl: buildClickhouseUrl(file.clickhouse) }
}

function createRecord(): EngineRecord {
  return { port: 0, password: createPassword() }
}
