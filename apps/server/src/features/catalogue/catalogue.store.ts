import { sql, type Generated, type JSONColumnType } from 'kysely'
import type { Db, PoolClient } from '../../platform/postgres.ts'
import { toTypeBits, toTypeNames } from './observed-value.ts'
import type { CatalogueDelta, KnownProperty } from './observer.ts'

type CatalogueTables = {
  catalogue_events: {
    workspace_id: number
    type: string
    name: string
    count: Generated<number>
    violations: Generated<number>
    first_seen_at: Date
    last_seen_at: Date
    description: Generated<string>
    is_blocked: Generated<boolean>
    is_reserved: Generated<boolean>
    schema: JSONColumnType<Record<string, unknown>, string, string> | null
    schema_mode: Generated<'off' | 'warn' | 'reject'>
  }
  catalogue_days: { workspace_id: number; type: string; name: string; day: string; count: number }
  catalogue_properties: {
    workspace_id: number
    type: string
    name: string
    property: string
    types: string[]
    examples: string[]
    first_seen_at: Date
    last_seen_at: Date
    description: Generated<string>
    is_blocked: Generated<boolean>
  }
}

const eventsSql = `
  insert into catalogue_events (workspace_id, type, name, count, violations, first_seen_at, last_seen_at, is_reserved)
  select $1, type, name, count, violations, to_timestamp("firstSeenAt" / 1000.0), to_timestamp("lastSeenAt" / 1000.0), "isReserved"
  from json_to_recordset($2::json) as seen (
    type text, name text, count bigint, violations bigint, "firstSeenAt" bigint, "lastSeenAt" bigint, "isReserved" boolean
  )
  order by type, name
  on conflict (workspace_id, type, name) do update set
    count = catalogue_events.count + excluded.count,
    violations = catalogue_events.violations + excluded.violations,
    first_seen_at = least(catalogue_events.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(catalogue_events.last_seen_at, excluded.last_seen_at),
    is_reserved = excluded.is_reserved`

const daysSql = `
  insert into catalogue_days (workspace_id, type, name, day, count)
  select $1, type, name, day, count from json_to_recordset($2::json) as seen (type text, name text, day date, count bigint)
  order by type, name, day
  on conflict (workspace_id, type, name, day) do update set count = catalogue_days.count + excluded.count`

const propertiesSql = `
  insert into catalogue_properties (workspace_id, type, name, property, types, examples, first_seen_at, last_seen_at)
  select $1, type, name, path, types, examples, to_timestamp("firstSeenAt" / 1000.0), to_timestamp("lastSeenAt" / 1000.0)
  from json_to_recordset($2::json) as seen (
    type text, name text, path text, types text[], examples text[], "firstSeenAt" bigint, "lastSeenAt" bigint
  )
  order by type, name, path
  on conflict (workspace_id, type, name, property) do update set
    types = excluded.types,
    examples = excluded.examples,
    first_seen_at = least(catalogue_properties.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(catalogue_properties.last_seen_at, excluded.last_seen_at)`

/** Writes what an observer noted, inside the transaction of the batch it was noted in. */
export async function writeDelta(client: PoolClient, workspaceId: number, delta: CatalogueDelta): Promise<void> {
  const write = (name: string, text: string, rows: object[]) =>
    rows.length === 0 ? undefined : client.query({ name, text, values: [workspaceId, JSON.stringify(rows)] })
  await write('catalogue-events', eventsSql, delta.events)
  await write('catalogue-days', daysSql, delta.days)
  const properties = delta.properties.map((property) => ({ ...property, types: toTypeNames(property.types) }))
  await write('catalogue-properties', propertiesSql, properties)
}

export interface EventRow {
  type: string
  name: string
  count: number
  violations: number
  firstSeenAt: Date
  lastSeenAt: Date
  description: string
  isBlocked: boolean
  isReserved: boolean
  schema: Record<string, unknown> | null
  schemaMode: 'off' | 'warn' | 'reject'
}

export interface PropertyRow {
  property: string
  types: string[]
  examples: string[]
  firstSeenAt: Date
  lastSeenAt: Date
  description: string
  isBlocked: boolean
}

const eventColumns = [
  'type', 'name', 'count', 'violations', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt', 'description',
  'is_blocked as isBlocked', 'is_reserved as isReserved', 'schema', 'schema_mode as schemaMode',
] as const
const propertyColumns = [
  'property', 'types', 'examples', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt', 'description', 'is_blocked as isBlocked',
] as const

function selectEvents(db: Db, workspaceId: number) {
  return db.withTables<CatalogueTables>().selectFrom('catalogue_events').select(eventColumns).where('workspace_id', '=', workspaceId)
}

function selectProperties(db: Db, workspaceId: number) {
  return db.withTables<CatalogueTables>().selectFrom('catalogue_properties').select(propertyColumns).where('workspace_id', '=', workspaceId)
}

