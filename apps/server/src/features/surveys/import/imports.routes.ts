// Importing answers over HTTP: read a file, start it as mapped, follow it, stop it.
import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { RapportError } from '../../../platform/errors.ts'
import { principalOf, workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { importProgress, importReading, maxImportBytes, startImportRequest } from '../responses.contract.ts'
import { cancelImport, readImport, readImportFile, startImport } from './imports.service.ts'

const writing = { config: { access: 'responses:write' } } as const
const tags = ['Survey responses']
const params = z.object({ id })
const fileParams = z.object({ id, fileId: id })

function routeReadingFiles(scope: App, platform: Platform): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxImportBytes }, (_request, body, done) => done(null, body))
  scope.setErrorHandler((error) => {
    if ((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE') throw new RapportError('too_large', 'A file may have 20 MB. Split it into several.')
    throw error
  })
  scope.post(
    '/v1/surveys/:id/import/read',
    { ...writing, bodyLimit: maxImportBytes, schema: { summary: 'Read a CSV or XLSX file of old answers: the bytes as the body, up to 20 MB', tags, params, querystring: z.object({ name: z.string().max(500).default('file') }), response: { 200: importReading } } },
    async (request) => {
      const bytes: unknown = request.body
      if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw new RapportError('invalid_request', 'Send the bytes of the file as the body.')
      return readImportFile(platform, workspaceOf(request), request.params.id, { bytes, name: request.query.name, actor: principalOf(request) })
    },
  )
}

export function routeImports(app: App, platform: Platform): void {
  app.register(async (scope: App) => routeReadingFiles(scope, platform))
  const url = '/v1/surveys/:id/import/:fileId'
  app.post(
    url,
    { ...writing, schema: { summary: 'Import a file that was read, as mapped', tags, params: fileParams, body: startImportRequest, response: { 202: importProgress } } },
    async (request, reply) => {
      const { id: surveyId, fileId } = request.params
      return reply.code(202).send(await startImport(platform, workspaceOf(request), { surveyId, fileId, columns: request.body.columns, actor: principalOf(request) }))
    },
  )
  app.get(url, { ...writing, schema: { summary: 'How far an import is', tags, params: fileParams, response: { 200: importProgress } } }, async (request) =>
    readImport(platform, workspaceOf(request), request.params.id, request.params.fileId),
  )
  app.delete(url, { ...writing, schema: { summary: 'Stop an import; what was imported stays', tags, params: fileParams, response: { 200: importProgress } } }, async (request) =>
    cancelImport(platform, workspaceOf(request), request.params.id, request.params.fileId),
  )
}
