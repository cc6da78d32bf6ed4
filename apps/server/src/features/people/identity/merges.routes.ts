// Merges over HTTP: by hand, undone, suggested.
import { z } from 'zod'
import { id, pageQuery } from '../../../platform/contract.ts'
import { notFound } from '../../../platform/errors.ts'
import { principalOf, workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { recordChange } from '../../audit/index.ts'
import { readRows } from '../list/person-rows.store.ts'
import { mergeRequest, mergeSuggestionPage, person, undoReply } from '../people.contract.ts'
import { readPerson } from '../people.service.ts'
import { dismissSuggestion, listSuggestions } from '../people.store.ts'
import { mergePeople, undoMerge } from './merge.service.ts'

const tags = ['People']
const params = z.object({ id })
const write = { config: { access: 'people:write' } } as const

export function routeMerges(app: App, platform: Platform): void {
  app.post('/v1/people/:id/merge', { ...write, schema: { summary: 'Merge another person into this one', tags, params, body: mergeRequest, response: { 200: person } } }, async (request) => {
    const workspaceId = workspaceOf(request)
    const actor = principalOf(request)
    const { otherId, reason } = request.body
    const merge = await mergePeople(platform, workspaceId, { id: request.params.id, otherId, reason, actor })
    await recordChange(platform.db, {
      workspaceId, actor, action: 'person.merged', target: { kind: 'person', id: merge.profileId, name: merge.profileId }, before: null,
      after: { mergeId: merge.mergeId, from: merge.fromId, into: merge.profileId, reason },
    })
    return readPerson(platform, workspaceId, merge.profileId)
  })
  app.post('/v1/merges/:id/undo', { ...write, schema: { summary: 'Undo a merge: two people again, each with its own history', tags, params, response: { 200: undoReply } } }, async (request) => {
    const workspaceId = workspaceOf(request)
    const actor = principalOf(request)
    const undone = await undoMerge(platform, workspaceId, request.params.id, actor)
    await recordChange(platform.db, {
      workspaceId, actor, action: 'person.unmerged', target: { kind: 'person', id: undone.profileId, name: undone.profileId },
      before: { mergeId: request.params.id }, after: { restored: undone.restoredId },
    })
    return undone
  })
  app.get(
    '/v1/merge-suggestions',
    { config: { access: 'people:read' }, schema: { summary: 'List pairs that may be one person', tags, querystring: pageQuery, response: { 200: mergeSuggestionPage } } },
    async (request) => {
      const workspaceId = workspaceOf(request)
      const { cursor, limit } = request.query
      const beforeId = cursor && id.safeParse(cursor).success ? cursor : undefined
      const found = await listSuggestions(platform.db, workspaceId, { beforeId, limit: limit + 1 })
      const page = found.slice(0, limit)
      const rows = await readRows(platform.db, workspaceId, page.flatMap((suggestion) => [suggestion.leftId, suggestion.rightId]))
      const items = page.flatMap((suggestion) => {
        const left = rows.get(suggestion.leftId)
        const right = rows.get(suggestion.rightId)
        return left && right ? [{ id: suggestion.id, reason: suggestion.reason, at: suggestion.at.toISOString(), left, right }] : []
      })
      return { items, nextCursor: found.length > limit ? page.at(-1)!.id : null }
    },
  )
  app.post('/v1/merge-suggestions/:id/dismiss', { ...write, schema: { summary: 'Say that a suggested pair is two people', tags, params, response: { 204: z.null() } } }, async (request, reply) => {
    const workspaceId = workspaceOf(request)
    if (!(await dismissSuggestion(platform.db, workspaceId, request.params.id, new Date(platform.clock.now())))) throw notFound('merge suggestion')
    return reply.code(204).send(null)
  })
}
