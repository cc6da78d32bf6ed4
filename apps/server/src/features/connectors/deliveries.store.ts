import { sql, type Generated } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { DeliveryRequest } from './connectors.rules.ts'

type DeliveryTables = {
  connector_deliveries: {
    workspace_id: number
    id: Generated<number>
    connector_id: string
    message_id: string
    event_name: string
    profile_id: string | null
    payload: string
    status: 'waiting' | 'delivered' | 'failed'
    attempts: number
    created_at: Date
    last_attempt_at: Date | null
    next_attempt_at: Date
    response_status: number | null
    response_text: string | null
    duration_ms: number | null
  }
}

export type DeliveryStatus = DeliveryTables['connector_deliveries']['status']

export interface StoredDelivery {
  id: number
  messageId: string
  eventName: string
  profileId: string | null
  payload: string
  status: DeliveryStatus
  attempts: number
  createdAt: Date
  lastAttemptAt: Date | null
  nextAttemptAt: Date
  responseStatus: number | null
  responseText: string | null
  durationMs: number | null
}

const columns = [
  'id', 'message_id as messageId', 'event_name as eventName', 'profile_id as profileId', 'payload', 'status', 'attempts', 'created_at as createdAt',
  'last_attempt_at as lastAttemptAt', 'next_attempt_at as nextAttemptAt', 'response_status as responseStatus', 'response_text as responseText',
  'duration_ms as durationMs',
] as const

/** How long an attempt may take before it counts as lost and is made again. */
const attemptLeaseSeconds = 180

function endOfAttempt(now: Date): Date {
  return new Date(now.getTime() + attemptLeaseSeconds * 1_000)
}

/** Puts events into logs, waiting, but for those that are there already. Returns the connector of each new one. */
export async function insertDeliveries(tx: Db, requests: readonly DeliveryRequest[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ connectorId: string }>`
    insert into connector_deliveries (workspace_id, connector_id, message_id, event_name, profile_id, payload, created_at, next_attempt_at)
    select connectors.workspace_id, connectors.id, "messageId", "eventName", nullif("profileId", '')::uuid, requests.payload,
      ${now}::timestamptz, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(requests)}::json) as requests
      ("workspaceId" int, "connectorId" uuid, "messageId" text, "eventName" text, "profileId" text, payload text)
    join connectors on connectors.workspace_id = "workspaceId" and connectors.id = "connectorId"
    on conflict (connector_id, message_id) do nothing
    returning connector_id as "connectorId"`.execute(tx)
  return rows.map((row) => row.connectorId)
}

/** Puts one event into a log, claimed for a first attempt by the caller. Undefined when the connector is gone. */
export async function insertClaimedDelivery(db: Db, request: DeliveryRequest, now: Date): Promise<StoredDelivery | undefined> {
  await insertDeliveries(db, [request], endOfAttempt(now))
  return db
    .withTables<DeliveryTables>()
    .updateTable('connector_deliveries')
    .set({ attempts: 1, created_at: now, last_attempt_at: now })
    .where('workspace_id', '=', request.workspaceId)
    .where('connector_id', '=', request.connectorId)
    .where('message_id', '=', request.messageId)
    .returning(columns)
    .executeTakeFirst()
}

