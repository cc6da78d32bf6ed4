// Brings both databases to the newest schema: numbered by date, each file once, safe to run from several processes.
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { runMigrations as migrateJobs } from 'graphile-worker'
import { sql } from 'kysely'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import { connectClickHouse } from './clickhouse.ts'
import type { Log } from './log.ts'
import { connectPostgres } from './postgres.ts'

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))

async function readMigrations(engine: 'postgres' | 'clickhouse'): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(join(folder, engine))).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(names.map(async (name) => ({ name: name.replace(/\.sql$/, ''), text: await readFile(join(folder, engine, name), 'utf8') })))
}

const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const entries = (await readMigrations('postgres')).map(({ name, text }): [string, Migration] => [
      name,
      { up: async (db) => void (await sql.raw(text).execute(db)) },
    ])
    return Object.fromEntries(entries)
  },
}

/** Applies what is missing. Throws with the file's name when a migration fails; nothing of that file remains. */
export async function migrate(options: { databaseUrl: string; clickhouseUrl: string; log?: Log }): Promise<void> {
  await Promise.all([migratePostgres(options), migrateClickHouse(options)])
}

async function migratePostgres({ databaseUrl, log }: { databaseUrl: string; log?: Log }): Promise<void> {
  const postgres = connectPostgres(databaseUrl, { name: 'rapport-migrate', maxConnections: 3, onError: () => {} })
  try {
    const migrator = new Migrator({ db: postgres.db, provider: sqlFiles, allowUnorderedMigrations: true })
    const { error, results } = await migrator.migrateToLatest()
    for (const result of results ?? []) {
      if (result.status === 'Success') log?.info({ migration: result.migrationName }, 'PostgreSQL migrated')
      if (result.status === 'Error') throw new Error(`The migration ${result.migrationName} failed.`, { cause: error })
    }
    if (error) throw error
    await migrateJobs({ pgPool: postgres.pool })
  } finally {
    await postgres.close()
  }
}

async function migrateClickHouse({ clickhouseUrl, log }: { clickhouseUrl: string; log?: Log }): Promise<void> {
  const clickhouse = connectClickHouse(clickhouseUrl)
  try {
    await clickhouse.command('CREATE TABLE IF NOT EXISTS schema_migrations (name String, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY name')
    const done = new Set((await clickhouse.query<{ name: string }>('SELECT name FROM schema_migrations')).map((row) => row.name))
    for (const { name, text } of await readMigrations('clickhouse')) {
      if (done.has(name)) continue
      // Statements are idempotent (IF NOT EXISTS), so a second process running the same file does no harm.
      for (const statement of text.split(/;\s*\n/).filter((part) => part.trim() !== '')) await clickhouse.command(statement)
      await clickhouse.command(`INSERT INTO schema_migrations (name) VALUES ('${name}')`)
      log?.info({ migration: name }, 'ClickHouse migrated')
    }
  } finally {
    await clickhouse.close()
  }
}
