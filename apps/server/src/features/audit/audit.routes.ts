import { workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { auditPage, auditQuery } from './audit.contract.ts'
import { readAuditPage } from './audit.service.ts'

export function serveAudit(app: App, platform: Platform): void {
  app.get(
    '/v1/audit',
    {
      config: { access: 'audit:read' },
      schema: { summary: 'Changes of definitions, newest first', tags: ['Audit'], querystring: auditQuery, response: { 200: auditPage } },
    },
    async (request) => readAuditPage(platform.db, workspaceOf(request), request.query),
  )
}
