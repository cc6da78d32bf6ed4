// People over HTTP: list, profile, timeline, changes by hand.
import { z } from 'zod'
import { id } from '../../platform/contract.ts'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { countPeople, listPeople } from './list/people-list.store.ts'
import {
  consentRequest, createPersonRequest, editTraitsRequest, interactionRequest, lookupQuery, noteRequest, peoplePage, peopleQuery, person,
  personEventsPage, personEventsQuery, timelinePage, timelineQuery,
} from './people.contract.ts'
import { exportPeople } from './people.export.ts'
import { addNote, createPerson, editTraits, findScope, logInteraction, lookUpPerson, readPerson, setConsent } from './people.service.ts'
import { readEvents, readTimeline } from './timeline/timeline.read-model.ts'

const tags = ['People']
const params = z.object({ id })
const read = { config: { access: 'people:read' } } as const
const write = { config: { access: 'people:write' } } as const

function routeReading(app: App, platform: Platform): void {
  app.get('/v1/people', { ...read, schema: { summary: 'List and search people', tags, querystring: peopleQuery, response: { 200: peoplePage } } }, async (request) => {
    const workspaceId = workspaceOf(request)
    const now = platform.clock.now()
    const [page, count] = await Promise.all([listPeople(platform.db, workspaceId, request.query, now), countPeople(platform.db, workspaceId, request.query, now)])
    return { ...page, ...count }
  })
  app.get('/v1/people.csv', { ...read, schema: { summary: 'Export the people that match, as CSV', tags, querystring: peopleQuery } }, async (request, reply) => {
    const { cursor: _cursor, limit: _limit, ...filter } = request.query
    return reply
      .header('content-disposition', 'attachment; filename="people.csv"')
      .type('text/csv; charset=utf-8')
      .send(exportPeople(platform, workspaceOf(request), filter))
  })
  app.get('/v1/people/lookup', { ...read, schema: { summary: 'Find a person by any identifier', tags, querystring: lookupQuery, response: { 200: person } } }, async (request) =>
    lookUpPerson(platform, workspaceOf(request), request.query.kind, request.query.value),
  )
  app.get('/v1/people/:id', { ...read, schema: { summary: 'Read a person', tags, params, response: { 200: person } } }, async (request) =>
    readPerson(platform, workspaceOf(request), request.params.id),
  )
  app.get(
    '/v1/people/:id/timeline',
    { ...read, schema: { summary: 'Read the timeline, newest first; a visit is one line', tags, params, querystring: timelineQuery, response: { 200: timelinePage } } },
    async (request) => readTimeline(platform.clickhouse, await findScope(platform, workspaceOf(request), request.params.id), request.query),
  )
  app.get(
    '/v1/people/:id/events',
    { ...read, schema: { summary: 'Read the raw events, newest first', tags, params, querystring: personEventsQuery, response: { 200: personEventsPage } } },
    async (request) => readEvents(platform.clickhouse, await findScope(platform, workspaceOf(request), request.params.id), request.query),
  )
}

function routeWriting(app: App, platform: Platform): void {
  app.post('/v1/people', { ...write, schema: { summary: 'Create or find a person by identifiers', tags, body: createPersonRequest, response: { 200: person } } }, async (request) =>
    createPerson(platform, workspaceOf(request), request.body),
  )
  app.patch(
    '/v1/people/:id/traits',
    { ...write, schema: { summary: 'Set traits; null removes one', tags, params, body: editTraitsRequest, response: { 200: person } } },
    async (request) => editTraits(platform, workspaceOf(request), request.params.id, request.body.traits, principalOf(request)),
  )
  app.post('/v1/people/:id/notes', { ...write, schema: { summary: 'Add a note', tags, params, body: noteRequest, response: { 200: person } } }, async (request) =>
    addNote(platform, workspaceOf(request), request.params.id, request.body.text, principalOf(request)),
  )
  app.post(
    '/v1/people/:id/interactions',
    { ...write, schema: { summary: 'Log a call, a visit to a shop or another interaction', tags, params, body: interactionRequest, response: { 200: person } } },
    async (request) => logInteraction(platform, workspaceOf(request), request.params.id, request.body, principalOf(request)),
  )
  app.put(
    '/v1/people/:id/consent',
    { ...write, schema: { summary: 'Grant or withdraw consent for a purpose and channel', tags, params, body: consentRequest, response: { 200: person } } },
    async (request) => setConsent(platform, workspaceOf(request), request.params.id, request.body, principalOf(request)),
  )
}

export function routePeople(app: App, platform: Platform): void {
  routeReading(app, platform)
  routeWriting(app, platform)
}
