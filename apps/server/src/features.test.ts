import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test/test-server.ts'
import { features } from './features.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('every table with a profile_id is declared as personal data by a feature', async () => {
  const { rows } = await sql<{ table: string }>`
    select table_name as table from information_schema.columns
    where table_schema = 'public' and column_name in ('profile_id', 'from_profile_id', 'left_profile_id') order by 1`.execute(server.platform.db)
  const declared = new Set(features.flatMap((feature) => feature.personalData ?? []).map((data) => data.table))
  // These two go with the profile itself: see its onErase.
  for (const table of ['profile_merges', 'merge_suggestions']) declared.add(table)
  expect(rows.map((row) => row.table).filter((table) => !declared.has(table))).toEqual([])
  expect(rows.length).toBeGreaterThan(3)
})

test('what is declared as personal data can be erased and exported', async () => {
  const owner = await server.signUp()
  const nobody = ['00000000-0000-7000-8000-000000000000']
  for (const data of features.flatMap((feature) => feature.personalData ?? [])) {
    await expect(data.onErase(server.platform.db, owner.workspaceId, nobody), data.table).resolves.toBeUndefined()
    await expect(data.onExport(server.platform.db, owner.workspaceId, nobody), data.table).resolves.toHaveLength(0)
  }
})

test('names of features, jobs and handlers are unique, and every handler names a job that exists', () => {
  const jobs = features.flatMap((feature) => feature.jobs ?? []).map((job) => job.name)
  const handlers = features.flatMap((feature) => feature.handlers ?? [])
  for (const names of [features.map((feature) => feature.name), jobs, handlers.map((handler) => handler.name)]) expect(new Set(names).size).toBe(names.length)
  for (const handler of handlers) expect(jobs).toContain(handler.job)
})

interface OpenApi {
  openapi: string
  paths: Record<string, Record<string, { summary?: string; tags?: string[]; responses?: object }>>
}

test('OpenAPI 3.1 describes every route, each with a summary and a tag', async () => {
  const { body } = await server.request<OpenApi>('GET', '/openapi.json')
  expect(body.openapi).toMatch(/^3\.1/)
  const operations = Object.entries(body.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })))
  expect(operations.length).toBeGreaterThan(50)
  const silent = operations.filter(({ name, operation }) => name.includes('/v1/') && (!operation.summary || !operation.tags?.length))
  expect(silent.map(({ name }) => name)).toEqual([])
  for (const path of ['/v1/track', '/v1/batch', '/v1/people/{id}', '/v1/stream/counters', '/v1/connectors', '/v1/catalogue/events']) expect(Object.keys(body.paths)).toContain(path)
})

test('the probes answer, and an unknown address is a clear 404', async () => {
  expect((await server.request('GET', '/healthz')).status).toBe(200)
  expect((await server.request('GET', '/readyz')).body).toEqual({ postgres: true, clickhouse: true })
  expect((await server.request<string>('GET', '/metrics')).body).toContain('rapport_events_accepted_total')
  expect((await server.request('GET', '/v1/nothing')).status).toBe(404)
  expect((await server.request<string>('GET', '/docs')).status).toBeLessThan(400)
})
