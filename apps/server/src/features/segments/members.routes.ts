// The people of segments over HTTP.
import { z } from 'zod'
import { id, pageQuery } from '../../platform/contract.ts'
import { RapportError } from '../../platform/errors.ts'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { changeMembers, importMembers } from './lists.service.ts'
import { describeChanges, describeHistory, describeMembers, describeOverlaps, describePersonSegments, exportMembers } from './members.read-model.ts'
import { readSegment } from './segments.service.ts'
import {
  changeMembersReply, changeMembersRequest, history, historyQuery, importQuery, memberPage, membersQuery, overlapList, personSegments, segmentChangePage, snapshot, snapshotQuery,
  webhook, webhookRequest,
} from './segments.contract.ts'
import { readSnapshot } from './snapshot.service.ts'
import { describeWebhook, setWebhook } from './webhook.service.ts'

const tags = ['Segments']
const params = z.object({ id })
const read = { config: { access: 'segments:read' } } as const
const write = { config: { access: 'segments:write' } } as const
const maxImportBytes = 10 * 1024 * 1024

function routeReading(app: App, platform: Platform): void {
  app.get('/v1/segments/:id/members', { ...read, schema: { summary: 'List the people of a segment, newest members first', tags, params, querystring: membersQuery, response: { 200: memberPage } } }, async (request) => {
    const workspaceId = workspaceOf(request)
    const { size } = await readSegment(platform, workspaceId, request.params.id)
    return { ...(await describeMembers(platform, workspaceId, request.params.id, request.query)), total: size }
  })
  app.get('/v1/segments/:id/members.csv', { ...read, schema: { summary: 'Export the people of a segment as CSV', tags, params } }, async (request, reply) => {
    await readSegment(platform, workspaceOf(request), request.params.id)
    return reply
      .header('content-disposition', 'attachment; filename="segment.csv"')
      .type('text/csv; charset=utf-8')
      .send(exportMembers(platform, workspaceOf(request), request.params.id))
  })
  app.get('/v1/segments/:id/history', { ...read, schema: { summary: 'Read the size over time', tags, params, querystring: historyQuery, response: { 200: history } } }, async (request) => {
    await readSegment(platform, workspaceOf(request), request.params.id)
    return describeHistory(platform, workspaceOf(request), request.params.id, request.query)
  })
  app.get('/v1/segments/:id/changes', { ...read, schema: { summary: 'List who came and went, newest first', tags, params, querystring: pageQuery, response: { 200: segmentChangePage } } }, async (request) => {
    await readSegment(platform, workspaceOf(request), request.params.id)
    return describeChanges(platform, workspaceOf(request), request.params.id, request.query)
  })
  app.get('/v1/segments/:id/overlaps', { ...read, schema: { summary: 'Count the people shared with other segments', tags, params, response: { 200: overlapList } } }, async (request) => {
    await readSegment(platform, workspaceOf(request), request.params.id)
    return describeOverlaps(platform, workspaceOf(request), request.params.id)
  })
  app.get('/v1/segments/:id/snapshot', { ...read, schema: { summary: 'Read who was in a segment at a past moment', tags, params, querystring: snapshotQuery, response: { 200: snapshot } } }, async (request) =>
    readSnapshot(platform, workspaceOf(request), request.params.id, request.query),
  )
  app.get('/v1/segments/:id/webhook', { ...read, schema: { summary: 'Read where entries and exits are sent', tags, params, response: { 200: webhook } } }, async (request) =>
    describeWebhook(platform, workspaceOf(request), request.params.id),
  )
  app.get('/v1/people/:id/segments', { ...read, schema: { summary: 'List what a person is in and has left lately', tags, params, response: { 200: personSegments } } }, async (request) =>
    describePersonSegments(platform, workspaceOf(request), request.params.id),
  )
}

export function routeMembers(app: App, platform: Platform): void {
  routeReading(app, platform)
  app.post('/v1/segments/:id/members', { ...write, schema: { summary: 'Put people on a static list', tags, params, body: changeMembersRequest, response: { 200: changeMembersReply } } }, async (request) =>
    changeMembers(platform, workspaceOf(request), request.params.id, request.body, { isEntered: true, cause: 'manual', actor: principalOf(request) }),
  )
  app.delete('/v1/segments/:id/members', { ...write, schema: { summary: 'Take people off a static list', tags, params, body: changeMembersRequest, response: { 200: changeMembersReply } } }, async (request) =>
    changeMembers(platform, workspaceOf(request), request.params.id, request.body, { isEntered: false, cause: 'manual', actor: principalOf(request) }),
  )
  app.put('/v1/segments/:id/webhook', { ...write, schema: { summary: 'Send entries and exits to an address, signed; null stops it', tags, params, body: webhookRequest, response: { 200: webhook } } }, async (request) =>
    setWebhook(platform, workspaceOf(request), request.params.id, request.body.url, principalOf(request)),
  )
  app.addContentTypeParser('text/csv', { parseAs: 'string', bodyLimit: maxImportBytes }, (_request, text, done) => done(null, text))
  app.post(
    '/v1/segments/:id/import',
    { ...write, bodyLimit: maxImportBytes, schema: { summary: 'Put the people of a CSV (text/csv) on a static list', tags, params, querystring: importQuery, response: { 200: changeMembersReply } } },
    async (request) => {
      if (typeof request.body !== 'string') throw new RapportError('invalid_request', 'Send the file as text/csv.')
      return importMembers(platform, workspaceOf(request), request.params.id, { text: request.body, column: request.query.column, actor: principalOf(request) })
    },
  )
}
