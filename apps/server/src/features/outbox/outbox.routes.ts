import { z } from 'zod'
import { id } from '../../platform/contract.ts'
import { workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { outboxMessageDetail, outboxPage, outboxQuery } from './outbox.contract.ts'
import { readOutboxMessage, readOutboxPage } from './outbox.service.ts'

const reading = { config: { access: 'outbox:read' } } as const
const tags = ['Outbox']

export function serveOutbox(app: App, platform: Platform): void {
  app.get(
    '/v1/outbox',
    {
      ...reading,
      schema: { summary: 'Messages that left through the built-in mail server, newest first', tags, querystring: outboxQuery, response: { 200: outboxPage } },
    },
    async (request) => readOutboxPage(platform, workspaceOf(request), request.query),
  )
  app.get(
    '/v1/outbox/:id',
    {
      ...reading,
      schema: { summary: 'One message, parsed and as it went over the wire', tags, params: z.object({ id }), response: { 200: outboxMessageDetail } },
    },
    async (request) => readOutboxMessage(platform, workspaceOf(request), request.params.id),
  )
}
