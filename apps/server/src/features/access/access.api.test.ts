import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeUser, makeWorkspace } from '../../../test/makers.ts'
import { createMovableClock, readCookie, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { rolePermissions } from '../../platform/permissions.ts'
import { roles, type Me, type Team, type Workspace } from './access.contract.ts'

const dayMilliseconds = 86_400_000
const nobody = '0193d1f0-0000-7000-8000-000000000000'

const clock = createMovableClock()
let server: TestServer
let owner: Person
beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
})
afterAll(async () => server.close())

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  server.request<Me>('POST', '/v1/sign-in', { body: { email, password }, headers })

describe('signing in', () => {
  test('sets a cookie that scripts and other sites cannot use', async () => {
    const reply = await signIn('OLGA@example.com', owner.password)
    expect(reply).toMatchObject({ status: 200, body: { user: { email: owner.email } } })
    const cookie = String(reply.headers['set-cookie'])
    expect(cookie).toMatch(/^rapport_session=[\w-]{43}; /)
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=2592000']) expect(cookie).toContain(attribute)
    expect(cookie).not.toContain('Secure')
  })

  test('tells a wrong password and an unknown e-mail in the same words', async () => {
    const wrong = await signIn(owner.email, 'not the password')
    const unknown = await signIn('nobody@example.com', 'not the password')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    const strip = ({ body }: { body: unknown }) => ({ ...(body as { error: object }).error, requestId: undefined })
    expect(strip(wrong)).toEqual(strip(unknown))
  })

  test('stops guessing at one account after 10 failures, for 10 minutes', async () => {
    const person = await makeUser(server, 'viewer')
    const guess = (index: number) => signIn(person.email, `guess number ${index}`, { 'x-forwarded-for': `198.51.100.${index}` })
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, index) => guess(index)))
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10)
    const refused = guesses.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(2)
    const retryAfterSeconds = Number(refused[0]!.headers['retry-after'])
    expect(retryAfterSeconds).toBeGreaterThan(590)
    expect(retryAfterSeconds).toBeLessThanOrEqual(600)
    expect((await signIn(person.email, person.password)).status).toBe(429)
    clock.advance((retryAfterSeconds + 1) * 1000)
    expect((await signIn(person.email, person.password)).status).toBe(200)
  })

  test('stops one address that tries many accounts', async () => {
    const from = { 'x-forwarded-for': '203.0.113.9' }
    for (let index = 0; index < 30; index += 1) expect((await signIn(`victim-${index}@example.com`, 'password123', from)).status).toBe(401)
    expect((await signIn('victim-30@example.com', 'password123', from)).status).toBe(429)
    expect((await signIn(owner.email, owner.password, { 'x-forwarded-for': '203.0.113.10' })).status).toBe(200)
  })

  test('right passwords never use attempts up', async () => {
    for (let index = 0; index < 35; index += 1) expect((await signIn(owner.email, owner.password)).status).toBe(200)
  })
})

