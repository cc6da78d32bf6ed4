import { z } from 'zod'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import {
  catalogueQuery, eventEntryDetail, eventEntryList, propertyEntry, traitEntryList, updateEventRequest, updatePropertyRequest,
} from './catalogue.contract.ts'
import { changeEvent, changeEventProperty, changeTrait, describeEvent, describeEvents, describeTraits, type EventAddress } from './catalogue.service.ts'

const reading = { config: { access: 'catalogue:read' } } as const
const writing = { config: { access: 'catalogue:write' } } as const
const tags = ['Catalogue']
// PostgreSQL knows no NUL in text: a name with one cannot exist.
const part = z.string().min(1).max(500).regex(/^[^\0]*$/, 'must not contain NUL')
const eventParams = z.object({
  type: part,
  name: part.meta({ description: 'URL-encoded; - for events without a name (identify, group, alias, pages without one)' }),
})
const propertyParams = eventParams.extend({ property: part.meta({ description: 'Dotted path, URL-encoded' }) })

/** An address cannot hold an empty name. A track always has a name, so that its "-" is meant as it is. */
function addressOf({ type, name }: EventAddress): EventAddress {
  return { type, name: name === '-' && type !== 'track' ? '' : name }
}

export function serveCatalogue(app: App, platform: Platform): void {
  app.get(
    '/v1/catalogue/events',
    { ...reading, schema: { summary: 'Events that were seen, the most frequent first', tags, querystring: catalogueQuery, response: { 200: eventEntryList } } },
    async (request) => ({ items: await describeEvents(platform, workspaceOf(request), request.query) }),
  )
  app.get(
    '/v1/catalogue/events/:type/:name',
    { ...reading, schema: { summary: 'One event with its properties and volumes', tags, params: eventParams, response: { 200: eventEntryDetail } } },
    async (request) => describeEvent(platform, workspaceOf(request), addressOf(request.params)),
  )
  app.patch(
    '/v1/catalogue/events/:type/:name',
    {
      ...writing,
      schema: {
        summary: 'Describe or block an event, or check it against a schema',
        tags, params: eventParams, body: updateEventRequest, response: { 200: eventEntryDetail },
      },
    },
    async (request) => changeEvent(platform, workspaceOf(request), principalOf(request), addressOf(request.params), request.body),
  )
  app.patch(
    '/v1/catalogue/events/:type/:name/properties/:property',
    {
      ...writing,
      schema: { summary: 'Describe or block a property of an event', tags, params: propertyParams, body: updatePropertyRequest, response: { 200: propertyEntry } },
    },
    async (request) => {
      const address = { ...addressOf(request.params), property: request.params.property }
      return changeEventProperty(platform, workspaceOf(request), principalOf(request), address, request.body)
    },
  )
  app.get(
    '/v1/catalogue/traits',
    { ...reading, schema: { summary: 'Traits that were seen, by name', tags, response: { 200: traitEntryList } } },
    async (request) => ({ items: await describeTraits(platform.db, workspaceOf(request)) }),
  )
  app.patch(
    '/v1/catalogue/traits/:trait',
    {
      ...writing,
      schema: { summary: 'Describe or block a trait', tags, params: z.object({ trait: part }), body: updatePropertyRequest, response: { 200: propertyEntry } },
    },
    async (request) => changeTrait(platform, workspaceOf(request), principalOf(request), request.params.trait, request.body),
  )
}
