// Segments over HTTP: definitions, preview, explanation.
import { z } from 'zod'
import { id } from '../../platform/contract.ts'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { conditionTypes } from './conditions/index.ts'
import { explainPerson } from './explain.service.ts'
import { previewRule } from './preview.service.ts'
import {
  createSegment, describeSegments, describeUsage, describeVersions, duplicateSegment, readSegment, removeSegment, restoreVersion, updateSegment,
} from './segments.service.ts'
import {
  conditionTypeList, createSegmentRequest, explainRequest, explanation, preview, previewRequest, segment, segmentList, segmentsQuery, segmentVersionList, updateSegmentRequest, usageList,
  valueList, valuesQuery,
} from './segments.contract.ts'
import { listValues } from './values.read-model.ts'

const tags = ['Segments']
const params = z.object({ id })
const read = { config: { access: 'segments:read' } } as const
const write = { config: { access: 'segments:write' } } as const

function routeBuilding(app: App, platform: Platform): void {
  app.get('/v1/segments/conditions', { ...read, schema: { summary: 'The kinds of conditions, each with its JSON Schema', tags, response: { 200: conditionTypeList } } }, async () => ({
    items: conditionTypes.describe(),
  }))
  app.get('/v1/segments/values', { ...read, schema: { summary: 'Values of a property or trait that were seen, most frequent first', tags, querystring: valuesQuery, response: { 200: valueList } } }, async (request) =>
    listValues(platform, workspaceOf(request), request.query),
  )
  app.post('/v1/segments/preview', { ...read, schema: { summary: 'Count and sample the people a rule holds', tags, body: previewRequest, response: { 200: preview } } }, async (request) =>
    previewRule(platform, workspaceOf(request), request.body),
  )
  app.post('/v1/segments/explain', { ...read, schema: { summary: 'Tell why a person is, or is not, held by a segment or rule', tags, body: explainRequest, response: { 200: explanation } } }, async (request) =>
    explainPerson(platform, workspaceOf(request), request.body),
  )
}

export function routeSegments(app: App, platform: Platform): void {
  routeBuilding(app, platform)
  app.get('/v1/segments', { ...read, schema: { summary: 'List segments with their sizes', tags, querystring: segmentsQuery, response: { 200: segmentList } } }, async (request) =>
    describeSegments(platform, workspaceOf(request), request.query),
  )
  app.post('/v1/segments', { ...write, schema: { summary: 'Make a segment or a static list', tags, body: createSegmentRequest, response: { 201: segment } } }, async (request, reply) =>
    reply.code(201).send(await createSegment(platform, workspaceOf(request), request.body, principalOf(request))),
  )
  app.get('/v1/segments/:id', { ...read, schema: { summary: 'Read a segment', tags, params, response: { 200: segment } } }, async (request) =>
    readSegment(platform, workspaceOf(request), request.params.id),
  )
  app.patch('/v1/segments/:id', { ...write, schema: { summary: 'Change a segment; another rule is a new version', tags, params, body: updateSegmentRequest, response: { 200: segment } } }, async (request) =>
    updateSegment(platform, workspaceOf(request), request.params.id, request.body, principalOf(request)),
  )
  app.delete('/v1/segments/:id', { ...write, schema: { summary: 'Remove a segment that nothing refers to', tags, params, response: { 204: z.null() } } }, async (request, reply) => {
    await removeSegment(platform, workspaceOf(request), request.params.id, principalOf(request))
    return reply.code(204).send(null)
  })
  app.post('/v1/segments/:id/duplicate', { ...write, schema: { summary: 'Duplicate a segment', tags, params, response: { 201: segment } } }, async (request, reply) =>
    reply.code(201).send(await duplicateSegment(platform, workspaceOf(request), request.params.id, principalOf(request))),
  )
  app.get('/v1/segments/:id/versions', { ...read, schema: { summary: 'List the versions of a rule, newest first', tags, params, response: { 200: segmentVersionList } } }, async (request) =>
    describeVersions(platform, workspaceOf(request), request.params.id),
  )
  app.post(
    '/v1/segments/:id/versions/:version/restore',
    { ...write, schema: { summary: 'Restore an old version as a new one', tags, params: params.extend({ version: z.coerce.number().int().min(1) }), response: { 200: segment } } },
    async (request) => restoreVersion(platform, workspaceOf(request), request.params.id, request.params.version, principalOf(request)),
  )
  app.get('/v1/segments/:id/usage', { ...read, schema: { summary: 'List what refers to a segment', tags, params, response: { 200: usageList } } }, async (request) =>
    describeUsage(platform, workspaceOf(request), request.params.id),
  )
}
