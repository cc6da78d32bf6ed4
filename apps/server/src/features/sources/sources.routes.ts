import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { addSecretKey, listSecretKeys, revokeSecretKey } from './secret-keys.service.ts'
import {
  createSecretKeyRequest,
  createSourceRequest,
  createdSecretKey,
  keyParams,
  secretKey,
  secretKeyList,
  source,
  sourceList,
  sourceParams,
  updateSourceRequest,
} from './sources.contract.ts'
import { createSource, readSource, readSources, updateSource } from './sources.service.ts'

const read = { access: 'sources:read' } as const
const write = { access: 'sources:write' } as const

export function serveSources(app: App, platform: Platform): void {
  const tags = ['Sources']
  app.get(
    '/v1/sources',
    { config: read, schema: { summary: 'Sources with what came through them', tags, response: { 200: sourceList } } },
    async (request) => ({ items: await readSources(platform, workspaceOf(request)) }),
  )
  app.get(
    '/v1/sources/:id',
    { config: read, schema: { summary: 'One source', tags, params: sourceParams, response: { 200: source } } },
    async (request) => readSource(platform, workspaceOf(request), request.params.id),
  )
  app.post(
    '/v1/sources',
    { config: write, schema: { summary: 'Create a source with a write key', tags, body: createSourceRequest, response: { 201: source } } },
    async (request, reply) => reply.code(201).send(await createSource(platform, principalOf(request), workspaceOf(request), request.body)),
  )
  app.patch(
    '/v1/sources/:id',
    {
      config: write,
      schema: { summary: 'Rename, restrict, revoke or restore a source', tags, params: sourceParams, body: updateSourceRequest, response: { 200: source } },
    },
    async (request) => updateSource(platform, principalOf(request), workspaceOf(request), request.params.id, request.body),
  )
}

export function serveSecretKeys(app: App, platform: Platform): void {
  const tags = ['Secret keys']
  app.get(
    '/v1/secret-keys',
    { config: read, schema: { summary: 'Secret keys, without the keys themselves', tags, response: { 200: secretKeyList } } },
    async (request) => ({ items: await listSecretKeys(platform.db, workspaceOf(request)) }),
  )
  app.post(
    '/v1/secret-keys',
    {
      config: write,
      schema: { summary: 'Create a secret key; it is shown this once', tags, body: createSecretKeyRequest, response: { 201: createdSecretKey } },
    },
    async (request, reply) => {
      const workspaceId = workspaceOf(request)
      const created = await platform.db.transaction().execute((tx) => addSecretKey(tx, principalOf(request), workspaceId, request.body))
      return reply.code(201).send(created)
    },
  )
  app.delete(
    '/v1/secret-keys/:id',
    { config: write, schema: { summary: 'Revoke a secret key', tags, params: keyParams, response: { 200: secretKey } } },
    async (request) => revokeSecretKey(platform, principalOf(request), workspaceOf(request), request.params.id),
  )
}
