// The HTTP server: one zod schema per route gives validation, types and OpenAPI; every route declares who may call it.
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { LogController, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions, type FastifyBaseLogger, type RawServerDefault } from 'fastify'
import {
  RequestValidationError,
  fastifyZodOpenApiPlugin,
  fastifyZodOpenApiTransformers,
  serializerCompiler,
  validatorCompiler,
  type FastifyZodOpenApiTypeProvider,
} from 'fastify-zod-openapi'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { RapportError, isEngineUnavailable, type ErrorDetail } from './errors.ts'
import { isPermission, openAccess, type OpenAccess, type Permission } from './permissions.ts'
import type { Platform } from './platform.ts'

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, FastifyZodOpenApiTypeProvider>

/** Who is calling: a person with a session or a program with a secret key. */
export interface Principal {
  kind: 'user' | 'key'
  id: string
  name: string
  /** The workspace the call is about; null for a person who belongs to none or names none. */
  workspaceId: number | null
  role: string | null
  permissions: ReadonlySet<string>
}

/** Finds out who is calling; undefined when nobody is known. @throws invalid_key for a key that does not exist */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | undefined>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A permission, or an open door. A route that declares none stops the server from starting. */
    access?: Permission | OpenAccess
    /** Left out of OpenAPI, logs and request metrics: static files and probes. */
    isQuiet?: boolean
  }
  interface FastifyRequest {
    principal: Principal | undefined
  }
}

/** The caller's workspace. @throws unauthorized when there is none */
export function workspaceOf(request: FastifyRequest): number {
  const workspaceId = request.principal?.workspaceId
  if (workspaceId == null) throw new RapportError('unauthorized', 'Name a workspace in the header X-Rapport-Workspace.')
  return workspaceId
}

export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new RapportError('unauthorized')
  return request.principal
}

/** A page of another site must not act with this person's cookie. */
function assertSameSite(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site === 'cross-site') throw new RapportError('forbidden', 'Calls from another website are not accepted.')
  const origin = request.headers.origin
  if (origin && origin !== publicUrl && URL.parse(origin)?.host !== request.headers.host) {
    throw new RapportError('forbidden', `Calls from ${origin} are not accepted. Set RAPPORT_PUBLIC_URL if this is Rapport's own address.`)
  }
}

async function authorize(request: FastifyRequest, authenticate: Authenticate, publicUrl: string): Promise<void> {
  const access = request.routeOptions.config.access
  if (access === undefined || access === 'public' || access === 'write-key') return
  const principal = await authenticate(request)
  if (!principal) throw new RapportError('unauthorized')
  if (principal.kind === 'user') assertSameSite(request, publicUrl)
  request.principal = principal
  if (access === 'signed-in') {
    if (principal.kind !== 'user') throw new RapportError('forbidden', 'Only a person who signed in can do this, not a key.')
    return
  }
  workspaceOf(request)
  if (!principal.permissions.has(access)) throw new RapportError('forbidden', `This needs the permission ${access}.`)
}

function toDetails(error: FastifyError): ErrorDetail[] | undefined {
  return error.validation?.flatMap((issue) =>
    issue instanceof RequestValidationError ? [{ path: issue.params.issue.path.join('.'), message: issue.message ?? issue.params.issue.message }] : [],
  )
}

/** Any failure as an error of the catalogue. */
function toRapportError(error: FastifyError): RapportError {
  if (error instanceof RapportError) return error
  if (error.validation) {
    const details = toDetails(error) ?? []
    const first = details[0]
    const where = `${error.validationContext ?? 'request'}${first?.path ? `.${first.path}` : ''}`
    return new RapportError('invalid_request', first ? `${where}: ${first.message}` : error.message, { details })
  }
  if (error.statusCode === 413) return new RapportError('too_large')
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return new RapportError('unreadable_body')
  if (error.statusCode === 429) return new RapportError('too_many_requests', error.message)
  if (error.statusCode !== undefined && error.statusCode < 500) return new RapportError('invalid_request', error.message)
  if (isEngineUnavailable(error)) return new RapportError('unavailable', undefined, { retryAfterSeconds: 2, cause: error })
  return new RapportError('internal', undefined, { cause: error })
}

/** Answers with an error of the catalogue; what is our fault is logged with the request's id. */
export function sendError(request: FastifyRequest, reply: FastifyReply, thrown: FastifyError): FastifyReply {
  const error = toRapportError(thrown)
  if (error.status >= 500) request.log.error({ err: thrown, requestId: request.id }, 'Request failed')
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds))
  return reply
    .code(error.status)
    .type('application/json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send({ error: { code: error.code, message: error.message, ...(error.details ? { details: error.details } : {}), requestId: request.id } })
}

function assertAccessDeclared(access: unknown, method: string | string[], url: string): void {
  if (isPermission(access) || openAccess.includes(access as OpenAccess)) return
  throw new Error(`The route ${String(method)} ${url} declares no access. Add config: { access: … } with a permission, or one of ${openAccess.join(', ')}.`)
}

/** A body that is nested by the thousand is beyond what a recursive schema can walk: it is refused. */
const compileWithinDepth: typeof validatorCompiler = (route) => {
  const validate = validatorCompiler(route)
  return (data: unknown) => {
    try {
      return validate(data)
    } catch (error) {
      if (error instanceof RangeError) return { error: new RapportError('invalid_request', 'The request is nested too deep.') }
      throw error
    }
  }
}

export async function createHttpServer(platform: Platform, authenticate: Authenticate): Promise<App> {
  const app = Fastify({
    loggerInstance: platform.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    // A proxy on this machine or network may say whom it speaks for; a visitor may not.
    trustProxy: 'loopback, linklocal, uniquelocal',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4_000 },
    forceCloseConnections: true,
  }).withTypeProvider<FastifyZodOpenApiTypeProvider>() as App
  app.setValidatorCompiler(compileWithinDepth)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('principal', undefined)
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => {
    for (const route of routes) assertAccessDeclared(route.config?.access, route.method, route.url)
  })
  // Before the hook below, which reads the session's cookie.
  await app.register(cookie)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    await authorize(request, authenticate, platform.config.publicUrl)
  })
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.config.isQuiet) return
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }
    platform.metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(request, reply, error))
  await app.register(fastifyZodOpenApiPlugin)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Rapport', version: '1', description: 'One profile per customer, one stream of events.' },
      components: {
        securitySchemes: {
          secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key from Sources → Secret keys' },
          writeKey: { type: 'http', scheme: 'basic', description: 'A write key as user name, no password: collection only' },
          session: { type: 'apiKey', in: 'cookie', name: 'rapport_session' },
        },
      },
      security: [{ secretKey: [] }, { session: [] }],
    },
    ...fastifyZodOpenApiTransformers,
  })
  return app
}

/** OpenAPI at /openapi.json, browsable at /docs. Registered last, so that it sees every route. */
export async function serveOpenApi(app: App): Promise<void> {
  app.get('/openapi.json', { config: { access: 'public', isQuiet: true }, schema: { hide: true } as object }, async () => app.swagger())
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public', isQuiet: true }
    })
    await scope.register(swaggerUi, { routePrefix: '/docs' })
  })
}
