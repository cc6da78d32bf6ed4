import { sql, type Generated, type JSONColumnType } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { Subscription } from './connectors.rules.ts'

type Config = Record<string, unknown>

type ConnectorTables = {
  connectors: {
    id: string
    workspace_id: number
    type: string
    name: string
    is_enabled: boolean
    config: JSONColumnType<Config, string, string>
    event_names: string[]
    property_filter: JSONColumnType<Record<string, string>, string, string>
    created_at: Date
    delivered: Generated<number>
    last_delivery_at: Date | null
    last_error: string | null
  }
}

/** A connector as it is stored, secrets included. */
export interface StoredConnector {
  id: string
  workspaceId: number
  type: string
  name: string
  isEnabled: boolean
  config: Config
  eventNames: string[]
  propertyFilter: Record<string, string>
  createdAt: Date
}

export interface ConnectorWithCounts extends StoredConnector {
  delivered: number
  failed: number
  waiting: number
  lastDeliveryAt: Date | null
  lastError: string | null
}

const columns = [
  'id', 'workspace_id as workspaceId', 'type', 'name', 'is_enabled as isEnabled', 'config', 'event_names as eventNames', 'property_filter as propertyFilter',
  'created_at as createdAt',
] as const

function countDeliveries(status: 'waiting' | 'failed') {
  return sql<number>`(select count(*) from connector_deliveries as deliveries
    where deliveries.connector_id = connectors.id and deliveries.status = ${sql.lit(status)})`
}

function selectWithCounts(db: Db, workspaceId: number) {
  return db
    .withTables<ConnectorTables>()
    .selectFrom('connectors')
    .select([...columns, 'delivered', 'last_delivery_at as lastDeliveryAt', 'last_error as lastError'])
    .select([countDeliveries('failed').as('failed'), countDeliveries('waiting').as('waiting')])
    .where('workspace_id', '=', workspaceId)
}

export async function listConnectors(db: Db, workspaceId: number): Promise<ConnectorWithCounts[]> {
  return selectWithCounts(db, workspaceId).orderBy('created_at').orderBy('id').execute()
}

export async function findConnectorWithCounts(db: Db, workspaceId: number, id: string): Promise<ConnectorWithCounts | undefined> {
  return selectWithCounts(db, workspaceId).where('id', '=', id).executeTakeFirst()
}

export async function findConnector(db: Db, workspaceId: number, id: string): Promise<StoredConnector | undefined> {
  return db
    .withTables<ConnectorTables>()
    .selectFrom('connectors')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The connector, locked until the transaction ends, so that two edits do not overwrite each other. */
export async function lockConnector(tx: Db, workspaceId: number, id: string): Promise<StoredConnector | undefined> {
  return tx
    .withTables<ConnectorTables>()
    .selectFrom('connectors')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Over all workspaces, for the daily clean-up. */
export async function listConnectorsOfTypes(db: Db, types: readonly string[]): Promise<StoredConnector[]> {
  return db.withTables<ConnectorTables>().selectFrom('connectors').select(columns).where('type', 'in', types).execute()
}

export async function insertConnector(tx: Db, connector: StoredConnector): Promise<void> {
  await tx
    .withTables<ConnectorTables>()
    .insertInto('connectors')
    .values({
      id: connector.id,
      workspace_id: connector.workspaceId,
      type: connector.type,
      name: connector.name,
      is_enabled: connector.isEnabled,
      config: JSON.stringify(connector.config),
      event_names: connector.eventNames,
      property_filter: JSON.stringify(connector.propertyFilter),
      created_at: connector.createdAt,
    })
    .execute()
}

export async function updateConnector(tx: Db, connector: StoredConnector): Promise<void> {
  await tx
    .withTables<ConnectorTables>()
    .updateTable('connectors')
    .set({ name: connector.name, is_enabled: connector.isEnabled, config: JSON.stringify(connector.config), event_names: connector.eventNames, property_filter: JSON.stringify(connector.propertyFilter) })
    .where('workspace_id', '=', connector.workspaceId)
    .where('id', '=', connector.id)
    .execute()
}

export async function deleteConnector(tx: Db, workspaceId: number, id: string): Promise<void> {
  await tx.withTables<ConnectorTables>().deleteFrom('connectors').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** Adds up a batch's result. `lastError` null: everything arrived. */
export async function recordDeliveries(tx: Db, id: string, batch: { delivered: number; at: Date; lastError: string | null }): Promise<void> {
  await tx
    .withTables<ConnectorTables>()
    .updateTable('connectors')
    .set((where) => ({
      delivered: where('delivered', '+', batch.delivered),
      last_error: batch.lastError,
      ...(batch.delivered > 0 ? { last_delivery_at: batch.at } : {}),
    }))
    .where('id', '=', id)
    .execute()
}

/** What the processor needs to know of a workspace's connectors. */
export async function loadSubscriptions(db: Db, workspaceId: number): Promise<Subscription[]> {
  const rows = await db
    .withTables<ConnectorTables>()
    .selectFrom('connectors')
    .select(['id', 'event_names', 'property_filter'])
    .where('workspace_id', '=', workspaceId)
    .where('is_enabled', '=', true)
    .execute()
  return rows.map((row) => ({ connectorId: row.id, eventNames: row.event_names.length === 0 ? null : new Set(row.event_names), propertyFilter: Object.entries(row.property_filter) }))
}

/** The connector of a type that takes the events with this property, oldest first; undefined when there is none. */
export async function findConnectorByFilter(db: Db, workspaceId: number, type: string, propertyFilter: Record<string, string>): Promise<ConnectorWithCounts | undefined> {
  return selectWithCounts(db, workspaceId)
    .where('type', '=', type)
    .where(sql<boolean>`property_filter = ${JSON.stringify(propertyFilter)}::jsonb`)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
}