/** Takes what is due for an attempt, oldest first: nobody else gets the same until the attempt counts as lost. */
export async function claimDueDeliveries(db: Db, connectorId: string, options: { now: Date; limit: number }): Promise<StoredDelivery[]> {
  const { now, limit } = options
  const claimed = await db
    .withTables<DeliveryTables>()
    .updateTable('connector_deliveries')
    .set((where) => ({ attempts: where('attempts', '+', 1), last_attempt_at: now, next_attempt_at: endOfAttempt(now) }))
    .where('id', 'in', (select) =>
      select
        .selectFrom('connector_deliveries')
        .select('id')
        .where('connector_id', '=', connectorId)
        .where('status', '=', 'waiting')
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(columns)
    .execute()
  return claimed.toSorted((left, right) => left.id - right.id)
}

export interface AttemptResult {
  id: number
  /** The attempt that this is the result of: a newer one's result is not overwritten. */
  attempts: number
  status: DeliveryStatus
  nextAttemptAt: Date | null
  responseStatus: number | null
  responseText: string
  durationMs: number
}

export async function recordAttempts(tx: Db, results: readonly AttemptResult[]): Promise<void> {
  await sql`
    update connector_deliveries as deliveries
    set status = results.status, next_attempt_at = coalesce(results."nextAttemptAt", deliveries.next_attempt_at),
        response_status = results."responseStatus", response_text = results."responseText", duration_ms = results."durationMs"
    from json_to_recordset(${JSON.stringify(results)}::json) as results
      (id bigint, attempts int, status text, "nextAttemptAt" timestamptz, "responseStatus" int, "responseText" text, "durationMs" int)
    where deliveries.id = results.id and deliveries.attempts = results.attempts and deliveries.status = 'waiting'`.execute(tx)
}

/** When the next waiting delivery of a connector is due. */
export async function findNextAttempt(db: Db, connectorId: string): Promise<Date | undefined> {
  const row = await db
    .withTables<DeliveryTables>()
    .selectFrom('connector_deliveries')
    .select('next_attempt_at')
    .where('connector_id', '=', connectorId)
    .where('status', '=', 'waiting')
    .orderBy('next_attempt_at')
    .limit(1)
    .executeTakeFirst()
  return row?.next_attempt_at
}

/** Newest first, older than `beforeId` when it is given. */
export async function listDeliveries(
  db: Db,
  workspaceId: number,
  connectorId: string,
  options: { status: DeliveryStatus | undefined; beforeId: number | undefined; limit: number },
): Promise<StoredDelivery[]> {
  let query = db
    .withTables<DeliveryTables>()
    .selectFrom('connector_deliveries')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('connector_id', '=', connectorId)
    .orderBy('id', 'desc')
    .limit(options.limit)
  if (options.status) query = query.where('status', '=', options.status)
  if (options.beforeId !== undefined) query = query.where('id', '<', options.beforeId)
  return query.execute()
}

export async function findDelivery(db: Db, workspaceId: number, connectorId: string, id: number): Promise<StoredDelivery | undefined> {
  return db
    .withTables<DeliveryTables>()
    .selectFrom('connector_deliveries')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('connector_id', '=', connectorId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Makes deliveries wait for a first attempt again: the one of `id` unless it waits already, or all that failed. */
export async function resetDeliveries(
  tx: Db,
  workspaceId: number,
  connectorId: string,
  options: { id: number | undefined; now: Date },
): Promise<number> {
  let query = tx
    .withTables<DeliveryTables>()
    .updateTable('connector_deliveries')
    .set({ status: 'waiting', attempts: 0, next_attempt_at: options.now })
    .where('workspace_id', '=', workspaceId)
    .where('connector_id', '=', connectorId)
  query = options.id === undefined ? query.where('status', '=', 'failed') : query.where('id', '=', options.id).where('status', '!=', 'waiting')
  const { numUpdatedRows } = await query.executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Removes up to `limit` deliveries from before `before`; returns how many. */
export async function deleteOldDeliveries(db: Db, before: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .withTables<DeliveryTables>()
    .deleteFrom('connector_deliveries')
    .where('id', 'in', (select) => select.selectFrom('connector_deliveries').select('id').where('created_at', '<', before).limit(limit))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

export async function deleteDeliveriesOfProfiles(tx: Db, workspaceId: number, profileIds: string[]): Promise<void> {
  await tx
    .withTables<DeliveryTables>()
    .deleteFrom('connector_deliveries')
    .where('workspace_id', '=', workspaceId)
    .where('profile_id', 'in', profileIds)
    .execute()
}

export async function listDeliveriesOfProfiles(db: Db, workspaceId: number, profileIds: string[]) {
  return db
    .withTables<DeliveryTables>()
    .selectFrom('connector_deliveries')
    .select(['connector_id as connectorId', 'event_name as eventName', 'message_id as messageId', 'status', 'created_at as createdAt', 'payload'])
    .where('workspace_id', '=', workspaceId)
    .where('profile_id', 'in', profileIds)
    .orderBy('id')
    .execute()
}