/** The most frequent first. `search` is part of a name or description. */
export async function listEvents(db: Db, workspaceId: number, filter: { search?: string; type?: string } = {}): Promise<EventRow[]> {
  let query = selectEvents(db, workspaceId).orderBy('count', 'desc').orderBy('type').orderBy('name')
  const { search, type } = filter
  if (type) query = query.where('type', '=', type)
  if (search) query = query.where(sql<boolean>`strpos(lower(name || ' ' || type || ' ' || description), lower(${search})) > 0`)
  return query.execute()
}

export async function findEvent(db: Db, workspaceId: number, type: string, name: string, lock?: 'lock'): Promise<EventRow | undefined> {
  const query = selectEvents(db, workspaceId).where('type', '=', type).where('name', '=', name)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** All that an observer has to know again, after a restart or a change of definitions. */
export async function listKnownProperties(db: Db, workspaceId: number): Promise<KnownProperty[]> {
  const rows = await selectProperties(db, workspaceId).select(['type', 'name']).execute()
  return rows.map((row) => ({
    type: row.type,
    name: row.name,
    path: row.property,
    types: toTypeBits(row.types),
    examples: row.examples,
    firstSeenAt: row.firstSeenAt.getTime(),
    lastSeenAt: row.lastSeenAt.getTime(),
    isBlocked: row.isBlocked,
  }))
}

export async function listProperties(db: Db, workspaceId: number, type: string, name: string): Promise<PropertyRow[]> {
  return selectProperties(db, workspaceId).where('type', '=', type).where('name', '=', name).orderBy('property').execute()
}

export async function findProperty(
  db: Db,
  workspaceId: number,
  { type, name, property }: { type: string; name: string; property: string },
  lock?: 'lock',
): Promise<PropertyRow | undefined> {
  const query = selectProperties(db, workspaceId).where('type', '=', type).where('name', '=', name).where('property', '=', property)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** Counts on one day, by `type` and `name`. */
export async function listDayCounts(db: Db, workspaceId: number, day: string): Promise<{ type: string; name: string; count: number }[]> {
  return db
    .withTables<CatalogueTables>()
    .selectFrom('catalogue_days')
    .select(['type', 'name', 'count'])
    .where('workspace_id', '=', workspaceId)
    .where('day', '=', day)
    .execute()
}

/** Counts of one event by day, from `fromDay` on. */
export async function listDays(db: Db, workspaceId: number, type: string, name: string, fromDay: string): Promise<{ day: string; count: number }[]> {
  return db
    .withTables<CatalogueTables>()
    .selectFrom('catalogue_days')
    .select([sql<string>`day::text`.as('day'), 'count'])
    .where('workspace_id', '=', workspaceId)
    .where('type', '=', type)
    .where('name', '=', name)
    .where('day', '>=', fromDay)
    .execute()
}

export async function deleteDaysBefore(db: Db, day: string): Promise<void> {
  await db.withTables<CatalogueTables>().deleteFrom('catalogue_days').where('day', '<', day).execute()
}

export type EventDefinition = Pick<EventRow, 'description' | 'isBlocked' | 'schema' | 'schemaMode'>

/** `violations` are counted from anew when the schema is another. */
export async function updateEvent(
  tx: Db,
  workspaceId: number,
  { type, name }: { type: string; name: string },
  definition: EventDefinition,
  isOtherSchema: boolean,
): Promise<void> {
  await tx
    .withTables<CatalogueTables>()
    .updateTable('catalogue_events')
    .set({
      description: definition.description,
      is_blocked: definition.isBlocked,
      schema: definition.schema === null ? null : JSON.stringify(definition.schema),
      schema_mode: definition.schemaMode,
      ...(isOtherSchema ? { violations: 0 } : {}),
    })
    .where('workspace_id', '=', workspaceId)
    .where('type', '=', type)
    .where('name', '=', name)
    .execute()
}

/** The examples of what is blocked go with it. */
export async function updateProperty(
  tx: Db,
  workspaceId: number,
  { type, name, property }: { type: string; name: string; property: string },
  definition: { description: string; isBlocked: boolean },
): Promise<void> {
  await tx
    .withTables<CatalogueTables>()
    .updateTable('catalogue_properties')
    .set({ description: definition.description, is_blocked: definition.isBlocked, ...(definition.isBlocked ? { examples: [] } : {}) })
    .where('workspace_id', '=', workspaceId)
    .where('type', '=', type)
    .where('name', '=', name)
    .where('property', '=', property)
    .execute()
}

/** Whether a trait of this name was ever sent. */
export async function isTraitSeen(db: Db, workspaceId: number, name: string): Promise<boolean> {
  const { rows } = await sql`select from catalogue_properties where workspace_id = ${workspaceId} and type = 'trait' and name = '' and property = ${name}`.execute(db)
  return rows.length > 0
}
