// Personas over HTTP: themselves, their pictures and figures.
import { z } from 'zod'
import { id } from '../../platform/contract.ts'
import { RapportError } from '../../platform/errors.ts'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { createPersonaRequest, maxPortraitBytes, persona, personaFigures, personaList, updatePersonaRequest } from './personas.contract.ts'
import {
  changePersona, createPersona, describePersona, describePersonas, readFigures, readPortrait, removePersona, uploadPortrait,
} from './personas.service.ts'
import { serveSuggestions } from './suggestions/suggestions.routes.ts'

const reading = { config: { access: 'people:read' } } as const
const writing = { config: { access: 'people:write' } } as const
const tags = ['Personas']
const params = z.object({ id })

function servePortraits(app: App, platform: Platform): void {
  app.get(
    '/v1/personas/:id/portrait',
    { ...reading, schema: { summary: 'The picture of a persona: SVG when it is drawn, else as uploaded', tags, params } },
    async (request, reply) => {
      const { type, bytes } = await readPortrait(platform, workspaceOf(request), request.params.id)
      return reply
        .type(type)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .header('cache-control', 'private, max-age=3600')
        .send(bytes)
    },
  )
  // In a scope of its own: elsewhere a body is JSON.
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxPortraitBytes }, (_request, body, done) => done(null, body))
    scope.put(
      '/v1/personas/:id/portrait',
      {
        ...writing,
        bodyLimit: maxPortraitBytes,
        schema: { summary: 'Upload a picture: the bytes of a PNG, JPEG or WebP image, up to 2 MB', tags, params, response: { 200: persona } },
      },
      async (request) => {
        const bytes: unknown = request.body
        if (!Buffer.isBuffer(bytes)) throw new RapportError('invalid_request', 'Send the bytes of the picture as the body.')
        return uploadPortrait(platform, workspaceOf(request), principalOf(request), request.params.id, bytes)
      },
    )
  })
}

export function servePersonas(app: App, platform: Platform): void {
  app.get('/v1/personas', { ...reading, schema: { summary: 'Personas by name, each with its size, value and satisfaction', tags, response: { 200: personaList } } }, async (request) => ({
    items: await describePersonas(platform, workspaceOf(request)),
  }))
  app.post(
    '/v1/personas',
    { ...writing, schema: { summary: 'Create a persona', tags, body: createPersonaRequest, response: { 201: persona } } },
    async (request, reply) => reply.code(201).send(await createPersona(platform, workspaceOf(request), principalOf(request), request.body)),
  )
  app.get('/v1/personas/:id', { ...reading, schema: { summary: 'One persona', tags, params, response: { 200: persona } } }, async (request) =>
    describePersona(platform, workspaceOf(request), request.params.id),
  )
  app.get(
    '/v1/personas/:id/figures',
    { ...reading, schema: { summary: 'What the people of a persona do more than others, now', tags, params, response: { 200: personaFigures } } },
    async (request) => readFigures(platform, workspaceOf(request), request.params.id),
  )
  app.patch(
    '/v1/personas/:id',
    { ...writing, schema: { summary: 'Change a persona; what is left out stays', tags, params, body: updatePersonaRequest, response: { 200: persona } } },
    async (request) => changePersona(platform, workspaceOf(request), principalOf(request), request.params.id, request.body),
  )
  app.delete(
    '/v1/personas/:id',
    { ...writing, schema: { summary: 'Delete a persona; its segment stays', tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removePersona(platform, workspaceOf(request), principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
  servePortraits(app, platform)
  serveSuggestions(app, platform)
}
