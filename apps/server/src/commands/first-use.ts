// What has to be true before the first request: newest schema, the owner that the settings name, a way in without one.
import type { Log } from '../platform/log.ts'
import type { Db } from '../platform/postgres.ts'
import type { ConnectedConfig } from './engine-access.ts'

/** Migrates both databases and creates the configured owner, unless there is an owner already. */
export async function prepareDatabases(config: ConnectedConfig, log: Log): Promise<void> {
  const { databaseUrl, clickhouseUrl, owner } = config
  const { migrate } = await import('../platform/migrate.ts')
  await migrate({ databaseUrl, clickhouseUrl, log })
  if (!owner) return
  const { ensureOwner } = await import('../features/access/index.ts')
  await withDatabase(config, async (db) => await ensureOwner(db, owner))
}

/** The one-time link under which the first person sets Rapport up; undefined once someone has. Ends earlier links. */
export async function issueSetupLink(config: ConnectedConfig): Promise<string | undefined> {
  const { createSetupLink } = await import('../features/access/index.ts')
  return await withDatabase(config, async (db) => await createSetupLink(db, config))
}

async function withDatabase<T>({ databaseUrl }: ConnectedConfig, work: (db: Db) => Promise<T>): Promise<T> {
  const { connectPostgres } = await import('../platform/postgres.ts')
  const postgres = connectPostgres(databaseUrl, { name: 'rapport-first-use', maxConnections: 1, onError: () => {} })
  try {
    return await work(postgres.db)
  } finally {
    await postgres.close()
  }
}
