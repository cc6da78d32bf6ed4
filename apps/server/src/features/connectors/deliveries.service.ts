// Use cases of the delivery log: reading it, delivering again, trying a connector out.
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { recordChange } from '../audit/index.ts'
import type { Delivery, deliveryQuery } from './connectors.contract.ts'
import { createTestRequest } from './connectors.rules.ts'
import { findConnector, type StoredConnector } from './connectors.store.ts'
import { attemptDeliveries, queueDelivering } from './deliver-due.ts'
import { findDelivery, insertClaimedDelivery, listDeliveries, resetDeliveries, type StoredDelivery } from './deliveries.store.ts'

function toReply(delivery: StoredDelivery): Delivery {
  return {
    id: String(delivery.id),
    eventName: delivery.eventName,
    messageId: delivery.messageId,
    status: delivery.status,
    attempts: delivery.attempts,
    createdAt: delivery.createdAt.toISOString(),
    lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
    nextAttemptAt: delivery.status === 'waiting' ? delivery.nextAttemptAt.toISOString() : null,
    responseStatus: delivery.responseStatus,
    responseText: delivery.responseText,
    durationMs: delivery.durationMs,
    payload: JSON.parse(delivery.payload),
  }
}

function parseId(id: string, what: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new RapportError('invalid_request', what)
  return Number(id)
}

async function requireConnector(platform: Platform, workspaceId: number, id: string): Promise<StoredConnector> {
  const connector = await findConnector(platform.db, workspaceId, id)
  if (!connector) throw notFound('connector')
  return connector
}

export async function readDeliveryPage(
  platform: Platform,
  workspaceId: number,
  connectorId: string,
  query: z.output<typeof deliveryQuery>,
): Promise<{ items: Delivery[]; nextCursor: string | null }> {
  await requireConnector(platform, workspaceId, connectorId)
  const beforeId = query.cursor === undefined ? undefined : parseId(query.cursor, 'cursor: pass the nextCursor of the page before.')
  const rows = await listDeliveries(platform.db, workspaceId, connectorId, { status: query.status, beforeId, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  return { items: page.map(toReply), nextCursor: rows.length > query.limit ? String(page.at(-1)!.id) : null }
}

/** Delivers one event again, whatever became of it. While it waits anyway, nothing changes. */
export async function replayDelivery(
  platform: Platform,
  workspaceId: number,
  actor: Principal,
  connectorId: string,
  deliveryId: string,
): Promise<Delivery> {
  const connector = await requireConnector(platform, workspaceId, connectorId)
  const id = parseId(deliveryId, 'deliveryId: must be the id of a delivery.')
  const found = await findDelivery(platform.db, workspaceId, connectorId, id)
  if (!found) throw notFound('delivery')
  await replay(platform, connector, actor, id)
  return toReply((await findDelivery(platform.db, workspaceId, connectorId, id)) ?? found)
}

/** Delivers every failed event again; returns how many. */
export async function replayFailedDeliveries(platform: Platform, workspaceId: number, actor: Principal, connectorId: string): Promise<number> {
  return replay(platform, await requireConnector(platform, workspaceId, connectorId), actor, undefined)
}

async function replay(platform: Platform, connector: StoredConnector, actor: Principal, id: number | undefined): Promise<number> {
  const { workspaceId, id: connectorId, name } = connector
  return platform.db.transaction().execute(async (tx) => {
    const replayed = await resetDeliveries(tx, workspaceId, connectorId, { id, now: new Date(platform.clock.now()) })
    if (replayed === 0) return 0
    await queueDelivering(platform, tx, { workspaceId, connectorId })
    const target = { kind: 'connector', id: connectorId, name }
    const after = id === undefined ? { replayed } : { replayed, deliveryId: String(id) }
    await recordChange(tx, { workspaceId, actor, action: 'connector.replayed', target, before: null, after })
    return replayed
  })
}

/** Delivers one made-up event at once, also through a connector that is switched off, and says how it went. */
export async function testConnector(platform: Platform, workspaceId: number, connectorId: string): Promise<Delivery> {
  const connector = await requireConnector(platform, workspaceId, connectorId)
  const now = platform.clock.now()
  const request = createTestRequest(workspaceId, connectorId, { messageId: `test-${randomUUID()}`, now })
  const delivery = await insertClaimedDelivery(platform.db, request, new Date(now))
  if (!delivery) throw notFound('connector')
  await attemptDeliveries(platform, connector, [delivery], { canRetry: false })
  const attempted = await findDelivery(platform.db, workspaceId, connectorId, delivery.id)
  if (!attempted) throw notFound('delivery')
  return toReply(attempted)
}
