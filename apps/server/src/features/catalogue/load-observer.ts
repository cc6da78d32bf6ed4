import type { Db } from '../../platform/postgres.ts'
import { listEvents, listKnownProperties } from './catalogue.store.ts'
import { createSchemaCompiler } from './event-schema.ts'
import { createObserver, type CatalogueObserver } from './observer.ts'

/** Reads what the catalogue of a workspace knows and demands. Load it again after a `definitions` signal. */
export async function loadObserver(db: Db, workspaceId: number, timezone: string): Promise<CatalogueObserver> {
  const [events, properties] = await Promise.all([listEvents(db, workspaceId), listKnownProperties(db, workspaceId)])
  const needsCompiler = events.some((event) => event.schema !== null && event.schemaMode !== 'off')
  const compile = needsCompiler ? createSchemaCompiler() : undefined
  const known = events.map((event) => ({
    type: event.type,
    name: event.name,
    isReserved: event.isReserved,
    isBlocked: event.isBlocked,
    firstSeenAt: event.firstSeenAt.getTime(),
    lastSeenAt: event.lastSeenAt.getTime(),
    schemaMode: event.schemaMode,
    checkSchema: event.schema !== null && event.schemaMode !== 'off' ? compile?.(event.schema) : undefined,
  }))
  return createObserver({ events: known, properties }, timezone)
}
