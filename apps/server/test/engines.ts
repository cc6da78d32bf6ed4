// Fresh databases for one test file: a clone of the migrated PostgreSQL and a migrated ClickHouse database.
import { createClient } from '@clickhouse/client'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '../src/platform/migrate.ts'
import { TEMPLATE_DATABASE } from './global-setup.ts'

export type TestDatabases = {
  databaseUrl: string
  clickhouseUrl: string
  /** Ends what is still connected and removes both databases. */
  drop: () => Promise<void>
}

/** Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function createTestDatabases(): Promise<TestDatabases> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const [databaseUrl, clickhouseUrl] = [inject('databaseUrl'), inject('clickhouseUrl')].map((url) => {
    const own = new URL(url)
    own.pathname = name
    return own.href
  }) as [string, string]
  await Promise.all([
    runOnPostgres(`create database ${name} template ${TEMPLATE_DATABASE}`),
    runOnClickhouse(`CREATE DATABASE ${name}`),
  ])
  await migrate({ databaseUrl, clickhouseUrl })
  return {
    databaseUrl,
    clickhouseUrl,
    drop: async () => {
      await Promise.all([runOnPostgres(`drop database ${name} with (force)`), runOnClickhouse(`DROP DATABASE ${name} SYNC`)])
    },
  }
}

async function runOnPostgres(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function runOnClickhouse(query: string): Promise<void> {
  const client = createClient({ url: inject('clickhouseUrl') })
  try {
    await client.command({ query })
  } finally {
    await client.close()
  }
}
