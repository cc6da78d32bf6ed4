import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabases, type TestDatabases } from '../../test/engines.ts'
import { RapportError } from './errors.ts'
import { createHttpServer, type App, type Principal } from './http.ts'
import { createPlatform, type Platform } from './platform.ts'

let databases: TestDatabases
let platform: Platform
beforeAll(async () => {
  databases = await createTestDatabases()
  platform = createPlatform(
    {
      port: 0,
      host: '127.0.0.1',
      dataDirectory: '/nonexistent',
      databaseUrl: databases.databaseUrl,
      clickhouseUrl: databases.clickhouseUrl,
      smtpUrl: undefined,
      publicUrl: 'https://rapport.example.com',
      secret: 'a secret that is used in tests alone',
      owner: undefined,
      logLevel: 'silent',
    },
    'test',
  )
})
afterAll(async () => {
  await platform.close()
  await databases.drop()
})

const person: Principal = { kind: 'user', id: '1', name: 'Pat', workspaceId: 1, role: 'viewer', permissions: new Set(['people:read']) }
const program: Principal = { ...person, kind: 'key', role: null }

async function withApp<T>(caller: Principal | undefined, addRoutes: (app: App) => void, use: (app: App) => Promise<T>): Promise<T> {
  const app = await createHttpServer(platform, async () => caller)
  addRoutes(app)
  try {
    return await use(app)
  } finally {
    await app.close()
  }
}

const answer = async () => ({ ok: true })

test('a route that declares no access stops the server', async () => {
  await withApp(undefined, (app) => void app.get('/v1/open-by-mistake', answer), async (app) => {
    await expect(app.ready()).rejects.toThrow('The route GET /v1/open-by-mistake declares no access')
  })
})

test('a route that declares an access nobody knows stops the server', async () => {
  await withApp(undefined, (app) => void app.get('/v1/typo', { config: { access: 'peeple:read' as 'public' } }, answer), async (app) => {
    await expect(app.ready()).rejects.toThrow('The route GET /v1/typo declares no access')
  })
})

test('so does one inside a plugin', async () => {
  const addRoutes = (app: App) => void app.register(async (scope) => void scope.post('/v1/inside', answer))
  await withApp(undefined, addRoutes, async (app) => {
    await expect(app.ready()).rejects.toThrow('POST /v1/inside declares no access')
  })
})

function addGuardedRoutes(app: App): void {
  app.get('/open', { config: { access: 'public' } }, answer)
  app.get('/personal', { config: { access: 'signed-in' } }, answer)
  app.get('/readable', { config: { access: 'people:read' } }, answer)
  app.post('/readable', { config: { access: 'people:read' } }, answer)
  app.get('/writable', { config: { access: 'people:write' } }, answer)
}

const paths = ['/open', '/personal', '/readable', '/writable']

test.each([
  ['nobody', undefined, [200, 401, 401, 401]],
  ['a person', person, [200, 200, 200, 403]],
  ['a person in no workspace', { ...person, workspaceId: null, permissions: new Set<string>() }, [200, 200, 401, 401]],
  ['a program', program, [200, 403, 200, 403]],
])('%s gets what the routes ask for', async (_name, caller, statuses) => {
  await withApp(caller, addGuardedRoutes, async (app) => {
    const replies = await Promise.all(paths.map((url) => app.inject({ url })))
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(statuses)
  })
})

test.each([
  ['a person', person, {}, 200],
  ['a person', person, { origin: 'https://rapport.example.com', 'sec-fetch-site': 'same-origin' }, 200],
  ['a person', person, { origin: 'http://localhost:4400', host: 'localhost:4400' }, 200],
  ['a person', person, { origin: 'https://evil.example' }, 403],
  ['a person', person, { origin: 'null' }, 403],
  ['a person', person, { 'sec-fetch-site': 'cross-site' }, 403],
  ['a person', person, { origin: 'https://evil.example', authorization: 'Basic cHJveHk6cGFzcw==' }, 403],
  ['a program', program, { origin: 'https://evil.example', authorization: 'Bearer key' }, 200],
])('a change by %s %j with %j answers %i', async (_name, caller, headers, status) => {
  await withApp(caller, addGuardedRoutes, async (app) => {
    expect((await app.inject({ method: 'POST', url: '/readable', headers })).statusCode).toBe(status)
  })
})

test('errors have a code, a sentence, the place and the id of the request', async () => {
  const addRoutes = (app: App) => {
    const body = z.object({ items: z.array(z.object({ price: z.number() })) })
    app.post('/parsed', { config: { access: 'public' }, schema: { body } }, answer)
    app.get('/slow-down', { config: { access: 'public' } }, async () => {
      throw new RapportError('too_many_requests', undefined, { retryAfterSeconds: 7 })
    })
    app.get('/broken', { config: { access: 'public' } }, async () => {
      throw new Error('password=hunter2')
    })
    app.get('/engine-away', { config: { access: 'public' } }, async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    })
  }
  await withApp(undefined, addRoutes, async (app) => {
    const invalid = await app.inject({ method: 'POST', url: '/parsed', payload: { items: [{ price: 1 }, { price: 'two' }] } })
    expect(invalid.statusCode).toBe(400)
    const { error } = invalid.json<{ error: { code: string; details: { path: string }[]; requestId: string } }>()
    expect(error).toMatchObject({ code: 'invalid_request', details: [{ path: 'items.1.price' }] })
    expect(error.requestId).toBe(invalid.headers['x-request-id'])

    const unreadable = await app.inject({ method: 'POST', url: '/parsed', payload: '{"items":', headers: { 'content-type': 'application/json' } })
    expect([unreadable.statusCode, unreadable.json().error.code]).toEqual([400, 'unreadable_body'])

    const slowDown = await app.inject({ url: '/slow-down' })
    expect([slowDown.statusCode, slowDown.headers['retry-after']]).toEqual([429, '7'])

    const broken = await app.inject({ url: '/broken' })
    expect(broken.statusCode).toBe(500)
    expect(broken.body).not.toContain('hunter2')

    const away = await app.inject({ url: '/engine-away' })
    expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '2'])
  })
})
