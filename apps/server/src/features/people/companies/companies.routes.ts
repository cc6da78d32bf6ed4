// Companies over HTTP.
import { z } from 'zod'
import { notFound } from '../../../platform/errors.ts'
import { workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { companiesQuery, company, companyPage } from '../people.contract.ts'
import { listCompanies } from './companies.store.ts'

const tags = ['Companies']
const read = { config: { access: 'people:read' } } as const

function readCursor(cursor: string | undefined): { name: string; id: string } | undefined {
  if (!cursor) return undefined
  const [name, companyId] = Buffer.from(cursor, 'base64url').toString().split('\n')
  return name !== undefined && companyId !== undefined ? { name, id: companyId } : undefined
}

export function routeCompanies(app: App, platform: Platform): void {
  app.get('/v1/companies', { ...read, schema: { summary: 'List companies', tags, querystring: companiesQuery, response: { 200: companyPage } } }, async (request) => {
    const { search, cursor, limit } = request.query
    const found = await listCompanies(platform.db, workspaceOf(request), { search, after: readCursor(cursor), limit: limit + 1 })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    return { items, nextCursor: found.length > limit && last ? Buffer.from(`${last.name}\n${last.id}`).toString('base64url') : null }
  })
  app.get(
    '/v1/companies/:id',
    { ...read, schema: { summary: 'Read a company', tags, params: z.object({ id: z.string().min(1).max(500) }), response: { 200: company } } },
    async (request) => {
      const [found] = await listCompanies(platform.db, workspaceOf(request), { id: request.params.id, limit: 1 })
      if (!found) throw notFound('company')
      return found
    },
  )
}
