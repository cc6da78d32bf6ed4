import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSecretKey, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { createMovableClock, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { createPlatform } from '../../platform/platform.ts'
import type { AuditEntry } from '../audit/audit.contract.ts'
import { createKey, createWriteKeyCache, findSecretKey, findWriteKey, readSourceNames } from './index.ts'
import { scopes, type SecretKey, type Source } from './sources.contract.ts'

const clock = createMovableClock()
let server: TestServer
let owner: Person
let stranger: Person
beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
  stranger = await makeWorkspace(server)
})
afterAll(async () => server.close())

const patch = (id: string, body: object, as = owner) => server.request<Source>('PATCH', `/v1/sources/${id}`, { body, as })
const readAudit = async (target: string) => (await server.request<{ items: AuditEntry[] }>('GET', `/v1/audit?target=${target}`, { as: owner })).body.items

async function waitUntil(check: () => Promise<boolean>, withinMilliseconds: number): Promise<void> {
  const deadline = performance.now() + withinMilliseconds
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`It did not come true within ${withinMilliseconds} ms.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('sources', () => {
  test('are created with a write key that works, renamed, restricted, revoked and restored', async () => {
    const { db } = server.platform
    const source = await makeWriteKey(server, owner, { name: ' Till ', platform: 'server' })
    expect(source).toMatchObject({ name: 'Till', platform: 'server', allowedOrigins: [], revokedAt: null, firstEventAt: null, lastEventAt: null, eventsToday: 0 })
    expect(source.writeKey).toMatch(/^wk_[\w-]{32}$/)
    expect(await findWriteKey(db, source.writeKey)).toEqual({
      id: source.id,
      name: 'Till',
      workspaceId: owner.workspaceId,
      allowedOrigins: [],
      platform: 'server',
      keepIp: false,
    })
    const allowedOrigins = ['https://Shop.example.com:443', 'https://*.example.com', 'https://shop.example.com']
    const restricted = await patch(source.id, { name: 'Web', allowedOrigins })
    expect(restricted.body).toMatchObject({ name: 'Web', allowedOrigins: ['https://shop.example.com', 'https://*.example.com'] })
    const revoked = await patch(source.id, { revoked: true })
    expect(Date.parse(revoked.body.revokedAt!)).toBeGreaterThan(0)
    expect((await patch(source.id, { revoked: true })).body.revokedAt).toBe(revoked.body.revokedAt)
    expect(await findWriteKey(db, source.writeKey)).toBeUndefined()
    expect((await patch(source.id, { revoked: false })).body.revokedAt).toBeNull()
    expect((await server.request<Source>('GET', `/v1/sources/${source.id}`, { as: owner })).body).toMatchObject({ name: 'Web', writeKey: source.writeKey })
    expect((await readAudit(source.id)).map(({ action }) => action)).toEqual(['source.restored', 'source.revoked', 'source.updated', 'source.created'])
    expect((await readSourceNames(db, owner.workspaceId)).get(source.id)).toBe('Web')
  })

  test.each(['shop.example.com', 'https://shop.example.com/path', 'ftp://shop.example.com', 'https://*', '*'])('refuse the origin %s', async (origin) => {
    const refused = await server.request('POST', '/v1/sources', { body: { name: 'Web', allowedOrigins: [origin] }, as: owner })
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } })
  })

  test('show what came through them, and today in the zone of the workspace', async () => {
    const source = await makeWriteKey(server, owner)
    const berlin = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' })
    const [today, yesterday] = [berlin.format(clock.now()), berlin.format(clock.now() - 86_400_000)]
    await sql`insert into source_volumes (workspace_id, source_id, day, events, first_event_at, last_event_at) values
      (${owner.workspaceId}, ${source.id}, ${yesterday}, 40, '2026-03-01T08:00:00Z', '2026-03-01T09:00:00Z'),
      (${owner.workspaceId}, ${source.id}, ${today}, 3, '2026-03-02T08:00:00Z', '2026-03-02T09:00:00Z'),
      (${stranger.workspaceId}, ${source.id}, ${today}, 500, '2020-03-02T08:00:00Z', '2030-03-02T09:00:00Z')`.execute(server.platform.db)
    const expected = { eventsToday: 3, firstEventAt: '2026-03-01T08:00:00.000Z', lastEventAt: '2026-03-02T09:00:00.000Z' }
    expect((await server.request('GET', `/v1/sources/${source.id}`, { as: owner })).body).toMatchObject(expected)
    const list = await server.request<{ items: Source[] }>('GET', '/v1/sources', { as: owner })
    expect(list.body.items.find(({ id }) => id === source.id)).toMatchObject(expected)
  })
})

describe('the write key cache', () => {
  test('answers from memory and forgets a revoked key at once', async () => {
    const keys = createWriteKeyCache(server.platform)
    const source = await makeWriteKey(server, owner)
    const first = keys.get(source.writeKey)
    expect(first).toBeInstanceOf(Promise)
    expect(await first).toMatchObject({ id: source.id })
    expect(keys.get(source.writeKey)).toMatchObject({ id: source.id, workspaceId: owner.workspaceId })
    await patch(source.id, { revoked: true })
    expect(await keys.get(source.writeKey)).toBeUndefined()
    await patch(source.id, { revoked: false })
    expect(await keys.get(source.writeKey)).toMatchObject({ id: source.id })
    expect(keys.get('not a write key')).toBeUndefined()
    expect(await keys.get(`wk_${'x'.repeat(32)}`)).toBeUndefined()
  })

  // Below the age at which a key in use is looked up anew, so that only a signal can have told.
  const signalMilliseconds = 2_000

  test('of another process hears of a revocation and of changed settings', async () => {
    const elsewhere = createPlatform(server.config, 'test-elsewhere', { clock })
    let isListening = false
    elsewhere.signals.on('definitions', () => (isListening = true))
    try {
      await waitUntil(async () => {
        await server.platform.signals.send({ kind: 'definitions', workspaceId: stranger.workspaceId })
        return isListening
      }, 5_000)
      const keys = createWriteKeyCache(elsewhere)
      const source = await makeWriteKey(server, owner)
      expect(await keys.get(source.writeKey)).toMatchObject({ keepIp: false })
      await server.request('PATCH', '/v1/workspace', { body: { keepIp: true }, as: owner })
      await waitUntil(async () => (await keys.get(source.writeKey))?.keepIp === true, signalMilliseconds)
      await patch(source.id, { revoked: true })
      await waitUntil(async () => (await keys.get(source.writeKey)) === undefined, signalMilliseconds)
    } finally {
      await elsewhere.close()
    }
  })

  test('of another process learns of it within 5 seconds when no signal arrives', async () => {
    const deaf = createPlatform(server.config, 'test-deaf', { clock })
    try {
      await deaf.signals.close()
      const keys = createWriteKeyCache(deaf)
      const source = await makeWriteKey(server, owner)
      expect(await keys.get(source.writeKey)).toBeDefined()
      await patch(source.id, { revoked: true })
      expect(await keys.get(source.writeKey)).toBeDefined()
      await waitUntil(async () => (await keys.get(source.writeKey)) === undefined, 5_200)
    } finally {
      await deaf.close()
    }
  })
})

test('a revocation counts at once where it was made, without signals too', async () => {
  const deaf = await startTestServer()
  try {
    const person = await deaf.signUp()
    await deaf.platform.signals.close()
    const source = await makeWriteKey(deaf, person)
    const key = await makeSecretKey(deaf, person, ['settings:read'])
    const keys = createWriteKeyCache(deaf.platform)
    expect(await keys.get(source.writeKey)).toBeDefined()
    expect((await deaf.request('GET', '/v1/workspace', { as: key })).status).toBe(200)
    await deaf.request('PATCH', `/v1/sources/${source.id}`, { body: { revoked: true }, as: person })
    await deaf.request('DELETE', `/v1/secret-keys/${key.id}`, { as: person })
    expect(await keys.get(source.writeKey)).toBeUndefined()
    expect((await deaf.request('GET', '/v1/workspace', { as: key })).status).toBe(401)
  } finally {
    await deaf.close()
  }
})

describe('secret keys', () => {
  const whoMay = async (key: { headers: Record<string, string> }) => (await server.request('GET', '/v1/workspace', { as: key })).status

  test('open what their scopes say, until they are revoked', async () => {
    const key = await makeSecretKey(server, owner, ['settings:read', 'settings:read', 'people:read'])
    expect(key).toMatchObject({ scopes: ['settings:read', 'people:read'], prefix: key.key.slice(0, 10), revokedAt: null })
    expect(key.key).toMatch(/^rsk_[\w-]{40}$/)
    expect(await whoMay(key)).toBe(200)
    expect((await server.request('GET', '/v1/team', { as: key })).status).toBe(403)
    expect((await server.request('GET', '/v1/me', { as: key })).status).toBe(403)
    expect((await server.request('PATCH', '/v1/workspace', { body: { name: 'Taken over' }, as: key })).status).toBe(403)
    // Its workspace is its own, whatever the header says.
    const elsewhere = await server.request('GET', '/v1/workspace', { as: key, headers: { 'x-rapport-workspace': stranger.workspace } })
    expect(elsewhere.body).toMatchObject({ slug: owner.workspace })

    const revoked = await server.request<SecretKey>('DELETE', `/v1/secret-keys/${key.id}`, { as: owner })
    expect(revoked.body.revokedAt).not.toBeNull()
    expect(await server.request('GET', '/v1/workspace', { as: key })).toMatchObject({ status: 401, body: { error: { code: 'invalid_key' } } })
    const again = await server.request<SecretKey>('DELETE', `/v1/secret-keys/${key.id}`, { as: owner })
    expect(again).toMatchObject({ status: 200, body: { revokedAt: revoked.body.revokedAt } })
    expect((await readAudit(key.id)).map(({ action }) => action)).toEqual(['key.revoked', 'key.created'])
  })

  test('are shown once and stored as a hash', async () => {
    const key = await makeSecretKey(server, owner, ['people:read'])
    const list = await server.request('GET', '/v1/secret-keys', { as: owner })
    const audit = await server.request('GET', '/v1/audit?limit=200', { as: owner })
    const { rows } = await sql<{ row: string }>`select secret_keys::text as row from secret_keys`.execute(server.platform.db)
    const stored = JSON.stringify([list.body, audit.body, rows])
    expect(stored).toContain(key.prefix)
    expect(stored).not.toContain(key.key.slice(0, 14))
  })

  test('tell when they were last used', async () => {
    const key = await makeSecretKey(server, owner, ['settings:read'])
    const lastUsedAt = async () => (await server.request<{ items: SecretKey[] }>('GET', '/v1/secret-keys', { as: owner })).body.items.find(({ id }) => id === key.id)!.lastUsedAt
    expect(await lastUsedAt()).toBeNull()
    expect(await whoMay(key)).toBe(200)
    expect(Date.now() - Date.parse((await lastUsedAt())!)).toBeLessThan(5_000)
  })

  test.each(['Bearer rsk_unknown', `Bearer rsk_${'a'.repeat(40)}`, 'Bearer wk_something', 'Bearer x'])('refuse %s', async (authorization) => {
    const refused = await server.request('GET', '/v1/workspace', { headers: { authorization, cookie: owner.headers.cookie! } })
    expect(refused).toMatchObject({ status: 401, body: { error: { code: 'invalid_key' } } })
  })

  test('cannot have a scope that opens keys, people or settings of the team', async () => {
    for (const scope of ['sources:write', 'team:manage', 'settings:write', 'audit:read', 'everything']) {
      const refused = await server.request('POST', '/v1/secret-keys', { body: { name: 'Key', scopes: [scope] }, as: owner })
      expect(refused.status).toBe(400)
    }
  })
})

describe('keys from the command line', () => {
  test('belong to the first workspace or the one named', async () => {
    const { db } = server.platform
    const writeKey = await createKey(db, { kind: 'write', name: 'Script' })
    expect(await findWriteKey(db, writeKey)).toMatchObject({ workspaceId: owner.workspaceId, name: 'Script' })
    const elsewhere = await createKey(db, { kind: 'write', name: 'Script', workspace: stranger.workspace })
    expect(await findWriteKey(db, elsewhere)).toMatchObject({ workspaceId: stranger.workspaceId })
    const secretKey = await createKey(db, { kind: 'secret', name: 'Script' })
    const principal = await findSecretKey(server.platform, secretKey)
    expect(principal).toMatchObject({ kind: 'key', name: 'Script', workspaceId: owner.workspaceId })
    expect([...principal!.permissions].toSorted()).toEqual([...scopes].toSorted())
    const [entry] = await readAudit('Script')
    expect(entry).toMatchObject({ action: 'key.created', actor: { kind: 'system', id: null } })
    await expect(createKey(db, { kind: 'write', name: 'Script', workspace: 'nowhere' })).rejects.toThrow(/no workspace "nowhere"\. There is: test-shop, other-shop/)
  })

  test('need a workspace', async () => {
    const empty = await startTestServer()
    try {
      await expect(createKey(empty.platform.db, { kind: 'secret', name: 'Script' })).rejects.toThrow('There is no workspace yet')
    } finally {
      await empty.close()
    }
  })
})

test("another workspace's sources and keys do not exist", async () => {
  const source = await makeWriteKey(server, stranger, { name: 'Theirs' })
  const key = await makeSecretKey(server, stranger, ['settings:read'])
  for (const [method, url, body] of [
    ['GET', `/v1/sources/${source.id}`, undefined],
    ['PATCH', `/v1/sources/${source.id}`, { name: 'Mine', revoked: true }],
    ['DELETE', `/v1/secret-keys/${key.id}`, undefined],
  ] as const) {
    expect(await server.request(method, url, { as: owner, body })).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
  }
  const lists = await Promise.all(['/v1/sources', '/v1/secret-keys'].map((url) => server.request('GET', url, { as: owner })))
  expect(JSON.stringify(lists.map(({ body }) => body))).not.toMatch(new RegExp(`${source.id}|${key.id}`))
  expect((await server.request('GET', `/v1/sources/${source.id}`, { as: stranger })).body).toMatchObject({ name: 'Theirs', revokedAt: null })
  expect((await server.request('GET', '/v1/workspace', { as: key })).status).toBe(200)
})
