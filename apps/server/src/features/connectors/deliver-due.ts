// Delivers what waits for a connector: claim, hand to the connector's type, record what became of it.
import { join } from 'node:path'
import { withTransaction, type Db } from '../../platform/postgres.ts'
import type { Platform } from '../../platform/platform.ts'
import { recordChange } from '../audit/index.ts'
import { connectorTypes } from './connector-types/index.ts'
import { describeFailure, type ConnectorContext, type DeliveryOutcome } from './connector-types/define-connector.ts'
import { decideNextStep, type DeliveryRequest } from './connectors.rules.ts'
import { findConnector, lockConnector, recordDeliveries, updateConnector, type StoredConnector } from './connectors.store.ts'
import {
  claimDueDeliveries, findNextAttempt, insertDeliveries, recordAttempts, type AttemptResult, type StoredDelivery,
} from './deliveries.store.ts'

const maxResponseCharacters = 2_000
/** After this long a run ends and queues itself again, so that other connectors get their turn. */
const maxRunSeconds = 20

export function contextOf(platform: Platform, connector: StoredConnector, signal?: AbortSignal): ConnectorContext {
  return {
    connectorId: connector.id,
    clock: platform.clock,
    signal,
    directory: join(platform.config.dataDirectory, 'drops', String(connector.workspaceId), connector.id),
    exclusively: (work) =>
      withTransaction(platform.pool, async (client) => {
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [connector.id])
        return work()
      }),
  }
}

export interface ConnectorAddress {
  workspaceId: number
  connectorId: string
}

/** Adds the job that delivers what waits; a few for the same connector are one, and they run one after the other. */
export async function queueDelivering(platform: Platform, tx: Db, connector: ConnectorAddress, runAt?: Date): Promise<void> {
  const { workspaceId, connectorId } = connector
  // Two keys: a retry's later time must never replace a job that is to run now.
  const key = `${runAt ? 'retry' : 'deliver'}-to:${connectorId}`
  const job = { name: 'deliver-waiting', payload: { workspaceId, connectorId }, key, queue: `connector:${connectorId}` }
  await platform.jobs.add(tx, [runAt ? { ...job, runAt } : job])
}

async function attempt(
  platform: Platform,
  connector: StoredConnector,
  deliveries: StoredDelivery[],
  signal?: AbortSignal,
): Promise<DeliveryOutcome[]> {
  const type = connectorTypes.get(connector.type)
  const start = performance.now()
  try {
    const outgoing = deliveries.map(({ id, attempts, ...delivery }) => ({ ...delivery, id: String(id), attempt: attempts }))
    const config = type.configSchema.parse(connector.config)
    return await type.deliver(config as never, outgoing, contextOf(platform, connector, signal))
  } catch (error) {
    platform.log.error({ err: error, connectorId: connector.id }, 'A connector failed')
    const durationMs = Math.round(performance.now() - start)
    return deliveries.map(() => ({ status: 'retry', text: describeFailure(error as Error), durationMs }))
  }
}

function toResult(delivery: StoredDelivery, outcome: DeliveryOutcome, now: number, canRetry: boolean): AttemptResult {
  const isFinal = !canRetry && outcome.status === 'retry'
  const step = decideNextStep(isFinal ? { ...outcome, status: 'failed' } : outcome, delivery.attempts, now, Math.random())
  return {
    id: delivery.id,
    attempts: delivery.attempts,
    status: step.status,
    nextAttemptAt: step.nextAttemptAt === null ? null : new Date(step.nextAttemptAt),
    responseStatus: outcome.responseStatus ?? null,
    // PostgreSQL takes no NUL, and no half of a character that the cut left.
    responseText: outcome.text.slice(0, maxResponseCharacters).replaceAll('\u0000', '').toWellFormed(),
    durationMs: Math.round(outcome.durationMs),
  }
}

function describeLastError(results: AttemptResult[]): string | null {
  const last = results.findLast((result) => result.status !== 'delivered')
  if (!last) return null
  const text = last.responseText.slice(0, 300).toWellFormed()
  if (last.responseStatus === null) return text
  return `Answered ${last.responseStatus}${text === '' ? '' : `: ${text}`}`
}

/** Makes one attempt at deliveries that are claimed, and records it. Returns whether the receiver wants no more. */
export async function attemptDeliveries(
  platform: Platform,
  connector: StoredConnector,
  deliveries: StoredDelivery[],
  options: { canRetry: boolean; signal?: AbortSignal | undefined },
): Promise<{ isGone: boolean }> {
  const outcomes = await attempt(platform, connector, deliveries, options.signal)
  const now = platform.clock.now()
  const results = deliveries.map((delivery, index) => toResult(delivery, outcomes[index]!, now, options.canRetry))
  const delivered = results.filter((result) => result.status === 'delivered').length
  await platform.db.transaction().execute(async (tx) => {
    await recordAttempts(tx, results)
    await recordDeliveries(tx, connector.id, { delivered, at: new Date(now), lastError: describeLastError(results) })
  })
  const isGone = outcomes.some((outcome) => outcome.status === 'gone')
  if (isGone && options.canRetry) await disable(platform, connector)
  return { isGone }
}

/** The receiver answered 410 Gone: nothing more is sent until a person turns the connector on again. */
async function disable(platform: Platform, { workspaceId, id }: StoredConnector): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const connector = await lockConnector(tx, workspaceId, id)
    if (!connector?.isEnabled) return
    await updateConnector(tx, { ...connector, isEnabled: false })
    const target = { kind: 'connector', id, name: connector.name }
    const change = { before: { isEnabled: true }, after: { isEnabled: false } }
    await recordChange(tx, { workspaceId, actor: 'system', action: 'connector.disabled', target, ...change })
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
}

/** Delivers everything that is due for a connector, then sees to it that the rest is tried when its time comes. */
export async function deliverDue(platform: Platform, address: ConnectorAddress, signal?: AbortSignal): Promise<void> {
  const { workspaceId, connectorId } = address
  const deadline = performance.now() + maxRunSeconds * 1_000
  while (!signal?.aborted && performance.now() < deadline) {
    // Read anew each round: what a person changes meanwhile takes effect.
    const connector = await findConnector(platform.db, workspaceId, connectorId)
    if (!connector?.isEnabled) return
    const limit = connectorTypes.get(connector.type).batchSize
    const deliveries = await claimDueDeliveries(platform.db, connectorId, { now: new Date(platform.clock.now()), limit })
    if (deliveries.length === 0) break
    const { isGone } = await attemptDeliveries(platform, connector, deliveries, { canRetry: true, signal })
    if (isGone) return
  }
  const nextAttempt = await findNextAttempt(platform.db, connectorId)
  if (nextAttempt) await queueDelivering(platform, platform.db, address, nextAttempt)
}

/** Puts events into the logs of connectors and wakes their delivery. Done again, it does nothing. */
export async function acceptDeliveries(platform: Platform, requests: readonly DeliveryRequest[]): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const inserted = await insertDeliveries(tx, requests, new Date(platform.clock.now()))
    const connectorIds = new Set(inserted)
    // In a fixed order, so that two workers do not wait for each other's job.
    const woken = requests.filter(({ connectorId }) => connectorIds.has(connectorId))
    const addresses = new Map(woken.map((request) => [request.connectorId, request]))
    for (const connectorId of [...addresses.keys()].toSorted()) await queueDelivering(platform, tx, addresses.get(connectorId)!)
  })
}
