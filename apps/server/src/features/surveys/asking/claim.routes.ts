// What the widget on customers' sites calls: which surveys may be due, and whether one may be shown now.
import type { FastifyRequest } from 'fastify'
import { isbot } from 'isbot'
import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { RapportError } from '../../../platform/errors.ts'
import type { App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { allowCrossOrigin, identifyCaller } from '../../collection/index.ts'
import { createWriteKeyCache } from '../../sources/index.ts'
import { claimSurvey } from './claim.service.ts'
import { claimReply, claimRequest, dueSurveys } from '../delivery.contract.ts'
import { createDueList } from './due.service.ts'

const access = { config: { access: 'write-key' } } as const
const security = [{ writeKey: [] }]
const tags = ['Survey delivery']
const writeKey = z.string().max(100).optional()
const dueQuery = z.object({ writeKey, language: z.string().max(35).optional().meta({ description: 'Of the label of a tab, as navigator.language has it' }) })
const claimBody = claimRequest.extend({ writeKey: writeKey.meta({ description: 'In place of the Authorization header' }) })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RapportError('unreadable_body')
  }
}

/** Crawlers that run the scripts of pages call themselves a browser and say what they are. */
function isCrawler(userAgent: string | undefined): boolean {
  return userAgent?.startsWith('Mozilla/') === true && isbot(userAgent)
}

/** Beside the routes of collection, which answer every OPTIONS request below /v1. */
export function routeClaims(app: App, platform: Platform): void {
  const keys = createWriteKeyCache(platform)
  const readDue = createDueList(platform)
  app.addHook('onRequest', async (request, reply) => allowCrossOrigin(request, reply))
  // A body of this type needs no request ahead that asks for permission.
  app.addContentTypeParser('text/plain', { parseAs: 'string', bodyLimit: 64 * 1024 }, async (_request: FastifyRequest, body: string) => parseJson(body))

  app.get(
    '/v1/surveys/due',
    { ...access, schema: { summary: 'Widgets that may be due on a page', tags, security, querystring: dueQuery, response: { 200: dueSurveys, 304: z.null() } } },
    async (request, reply) => {
      const { source } = await identifyCaller(request, undefined, keys)
      const { body, etag } = await readDue(source.workspaceId, request.query.language ? [request.query.language] : [])
      reply.headers({ etag, 'cache-control': 'public, max-age=60' })
      return request.headers['if-none-match'] === etag ? reply.code(304).send(null) : reply.send(body)
    },
  )
  app.post(
    '/v1/surveys/:id/claim',
    {
      ...access,
      bodyLimit: 64 * 1024,
      schema: { summary: 'May this person be asked now? Decides, records it, and hands over the content', tags, security, params: z.object({ id }), body: claimBody, response: { 200: claimReply } },
    },
    async (request, reply) => {
      const { source, origin } = await identifyCaller(request, request.body, keys)
      // The content was checked when it was published: to check the whole reply once more would take longer than to make it.
      reply.type('application/json; charset=utf-8').serializer(JSON.stringify)
      return claimSurvey(platform, { workspaceId: source.workspaceId, isServer: origin === 'server', isBot: isCrawler(request.headers['user-agent']) }, request.params.id, request.body)
    },
  )
}
