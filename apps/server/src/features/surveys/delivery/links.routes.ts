import { renderSVG } from 'uqr'
import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { notFound } from '../../../platform/errors.ts'
import { workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { createAttemptLimit } from '../../access/index.ts'
import { createdLinks, createLinksRequest, linkContentReply } from '../delivery.contract.ts'
import { createPersonalLinks, linkUrlOf, readLinkContent } from './links.service.ts'
import { findSurvey } from '../surveys.store.ts'

const tags = ['Surveys']
const params = z.object({ id })
const location = z.string().max(100).optional()

function routeOwnLinks(app: App, platform: Platform): void {
  app.post(
    '/v1/surveys/:id/links',
    {
      config: { access: 'surveys:write' },
      schema: { summary: 'Make personal links, signed and if wanted of single use', tags, params, body: createLinksRequest, response: { 200: createdLinks } },
    },
    async (request) => createPersonalLinks(platform, workspaceOf(request), request.params.id, request.body),
  )
  app.get(
    '/v1/surveys/:id/qr.svg',
    { config: { access: 'surveys:read' }, schema: { summary: 'A QR code of the open link, an SVG image', tags, params, querystring: z.object({ location }) } },
    async (request, reply) => {
      const survey = await findSurvey(platform.db, workspaceOf(request), request.params.id)
      if (!survey) throw notFound('survey')
      const { location: place } = request.query
      const url = linkUrlOf(platform.config.publicUrl, survey.slug, place ? { location: place } : {})
      // Readable when a quarter is dirty or scratched: it hangs in shops.
      const image = renderSVG(url, { ecc: 'Q', border: 4, whiteColor: '#ffffff', blackColor: '#000000' })
      return reply.headers({ 'content-type': 'image/svg+xml; charset=utf-8', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" }).send(image)
    },
  )
}

const text = z.string().max(500).optional()
const contentQuery = z
  .object({ language: z.string().max(200).optional().meta({ description: 'Wanted languages, the best first, with commas' }), location, q: text, v: text })
  .catchall(z.string().max(500))

/** How a hosted page learns what to show. */
export function routeLinks(app: App, platform: Platform): void {
  const pins = createAttemptLimit(platform.clock)
  routeOwnLinks(app, platform)
  app.get(
    '/v1/survey-links/:slugOrToken/content',
    {
      config: { access: 'public' },
      schema: {
        summary: 'What a hosted page shows; changes nothing', tags: ['Survey delivery'], security: [], params: z.object({ slugOrToken: z.string().max(4_000) }), querystring: contentQuery,
        response: { 200: linkContentReply },
      },
    },
    async (request, reply) => {
      const { language, location: place, ...query } = request.query
      const languages = language?.split(',').map((tag) => tag.trim()) ?? readLanguages(request.headers['accept-language'])
      const pin = request.headers['x-survey-pin']
      const visit = { slugOrToken: request.params.slugOrToken, languages, location: place, query: query as Record<string, string>, pin: typeof pin === 'string' ? pin : undefined, address: request.ip }
      reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
      return readLinkContent(platform, visit, pins)
    },
  )
}

/** The languages of an Accept-Language header, as browsers order them. */
function readLanguages(header: string | undefined): string[] {
  return (header ?? '').split(',').flatMap((part) => part.split(';')[0]!.trim() || []).slice(0, 10)
}
