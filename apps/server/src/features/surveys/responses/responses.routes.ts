// Responses over HTTP for the team: lists, one response, figures, files, removal.
import { z } from 'zod'
import { id, pageQuery } from '../../../platform/contract.ts'
import { principalOf, workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { routeImports } from '../import/imports.routes.ts'
import { routeAnswers } from './answers.routes.ts'
import { readFile } from './response-files.service.ts'
import { deleteResponsesRequest, deletedResponses, exportQuery, response, responsePage, responsesQuery, summary, summaryQuery } from '../responses.contract.ts'
import { exportResponses } from './responses.export.ts'
import { describeResponse, findPersonResponses, findResponses, findSurveyResponses, removeResponses } from './responses.service.ts'
import { readSummary } from './summary.service.ts'

const reading = { config: { access: 'responses:read' } } as const
const writing = { config: { access: 'responses:write' } } as const
const tags = ['Survey responses']
const params = z.object({ id })

function routeReading(app: App, platform: Platform): void {
  app.get(
    '/v1/survey-responses',
    { ...reading, schema: { summary: 'Responses over all surveys but those of employees, the newest first', tags, querystring: responsesQuery, response: { 200: responsePage } } },
    async (request) => findResponses(platform, workspaceOf(request), request.query),
  )
  app.get(
    '/v1/surveys/:id/responses',
    { ...reading, schema: { summary: 'Responses to a survey, the newest first', tags, params, querystring: responsesQuery, response: { 200: responsePage } } },
    async (request) => findSurveyResponses(platform, workspaceOf(request), request.params.id, request.query),
  )
  app.get('/v1/survey-responses/:id', { ...reading, schema: { summary: 'One response with all its answers', tags, params, response: { 200: response } } }, async (request) =>
    describeResponse(platform, workspaceOf(request), request.params.id),
  )
  app.get(
    '/v1/surveys/:id/summary',
    { ...reading, schema: { summary: 'Figures of a survey, question by question, up to the last answer', tags, params, querystring: summaryQuery, response: { 200: summary } } },
    async (request) => readSummary(platform, workspaceOf(request), request.params.id, request.query),
  )
  app.get(
    '/v1/people/:id/survey-responses',
    { ...reading, schema: { summary: 'What a person answered, the newest first', tags, params, querystring: pageQuery, response: { 200: responsePage } } },
    async (request) => findPersonResponses(platform, workspaceOf(request), request.params.id, request.query),
  )
}

const contentTypes = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

/** For browsers that know no UTF-8 here, the name without what is not ASCII. */
function attach(name: string): string {
  return `attachment; filename="${name.replaceAll(/[^\w .()-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

function routeExport(app: App, platform: Platform): void {
  app.get(
    '/v1/surveys/:id/export',
    { ...reading, schema: { summary: 'The responses that match, as CSV or XLSX', tags, params, querystring: exportQuery } },
    async (request, reply) => {
      const { format } = request.query
      const { name, body } = await exportResponses(platform, workspaceOf(request), request.params.id, request.query)
      return reply.type(contentTypes[format]).header('content-disposition', attach(`${name}.${format}`)).send(body)
    },
  )
}

function routeFiles(app: App, platform: Platform): void {
  app.get('/v1/survey-files/:id', { ...reading, schema: { summary: 'A file that was sent with an answer', tags, params } }, async (request, reply) => {
    const file = await readFile(platform, workspaceOf(request), request.params.id)
    return reply
      .type(file.type)
      .header('content-disposition', attach(file.name))
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, no-store')
      .send(file.bytes)
  })
}

function routeRemoval(app: App, platform: Platform): void {
  app.delete('/v1/survey-responses/:id', { ...writing, schema: { summary: 'Delete a response with its answers and files', tags, params, response: { 204: z.null() } } }, async (request, reply) => {
    await removeResponses(platform, workspaceOf(request), principalOf(request), [request.params.id])
    return reply.code(204).send(null)
  })
  app.post(
    '/v1/survey-responses/delete',
    { ...writing, schema: { summary: 'Delete responses with their answers and files', tags, body: deleteResponsesRequest, response: { 200: deletedResponses } } },
    async (request) => ({ deleted: await removeResponses(platform, workspaceOf(request), principalOf(request), [...new Set(request.body.ids)]) }),
  )
}

export function routeResponses(app: App, platform: Platform): void {
  routeAnswers(app, platform)
  routeReading(app, platform)
  routeExport(app, platform)
  routeFiles(app, platform)
  routeRemoval(app, platform)
  routeImports(app, platform)
}
