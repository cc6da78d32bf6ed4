// The built admin app and the browser SDK, from this same port: no third-party host.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './http.ts'
import { RapportError } from './errors.ts'

const webFolder = fileURLToPath(new URL('../../../web/dist/', import.meta.url))
const sdkFolder = fileURLToPath(new URL('../../../../packages/sdk/dist/', import.meta.url))
/** What the SDK's build gives to browsers: its core, the survey widget, a survey's own page. */
const scripts = ['rapport', 'survey', 'survey-page']
const quiet = { access: 'public', isQuiet: true } as const
const hourSeconds = 3600
const yearSeconds = 365 * 24 * hourSeconds

async function readBuilt(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch {
    return undefined
  }
}

/** The smallest form that the browser takes. */
function pickEncoding(accepted: string | undefined, forms: { br: Buffer; gzip: Buffer; plain: Buffer }): [encoding: string | undefined, bytes: Buffer] {
  if (accepted?.includes('br')) return ['br', forms.br]
  if (accepted?.includes('gzip')) return ['gzip', forms.gzip]
  return [undefined, forms.plain]
}

/** `name`: of a built file without its ending. */
async function serveScript(app: App, name: string): Promise<void> {
  const source = await readBuilt(`${sdkFolder}${name}.js`)
  if (!source) return
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16)
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    etag: `"${hash}"`,
    vary: 'accept-encoding',
  }
  const forms = { br: await promisify(brotliCompress)(source), gzip: await promisify(gzip)(source), plain: source }
  const send = (request: FastifyRequest, reply: FastifyReply, cacheControl: string) => {
    const [encoding, bytes] = pickEncoding(request.headers['accept-encoding'], forms)
    return reply.headers({ ...headers, 'cache-control': cacheControl, ...(encoding ? { 'content-encoding': encoding } : {}) }).send(bytes)
  }
  app.get(`/sdk/v1/${name}.js`, { config: quiet, schema: { hide: true } as object }, async (request, reply) => {
    // An hour in the browser's cache, then used while it is checked again: a release reaches every site without a change there.
    const cacheControl = `public, max-age=${hourSeconds}, stale-while-revalidate=${24 * hourSeconds}`
    if (request.headers['if-none-match'] === headers.etag) return reply.headers({ ...headers, 'cache-control': cacheControl }).code(304).send()
    return send(request, reply, cacheControl)
  })
  app.get(`/sdk/v1/${name}.${hash}.js`, { config: quiet, schema: { hide: true } as object }, async (request, reply) =>
    send(request, reply, `public, max-age=${yearSeconds}, immutable`),
  )
}

/** The policy of the admin app's pages; styles are inline because the component library sets them. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "font-src 'self' data:",
  "frame-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ')

export async function serveStaticFiles(app: App): Promise<void> {
  for (const name of scripts) await serveScript(app, name)
  const page = await readBuilt(`${webFolder}index.html`)
  if (page) {
    await app.register(async (scope) => {
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, ...quiet }
      })
      await scope.register(fastifyStatic, {
        root: `${webFolder}assets`,
        prefix: '/assets/',
        maxAge: yearSeconds * 1000,
        immutable: true,
      })
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(v1|beacon|sdk|assets|docs|s)\b/.test(request.url) && (request.headers.accept ?? '').includes('text/html')
    if (!isPage || !page) throw new RapportError('not_found', `${request.method} ${request.url.split('?')[0]} does not exist.`)
    return reply
      .headers({ 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(page)
  })
}
