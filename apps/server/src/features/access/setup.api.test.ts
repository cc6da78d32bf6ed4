import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCookie, startTestServer, type TestServer } from '../../../test/test-server.ts'
import type { Me } from './access.contract.ts'
import { createSetupLink, createWorkspace, ensureOwner } from './index.ts'

const identity = { name: 'Olga Owner', email: 'Olga@Example.com', password: 'correct horse battery' }

function readToken(link: string | undefined): string {
  return link!.split('#token=')[1]!
}

describe('setting up', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(async () => server.close())

  const setUp = (token: string, changes: object = {}) =>
    server.request<Me>('POST', '/v1/setup', { body: { token, ...identity, workspaceName: 'Möbel & Mehr', currency: 'CHF', timezone: 'Europe/Zurich', ...changes } })

  test('the newest link alone makes the first owner, once', async () => {
    const { db } = server.platform
    expect((await server.request('GET', '/v1/setup')).body).toEqual({ isDone: false })
    const older = await createSetupLink(db, server.config)
    const newest = await createSetupLink(db, server.config)
    expect(newest).toMatch(/^http:\/\/localhost:4400\/setup#token=[\w-]{43}$/)
    expect(await setUp(readToken(older))).toMatchObject({ status: 410, body: { error: { code: 'gone' } } })
    expect(await setUp(readToken(newest), { password: 'short' })).toMatchObject({ status: 400, body: { error: { details: [{ path: 'password' }] } } })
    expect(await setUp(readToken(newest), { timezone: 'Mars/Olympus' })).toMatchObject({ status: 400 })
    expect((await server.request('GET', '/v1/setup')).body).toEqual({ isDone: false })

    await db.transaction().execute((tx) => createWorkspace(tx, { name: 'Demo brand', isDemo: true, ownerIds: [], actor: 'system' }))
    const [first, second] = await Promise.all([setUp(readToken(newest)), setUp(readToken(newest))])
    expect([first.status, second.status].toSorted()).toEqual([200, 410])
    const done = first.status === 200 ? first : second
    expect(done.body.user).toMatchObject({ name: 'Olga Owner', email: 'olga@example.com' })
    expect(done.body.workspaces.map(({ slug, role, isDemo, currency }) => ({ slug, role, isDemo, currency }))).toEqual([
      { slug: 'mobel-mehr', role: 'owner', isDemo: false, currency: 'CHF' },
      { slug: 'demo-brand', role: 'owner', isDemo: true, currency: 'EUR' },
    ])
    const me = await server.request<Me>('GET', '/v1/me', { headers: { cookie: readCookie(done) } })
    expect(me.body).toEqual(done.body)

    expect((await server.request('GET', '/v1/setup')).body).toEqual({ isDone: true })
    expect(await createSetupLink(db, server.config)).toBeUndefined()
    expect(await setUp(readToken(newest))).toMatchObject({ status: 410 })
  })
})

describe('an owner from the settings', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(async () => server.close())

  test('is made once, whatever starts at the same time', async () => {
    const { db } = server.platform
    const owner = { email: 'Root@Example.com', password: 'from the environment' }
    await Promise.all([ensureOwner(db, owner), ensureOwner(db, owner), ensureOwner(db, owner)])
    await ensureOwner(db, { email: 'someone-else@example.com', password: 'from the environment' })
    const signedIn = await server.request<Me>('POST', '/v1/sign-in', { body: { email: 'root@example.com', password: owner.password } })
    expect(signedIn).toMatchObject({ status: 200, body: { workspaces: [{ role: 'owner', slug: 'my-workspace' }] } })
    expect(signedIn.body.workspaces).toHaveLength(1)
    const other = await server.request('POST', '/v1/sign-in', { body: { email: 'someone-else@example.com', password: owner.password } })
    expect(other.status).toBe(401)
    expect(await createSetupLink(db, server.config)).toBeUndefined()
  })
})
