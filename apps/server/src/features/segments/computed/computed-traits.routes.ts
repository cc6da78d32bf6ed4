// Computed traits over HTTP.
import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { principalOf, workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { computedPreview, computedPreviewRequest, computedTrait, computedTraitList, createComputedTraitRequest, updateComputedTraitRequest } from '../computed-traits.contract.ts'
import { previewComputation } from './computed-preview.service.ts'
import { changeComputedTrait, createComputedTrait, describeComputedTraits, readComputedTrait, removeComputedTrait } from './computed-traits.service.ts'

const tags = ['Computed traits']
const params = z.object({ id })
const read = { config: { access: 'segments:read' } } as const
const write = { config: { access: 'segments:write' } } as const

export function routeComputedTraits(app: App, platform: Platform): void {
  app.get('/v1/computed-traits', { ...read, schema: { summary: 'List computed traits', tags, response: { 200: computedTraitList } } }, async (request) => describeComputedTraits(platform, workspaceOf(request)))
  app.post('/v1/computed-traits', { ...write, schema: { summary: 'Make a computed trait', tags, body: createComputedTraitRequest, response: { 201: computedTrait } } }, async (request, reply) =>
    reply.code(201).send(await createComputedTrait(platform, workspaceOf(request), request.body, principalOf(request))),
  )
  app.post('/v1/computed-traits/preview', { ...read, schema: { summary: 'Try a computation out on some people', tags, body: computedPreviewRequest, response: { 200: computedPreview } } }, async (request) =>
    previewComputation(platform, workspaceOf(request), request.body.computation),
  )
  app.get('/v1/computed-traits/:id', { ...read, schema: { summary: 'Read a computed trait', tags, params, response: { 200: computedTrait } } }, async (request) =>
    readComputedTrait(platform, workspaceOf(request), request.params.id),
  )
  app.patch('/v1/computed-traits/:id', { ...write, schema: { summary: 'Change a computed trait; another computation is filled anew', tags, params, body: updateComputedTraitRequest, response: { 200: computedTrait } } }, async (request) =>
    changeComputedTrait(platform, workspaceOf(request), request.params.id, request.body, principalOf(request)),
  )
  app.delete('/v1/computed-traits/:id', { ...write, schema: { summary: 'Remove a computed trait from everyone', tags, params, response: { 204: z.null() } } }, async (request, reply) => {
    await removeComputedTrait(platform, workspaceOf(request), request.params.id, principalOf(request))
    return reply.code(204).send(null)
  })
}
