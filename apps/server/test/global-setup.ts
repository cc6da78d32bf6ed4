// Starts the engines once for a whole test run and migrates the database that every test file's own is cloned from.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { readLockHolder } from '../src/platform/embedded/data-directory-lock.ts'
import { startEngines } from '../src/platform/embedded/engines.ts'
import { stopLeftOverPostgres } from '../src/platform/embedded/postgres.ts'
import { migrate } from '../src/platform/migrate.ts'
import { createDataDirectory } from './data-directory.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    clickhouseUrl: string
  }
}

/** The migrated PostgreSQL database that test files clone. */
export const TEMPLATE_DATABASE = 'rapport_template'

const PREFIX = 'rapport-test-'
const log = { debug() {}, info() {}, warn: console.warn, error: console.error }

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandonedRuns()
  const dataDirectory = createDataDirectory(PREFIX)
  const engines = await startEngines({ dataDirectory, log, isDurable: false })
  const client = new pg.Client({ connectionString: engines.databaseUrl })
  await client.connect()
  await client.query(`create database ${TEMPLATE_DATABASE}`)
  await client.end()
  const templateUrl = new URL(engines.databaseUrl)
  templateUrl.pathname = TEMPLATE_DATABASE
  try {
    await migrate({ databaseUrl: templateUrl.href, clickhouseUrl: engines.clickhouseUrl })
  } catch (error) {
    await engines.stop()
    throw error
  }
  project.provide('databaseUrl', engines.databaseUrl)
  project.provide('clickhouseUrl', engines.clickhouseUrl)
  return async () => {
    await engines.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

// A run ended with kill -9 leaves its PostgreSQL and its files behind.
async function removeAbandonedRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const directory = join(tmpdir(), name)
    if (!name.startsWith(PREFIX) || readLockHolder(directory) || !existsSync(join(directory, 'supervisor.json'))) continue
    await stopLeftOverPostgres(join(directory, 'postgres'), log)
    rmSync(directory, { recursive: true, force: true })
  }
}
