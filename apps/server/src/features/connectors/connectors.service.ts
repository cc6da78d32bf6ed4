// Use cases of connectors: what people and programs do with them over the API.
import { createReadStream, type ReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { maskSecrets, restoreSecrets, type Variant } from '../../platform/variants.ts'
import { recordChange } from '../audit/index.ts'
import { listFileNames } from './connector-types/csv-files.ts'
import { connectorTypes, type ConnectorType } from './connector-types/index.ts'
import type { Connector, ConnectorFile, createConnectorRequest, updateConnectorRequest } from './connectors.contract.ts'
import {
  deleteConnector, findConnector, findConnectorByFilter, findConnectorWithCounts, insertConnector, listConnectors, lockConnector, updateConnector,
  type ConnectorWithCounts, type StoredConnector,
} from './connectors.store.ts'
import { contextOf, queueDelivering } from './deliver-due.ts'

type Config = Record<string, unknown>

/** The connector that takes the events with these properties; undefined when there is none. */
export async function findByFilter(platform: Platform, workspaceId: number, type: ConnectorType, propertyFilter: Record<string, string>): Promise<Connector | undefined> {
  const connector = await findConnectorByFilter(platform.db, workspaceId, type, propertyFilter)
  return connector && toReply(connector)
}

/** A connector as the API shows it, secrets masked. */
export function toReply(connector: ConnectorWithCounts, config?: Config): Connector {
  const { configSchema } = connectorTypes.get(connector.type)
  return {
    id: connector.id,
    type: connector.type,
    name: connector.name,
    isEnabled: connector.isEnabled,
    config: config ?? maskSecrets(configSchema, connector.config),
    eventNames: connector.eventNames,
    propertyFilter: connector.propertyFilter,
    createdAt: connector.createdAt.toISOString(),
    delivered: connector.delivered,
    failed: connector.failed,
    waiting: connector.waiting,
    lastDeliveryAt: connector.lastDeliveryAt?.toISOString() ?? null,
    lastError: connector.lastError,
  }
}

function toAudit(connector: StoredConnector): object {
  const { type, name, isEnabled, eventNames, propertyFilter } = connector
  return { type, name, isEnabled, eventNames, propertyFilter, config: maskSecrets(connectorTypes.get(type).configSchema, connector.config) }
}

/** Validated and completed. @throws invalid_request that names the fields */
function parseConfig({ configSchema, ...type }: Variant & { complete?(config: never): Config }, config: Config): Config {
  const parsed = configSchema.safeParse(config)
  if (!parsed.success) {
    const details = parsed.error.issues.map((issue) => ({ path: ['config', ...issue.path].join('.'), message: issue.message }))
    throw new RapportError('invalid_request', `body.${details[0]!.path}: ${details[0]!.message}`, { details })
  }
  return type.complete?.(parsed.data as never) ?? parsed.data
}

async function describe(db: Db, workspaceId: number, id: string, config?: Config): Promise<Connector> {
  const connector = await findConnectorWithCounts(db, workspaceId, id)
  if (!connector) throw notFound('connector')
  return toReply(connector, config)
}

/** Masks all secrets but those that were made up just now: nobody could know them otherwise. */
function revealNew(type: Variant, config: Config, given: Config): Config {
  const masked = maskSecrets(type.configSchema, config)
  const isNew = (name: string) => config[name] !== given[name] && typeof config[name] === 'string'
  return Object.fromEntries(Object.entries(masked).map(([name, value]) => [name, isNew(name) ? config[name] : value]))
}

export async function createConnector(
  platform: Platform,
  workspaceId: number,
  actor: Principal,
  request: z.output<typeof createConnectorRequest>,
): Promise<Connector> {
  const type = connectorTypes.find(request.type)
  if (!type) {
    const message = `type: There is no connector "${request.type}". Known: ${connectorTypes.types.join(', ')}.`
    throw new RapportError('invalid_request', message, { details: [{ path: 'type', message }] })
  }
  const { name, isEnabled, eventNames, propertyFilter } = request
  const config = parseConfig(type, request.config)
  const createdAt = new Date(platform.clock.now())
  const id = uuidv7()
  const connector: StoredConnector & { type: ConnectorType } = { id, workspaceId, type: type.type, name, isEnabled, config, eventNames, propertyFilter, createdAt }
  await platform.db.transaction().execute(async (tx) => {
    await insertConnector(tx, connector)
    const target = { kind: 'connector', id: connector.id, name }
    await recordChange(tx, { workspaceId, actor, action: 'connector.created', target, before: null, after: toAudit(connector) })
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
  return describe(platform.db, workspaceId, connector.id, revealNew(type, config, request.config))
}

export async function changeConnector(
  platform: Platform,
  workspaceId: number,
  actor: Principal,
  id: string,
  request: z.output<typeof updateConnectorRequest>,
): Promise<Connector> {
  const shown = await platform.db.transaction().execute(async (tx) => {
    const before = await lockConnector(tx, workspaceId, id)
    if (!before) throw notFound('connector')
    const type = connectorTypes.get(before.type)
    const given = request.config && restoreSecrets(type.configSchema, request.config, before.config)
    const after: StoredConnector = {
      ...before,
      name: request.name ?? before.name,
      isEnabled: request.isEnabled ?? before.isEnabled,
      eventNames: request.eventNames ?? before.eventNames,
      propertyFilter: request.propertyFilter ?? before.propertyFilter,
      config: given ? parseConfig(type, given) : before.config,
    }
    await updateConnector(tx, after)
    const target = { kind: 'connector', id, name: after.name }
    await recordChange(tx, { workspaceId, actor, action: 'connector.changed', target, before: toAudit(before), after: toAudit(after) })
    if (after.isEnabled && !before.isEnabled) await queueDelivering(platform, tx, { workspaceId, connectorId: id })
    return given && revealNew(type, after.config, given)
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
  return describe(platform.db, workspaceId, id, shown)
}

/** Removes the connector with its log and its files. */
export async function removeConnector(platform: Platform, workspaceId: number, actor: Principal, id: string): Promise<void> {
  const connector = await platform.db.transaction().execute(async (tx) => {
    const before = await lockConnector(tx, workspaceId, id)
    if (!before) throw notFound('connector')
    await deleteConnector(tx, workspaceId, id)
    const target = { kind: 'connector', id, name: before.name }
    await recordChange(tx, { workspaceId, actor, action: 'connector.deleted', target, before: toAudit(before), after: null })
    return before
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
  await rm(contextOf(platform, connector).directory, { recursive: true, force: true })
}

export async function describeConnectors(platform: Platform, workspaceId: number): Promise<Connector[]> {
  const connectors = await listConnectors(platform.db, workspaceId)
  return connectors.map((connector) => toReply(connector))
}

export async function describeConnector(platform: Platform, workspaceId: number, id: string): Promise<Connector> {
  return describe(platform.db, workspaceId, id)
}

async function findDirectory(platform: Platform, workspaceId: number, id: string): Promise<string> {
  const connector = await findConnector(platform.db, workspaceId, id)
  if (!connector) throw notFound('connector')
  return contextOf(platform, connector).directory
}

/** The files that a connector has written, newest first. */
export async function listFiles(platform: Platform, workspaceId: number, id: string): Promise<ConnectorFile[]> {
  const directory = await findDirectory(platform, workspaceId, id)
  const names = (await listFileNames(directory)).toReversed()
  return Promise.all(
    names.map(async (name) => {
      const { size, mtime } = await stat(join(directory, name))
      return { name, sizeBytes: size, modifiedAt: mtime.toISOString() }
    }),
  )
}

/** Opens one of them; only names that `listFiles` shows are known, so no name leads out of the folder. */
export async function openFile(
  platform: Platform,
  workspaceId: number,
  id: string,
  name: string,
): Promise<{ stream: ReadStream; sizeBytes: number }> {
  const directory = await findDirectory(platform, workspaceId, id)
  if (!(await listFileNames(directory)).includes(name)) throw new RapportError('not_found', 'This connector has no file of this name.')
  // The size is fixed now, because the file may grow while it is sent.
  const { size } = await stat(join(directory, name))
  return { stream: createReadStream(join(directory, name), { end: Math.max(0, size - 1) }), sizeBytes: size }
}