describe('sessions', () => {
  test('count under the secret that they were made with alone', async () => {
    const { secret } = server.config
    Object.assign(server.config, { secret: 'another secret of thirty-two letters' })
    expect((await server.request('GET', '/v1/me', { as: owner })).status).toBe(401)
    Object.assign(server.config, { secret })
    expect((await server.request('GET', '/v1/me', { as: owner })).status).toBe(200)
  })

  test('sign-out ends this session and no other', async () => {
    const [here, there] = [await signIn(owner.email, owner.password), await signIn(owner.email, owner.password)]
    const signOut = await server.request('POST', '/v1/sign-out', { headers: { cookie: readCookie(here) } })
    expect(signOut.status).toBe(204)
    expect(String(signOut.headers['set-cookie'])).toContain('rapport_session=;')
    expect((await server.request('GET', '/v1/me', { headers: { cookie: readCookie(here) } })).status).toBe(401)
    expect((await server.request('GET', '/v1/me', { headers: { cookie: readCookie(there) } })).status).toBe(200)
  })

  test('last 30 days from their last use', async () => {
    const used = await makeUser(server, 'viewer')
    const unused = await makeUser(server, 'viewer')
    clock.advance(20 * dayMilliseconds)
    expect((await server.request('GET', '/v1/team', { as: used })).status).toBe(200)
    clock.advance(20 * dayMilliseconds)
    expect((await server.request('GET', '/v1/team', { as: used })).status).toBe(200)
    expect((await server.request('GET', '/v1/team', { as: unused })).status).toBe(401)
    clock.advance(31 * dayMilliseconds)
    expect((await server.request('GET', '/v1/team', { as: used })).status).toBe(401)
    owner.headers.cookie = readCookie(await signIn(owner.email, owner.password))
  })

  test('are written at most once a minute', async () => {
    const seen = async () => (await server.request<Team>('GET', '/v1/team', { as: owner })).body.members.find(({ userId }) => userId === owner.userId)!.lastSeenAt
    const first = await seen()
    clock.advance(30_000)
    expect(await seen()).toBe(first)
    clock.advance(31_000)
    const later = await seen()
    expect(Date.parse(later!) - Date.parse(first!)).toBeGreaterThanOrEqual(61_000)
  })

  test('stay in the browser as long as they are used', async () => {
    const me = await server.request('GET', '/v1/me', { as: owner })
    expect(readCookie(me)).toBe(owner.headers.cookie)
    expect(String(me.headers['set-cookie'])).toContain('Max-Age=2592000')
  })

  test('travel over TLS alone where Rapport has it', async () => {
    const secure = await startTestServer({ config: { publicUrl: 'https://rapport.example.com' } })
    try {
      const { email, password } = await secure.signUp()
      const reply = await secure.request('POST', '/v1/sign-in', { body: { email, password } })
      expect(String(reply.headers['set-cookie'])).toContain('Secure')
    } finally {
      await secure.close()
    }
  })

  test('a new password ends the others', async () => {
    const person = await makeUser(server, 'viewer')
    const elsewhere = readCookie(await signIn(person.email, person.password))
    const change = (body: object) => server.request<Me>('PATCH', '/v1/me', { body, as: person })
    expect(await change({ newPassword: 'a better password' })).toMatchObject({ status: 400, body: { error: { details: [{ path: 'currentPassword' }] } } })
    expect(await change({ newPassword: 'a better password', currentPassword: 'not this one' })).toMatchObject({ status: 400 })
    expect((await server.request('GET', '/v1/me', { headers: { cookie: elsewhere } })).status).toBe(200)
    expect(await change({ name: 'Pat', newPassword: 'a better password', currentPassword: person.password })).toMatchObject({ status: 200, body: { user: { name: 'Pat' } } })
    expect((await server.request('GET', '/v1/me', { headers: { cookie: elsewhere } })).status).toBe(401)
    expect((await server.request('GET', '/v1/me', { as: person })).status).toBe(200)
    expect((await signIn(person.email, person.password)).status).toBe(401)
    expect((await signIn(person.email, 'a better password')).status).toBe(200)
  })

  test('a call from another website is refused, with the cookie too', async () => {
    const post = (headers: Record<string, string>) => server.request('POST', '/v1/workspaces', { body: { name: 'Stolen' }, as: owner, headers })
    expect(await post({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
    expect(await post({ origin: 'https://evil.example' })).toMatchObject({ status: 403 })
    expect(await post({ origin: 'null' })).toMatchObject({ status: 403 })
    // A proxy's password goes along with every request of the browser and vouches for nothing.
    expect(await post({ origin: 'https://evil.example', authorization: 'Basic cHJveHk6cGFzcw==' })).toMatchObject({ status: 403 })
    expect(await post({ origin: 'http://localhost:4400', 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 201 })
  })
})

describe('workspaces', () => {
  test('get an address of their own from their name', async () => {
    const create = async (name: string) => (await server.request<Workspace>('POST', '/v1/workspaces', { body: { name }, as: owner })).body.slug
    const long = 'A very long name that goes on and on and never comes to an end at all'
    expect(await Promise.all([create('Tea Room'), create('Tea Room'), create('Tea Room')]).then((slugs) => slugs.toSorted())).toEqual(['tea-room', 'tea-room-2', 'tea-room-3'])
    expect(await create('東京')).toBe('workspace')
    expect((await create(long)).length).toBeLessThanOrEqual(40)
    expect((await create(long)).length).toBeLessThanOrEqual(40)
  })

  test('are named by header or address; the first one otherwise', async () => {
    const other = await makeWorkspace(server, { name: 'Named' })
    const read = (headers: Record<string, string>, query = '') =>
      server.request<Workspace>('GET', `/v1/workspace${query}`, { headers: { cookie: other.headers.cookie!, ...headers } })
    expect(await read({})).toMatchObject({ status: 200, body: { slug: 'named' } })
    expect(await read({ 'x-rapport-workspace': 'named' })).toMatchObject({ status: 200, body: { slug: 'named' } })
    expect(await read({}, '?workspace=named')).toMatchObject({ status: 200, body: { slug: 'named' } })
    expect(await read({ 'x-rapport-workspace': owner.workspace })).toMatchObject({ status: 404 })
    expect(await read({}, `?workspace=${owner.workspace}`)).toMatchObject({ status: 404 })
    expect(await read({ 'x-rapport-workspace': 'does-not-exist' })).toMatchObject({ status: 404 })
  })

  test('a person in none may still see who they are', async () => {
    const person = await makeUser(server, 'viewer')
    await server.request('DELETE', `/v1/team/${person.userId}`, { as: owner })
    const headers = { cookie: person.headers.cookie! }
    expect(await server.request('GET', '/v1/me', { headers })).toMatchObject({ status: 200, body: { workspaces: [] } })
    expect(await server.request('GET', '/v1/me', { as: person })).toMatchObject({ status: 200 })
    expect(await server.request('GET', '/v1/team', { headers })).toMatchObject({ status: 403 })
    expect(await server.request('GET', '/v1/team', { as: person })).toMatchObject({ status: 404 })
  })

  test('keep their settings', async () => {
    const other = await makeWorkspace(server)
    const change = (body: object) => server.request<Workspace>('PATCH', '/v1/workspace', { body, as: other })
    expect(await change({ timezone: 'Asia/Tokyo', keepIp: true })).toMatchObject({ status: 200, body: { timezone: 'Asia/Tokyo', keepIp: true, name: 'Other shop' } })
    expect(await change({ timezone: '+05:30' })).toMatchObject({ status: 400, body: { error: { details: [{ path: 'timezone' }] } } })
    expect(await change({ currency: 'euro' })).toMatchObject({ status: 400 })
    expect((await server.request<Workspace>('GET', '/v1/workspace', { as: other })).body).toMatchObject({ timezone: 'Asia/Tokyo', keepIp: true, currency: 'EUR' })
  })
})

describe('roles', () => {
  // What each request needs; with an id that nobody has, whoever may do it gets 404.
  const requests = [
    { method: 'GET', url: '/v1/workspace', needs: 'settings:read', allowed: 200 },
    { method: 'PATCH', url: '/v1/workspace', body: {}, needs: 'settings:write', allowed: 200 },
    { method: 'GET', url: '/v1/team', needs: 'team:read', allowed: 200 },
    { method: 'POST', url: '/v1/team/invitations', body: { email: 'person-1@example.com', role: 'viewer' }, needs: 'team:manage', allowed: 201 },
    { method: 'DELETE', url: `/v1/team/invitations/${nobody}`, needs: 'team:manage', allowed: 404 },
    { method: 'PATCH', url: `/v1/team/${nobody}`, body: { role: 'viewer' }, needs: 'team:manage', allowed: 404 },
    { method: 'DELETE', url: `/v1/team/${nobody}`, needs: 'team:manage', allowed: 404 },
    { method: 'GET', url: '/v1/audit', needs: 'audit:read', allowed: 200 },
    { method: 'GET', url: '/v1/sources', needs: 'sources:read', allowed: 200 },
    { method: 'GET', url: `/v1/sources/${nobody}`, needs: 'sources:read', allowed: 404 },
    { method: 'POST', url: '/v1/sources', body: { name: 'A source' }, needs: 'sources:write', allowed: 201 },
    { method: 'PATCH', url: `/v1/sources/${nobody}`, body: { name: 'B' }, needs: 'sources:write', allowed: 404 },
    { method: 'GET', url: '/v1/secret-keys', needs: 'sources:read', allowed: 200 },
    { method: 'POST', url: '/v1/secret-keys', body: { name: 'A key', scopes: ['people:read'] }, needs: 'sources:write', allowed: 201 },
    { method: 'DELETE', url: `/v1/secret-keys/${nobody}`, needs: 'sources:write', allowed: 404 },
  ] as const

  test.each(roles)('%s may do what the role allows and nothing else', async (role) => {
    const workspace = await makeWorkspace(server)
    const person = role === 'owner' ? workspace : await makeUser(server, role, workspace)
    const got = []
    for (const { method, url, needs, ...rest } of requests) {
      const reply = await server.request(method, url, { as: person, ...('body' in rest ? { body: rest.body } : {}) })
      got.push({ method, url, needs, status: reply.status })
    }
    const expected = requests.map(({ method, url, needs, allowed }) => ({ method, url, needs, status: rolePermissions[role]!.includes(needs) ? allowed : 403 }))
    expect(got).toEqual(expected)
    const me = await server.request<Me>('GET', '/v1/me', { as: person })
    expect(me.body.workspaces.find(({ slug }) => slug === person.workspace)).toMatchObject({ role, permissions: rolePermissions[role] })
  })

  test('nobody without a session gets in', async () => {
    for (const { method, url, ...rest } of requests) {
      const reply = await server.request(method, url, 'body' in rest ? { body: rest.body } : {})
      expect({ method, url, status: reply.status }).toEqual({ method, url, status: 401 })
    }
  })

  test('a changed role counts at once', async () => {
    const person = await makeUser(server, 'viewer')
    expect((await server.request('GET', '/v1/audit', { as: person })).status).toBe(403)
    await server.request('PATCH', `/v1/team/${person.userId}`, { body: { role: 'admin' }, as: owner })
    expect((await server.request('GET', '/v1/audit', { as: person })).status).toBe(200)
    await server.request('DELETE', `/v1/team/${person.userId}`, { as: owner })
    expect((await server.request('GET', '/v1/audit', { as: person })).status).toBe(404)
  })
})
