import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { language } from '../surveys.contract.ts'
import { emailReply, sendTestRequest } from '../delivery.contract.ts'
import { readEmail, sendTestEmail } from './email.service.ts'

const tags = ['Surveys']
const params = z.object({ id })

export function routeEmail(app: App, platform: Platform): void {
  app.get(
    '/v1/surveys/:id/email',
    {
      config: { access: 'surveys:read' },
      schema: { summary: 'A ready mail with the first question in it, leading to the open link', tags, params, querystring: z.object({ language: language.optional() }), response: { 200: emailReply } },
    },
    async (request) => readEmail(platform, workspaceOf(request), request.params.id, request.query.language),
  )
  app.post(
    '/v1/surveys/:id/email/test',
    { config: { access: 'surveys:write' }, schema: { summary: 'Send this mail to an address now', tags, params, body: sendTestRequest, response: { 204: z.null() } } },
    async (request, reply) => {
      await sendTestEmail(platform, workspaceOf(request), request.params.id, request.body)
      return reply.code(204).send(null)
    },
  )
}
