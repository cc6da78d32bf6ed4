// Where respondents send answers and files: proved by a ticket, from any site, without cookies.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { RapportError } from '../../../platform/errors.ts'
import type { App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { key } from '../surveys.contract.ts'
import { maxFileBytes, submitReply, submitRequest, uploadedFile } from '../responses.contract.ts'
import { uploadFile } from './response-files.service.ts'
import { createAnswerDesk, type AnswerDesk } from './submit.service.ts'

const access = { config: { access: 'public' } } as const
const tags = ['Survey answers']
const security: [] = []
const maxAnswerBytes = 256 * 1024

/** Any site may call; no cookie is ever read here. */
async function allowCrossOrigin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('access-control-allow-origin', '*')
  reply.header('cross-origin-resource-policy', 'cross-origin')
  reply.header('access-control-expose-headers', 'Retry-After')
  reply.header('cache-control', 'no-store')
  if (request.method !== 'OPTIONS') return
  reply.headers({ 'access-control-allow-methods': 'POST, PUT, OPTIONS', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' })
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new RapportError('unreadable_body')
  }
}

function sayLimit(error: unknown, limit: string): never {
  if ((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE') throw new RapportError('too_large', limit)
  throw error
}

function routeSubmissions(scope: App, desk: AnswerDesk): void {
  scope.addHook('onRequest', allowCrossOrigin)
  scope.setErrorHandler((error) => sayLimit(error, 'These answers are too long: all together may have 256 kB.'))
  scope.removeAllContentTypeParsers()
  // A page that closes sends with sendBeacon, whose text needs no question beforehand.
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxAnswerBytes }, async (_request: FastifyRequest, body: Buffer) => readJson(body))
  scope.options('/v1/survey-responses', { ...access, schema: { hide: true } as object }, async (_request, reply) => reply.code(204).send(null))
  scope.post(
    '/v1/survey-responses',
    { ...access, bodyLimit: maxAnswerBytes, schema: { summary: 'Send all answers so far; sent again it does no harm', tags, security, body: submitRequest, response: { 200: submitReply } } },
    async (request) => desk.submit(request.body, request.ip),
  )
}

const uploadQuery = z.object({ token: z.string().max(4_000), question: key, name: z.string().max(500).default('file') })

function routeUploads(scope: App, platform: Platform, desk: AnswerDesk): void {
  scope.addHook('onRequest', allowCrossOrigin)
  scope.setErrorHandler((error) => sayLimit(error, 'A file may have 10 MB.'))
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxFileBytes }, (_request, body, done) => done(null, body))
  const params = z.object({ responseId: id })
  scope.options('/v1/survey-responses/:responseId/files', { ...access, schema: { hide: true } as object }, async (_request, reply) => reply.code(204).send(null))
  scope.put(
    '/v1/survey-responses/:responseId/files',
    { ...access, bodyLimit: maxFileBytes, schema: { summary: 'Send one file: its bytes as the body, up to 10 MB', tags, security, params, querystring: uploadQuery, response: { 200: uploadedFile } } },
    async (request) => {
      const bytes: unknown = request.body
      if (!Buffer.isBuffer(bytes)) throw new RapportError('invalid_request', 'Send the bytes of the file as the body.')
      return uploadFile(platform, desk, { ...request.query, responseId: request.params.responseId, bytes, address: request.ip })
    },
  )
}

export function routeAnswers(app: App, platform: Platform): void {
  const desk = createAnswerDesk(platform)
  app.register(async (scope: App) => routeSubmissions(scope, desk))
  app.register(async (scope: App) => routeUploads(scope, platform, desk))
}
