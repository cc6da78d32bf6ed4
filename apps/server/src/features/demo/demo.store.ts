import type { Generated, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'

type DemoTables = {
  demo_loads: {
    workspace_id: number
    write_key: string
    people: number
    seed: number
    ends_at: Date
    state: Generated<'running' | 'done' | 'failed'>
    sent: Generated<number>
    total: number
    started_at: Generated<Date | null>
    finished_at: Generated<Date | null>
    message: Generated<string | null>
    heartbeat_at: Generated<Date | null>
  }
}
export type DemoLoad = Selectable<DemoTables['demo_loads']>

/** A load whose process has said nothing for this long is free for another one. */
const silentSeconds = 10
const isSilent = sql<boolean>`(heartbeat_at is null or heartbeat_at < now() - make_interval(secs => ${silentSeconds}))`

/** Lets one transaction at a time find out whether there is a demo workspace and make one. */
export async function lockDemoLoads(tx: Db): Promise<void> {
  await sql`lock table demo_loads in share row exclusive mode`.execute(tx)
}

export async function insertLoad(
  tx: Db,
  load: { workspaceId: number; writeKey: string; people: number; seed: number; endsAt: Date; total: number },
): Promise<void> {
  const { workspaceId, writeKey, people, seed, endsAt, total } = load
  await tx
    .withTables<DemoTables>()
    .insertInto('demo_loads')
    .values({ workspace_id: workspaceId, write_key: writeKey, people, seed, ends_at: endsAt, total })
    .execute()
}

export async function findLoad(db: Db, workspaceId: number): Promise<DemoLoad | undefined> {
  return db.withTables<DemoTables>().selectFrom('demo_loads').selectAll().where('workspace_id', '=', workspaceId).executeTakeFirst()
}

/** The newest load of these workspaces; of all when none are named. */
export async function findNewestLoad(db: Db, workspaceIds?: readonly number[]): Promise<(DemoLoad & { isAbandoned: boolean }) | undefined> {
  let query = db
    .withTables<DemoTables>()
    .selectFrom('demo_loads')
    .selectAll()
    .select(sql<boolean>`coalesce(heartbeat_at < now() - interval '1 minute', false)`.as('isAbandoned'))
    .orderBy('workspace_id', 'desc')
    .limit(1)
  if (workspaceIds) query = query.where('workspace_id', 'in', [...workspaceIds])
  return query.executeTakeFirst()
}

/** The newest load of just these people. */
export async function findLoadOf(db: Db, brand: { people: number; seed: number }): Promise<DemoLoad | undefined> {
  return db
    .withTables<DemoTables>()
    .selectFrom('demo_loads')
    .selectAll()
    .where('people', '=', brand.people)
    .where('seed', '=', brand.seed)
    .orderBy('workspace_id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Whether the load has to be queued: it is not complete and no process is at it. */
export async function reopenLoad(tx: Db, workspaceId: number): Promise<boolean> {
  const row = await tx
    .withTables<DemoTables>()
    .updateTable('demo_loads')
    .set({ state: 'running', message: null, finished_at: null, heartbeat_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('state', '<>', 'done')
    .where(isSilent)
    .returning('workspace_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Begins a load for this process; undefined while another one is at it, or when it is complete and not to be repeated. */
export async function claimLoad(db: Db, workspaceId: number, options: { isRepeated: boolean }): Promise<DemoLoad | undefined> {
  let query = db
    .withTables<DemoTables>()
    .updateTable('demo_loads')
    .set({ state: 'running', sent: 0, started_at: sql`now()`, finished_at: null, message: null, heartbeat_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where(isSilent)
  if (!options.isRepeated) query = query.where('state', '<>', 'done')
  return query.returningAll().executeTakeFirst()
}

export async function saveProgress(db: Db, workspaceId: number, sent: number): Promise<void> {
  await db
    .withTables<DemoTables>()
    .updateTable('demo_loads')
    .set({ sent, total: sql`greatest(total, ${sent}::bigint)`, heartbeat_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

export async function completeLoad(db: Db, workspaceId: number, sent: number): Promise<void> {
  await db
    .withTables<DemoTables>()
    .updateTable('demo_loads')
    .set({ state: 'done', sent, total: sent, finished_at: sql`now()`, heartbeat_at: null })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

export async function failLoad(db: Db, workspaceId: number, message: string): Promise<void> {
  await db
    .withTables<DemoTables>()
    .updateTable('demo_loads')
    .set({ state: 'failed', message, finished_at: sql`now()`, heartbeat_at: null })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

/** Hands an unfinished load to whoever comes next. */
export async function releaseLoad(db: Db, workspaceId: number): Promise<void> {
  await db.withTables<DemoTables>().updateTable('demo_loads').set({ heartbeat_at: null }).where('workspace_id', '=', workspaceId).execute()
}
