import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { AccessTables } from './access.tables.ts'

/** Lets one transaction at a time find out whether there is an owner and make the first. */
export async function lockSetup(tx: Db): Promise<void> {
  await sql`lock table setup_links in exclusive mode`.execute(tx)
}

export async function replaceSetupLink(tx: Db, tokenHash: Buffer): Promise<void> {
  await deleteSetupLinks(tx)
  await tx.withTables<AccessTables>().insertInto('setup_links').values({ token_hash: tokenHash }).execute()
}

export async function hasSetupLink(tx: Db, tokenHash: Buffer): Promise<boolean> {
  const row = await tx.withTables<AccessTables>().selectFrom('setup_links').select('token_hash').where('token_hash', '=', tokenHash).executeTakeFirst()
  return row !== undefined
}

export async function deleteSetupLinks(tx: Db): Promise<void> {
  await tx.withTables<AccessTables>().deleteFrom('setup_links').execute()
}
