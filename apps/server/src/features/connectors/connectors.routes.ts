import { z } from 'zod'
import { id } from '../../platform/contract.ts'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { connectorTypes } from './connector-types/index.ts'
import {
  connector, connectorFileList, connectorList, connectorTypeList, createConnectorRequest, delivery, deliveryPage, deliveryQuery,
  replayDeliveriesReply, updateConnectorRequest,
} from './connectors.contract.ts'
import {
  changeConnector, createConnector, describeConnector, describeConnectors, listFiles, openFile, removeConnector,
} from './connectors.service.ts'
import { readDeliveryPage, replayDelivery, replayFailedDeliveries, testConnector } from './deliveries.service.ts'

const reading = { config: { access: 'connectors:read' } } as const
const writing = { config: { access: 'connectors:write' } } as const
const tags = ['Connectors']
const params = z.object({ id })

export function serveConnectors(app: App, platform: Platform): void {
  app.get(
    '/v1/connector-types',
    {
      ...reading,
      schema: { summary: 'What can be connected, each with the JSON Schema of its settings', tags, response: { 200: connectorTypeList } },
    },
    async () => ({ items: connectorTypes.describe() }),
  )
  app.get(
    '/v1/connectors',
    { ...reading, schema: { summary: 'Connectors with their counts', tags, response: { 200: connectorList } } },
    async (request) => ({ items: await describeConnectors(platform, workspaceOf(request)) }),
  )
  app.post(
    '/v1/connectors',
    {
      ...writing,
      schema: { summary: 'Connect; a generated secret is shown in this reply alone', tags, body: createConnectorRequest, response: { 201: connector } },
    },
    async (request, reply) => reply.code(201).send(await createConnector(platform, workspaceOf(request), principalOf(request), request.body)),
  )
  app.get(
    '/v1/connectors/:id',
    { ...reading, schema: { summary: 'One connector', tags, params, response: { 200: connector } } },
    async (request) => describeConnector(platform, workspaceOf(request), request.params.id),
  )
  app.patch(
    '/v1/connectors/:id',
    {
      ...writing,
      schema: { summary: 'Change a connector; what is left out stays', tags, params, body: updateConnectorRequest, response: { 200: connector } },
    },
    async (request) => changeConnector(platform, workspaceOf(request), principalOf(request), request.params.id, request.body),
  )
  app.delete(
    '/v1/connectors/:id',
    { ...writing, schema: { summary: 'Disconnect; its delivery log and files are removed', tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeConnector(platform, workspaceOf(request), principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
  serveDeliveries(app, platform)
  serveFiles(app, platform)
}

function serveDeliveries(app: App, platform: Platform): void {
  app.post(
    '/v1/connectors/:id/test',
    {
      ...writing,
      schema: { summary: 'Deliver a made-up event now and reply with how it went', tags, params, response: { 200: delivery } },
    },
    async (request) => testConnector(platform, workspaceOf(request), request.params.id),
  )
  app.get(
    '/v1/connectors/:id/deliveries',
    {
      ...reading,
      schema: { summary: 'The delivery log of the last 30 days, newest first', tags, params, querystring: deliveryQuery, response: { 200: deliveryPage } },
    },
    async (request) => readDeliveryPage(platform, workspaceOf(request), request.params.id, request.query),
  )
  const deliveryParams = params.extend({ deliveryId: z.string().max(20) })
  app.post(
    '/v1/connectors/:id/deliveries/:deliveryId/replay',
    { ...writing, schema: { summary: 'Deliver one event again', tags, params: deliveryParams, response: { 200: delivery } } },
    async (request) => replayDelivery(platform, workspaceOf(request), principalOf(request), request.params.id, request.params.deliveryId),
  )
  app.post(
    '/v1/connectors/:id/replay',
    { ...writing, schema: { summary: 'Deliver every failed event again', tags, params, response: { 200: replayDeliveriesReply } } },
    async (request) => ({ replayed: await replayFailedDeliveries(platform, workspaceOf(request), principalOf(request), request.params.id) }),
  )
}

function serveFiles(app: App, platform: Platform): void {
  app.get(
    '/v1/connectors/:id/files',
    {
      ...reading,
      schema: { summary: 'Files that a file drop has written, newest first', tags, params, response: { 200: connectorFileList } },
    },
    async (request) => ({ items: await listFiles(platform, workspaceOf(request), request.params.id) }),
  )
  const fileParams = params.extend({ name: z.string().max(40) })
  const downloading = { ...reading, schema: { summary: 'Download a file', tags, params: fileParams } }
  app.get('/v1/connectors/:id/files/:name', downloading, async (request, reply) => {
    const { stream, sizeBytes } = await openFile(platform, workspaceOf(request), request.params.id, request.params.name)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-length', sizeBytes)
      .header('content-disposition', `attachment; filename="${request.params.name}"`)
      .send(stream)
  })
}
