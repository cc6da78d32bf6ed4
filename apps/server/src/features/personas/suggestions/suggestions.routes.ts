// Suggestions over HTTP.
import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { principalOf, workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { acceptRequest, newestRun, persona, requestSuggestions, suggestion, suggestionRun } from '../personas.contract.ts'
import { drawPortrait } from '../portraits/draw-portrait.ts'
import { acceptSuggestion, cancelRun, dismissSuggestion, readNewestRun, readRun, requestRun } from './suggestions.service.ts'

const reading = { config: { access: 'people:read' } } as const
const writing = { config: { access: 'people:write' } } as const
const tags = ['Personas']
const params = z.object({ id })

export function serveSuggestions(app: App, platform: Platform): void {
  app.post(
    '/v1/personas/suggestions',
    { ...writing, schema: { summary: 'Find kinds of customers, in the background; the run that is under way if there is one', tags, body: requestSuggestions, response: { 202: suggestionRun } } },
    async (request, reply) => reply.code(202).send(await requestRun(platform, workspaceOf(request), principalOf(request), request.body.seed)),
  )
  app.get(
    '/v1/personas/suggestions',
    { ...reading, schema: { summary: 'The newest run: how far it is, and what it suggests', tags, response: { 200: newestRun } } },
    async (request) => ({ run: await readNewestRun(platform, workspaceOf(request)) }),
  )
  app.get('/v1/personas/suggestion-runs/:id', { ...reading, schema: { summary: 'One run', tags, params, response: { 200: suggestionRun } } }, async (request) =>
    readRun(platform, workspaceOf(request), request.params.id),
  )
  app.post(
    '/v1/personas/suggestion-runs/:id/cancel',
    { ...writing, schema: { summary: 'Stop a run', tags, params, response: { 200: suggestionRun } } },
    async (request) => cancelRun(platform, workspaceOf(request), request.params.id),
  )
  app.post(
    '/v1/personas/suggestions/:id/accept',
    { ...writing, schema: { summary: 'Make the segment and the persona of a suggestion, as edited', tags, params, body: acceptRequest, response: { 201: persona } } },
    async (request, reply) => reply.code(201).send(await acceptSuggestion(platform, workspaceOf(request), principalOf(request), request.params.id, request.body)),
  )
  for (const [verb, isDismissed, summary] of [['dismiss', true, 'Put a suggestion aside'], ['reopen', false, 'Take up a suggestion that was put aside']] as const) {
    app.post(`/v1/personas/suggestions/:id/${verb}`, { ...writing, schema: { summary, tags, params, response: { 200: suggestion } } }, async (request) =>
      dismissSuggestion(platform, workspaceOf(request), principalOf(request), request.params.id, isDismissed),
    )
  }
  app.get(
    '/v1/personas/drawings/:seed',
    { ...reading, schema: { summary: 'The drawing of a seed, as SVG', tags, params: z.object({ seed: z.coerce.number().int().min(0).max(4_294_967_295) }) } },
    async (request, reply) =>
      reply
        .type('image/svg+xml')
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .header('cache-control', 'private, max-age=86400')
        .send(drawPortrait(request.params.seed)),
  )
}
