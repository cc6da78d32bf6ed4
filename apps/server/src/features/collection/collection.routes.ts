// Collection over HTTP: every path and form in which existing tracking clients send.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { RapportError } from '../../platform/errors.ts'
import type { App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { createWriteKeyCache, type WriteKeyCache } from '../sources/index.ts'
import { identifyCaller, readWriteKey } from './caller.ts'
import { isBinaryCloudEvent, readCloudEvents } from './cloud-events.ts'
import { collect, type CollectRequest, type Collector } from './collect.ts'
import { collectReply, collectedBatch, collectedEvent, eventTypes } from './collection.contract.ts'
import { createCountryLookup } from './country.ts'
import { allowCrossOrigin } from './cross-origin.ts'
import { maxBodyBytes } from './limits.ts'
import { pixelGif, readPixelEvent } from './pixel.ts'
import { readJson, tooLarge } from './read-body.ts'

const access = { config: { access: 'write-key' } } as const
const hidden = { hide: true } as object
const security = [{ writeKey: [] }]
const tags = ['Collection']
const shortNames: Record<string, string> = { t: 'track', i: 'identify', p: 'page', s: 'screen', g: 'group', a: 'alias' }

function readHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isEmpty(body: unknown): boolean {
  return body === undefined || (Buffer.isBuffer(body) && body.length === 0)
}

function isBatchBody(body: unknown): body is { batch: unknown } {
  return typeof body === 'object' && body !== null && 'batch' in body
}

export function routeCollection(app: App, platform: Platform): void {
  const collector: Collector = { platform, findCountry: createCountryLookup() }
  const keys = createWriteKeyCache(platform)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body))
  // Events are checked one by one in the processor: a bad one is kept with its reason, it does not fail its request.
  app.setValidatorCompiler(() => (value) => ({ value }))
  app.addHook('onRequest', async (request, reply) => {
    allowCrossOrigin(request, reply)
    // The body is read the same whatever its type says; Fastify would refuse a type that is none.
    request.headers['content-type'] = 'application/json'
    if (request.method === 'POST' && platform.eventLog.isOverloaded()) throw new RapportError('overloaded', undefined, { retryAfterSeconds: 1 })
  })

  app.setErrorHandler((error: FastifyError) => {
    throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? new RapportError('too_large', tooLarge) : error
  })

  async function answer(request: FastifyRequest, reply: FastifyReply, read: (body: unknown) => Pick<CollectRequest, 'events' | 'type' | 'isImport' | 'sentAt'>) {
    // The data of a CloudEvent in binary mode is optional, its attributes are headers.
    const body = isBinaryCloudEvent(request.headers) && isEmpty(request.body) ? undefined : await readJson(request.body)
    // Parsed now: while the request waits to be stored, its bytes need not be kept twice.
    request.body = undefined
    const caller = await identifyCaller(request, body, keys)
    const result = await collect(collector, {
      ...caller,
      ip: request.ip,
      userAgent: readHeader(request, 'user-agent'),
      anonymousId: readEncodedHeader(request, 'anonymousid'),
      isStrict: request.headers['x-strict-mode'] === '1',
      ...read(body),
    })
    return reply.code(result.status).send(result.reply)
  }

  const single = (type: string) => (request: FastifyRequest, reply: FastifyReply) =>
    answer(request, reply, (body) => ({ events: [body], type, sentAt: readSentAt(body) ?? readHeader(request, 'sentat') }))
  const batch = (isImport: boolean) => (request: FastifyRequest, reply: FastifyReply) =>
    answer(request, reply, (body) => {
      if (!isBatchBody(body) || !Array.isArray(body.batch)) throw new RapportError('invalid_request', 'A batch is {"batch": [ … ]}.')
      return { events: body.batch, isImport, sentAt: readSentAt(body) ?? readHeader(request, 'sentat') }
    })

  for (const type of eventTypes) {
    const schema = { summary: `Send a ${type} event`, tags, security, body: collectedEvent, response: { 200: collectReply } }
    app.post(`/v1/${type}`, { ...access, schema }, single(type))
  }
  for (const [short, type] of Object.entries(shortNames)) app.post(`/v1/${short}`, { ...access, schema: hidden }, single(type))
  const batchSchema = { tags, security, body: collectedBatch, response: { 200: collectReply } }
  app.post('/v1/batch', { ...access, schema: { ...batchSchema, summary: 'Send up to 2,500 events' } }, batch(false))
  app.post('/v1/import', { ...access, schema: { ...batchSchema, summary: 'Import history: timestamps are taken as they are' } }, batch(true))
  for (const path of ['/v1/b', '/beacon/v1/batch']) app.post(path, { ...access, schema: hidden }, batch(false))
  app.post('/v1/cloudevents', { ...access, schema: { summary: 'Send CloudEvents 1.0, binary or structured', tags, security } }, (request, reply) =>
    answer(request, reply, (body) => ({ events: readCloudEvents(request.headers, body), sentAt: undefined })),
  )
  app.options('/v1/*', { ...access, schema: hidden }, async (_request, reply) => reply.code(204).send())
  app.options('/beacon/*', { ...access, schema: hidden }, async (_request, reply) => reply.code(204).send())
  app.options('/sourceConfig', { ...access, schema: hidden }, async (_request, reply) => reply.code(204).send())
  routePixel(app, collector, keys)
  routeClientSettings(app, platform, keys)
}

