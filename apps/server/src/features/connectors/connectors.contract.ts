// Outgoing connectors: events leave to a webhook, a CSV file drop, or whatever is registered.
import { z } from 'zod'
import { id, instant, json, pageOf, pageQuery } from '../../platform/contract.ts'

/** GET /v1/connector-types: what can be connected, with a JSON Schema each, from which the form is drawn. */
export const connectorType = z.object({
  type: z.string(),
  label: z.string(),
  description: z.string(),
  configSchema: json.meta({ description: 'JSON Schema of `config`; `x-form` carries form hints' }),
  example: json,
})
export const connectorTypeList = z.object({ items: z.array(connectorType) })

export const connector = z.object({
  id,
  type: z.string(),
  name: z.string(),
  isEnabled: z.boolean(),
  config: z.record(z.string(), json).meta({ description: 'Secrets are masked' }),
  eventNames: z.array(z.string()).meta({ description: 'Which events; empty: all' }),
  propertyFilter: z.record(z.string(), z.string()).meta({ description: 'Only events whose properties have these texts' }),
  createdAt: instant,
  delivered: z.number().int(),
  failed: z.number().int(),
  waiting: z.number().int(),
  lastDeliveryAt: instant.nullable(),
  lastError: z.string().nullable(),
})
export type Connector = z.infer<typeof connector>
/** GET /v1/connectors */
export const connectorList = z.object({ items: z.array(connector) })
/** POST /v1/connectors */
export const createConnectorRequest = z.object({
  type: z.string().max(40),
  name: z.string().trim().min(1).max(80),
  config: z.record(z.string(), json),
  eventNames: z.array(z.string().max(200)).max(200).default([]),
  propertyFilter: z.record(z.string().max(200), z.string().max(500)).default({}),
  isEnabled: z.boolean().default(true),
})
/**
 * PATCH /v1/connectors/:id: what is left out stays. `config` is replaced as a whole, except that a secret which is
 * left out or still masked stays; an emptied signing secret is generated anew and shown in the reply.
 */
export const updateConnectorRequest = z.object({
  name: createConnectorRequest.shape.name.optional(),
  config: createConnectorRequest.shape.config.optional(),
  eventNames: createConnectorRequest.shape.eventNames.unwrap().optional(),
  propertyFilter: createConnectorRequest.shape.propertyFilter.unwrap().optional(),
  isEnabled: z.boolean().optional(),
})
// DELETE /v1/connectors/:id; POST /v1/connectors/:id/test sends one made-up event and replies with the delivery.

export const delivery = z.object({
  id: z.string(),
  eventName: z.string(),
  messageId: z.string(),
  status: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.number().int(),
  createdAt: instant,
  lastAttemptAt: instant.nullable(),
  nextAttemptAt: instant.nullable(),
  responseStatus: z.number().int().nullable(),
  responseText: z.string().nullable().meta({ description: 'Cut at 2,000 characters' }),
  durationMs: z.number().nullable(),
  payload: json,
})
export type Delivery = z.infer<typeof delivery>
/** GET /v1/connectors/:id/deliveries */
export const deliveryQuery = pageQuery.extend({ status: z.enum(['waiting', 'delivered', 'failed']).optional() })
export const deliveryPage = pageOf(delivery)
// POST /v1/connectors/:id/deliveries/:deliveryId/replay; POST /v1/connectors/:id/replay replays every failed one.
export const replayDeliveriesReply = z.object({ replayed: z.number().int() })

/** GET /v1/connectors/:id/files: what a file drop has written, newest first; download at …/files/:name */
export const connectorFile = z.object({ name: z.string(), sizeBytes: z.number().int(), modifiedAt: instant })
export type ConnectorFile = z.infer<typeof connectorFile>
export const connectorFileList = z.object({ items: z.array(connectorFile) })
