// The pages of surveys: /s/SLUG, /s/t/TOKEN, and the preview within the admin app. Opening one changes nothing.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../../platform/http.ts'
import { hostedPage, renderPagePolicy } from './hosted-page.rules.ts'

const page = { config: { access: 'public', isQuiet: true }, schema: { hide: true } as object } as const

function servePage(policy: string): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (_request, reply) =>
    reply
      .headers({
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex, nofollow',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-cache',
      })
      .type('text/html; charset=utf-8')
      .send(hostedPage)
}

export function routeHostedPages(app: App): void {
  const sendPage = servePage(renderPagePolicy("'none'"))
  app.get('/s/preview', page, servePage(renderPagePolicy("'self'")))
  app.get('/s/:slug', page, sendPage)
  app.get('/s/t/:token', page, sendPage)
}