function readSentAt(body: unknown): string | undefined {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['sentAt'] : undefined
  return typeof value === 'string' ? value : undefined
}

/** Rudder's browser client puts the anonymous id, base64, into a header. */
function readEncodedHeader(request: FastifyRequest, name: string): string | undefined {
  const value = readHeader(request, name)
  return value ? Buffer.from(value, 'base64').toString('utf8').slice(0, 200) : undefined
}

function routePixel(app: App, collector: Collector, keys: WriteKeyCache): void {
  const schema = { summary: 'Send an event as an image: ?writeKey=…&event=…&userId=…&p.name=value', tags, security: [] }
  app.get('/v1/pixel.gif', { ...access, schema }, async (request, reply) => {
    const event = readPixelEvent(request.query as Record<string, unknown>)
    const caller = await identifyCaller(request, undefined, keys)
    const userAgent = readHeader(request, 'user-agent')
    await collect(collector, { ...caller, origin: 'browser', ip: request.ip, userAgent, anonymousId: undefined, isStrict: false, events: [event], sentAt: undefined })
    return reply.headers({ 'cache-control': 'no-store', 'content-type': 'image/gif' }).send(pixelGif)
  })
}

/** Clients send to the host they asked; a proxy in front of it may end TLS and not say so. */
function readProtocol(request: FastifyRequest, publicUrl: string): string {
  const known = new URL(publicUrl)
  return known.host === request.host ? known.protocol.slice(0, -1) : request.protocol
}

/** What Segment's and Rudder's browser clients fetch before they send. */
function routeClientSettings(app: App, platform: Platform, keys: WriteKeyCache): void {
  app.get('/v1/projects/:writeKey/settings', { ...access, schema: hidden }, async (request, reply) => {
    const { writeKey } = request.params as { writeKey: string }
    if (!(await keys.get(writeKey))) throw new RapportError('not_found', 'This write key is unknown or revoked.')
    const protocol = readProtocol(request, platform.config.publicUrl)
    return reply.send({ integrations: { 'Segment.io': { apiKey: writeKey, apiHost: `${request.host}/v1`, protocol } } })
  })
  app.get('/sourceConfig', { ...access, schema: hidden }, async (request, reply) => {
    const source = await keys.get(readWriteKey(request, undefined) ?? '')
    if (!source) throw new RapportError('invalid_key')
    const now = new Date(platform.clock.now()).toISOString()
    return reply.send({
      source: { id: source.id, name: source.name, workspaceId: String(source.workspaceId), enabled: true, config: {}, destinations: [] },
      updatedAt: now,
    })
  })
}
